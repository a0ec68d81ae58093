"""Errors of accounts."""

from __future__ import annotations

from district.errors import FabuError


class SignInError(Exception):
    """Sign-in failed; nobody is told which part was wrong."""


class SignInPausedError(SignInError):
    """Too many wrong passwords came before: nothing was looked at. `seconds` until the next try."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


class OneTimePasswordExpiredError(SignInError):
    """The right one-time password, too late."""


class WeakPasswordError(Exception):
    """A new password breaks the rule; the message is for the person."""


class StaffError(FabuError):
    """An account cannot be added or changed as asked."""
