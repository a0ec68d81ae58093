"""Errors of the database."""

from __future__ import annotations

from district.errors import FabuError


class SchemaOutOfDateError(FabuError):
    """The database has other tables than this version needs."""

    def __init__(self, found: str | None, needed: str | None) -> None:
        self.found, self.needed = found, needed
        super().__init__(
            f"数据库结构版本为 {found or '空'}，本程序需要 {needed}。请先运行 fabu migrate。"
        )


class DatabaseUnavailableError(FabuError):
    """The database did not answer in time; nothing was written."""

    def __init__(self) -> None:
        super().__init__("数据库暂时无法使用。请检查 FABU_DATABASE_URL 指向的数据库是否在运行。")


class DatabaseDamagedError(FabuError):
    """The file is no SQLite database, or parts of it cannot be read."""

    def __init__(self) -> None:
        super().__init__(
            "数据库文件已损坏，无法读取。请保留原文件备查，用 fabu restore 从最近的备份恢复到新的位置。"
        )


class DatabaseReadOnlyError(DatabaseUnavailableError):
    """The SQLite file, or its directory, may not be written."""

    def __init__(self) -> None:
        FabuError.__init__(
            self,
            "数据库只能读、不能写，无法受理。请检查 SQLite 文件和它所在目录的属主、权限，"
            "以及磁盘是否以只读方式挂载。",
        )


class ConflictError(Exception):
    """Another transaction wrote the same unique value first."""


class NumbersExhaustedError(FabuError):
    """A month has used all its numbers."""

    def __init__(self, prefix: str, month: str) -> None:
        self.prefix, self.month = prefix, month
        super().__init__(f"{prefix}{month} 的编号已用完。")
