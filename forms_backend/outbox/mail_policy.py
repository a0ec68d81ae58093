"""How headers are written: as Python does, but addresses in one piece."""

from __future__ import annotations

from email.policy import EmailPolicy

_IN_ONE_PIECE = frozenset({"list-unsubscribe"})


class MailPolicy(EmailPolicy):
    """Python writes a header without spaces that is longer than a line as encoded words (RFC 2047).
    Mail programs look for an address in List-Unsubscribe and would find none."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() in _IN_ONE_PIECE:
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _IN_ONE_PIECE:
            return self.fold(name, value).encode("ascii")
        return bytes(super().fold_binary(name, value))
