"""Small data files with which the case list combines filters in the browser.

`cases/filter.json` has one column a facet (numbers of values, one row a case) and the values'
names; `cases/cards-<n>.json` has the cards, forty a file, so that a reader downloads only
those that are shown.
"""

from __future__ import annotations

import json
from pathlib import Path

from district.models import SiteConfig
from publisher.model.documents.document import Kind
from publisher.model.library import Library
from publisher.pages.cases import BASE
from publisher.pages.parts.card import card
from publisher.pages.parts.listing import facets_of
from publisher.pages.view import column_of

CHUNK = 40


def _dump(file: Path, data: object) -> None:
    file.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def write_case_filter(library: Library, config: SiteConfig, site_dir: Path) -> list[str]:
    """Write filter.json and the cards; rows are in the order of the case list.

    Returns what was written.
    """
    site = config.site
    entries = library.of(Kind.CASE)
    folder = site_dir / BASE
    folder.mkdir(parents=True, exist_ok=True)
    facets = facets_of(entries, config.vocabulary, BASE)
    numbers = {f.key: {value.key: i for i, value in enumerate(f.values)} for f in facets}
    rows = {
        facet.key: [
            [numbers[facet.key][term.key] for term in entry.document.facets().get(facet.key, ())]
            for entry in entries
        ]
        for facet in facets
    }
    _dump(
        folder / "filter.json",
        {
            "total": len(entries),
            "chunk": CHUNK,
            "page": site.page_size,
            "title": column_of(site, "cases").title,
            "facets": [
                {"key": f.key, "label": f.label, "values": [[v.key, v.label] for v in f.values]}
                for f in facets
            ],
            "rows": rows,
        },
    )
    written = [f"{BASE}filter.json"]
    for start in range(0, len(entries), CHUNK):
        written.append(f"{BASE}cards-{start // CHUNK}.json")
        _dump(
            site_dir / written[-1],
            [
                {
                    "title": c.title,
                    "url": c.url,
                    "summary": c.summary,
                    "date": c.date,
                    "note": c.note,
                    "badges": [[b.text, b.tone] for b in c.badges],
                }
                for c in map(card, entries[start : start + CHUNK])
            ],
        )
    return written
