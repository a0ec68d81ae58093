"""Errors of accounts."""

from __future__ import annotations

from district.errors import FabuError


class SignInError(Exception):
    """Sign-in failed; nobody is told which part was wrong."""


class WeakPasswordError(Exception):
    """A new password breaks the rule; the message is for the person."""


class StaffError(FabuError):
    """An account cannot be added or changed as asked."""
