"""What the editor in the browser asks a preview for: JSON, one request a line, one answer a line.

The contract stands in docs/DESIGN.md §8. Whatever a request holds, the answer is JSON and the process
goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from district.project import var_dir
from publisher.authoring.form_fields import kinds_of
from publisher.editing.mending import edit_for
from publisher.importing.forms import KINDS
from publisher.model.documents.document import Kind
from publisher.model.finding import Finding
from publisher.model.links import CASES, CONTENT
from publisher.model.loader import Candidate, candidate_at
from publisher.preview.calendar import due_of
from publisher.preview.framing import NOTHING_YET, filled
from publisher.preview.insertions import insertions
from publisher.preview.media import media_of
from publisher.preview.originals import ENDING, drafts_of
from publisher.preview.session import Session
from publisher.preview.turns import tried

LARGEST = 2 * 1024 * 1024
"""Bytes of a request, its end of line included."""

LONGEST_NAME = 255
"""Bytes of one part of a path, on every file system that we know."""

Request = dict[str, Any]
Answer = dict[str, Any]

_QUOTED = re.compile("“([^”]+)”")


class RefusedError(Exception):
    """A request that cannot be answered; says why in Chinese."""


def answer(session: Session, line: bytes) -> bytes:
    """The answer to one request. To be called in turn."""
    try:
        found, problem = _answered(session, line), ""
    except RefusedError as error:
        found, problem = {}, str(error)
    made: Answer = {"ok": False, "message": problem} if problem else {"ok": True, **found}
    return json.dumps(made, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def refusal(message: str) -> bytes:
    """An answer to what is no request."""
    return json.dumps({"ok": False, "message": message}, ensure_ascii=False).encode() + b"\n"


def _answered(session: Session, line: bytes) -> Answer:
    if len(line) > LARGEST:
        raise RefusedError(TOO_LARGE)
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RefusedError("请求应为一行 JSON（UTF-8）") from error
    if not isinstance(request, dict):
        raise RefusedError('请求应为 JSON 对象，如 {"op": "findings"}')
    operation = _OPERATIONS.get(_text(request, "op"))
    if operation is None:
        raise RefusedError(f"「op」应为 {'、'.join(_OPERATIONS)} 之一")
    found, problem = tried(lambda: _refused_or(operation, session, request), _text(request, "op"))
    if isinstance(found, RefusedError):
        raise found
    if found is None:
        raise RefusedError(problem)
    return found


def _refused_or(
    operation: Callable[[Session, Request], Answer], session: Session, request: Request
) -> Answer | RefusedError:
    """A refusal is an answer, and no mistake of the program for the log."""
    try:
        return operation(session, request)
    except RefusedError as error:
        return error


TOO_LARGE = f"请求超过 {LARGEST // 1024 // 1024} MB"


def _text(request: Request, key: str, otherwise: str | None = None) -> str:
    value = request.get(key, otherwise)
    if not isinstance(value, str):
        raise RefusedError(f"「{key}」应为文字")
    return value


def _texts(request: Request, key: str) -> list[str]:
    value = request.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise RefusedError(f"「{key}」应为几段文字")
    return value


def _render(session: Session, request: Request) -> Answer:
    candidate = _candidate(session, _text(request, "path"))
    text = _text(request, "text")
    brought = frozenset(_texts(request, "files"))
    page = session.project.draft(candidate, text, brought)
    html = page.html
    if html is None:
        html = filled(session.shell(anywhere=True), candidate.shown, f"<p>{NOTHING_YET}</p>")
    lines = text.splitlines()
    return {
        "html": html,
        "findings": [
            _finding(found, lines) | _edit(text, found, candidate.shown) for found in page.findings
        ],
        "is_current": page.is_current,
        "problem": page.problem,
    }


def _candidate(session: Session, path: str) -> Candidate:
    """The manuscript that `path` names. It never leaves the folders of manuscripts, also not by a
    link on the way."""
    folders = session.folders
    parts = PurePosixPath(path).parts
    roots = {CASES: folders.cases, CONTENT: folders.content}
    is_named = all(map(_is_name, parts)) and "\\" not in path
    if not is_named or len(parts) < 2 or ".." in parts or parts[0] not in roots:
        raise RefusedError(f"「path」应为 {CONTENT}/ 或 {CASES}/ 下的稿件")
    folder = roots[parts[0]]
    file = folder.joinpath(*parts[1:])
    candidate = candidate_at(file, folders)
    if candidate is None or not _resolved(file).is_relative_to(_resolved(folder)):
        raise RefusedError(f"「path」应为 {CONTENT}/ 或 {CASES}/ 下的稿件（.md，不在 assets/ 里）")
    return candidate


def _is_name(part: str) -> bool:
    """Whether a file may have that name."""
    try:
        return "\0" not in part and len(part.encode("utf-8")) <= LONGEST_NAME
    except UnicodeEncodeError:  # half a character
        return False


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError) as error:  # a name too long, links in a circle, a zero byte
        raise RefusedError("「path」不能用作文件名") from error


def _finding(finding: Finding, lines: Sequence[str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": finding.code,
        "level": finding.level.value,
        "line": finding.line,
        "column": _column(finding, lines or ()),
        "message": finding.message,
        "mend": finding.advice,
    }
    return found if lines is not None else {"path": finding.path, **found}


def _edit(text: str, finding: Finding, path: str) -> dict[str, Any]:
    """What `fabu fix` would do about it; nothing where that is not certain, or it is another file's."""
    edit = edit_for(text, finding) if finding.path == path else None
    if edit is None:
        return {}
    return {"edit": {"line": edit.line, "was": list(edit.was), "now": list(edit.now)}}


