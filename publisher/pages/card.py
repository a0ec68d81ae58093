"""A card: how a document looks in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from district.models import Term
from publisher.model.answer import Answer
from publisher.model.case import Case
from publisher.model.document import Document
from publisher.model.faq import Faq
from publisher.model.guide import Guide
from publisher.model.health_check import HealthCheck
from publisher.model.hearing import Hearing
from publisher.model.library import Entry
from publisher.model.policy import Policy
from publisher.model.topic import Topic
from publisher.model.video import Video


@dataclass(frozen=True)
class Badge:
    """A short label; `tone` names its look (plain, red, orange, yellow, green, muted, example)."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True)
class Card:
    """`url` is relative to the site's root; `note` is the line of small print (unit, date …)."""

    id: str
    title: str
    url: str
    summary: str
    date: str
    badges: tuple[Badge, ...]
    note: str


HEARING_TONES = {"scheduled": "green", "rescheduled": "orange", "cancelled": "red", "held": "muted"}
VALIDITY_TONES = {"in-force": "green", "amended": "orange", "repealed": "red", "expired": "muted"}


def _areas(areas: Iterable[Term]) -> list[Badge]:
    return [Badge(area.label, "muted") for area in areas]


def badges_of(document: Document) -> list[Badge]:
    """The badges of a document, on its card and on its own page; a draft (seen in preview only)
    says so first."""
    draft = [] if document.is_published else [Badge(document.status.label, "red")]
    return draft + _badges(document)


def _badges(meta: Document) -> list[Badge]:
    if isinstance(meta, Case):
        example = [Badge("示范案例", "example")] if meta.example else []
        return [Badge(meta.type.label), *_areas(meta.areas), *example]
    if isinstance(meta, Policy):
        return [Badge(meta.validity.label, VALIDITY_TONES[meta.validity.key]), *_areas(meta.areas)]
    if isinstance(meta, Hearing):
        return [Badge(meta.state.label, HEARING_TONES[meta.state.key]), *_areas(meta.areas)]
    if isinstance(meta, Answer):
        return [*_areas(meta.areas), *([Badge("示范答复", "example")] if meta.example else [])]
    if isinstance(meta, Video):
        example = [Badge("示例", "example")] if meta.example else []
        return [Badge(meta.shown_duration), *_areas(meta.areas), *example]
    if isinstance(meta, Faq):
        return _areas(meta.areas)
    if isinstance(meta, HealthCheck):
        return [Badge(f"{len(meta.questions)} 题"), *_areas(meta.areas)]
    if isinstance(meta, Topic) and meta.campaign_day:
        month, day = map(int, meta.campaign_day.split("-"))
        return [Badge(f"每年 {month} 月 {day} 日", "orange")]
    return []


def _note(meta: object, entry: Entry) -> str:
    if isinstance(meta, Case):
        return meta.unit.short
    if isinstance(meta, Policy):
        return " · ".join(filter(None, (meta.document_number, meta.issuer)))
    if isinstance(meta, Hearing):
        return f"{meta.court.short}{meta.courtroom}"
    if isinstance(meta, Faq):
        return f"{len(entry.outline.sections)} 问"
    if isinstance(meta, Guide | Answer | Video):
        return meta.unit.short
    return entry.kind.label


def card(entry: Entry) -> Card:
    """The card of a document."""
    document = entry.document
    return Card(
        id=document.id,
        title=document.title,
        url=entry.url,
        summary=document.summary,
        date=document.published.strftime("%Y-%m-%d"),
        badges=tuple(badges_of(document)),
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
