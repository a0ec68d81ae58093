"""A card: how a document looks in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from publisher.model.documents.document import Badge, Document, Kind
from publisher.model.library import Entry


@dataclass(frozen=True, repr=False)
class Card:
    """`url` is relative to the site's root; `note` is the line of small print (unit, date …)."""

    id: str
    title: str
    url: str
    summary: str
    date: str
    badges: tuple[Badge, ...]
    note: str

    def __repr__(self) -> str:
        return self._shown

    @cached_property
    def _shown(self) -> str:
        """Made once: it is part of the fingerprint of every page with a list that shows the card."""
        shown = (self.id, self.title, self.url, self.summary, self.date, self.badges, self.note)
        return f"Card{shown!r}"

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "_shown"}


def badges_of(document: Document) -> tuple[Badge, ...]:
    """The badges of a document, on its card and on its own page; a draft (seen in preview only)
    says so first."""
    draft = () if document.is_published else (Badge(document.status.label, "red"),)
    return (*draft, *document.badges())


def _note(entry: Entry) -> str:
    if entry.kind is Kind.FAQ:  # how many questions there are stands in the text alone
        return f"{len(entry.reading.sections)} 问"
    return entry.document.note or entry.kind.label


def card(entry: Entry) -> Card:
    """The card of a document."""
    document = entry.document
    return Card(
        id=document.id,
        title=document.title,
        url=entry.url,
        summary=document.summary,
        date=document.published.strftime("%Y-%m-%d"),
        badges=badges_of(document),
        note=_note(entry),
    )


class Cards:
    """The cards of a library: each is made once, though many lists show it."""

    def __init__(self) -> None:
        self._made: dict[str, Card] = {}

    def of(self, entry: Entry) -> Card:
        found = self._made.get(entry.path)
        if found is None:
            found = self._made[entry.path] = card(entry)
        return found

    def all(self, entries: Iterable[Entry]) -> tuple[Card, ...]:
        return tuple(map(self.of, entries))
