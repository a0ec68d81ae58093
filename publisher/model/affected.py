"""Who cites what of a law, and what of it changes: for editors before a new text begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from law.citation import Citation
from law.registry import Registry
from law.texts.comparing import Change, Changed, Step, change_of
from law.texts.pack import Pack
from publisher.model.citing import citations_of
from publisher.model.documents.case import Case
from publisher.model.library import Entry


@dataclass(frozen=True)
class AffectedPlace:
    """One citation of an article that the new text changes. `is_of_a_case`: told of its court, whose
    law stays that of its day."""

    path: str
    line: int
    changed: Changed
    is_of_a_case: bool


def affected_places(
    entries: Iterable[Entry], step: Step, registry: Registry, pack: Pack, today: date
) -> Iterator[AffectedPlace]:
    """Every place that cites an article of `step.instrument` that does not stay as it is; each
    article once a line."""
    for entry in entries:
        told: set[tuple[int, tuple[int, int]]] = set()
        for citation in citations_of(entry, registry, today):
            if not _is_of_today(citation, step):
                continue
            for article in citation.articles:
                key = citation.line, (article.number, article.inserted)
                if key in told:
                    continue
                told.add(key)
                changed = change_of(step, key[1], registry, pack)
                if changed.change is not Change.SAME:
                    yield AffectedPlace(
                        entry.path, citation.line, changed, isinstance(entry.meta, Case)
                    )


def _is_of_today(citation: Citation, step: Step) -> bool:
    """Whether a citation is of the text that is about to go, as far as it says itself."""
    if citation.instrument is None or citation.law != step.instrument.title:
        return False
    return not citation.is_former and (citation.year is None or step.old.is_of(citation.year))
