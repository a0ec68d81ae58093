"""What cannot be opened."""

from __future__ import annotations

from district.errors import FabuError


class DecryptionError(FabuError):
    """A stored payload cannot be opened with the key from the settings."""

    def __init__(self, number: str, reason: str) -> None:
        self.number, self.reason = number, reason
        super().__init__(f"{number} 的内容无法解密：{reason}。请检查 FABU_DATA_KEY。")
