"""Errors of the search package; each sentence says what to do."""

from __future__ import annotations

from pathlib import Path

from district.errors import FabuError

SHOWN_PROBLEMS = 20


class SearchError(FabuError):
    """Base of what an operator can mend in search."""


class IndexUnavailableError(SearchError):
    """There is no index that this version may open; the message names the command that makes one."""


class DocumentsError(SearchError):
    """A documents file cannot be used; `problems` holds every `path:line: sentence`."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        shown = "\n".join(f"  {problem}" for problem in problems[:SHOWN_PROBLEMS])
        more = len(problems) - SHOWN_PROBLEMS
        tail = f"\n  …… 另有 {more} 处" if more > 0 else ""
        super().__init__(f"检索数据有误，索引没有改动。请改正以下各处：\n{shown}{tail}")


class QueriesError(SearchError):
    """A line of a queries file is not `{"qid","text"}`."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{path}:{line}: {reason}")
