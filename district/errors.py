"""Errors that an operator can mend; each message says what to do."""

from __future__ import annotations

from dataclasses import dataclass


class FabuError(Exception):
    """Base of every error that is shown to an operator as one sentence, without a traceback."""

    exit_code = 1


@dataclass(frozen=True)
class ConfigProblem:
    """One wrong or missing value: where it stands and what is wrong with it (in Chinese)."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class ConfigError(FabuError):
    """Configuration cannot be used; `problems` lists everything that is wrong, not just the first."""

    def __init__(self, problems: list[ConfigProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "配置有误，请改正以下各处：\n" + "\n".join(f"  {p}" for p in self.problems)
        )


class NoProjectError(FabuError):
    """A command was called where there is no project: wrong use, so the exit code is 2."""

    exit_code = 2
