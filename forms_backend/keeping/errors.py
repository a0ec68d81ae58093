"""What can go wrong with a backup, a restore or a move; each is one sentence for the operator."""

from __future__ import annotations

from pathlib import Path

from district.errors import FabuError


class BackupKeyMissingError(FabuError):
    """Neither a backup key nor a passphrase was given."""

    def __init__(self) -> None:
        super().__init__(
            "没有备份密钥。请运行 fabu init 生成 FABU_BACKUP_KEY，或用 --passphrase-file 给出口令文件。"
        )


class NewerBackupError(FabuError):
    """The backup comes from a version of the program that knows more tables."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"备份的数据库结构是 {revision}，比本程序新。请先升级程序，再恢复。没有改动任何数据。"
        )


class UnknownTablesError(FabuError):
    """The database holds tables that this program does not know, so it cannot keep them."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(f"数据库中有本程序不认识的表：{'、'.join(tables)}。没有写出任何内容。")


class TargetNotEmptyError(FabuError):
    """What is there would be lost."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(
            f"目标数据库不是空的（{'、'.join(tables)}中有数据），没有改动。"
            "确定要用备份替换它的，加 --replace；现有数据会全部删除。"
        )


class MoveTargetNotEmptyError(FabuError):
    """Two databases are never mixed."""

    def __init__(self) -> None:
        super().__init__("目标数据库不是空的，没有改动。请新建一个空的数据库。")


class SecretsDifferError(FabuError):
    """What the backup holds was encrypted with other keys than this installation has."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"本机的密钥与备份中的不同（{'、'.join(names)}），恢复后会无法解密。没有改动任何数据。"
            "确定要改用备份中的密钥，加 --replace-secrets；原密钥会另存为 secrets.env.old。"
        )


class RestoredDiffersError(FabuError):
    """What arrived in the database is not what the backup or the source says; rolled back."""

    def __init__(self, what: str) -> None:
        super().__init__(f"核对不一致：{what}。已全部撤销，目标数据库未改动。")


class SourceChangedError(FabuError):
    """Somebody wrote into the source while it was being moved."""

    def __init__(self) -> None:
        super().__init__(
            "迁移期间源数据库有新的写入。已全部撤销，目标数据库未改动。请先停止法布服务，再迁移。"
        )


class FileExistsAlreadyError(FabuError):
    """A backup never overwrites anything."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”已存在，没有覆盖。请换一个文件名。")


class NoEditingKeptError(FabuError):
    """The backup was made where nobody edits in the staff zone."""

    def __init__(self) -> None:
        super().__init__(
            "备份里没有编辑的仓库：做备份时没有设 FABU_EDITING_REPOSITORY，或仓库是空的。"
        )


class RepositoryUnreadableError(FabuError):
    """git does not read the repository, or could not make the new one."""

    def __init__(self, said: str) -> None:
        super().__init__(
            f"编辑的仓库没有办成：{said}。没有写出任何内容。请看 FABU_EDITING_REPOSITORY 指的仓库"
            "（git fsck）；一时修不好的，先去掉这一项设置再备份。"
        )


class RepositoryNotFreeError(FabuError):
    """A repository is never written over another."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”已存在，没有覆盖。请换一个新的文件夹。")


class NoDestinationError(FabuError):
    """Neither a file nor a directory for backups is known."""

    def __init__(self) -> None:
        super().__init__("请用 --out 写明备份文件，或设置 FABU_BACKUP_DIR。")


class KeyElsewhereError(FabuError):
    """The data key is not what secrets.env says: the environment or `.env` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"FABU_DATA_KEY 不是“{path}”里的那一把，没有改动。请在写明它的地方手工更换："
            "原来的一把改名为 FABU_OLD_DATA_KEY，新的一把写作 FABU_DATA_KEY；全部重新加密后再删去旧的。"
        )


class OldKeyNeededError(FabuError):
    """Something can be read with the old data key alone."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"还有 {count} 处用旧密钥加密，没有去掉旧密钥。请先运行 fabu keys rotate。"
        )
