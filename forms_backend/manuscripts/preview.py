"""Asks the `fabu preview` process, over its Unix socket: one line of JSON there, one back.

Generator and server import nothing of each other. What comes back is taken with care all the same:
bounded in size and time, and every field is checked before a page shows it.
"""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forms_backend.manuscripts import messages
from forms_backend.manuscripts.header_form import NAME, Choice, Field

SECONDS = 8.0
IMPORT_SECONDS = 60.0
"""A conversion waits for its turn, and takes some seconds on a busy machine."""
MOST_BYTES = 8 * 1024 * 1024
MOST_PROBLEMS = 200
MOST_REFERENCES = 20
_LONGEST = 2_000


@dataclass(frozen=True)
class Edit:
    """修正: the lines `was` from `line` on become the lines `now`."""

    line: int
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """One finding of the check; `line` is of the whole file, front matter included. `edit`: what mends
    it for certain."""

    code: str
    is_error: bool
    line: int
    message: str
    mend: str
    edit: Edit | None = None


@dataclass(frozen=True)
class Rendered:
    """What a manuscript looks like and what is wrong with it. `away`: the sentence why nobody knows."""

    html: str = ""
    problems: tuple[Problem, ...] = ()
    away: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.is_error)


@dataclass(frozen=True)
class Reference:
    """Something that a manuscript may refer to, and the Markdown that does."""

    label: str
    markdown: str


@dataclass(frozen=True)
class MediaFile:
    """A file beside the manuscripts; `used`: paths of what refers to it."""

    path: str
    size: int
    used: tuple[str, ...] = ()


@dataclass(frozen=True)
class Due:
    """`what` comes due on `day` (YYYY-MM-DD): one of `DUES`."""

    day: str
    what: str
    path: str
    title: str


DUES = ("live", "ends", "expires", "hearing", "column")


class PreviewProcess:
    """The process behind the socket; that it is not there is an answer like another."""

    def __init__(self, place: Path, seconds: float = SECONDS) -> None:
        self._place = place
        self._seconds = seconds

    def render(self, path: str, text: str, files: Sequence[str] = ()) -> Rendered:
        """The page and the findings of the manuscript `text`, as if it stood at `path`; `files`: what it
        brings along, below content/."""
        asked = {"op": "render", "path": path, "text": text}
        answer = self._answer({**asked, "files": list(files)} if files else asked)
        if isinstance(answer, str):
            return Rendered(away=answer)
        html, rows = answer.get("html"), answer.get("findings")
        problems = [_problem(row) for row in rows[:MOST_PROBLEMS]] if isinstance(rows, list) else []
        if _text(answer.get("problem")):  # the page could not be made at all
            problems.insert(0, Problem("", True, 1, _text(answer.get("problem")), ""))
        return Rendered(
            html if isinstance(html, str) else "", tuple(one for one in problems if one is not None)
        )

    def fields_of(self, kind: str) -> tuple[Field, ...]:
        """The keys of a kind's front matter; none where nobody knows them."""
        answer = self._answer({"op": "models"})
        kinds = [] if isinstance(answer, str) else answer.get("kinds")
        for row in kinds if isinstance(kinds, list) else ():
            if isinstance(row, dict) and row.get("kind") == kind:
                rows = row.get("fields")
                made = [_field(one) for one in rows] if isinstance(rows, list) else []
                return tuple(one for one in made if one is not None)
        return ()

    def references(self, what: str, query: str, path: str) -> tuple[tuple[Reference, ...], str]:
        """Laws, cases or forms (`what`: law, case, form) that fit `query`, for the manuscript at `path`;
        and the sentence why there are none to be had."""
        answer = self._answer({"op": "references", "query": query, "what": what, "path": path})
        if isinstance(answer, str):
            return (), answer
        rows = answer.get("items", answer.get("references"))
        found = (
            Reference(_text(row.get("label")), _text(row.get("markdown")))
            for row in (rows[:MOST_REFERENCES] if isinstance(rows, list) else ())
            if isinstance(row, dict)
        )
        return tuple(one for one in found if one.markdown), ""

    def media(self) -> tuple[tuple[MediaFile, ...], str]:
        """The files of content/assets/, by their paths; and the sentence why nobody knows them."""
        answer = self._answer({"op": "media"})
        if isinstance(answer, str):
            return (), answer
        rows = answer.get("files")
        found = (_media_file(row) for row in (rows if isinstance(rows, list) else ()))
        return tuple(one for one in found if one.path), ""

    def calendar(self) -> tuple[tuple[Due, ...], str]:
        """What comes due, by its days; and the sentence why nobody knows."""
        answer = self._answer({"op": "calendar"})
        if isinstance(answer, str):
            return (), answer
        rows = answer.get("due")
        found = (_due(row) for row in (rows if isinstance(rows, list) else ()))
        return tuple(one for one in found if one.what in DUES and _DAY.fullmatch(one.day)), ""

    def drafts_of(self, file: Path, kind: str, taken: Sequence[str]) -> list[object] | str:
        """What comes of the Word file `file`, a row each as the contract says (DESIGN §8), or the
        sentence why nothing does. `taken`: ids that no draft may have."""
        question = {"op": "import", "file": str(file), "kind": kind, "taken": list(taken)}
        answer = self._answer(question, IMPORT_SECONDS)
        if isinstance(answer, str):
            return answer if answer != messages.PREVIEW_AWAY else messages.IMPORT_AWAY
        rows = answer.get("drafts")
        return rows if isinstance(rows, list) else messages.PREVIEW_GARBLED

    def _answer(
        self, question: Mapping[str, object], seconds: float | None = None
    ) -> Mapping[str, Any] | str:
        """What the process says, or the sentence why it says nothing."""
        try:
            answer = self._ask(question, seconds or self._seconds)
        except TimeoutError:
            return messages.PREVIEW_SLOW
        except OSError:
            return messages.PREVIEW_AWAY
        except ValueError:
            return messages.PREVIEW_GARBLED
        if answer.get("ok") is not True:
            return _text(answer.get("message")) or messages.PREVIEW_GARBLED
        return answer

    def _ask(self, question: Mapping[str, object], seconds: float) -> Mapping[str, Any]:
        """Raises OSError (TimeoutError among them), and ValueError for what is no answer."""
        until = time.monotonic() + seconds
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(seconds)
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
        edit=_edit(row.get("edit")),
    )


