"""Errors of the backend: each carries fields; HTML or JSON is made of them at the edge."""

from __future__ import annotations

from district.errors import FabuError


class SettingsError(FabuError):
    """Settings are missing or wrong; lists all of them."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("运行设置有误，请改正以下各项：\n" + "\n".join(f"  {p}" for p in problems))


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


class IdempotencyConflictError(Exception):
    """The same idempotency key came with different content."""


class DecryptionError(FabuError):
    """A stored payload cannot be opened with the key from the settings."""

    def __init__(self, number: str, reason: str) -> None:
        self.number, self.reason = number, reason
        super().__init__(f"{number} 的内容无法解密：{reason}。请检查 FABU_DATA_KEY。")


class SubmissionNotFoundError(FabuError):
    """No submission has that number."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(f"没有编号为 {number} 的提交。用 fabu submissions list 查看全部编号。")


class PortTakenError(FabuError):
    """Another program listens on the port."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(
            f"{host}:{port} 已被别的程序占用。请先停掉它，或换一个端口：fabu serve --port {port + 1}"
        )


class MatterNotFoundError(Exception):
    """No matter has that number, or the person may not know of it; both look the same."""


class NotAllowedError(Exception):
    """The state, the role or the history of the matter does not allow the action."""


class StaleMatterError(Exception):
    """Somebody else acted on the matter after the person had opened it."""


class InvalidInputError(Exception):
    """What had to be given with an action is missing or wrong; `problems` by need."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("；".join(problems.values()))


class SignInError(Exception):
    """Sign-in failed; nobody is told which part was wrong."""


class WeakPasswordError(Exception):
    """A new password breaks the rule; the message is for the person."""


class PublishedHeadError(FabuError):
    """A file given as published ledger head is none."""


class ReportError(FabuError):
    """A report cannot be made or handed in as asked."""


class StaffError(FabuError):
    """An account cannot be added or changed as asked."""


class FilterError(Exception):
    """A filter cannot be kept; the message is for the person."""


class UntellableError(FabuError):
    """A matter may not be told in public, for `reason`."""

    def __init__(self, number: str, reason: str) -> None:
        self.number, self.reason = number, reason
        super().__init__(f"{number}：{reason}。")
