"""cases/titles.json: the title of every case, for a basket that came as ids in a link."""

from __future__ import annotations

import json
from pathlib import Path

from publisher.model.documents.document import Kind
from publisher.model.library import Library
from publisher.pages.cases import BASE

FILE = f"{BASE}titles.json"


def write_case_titles(library: Library, site_dir: Path) -> list[str]:
    """Write id → title; returns what was written."""
    titles = {entry.id: entry.document.title for entry in library.of(Kind.CASE)}
    target = site_dir / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        json.dumps(titles, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    return [FILE]