def _edit(row: object) -> Edit | None:
    data = row if isinstance(row, dict) else {}
    line, was, now = data.get("line"), data.get("was"), data.get("now")
    if not isinstance(line, int) or line < 1:
        return None
    if not (isinstance(was, list) and was and isinstance(now, list) and now):
        return None
    if not all(isinstance(one, str) and "\n" not in one for one in (*was, *now)):
        return None
    return Edit(line, tuple(was), tuple(now))


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _due(row: object) -> Due:
    data = row if isinstance(row, dict) else {}
    return Due(*(_text(data.get(key)) for key in ("day", "what", "path", "title")))


def _media_file(row: object) -> MediaFile:
    data = row if isinstance(row, dict) else {}
    size, used = data.get("bytes"), data.get("used")
    paths = tuple(map(_text, used[:MOST_PROBLEMS])) if isinstance(used, list) else ()
    return MediaFile(_text(data.get("path")), size if isinstance(size, int) else 0, paths)


_BY_STEPS = ("id", "status", "review", "withdrawn")
"""Keys that the editor's steps set: what names the file, who wrote it, where it stands."""


def _field(row: object) -> Field | None:
    if not isinstance(row, dict) or not NAME.fullmatch(_text(row.get("name"))):
        return None  # keys of groups in a list stay in the YAML
    if row.get("fields") or _text(row.get("name")).partition(".")[0] in _BY_STEPS:
        return None
    choices = row.get("choices")
    return Field(
        name=_text(row.get("name")),
        label=_text(row.get("label")) or _text(row.get("name")),
        help=_text(row.get("help")),
        kind=_text(row.get("type")),
        choices=tuple(
            Choice(_text(one.get("value")), _text(one.get("label")) or _text(one.get("value")))
            for one in (choices if isinstance(choices, list) else ())
            if isinstance(one, dict)
        ),
        is_required=row.get("required") is True,
    )


def _text(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""
