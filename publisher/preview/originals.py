"""A Word file as drafts, for the editor in the browser: `fabu import` on one file, of which nothing is
written into the project."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from district.import_formats import load_import_formats
from publisher.checks import CheckContext
from publisher.importing.desk import Desk
from publisher.importing.record import Record
from publisher.importing.report import Outcome, Result
from publisher.model.documents.document import Kind
from publisher.project import config_dir

ENDING = ".docx"
"""What needs no other program, which nobody could stop in time."""

MOST_DRAFTS = 50
MOST_CHARACTERS = 600_000
"""Of all drafts of one original: an answer is one line that the other side reads whole."""


def drafts_of(
    file: Path, context: CheckContext, now: datetime, kind: Kind | None, taken: Collection[str]
) -> tuple[list[dict[str, Any]], str]:
    """What comes of the Word file `file`, each text with what an editor has to know of it; and why
    nothing does. `taken`: ids that the project does not know yet. Pictures are written beside the file,
    into a folder with the draft's id."""
    root = context.folders.root
    desk = Desk(
        context=context,
        formats=load_import_formats(config_dir(root), None),
        # Of this import alone: which of two people of one name is the first is told nowhere else.
        key=secrets.token_bytes(32),
        record=Record(file.parent),
        now=now,
        kind=kind,
        write=False,
        taken=set(taken),
    )
    results = list(desk.take_in(file))
    unread = [one for one in results if one.outcome is Outcome.UNREAD]
    if unread or not results:
        return [], "；".join(line for one in unread for line in one.told) or "文件里没有内容"
    if len(results) > MOST_DRAFTS:
        return [], f"文件里有 {len(results)} 篇，一次最多 {MOST_DRAFTS} 篇，请分成几个文件"
    if sum(len(desk.trials[one.path].text) for one in results) > MOST_CHARACTERS:
        return [], "文件太长，请分成几个文件"
    return [_told(one, desk, file.parent) for one in results], ""


def _told(result: Result, desk: Desk, folder: Path) -> dict[str, Any]:
    trial = desk.trials[result.path]
    for name, data in trial.pictures.values():
        place = folder / trial.id / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)
    return {
        "id": trial.id,
        "path": result.path,
        "title": result.title,
        "text": trial.text,
        "pictures": [name for name, _ in trial.pictures.values()],
        "proposals": [
            {
                "key": one.key,
                "value": one.value if isinstance(one.value, str) else "、".join(one.value),
                "origin": one.origin,
                "confidence": one.confidence.value,
            }
            for one in result.proposals
        ],
        "missing": result.missing,
        "told": result.told,
        "findings": result.findings,
        "duplicates": result.duplicates,
        "redaction": result.redaction,
    }
