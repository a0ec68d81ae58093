"""Links in mails: a random name of the row and a keyed mark, so that nobody can guess one."""

from __future__ import annotations

import hmac
import re
from enum import StrEnum

from forms_backend.sealing.keys import CodeKey

_MARK_LENGTH = 40
_TOKEN = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{40})")


class Purpose(StrEnum):
    """What a link is for; a token of one purpose is none of the other."""

    CONFIRM = "subscription-confirm"
    LEAVE = "subscription-leave"


class MailLinks:
    """Writes and reads tokens, and the addresses that hold them."""

    def __init__(self, code_key: CodeKey, base_url: str) -> None:
        self._code_key = code_key
        self._base = f"{base_url}subscriptions/"

    def token(self, purpose: Purpose, handle: str) -> str:
        return f"{handle}.{self._mark(purpose, handle)}"

    def handle(self, purpose: Purpose, token: str) -> str | None:
        """The row's random name; None for a token that is not ours."""
        parts = _TOKEN.fullmatch(token)
        if parts is None or not hmac.compare_digest(parts[2], self._mark(purpose, parts[1])):
            return None
        return parts[1]

    def confirm(self, handle: str) -> str:
        return f"{self._base}confirm/{self.token(Purpose.CONFIRM, handle)}"

    def leave(self, handle: str) -> str:
        """For people: a page with a button."""
        return f"{self._base}leave/{self.token(Purpose.LEAVE, handle)}"

    def one_click(self, handle: str) -> str:
        """For mail programs (RFC 8058)."""
        return f"{self._base}one-click/{self.token(Purpose.LEAVE, handle)}"

    def _mark(self, purpose: Purpose, handle: str) -> str:
        return self._code_key.digest(purpose.value, handle)[:_MARK_LENGTH]
