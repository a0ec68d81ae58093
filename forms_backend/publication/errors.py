"""Errors of publication."""

from __future__ import annotations

from district.errors import FabuError


class UntellableError(FabuError):
    """A matter may not be told in public, for `reason`."""

    def __init__(self, number: str, reason: str) -> None:
        self.number, self.reason = number, reason
        super().__init__(f"{number}：{reason}。")
