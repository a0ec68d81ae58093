"""接着可以做: the ways, papers and calculators that a document's own page leads to.

A way names the documents that explain it, so what it offers belongs on their pages. A document that
no way names is led to the ways whose keywords it holds, those nearest to its areas first: an area
alone says too little (a non-compete clause is no work injury, both are 劳动用工).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from publisher.model.documents.document import Document, Kind
from publisher.model.library import Entry, Library
from publisher.pages.selfhelp.offers import FIND, PAPERS, TOOLS, offered_links
from publisher.pages.view import Crumb
from selfhelp.shelf import Shelf
from selfhelp.way import Doing

LED = frozenset(Kind) - {Kind.PAGE, Kind.HEALTH_CHECK}
"""Kinds whose pages are read by somebody with a trouble; health checks lead on by their results."""

MOST_WAYS = 2
MOST_OFFERS = 4


@dataclass(frozen=True)
class Acting:
    """Links by what one does with them; whoever finds none can still ask."""

    ways: tuple[Crumb, ...]
    papers: tuple[Crumb, ...]
    tools: tuple[Crumb, ...]


class Led:
    """Which document's page leads where."""

    def __init__(self, shelf: Shelf, library: Library) -> None:
        self._shelf = shelf
        self._naming: dict[str, list[tuple[str, Doing]]] = {}
        self._areas: dict[str, Counter[str]] = {}
        for key, way in shelf.ways.items():
            named = dict.fromkeys(page for end in way.ends.values() for page in end.pages)
            for end in way.ends.values():
                for page in end.pages:
                    self._naming.setdefault(page, []).append((key, end))
            found = [library.by_id[page].document for page in named if page in library.by_id]
            self._areas[key] = Counter(area for one in found for area in _areas(one))

    def of(self, entry: Entry) -> Acting | None:
        """None for kinds that lead nowhere; without links where nothing is near enough."""
        if entry.kind not in LED:
            return None
        naming = self._naming.get(entry.id, [])
        keys = _first((key for key, _ in naming), MOST_WAYS) or self._nearest(entry.document)
        papers = _first((one for _, end in naming for one in end.papers), MOST_OFFERS)
        tools = _first((one for _, end in naming for one in end.tools), MOST_OFFERS)
        return Acting(
            offered_links(FIND, keys, self._shelf.ways),
            offered_links(PAPERS, papers, self._shelf.papers),
            offered_links(TOOLS, tools, self._shelf.calculators),
        )

    def _nearest(self, document: Document) -> list[str]:
        words = f"{document.title} {document.summary} {' '.join(document.keywords)}"
        near = {
            key: found + self._shared(key, document)
            for key, way in self._shelf.ways.items()
            if (found := sum(word in words for word in way.keywords))
        }
        return sorted(near, key=lambda key: -near[key])[:MOST_WAYS]

    def _shared(self, key: str, document: Document) -> float:
        """The share of what the way names that lies in the document's areas, 0 to 1 and a little more."""
        named = self._areas[key]
        return sum(named[area] for area in _areas(document)) / max(1, named.total())


def _areas(document: Document) -> list[str]:
    return [term.key for term in document.facets().get("area", ())]


def _first(keys: Iterable[str], most: int) -> list[str]:
    return list(dict.fromkeys(keys))[:most]
