"""What cannot be opened."""

from __future__ import annotations

from pathlib import Path

from district.errors import FabuError


class DecryptionError(FabuError):
    """A stored payload cannot be opened with the key from the settings."""

    def __init__(self, number: str, reason: str) -> None:
        self.number, self.reason = number, reason
        super().__init__(f"{number} 的内容无法解密：{reason}。请检查 FABU_DATA_KEY。")


class WeakPassphraseError(FabuError):
    """A passphrase that can be guessed protects nothing."""

    def __init__(self, least: int) -> None:
        super().__init__(f"备份口令太短，至少 {least} 个字符。")


class NotABackupError(FabuError):
    """The file is something else."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”不是法布的备份文件，没有改动任何数据。")


class WrongKeyError(FabuError):
    """The backup was sealed with another key or passphrase, or another kind of either."""

    def __init__(self, needs_passphrase: bool) -> None:
        which = "口令（用 --passphrase-file 给出）" if needs_passphrase else "FABU_BACKUP_KEY"
        super().__init__(
            f"打不开这份备份：需要备份时所用的{which}，现在给出的不是。没有改动任何数据。"
        )


class DamagedBackupError(FabuError):
    """A byte of the backup is not what was written, or its end is missing."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"备份文件已损坏：{reason}。没有改动任何数据，请换一份备份。")


class DamagedAttachmentError(FabuError):
    """A stored file is missing, was changed, or was written with another key."""

    def __init__(self, storage_name: str, reason: str) -> None:
        self.storage_name, self.reason = storage_name, reason
        super().__init__(f"附件 {storage_name}：{reason}。请检查 FABU_VAR_DIR 和 FABU_DATA_KEY。")
