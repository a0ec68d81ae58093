"""Why a message could not leave: a closed set without addresses or texts, safe to store and show."""

from __future__ import annotations

from enum import StrEnum

from forms_backend.outbox import messages as notice_messages


class Failure(StrEnum):
    """The cause, as far as it tells what to do."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    UNTRUSTED = "untrusted"
    SIGN_IN_REFUSED = "sign_in_refused"
    WECHAT_SIGN_IN = "wechat_sign_in"
    WECHAT_TEMPLATE = "wechat_template"
    QUOTA = "quota"
    RECIPIENT_REFUSED = "recipient_refused"
    REFUSED = "refused"
    UNWRITABLE = "unwritable"
    CHANNEL_OFF = "channel_off"
    INTERRUPTED = "interrupted"
    UNREADABLE = "unreadable"


class SendError(Exception):
    """A message did not leave. `code` is the number that the other side answered with."""

    def __init__(
        self, failure: Failure, code: int | None = None, *, permanent: bool = False
    ) -> None:
        self.failure, self.code, self.permanent = failure, code, permanent
        super().__init__(self.stored)

    @property
    def stored(self) -> str:
        """E.g. "recipient_refused 550"."""
        return self.failure.value if self.code is None else f"{self.failure.value} {self.code}"


def failure_label(stored: str | None) -> str:
    """What a person reads for a stored failure."""
    name, _, code = (stored or "").partition(" ")
    label = notice_messages.FAILURES.get(name, name)
    return f"{label}（{code}）" if code else label
