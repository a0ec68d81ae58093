"""Why seats are not given; fields only, the sentence is made from them."""

from __future__ import annotations

from district.errors import FabuError
from forms_backend.bookings import messages


class BookingRefusedError(Exception):
    """No booking was made. `why` is a key of `messages.REFUSED`."""

    def __init__(self, why: str, **figures: int) -> None:
        self.why, self.figures = why, figures
        super().__init__(messages.REFUSED[why].format(**figures))

    @property
    def may_wait(self) -> bool:
        """Whether the visitor can ask for the waiting list instead."""
        return self.why in ("full", "short")


class BookingNotFoundError(Exception):
    """No booking has that number and code; both wrong look the same."""


class HearingsFileError(FabuError):
    """hearings.json cannot be read."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"无法读懂 {path}：不是 fabu build 写出的场次文件。请重新运行 fabu build。"
        )