def _column(finding: Finding, lines: Sequence[str]) -> int:
    """Where in its line the words stand that the finding quotes, from 1; 1 where it quotes none."""
    line = lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""
    places = (line.find(quoted) for quoted in _QUOTED.findall(finding.message))
    return next((place + 1 for place in places if place >= 0), 1)


def _models(session: Session, request: Request) -> Answer:
    return {"kinds": kinds_of(session.project.context.config)}


def _findings(session: Session, request: Request) -> Answer:
    findings = [_finding(found) for found in session.project.findings()]
    return {"findings": findings, "problems": list(session.problems())}


def _references(session: Session, request: Request) -> Answer:
    query, path = _text(request, "query"), _text(request, "path", "")
    found = insertions(session.project, _text(request, "what"), query[:200], path)
    if found is None:
        raise RefusedError("「what」应为 law、case、form 之一")
    return {"items": [one._asdict() for one in found]}


def _calendar(session: Session, request: Request) -> Answer:
    project = session.project
    due = due_of(project.whole, project.context)
    return {"due": [one._asdict() | {"day": one.day.isoformat()} for one in due]}


def _media(session: Session, request: Request) -> Answer:
    return {"files": media_of(session.project)}


def _import(session: Session, request: Request) -> Answer:
    file = Path(_text(request, "file"))
    folder = _resolved(var_dir(session.folders.root))
    if file.suffix != ENDING or not _resolved(file).is_relative_to(folder) or not file.is_file():
        raise RefusedError(f"「file」应为 {folder} 下的 {ENDING} 文件")
    said, taken = _text(request, "kind", ""), request.get("taken", [])
    if said not in ("", *(kind.value for kind in KINDS)):
        raise RefusedError(f"「kind」应为 {'、'.join(kind.value for kind in KINDS)} 之一，或者不写")
    if not isinstance(taken, list) or not all(isinstance(one, str) for one in taken):
        raise RefusedError("「taken」应为文字的列表")
    context, kind = session.project.context, Kind(said) if said else None
    drafts, problem = drafts_of(file, context, session.now(), kind, taken)
    if problem:
        raise RefusedError(problem)
    return {"drafts": drafts}


_OPERATIONS: dict[str, Callable[[Session, Request], Answer]] = {
    "render": _render,
    "models": _models,
    "findings": _findings,
    "references": _references,
    "media": _media,
    "calendar": _calendar,
    "import": _import,
}
