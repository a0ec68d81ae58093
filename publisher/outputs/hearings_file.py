"""hearings.json: the hearings ahead, for the server that takes bookings.

Like documents.jsonl it lies next to the site's folder and is no page. The server reads it again
when a build replaced it, and tells everybody who booked when a hearing was moved or cancelled.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from publisher.model.documents.document import Kind
from publisher.model.documents.hearing import Hearing
from publisher.model.library import Entry, Library
from publisher.outputs import HEARINGS
from publisher.pages.hearings import place

FILE_NAME = HEARINGS


def hearing_record(entry: Entry, hearing: Hearing) -> dict[str, Any]:
    """What the server must know of one hearing; moments carry their offset."""
    return {
        "id": hearing.id,
        "url": entry.url,
        "title": hearing.title,
        "cause": hearing.cause,
        "court": hearing.court.key,
        "place": place(hearing),
        "directions": hearing.directions or "",
        "contact": hearing.contact,
        "starts": hearing.starts.isoformat(),
        "ends": hearing.ends.isoformat(),
        "book_until": hearing.book_until.isoformat(),
        "seats": hearing.seats,
        "state": hearing.state.key,
        "sequence": hearing.sequence,
    }


def write_hearings(library: Library, target: Path) -> int:
    """Write every hearing that is not over; returns how many. The file appears whole or not at
    all, and stays untouched when nothing changed."""
    records = [
        hearing_record(entry, cast(Hearing, entry.meta))
        for entry in library.of(Kind.HEARING)
        if not cast(Hearing, entry.meta).is_retired
    ]
    text = json.dumps({"hearings": records}, ensure_ascii=False, indent=1) + "\n"
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return len(records)
    partial = target.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(target)
    return len(records)
