"""A card: how a document looks in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from publisher.model.case import Case
from publisher.model.document import Kind
from publisher.model.guide import Guide
from publisher.model.health_check import HealthCheck
from publisher.model.hearing import Hearing
from publisher.model.library import Entry
from publisher.model.policy import Policy


@dataclass(frozen=True)
class Badge:
    """A short label; `tone` names its look (plain, red, orange, yellow, green, muted, example)."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True)
class Card:
    """`url` is relative to the site's root; `note` is the line of small print (unit, date …)."""

    id: str
    kind: Kind
    title: str
    url: str
    summary: str
    date: str
    badges: tuple[Badge, ...]
    note: str


HEARING_TONES = {"scheduled": "green", "rescheduled": "orange", "cancelled": "muted", "held": "muted"}
VALIDITY_TONES = {"in-force": "green", "amended": "orange", "repealed": "red", "expired": "muted"}


def _badges(meta: object) -> list[Badge]:
    if isinstance(meta, Case):
        badges = [Badge(meta.type.label), *(Badge(area.label, "muted") for area in meta.areas)]
        return badges + ([Badge("示范案例", "example")] if meta.example else [])
    if isinstance(meta, Policy):
        return [Badge(meta.validity.label, VALIDITY_TONES[meta.validity.key])]
    if isinstance(meta, Hearing):
        return [Badge(meta.state.label, HEARING_TONES[meta.state.key])]
    if isinstance(meta, HealthCheck):
        return [Badge(f"{len(meta.questions)} 题"), *(Badge(a.label, "muted") for a in meta.areas)]
    return []


def _note(meta: object, entry: Entry) -> str:
    if isinstance(meta, Case):
        return meta.unit.short
    if isinstance(meta, Policy):
        return " · ".join(filter(None, (meta.document_number, meta.issuer)))
    if isinstance(meta, Hearing):
        return f"{meta.court.short}{meta.courtroom}"
    if isinstance(meta, Guide):
        return meta.unit.short
    return entry.kind.label


def card(entry: Entry) -> Card:
    """The card of a document; drafts (seen in preview only) say so."""
    document = entry.document
    draft = [] if document.is_published else [Badge(document.status.label, "red")]
    return Card(
        id=document.id,
        kind=entry.kind,
        title=document.title,
        url=entry.url,
        summary=document.summary,
        date=document.published.strftime("%Y-%m-%d"),
        badges=tuple(draft + _badges(document)),
        note=_note(document, entry),
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
