"""Counters in Prometheus text format; labels are route names and status codes, never addresses."""

from __future__ import annotations

import threading
from collections import Counter

Labels = tuple[tuple[str, str], ...]

HELP = {
    "fabu_http_requests_total": ("counter", "Requests by route, method and status."),
    "fabu_http_request_seconds_sum": ("counter", "Seconds spent on requests by route."),
    "fabu_http_request_seconds_count": ("counter", "Requests timed by route."),
    "fabu_submissions_total": ("counter", "Accepted submissions by form and channel."),
    "fabu_quarantined_total": ("counter", "Of these, submissions that came in a burst, by form."),
    "fabu_quarantine_waiting": ("gauge", "Submissions in quarantine that staff have to look at."),
    "fabu_form_senders_total": ("counter", "Accepted submissions by form and kind of sender."),
    "fabu_form_rejections_total": ("counter", "Refused submissions by form and reason."),
    "fabu_bookings_total": ("counter", "Bookings of seats at hearings by their first state."),
    "fabu_sign_ins_failed_total": ("counter", "Staff sign-ins refused, by whether in a pause."),
    "fabu_attachments_total": ("counter", "Uploaded files by how looking at them ended."),
    "fabu_uploads_over_limit_total": ("counter", "Files not looked at: their sender had used up."),
    "fabu_attachment_cpu_seconds_total": ("counter", "Processor seconds spent on uploaded files."),
    "fabu_wechat_messages_total": ("counter", "Messages and events from WeChat by kind."),
    "fabu_connections_open": ("gauge", "Connections that `fabu serve` holds open."),
    "fabu_connections_closed_total": ("counter", "Connections it closed for others, by reason."),
    "fabu_outbox_attempts_total": ("counter", "Attempts to send a message by channel and result."),
    "fabu_outbox_waiting": ("gauge", "Messages that still have to leave."),
    "fabu_outbox_failed": ("gauge", "Messages that were given up and wait for a person."),
    "fabu_outbox_age_seconds": ("gauge", "For how long the oldest message has been due."),
    "fabu_backup_age_seconds": ("gauge", "Age of the newest backup in FABU_BACKUP_DIR."),
}


class Metrics:
    """Thread-safe counters of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: Counter[tuple[str, Labels]] = Counter()

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        """Add to the counter `name`, which must be declared in HELP."""
        if name not in HELP:
            raise KeyError(name)
        with self._lock:
            self._values[name, tuple(sorted(labels.items()))] += amount  # type: ignore[assignment]

    def set(self, name: str, value: float) -> None:
        """Put the gauge `name`, which must be declared in HELP, to `value`."""
        if name not in HELP:
            raise KeyError(name)
        with self._lock:
            self._values[name, ()] = value  # type: ignore[assignment]

    def render(self) -> str:
        """The exposition text, version 0.0.4."""
        with self._lock:
            values = sorted(self._values.items())
        lines: list[str] = []
        for name, (kind, text) in HELP.items():
            lines += [f"# HELP {name} {text}", f"# TYPE {name} {kind}"]
            for (counter, labels), value in values:
                if counter == name:
                    inside = ",".join(f'{key}="{_escape(text)}"' for key, text in labels)
                    lines.append(f"{name}{{{inside}}} {value:.6g}")
        return "\n".join(lines) + "\n"


def _escape(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
