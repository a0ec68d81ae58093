"""Errors of submissions."""

from __future__ import annotations

from district.errors import FabuError


class IdempotencyConflictError(Exception):
    """The same idempotency key came with different content."""


class SubmissionNotFoundError(FabuError):
    """No submission has that number."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(f"没有编号为 {number} 的提交。用 fabu submissions list 查看全部编号。")
