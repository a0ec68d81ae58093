"""Logs as one JSON object a line, without personal data.

Messages are constants, variables go into named fields. An exception is logged by its type and the
places it passed through, never by its text, which may quote what a visitor typed.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

LOGGER_NAME = "fabu"
FIELDS = "fabu_fields"


class JsonFormatter(logging.Formatter):
    """time, level, logger, event, and the fields given with `log_event`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if record.name == LOGGER_NAME:
            line["event"] = record.getMessage()
            line |= getattr(record, FIELDS, {})
        else:
            # Arguments of other libraries' messages can hold addresses or parameters.
            line["event"] = str(record.msg)
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__qualname__
            line["trace"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False)


def log_event(
    event: str, level: int = logging.INFO, *, exc_info: bool = False, **fields: object
) -> None:
    """Write one event. `fields` must not hold personal data."""
    logging.getLogger(LOGGER_NAME).log(level, event, exc_info=exc_info, extra={FIELDS: fields})


def configure_logs(level: str, stream: TextIO | None = None) -> None:
    """Send everything to `stream` (default: standard error) as JSON lines."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(LOGGER_NAME).setLevel(level)
