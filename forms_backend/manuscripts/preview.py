"""Asks the `fabu preview` process, over its Unix socket: one line of JSON there, one back.

Generator and server import nothing of each other. What comes back is taken with care all the same:
bounded in size and time, and every field is checked before a page shows it.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forms_backend.manuscripts import messages

SECONDS = 8.0
MOST_BYTES = 8 * 1024 * 1024
MOST_PROBLEMS = 200
_LONGEST = 2_000


@dataclass(frozen=True)
class Problem:
    """One finding of the check; `line` is of the whole file, front matter included."""

    code: str
    is_error: bool
    line: int
    message: str
    mend: str


@dataclass(frozen=True)
class Rendered:
    """What a manuscript looks like and what is wrong with it. `away`: the sentence why nobody knows."""

    html: str = ""
    problems: tuple[Problem, ...] = ()
    away: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.is_error)


class PreviewProcess:
    """The process behind the socket; that it is not there is an answer like another."""

    def __init__(self, place: Path, seconds: float = SECONDS) -> None:
        self._place = place
        self._seconds = seconds

    def render(self, path: str, text: str) -> Rendered:
        """The page and the findings of the manuscript `text`, as if it stood at `path`."""
        try:
            answer = self._ask({"op": "render", "path": path, "text": text})
        except TimeoutError:
            return Rendered(away=messages.PREVIEW_SLOW)
        except OSError:
            return Rendered(away=messages.PREVIEW_AWAY)
        except ValueError:
            return Rendered(away=messages.PREVIEW_GARBLED)
        if answer.get("ok") is not True:
            return Rendered(away=_text(answer.get("message")) or messages.PREVIEW_GARBLED)
        html, rows = answer.get("html"), answer.get("findings")
        problems = [_problem(row) for row in rows[:MOST_PROBLEMS]] if isinstance(rows, list) else []
        return Rendered(
            html if isinstance(html, str) else "", tuple(one for one in problems if one is not None)
        )

    def _ask(self, question: Mapping[str, object]) -> Mapping[str, Any]:
        """Raises OSError (TimeoutError among them), and ValueError for what is no answer."""
        until = time.monotonic() + self._seconds
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(self._seconds)
            line.connect(str(self._place))
            line.sendall(json.dumps(question, ensure_ascii=False).encode() + b"\n")
            said = bytearray()
            while b"\n" not in said:
                left = until - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                line.settimeout(left)
                more = line.recv(65536)
                if not more:
                    break
                said += more
                if len(said) > MOST_BYTES:
                    raise ValueError("too long")
        answer = json.loads(said.partition(b"\n")[0].decode("utf-8"))
        if not isinstance(answer, dict):
            raise ValueError("no object")
        return answer


def _problem(row: object) -> Problem | None:
    if not isinstance(row, dict):
        return None
    line = row.get("line")
    return Problem(
        code=_text(row.get("code"))[:10],
        is_error=row.get("level") == "error",
        line=line if isinstance(line, int) and line > 0 else 1,
        message=_text(row.get("message")),
        mend=_text(row.get("mend")),
    )


def _text(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""
