"""What all kinds of documents share, and the plain page (普通页面)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, model_validator

from district.manuscripts import Kind as Kind
from district.models import Frozen, Term
from publisher.model.fields import DocumentStatus, Id, Keyword, Moment, Text, wrong


class Source(Frozen):
    """来源 (ContentSource, DOMAIN §1.1)."""

    name: Text
    url: Annotated[str, Field(pattern=r"^https?://")] | None = None


class Review(Frozen):
    """三审: who wrote, reviewed and approved."""

    author: Text
    reviewer: Text | None = None
    approver: Text | None = None


class Withdrawal(Frozen):
    """撤下: the page says no more than that it was withdrawn, on which day and why."""

    on: Moment
    reason: Text


@dataclass(frozen=True)
class Badge:
    """A short label; `tone` names its look (plain, red, orange, yellow, green, muted, example)."""

    text: str
    tone: str = "plain"


def area_badges(areas: Iterable[Term]) -> tuple[Badge, ...]:
    """One for each field of law."""
    return tuple(Badge(area.label, "muted") for area in areas)


def example_badge(text: str, *, example: bool) -> tuple[Badge, ...]:
    """`text` on what was made for teaching, nothing on what happened."""
    return (Badge(text, "example"),) if example else ()


DRAFT = Term(key="draft", label="草稿")
"""What a manuscript counts as whose front matter does not say: nothing goes live by omission."""

UNSIGNED = Term(key="unsigned", label="等待签发")
"""What a published manuscript counts as until those who must have signed it."""


class Plain(Frozen):
    """Keys of every page that is published, documents included."""

    title: Text
    summary: Text
    published: Moment | None = None
    updated: Moment | None = None
    keywords: Annotated[tuple[Keyword, ...], Field(max_length=12)] = ()
    source: Source | None = None
    editor: Text | None = None
    status: DocumentStatus = DRAFT
    publish_at: Moment | None = None
    unpublish_at: Moment | None = None

    @property
    def is_published(self) -> bool:
        """Whether its editors released it; see `is_live` for whether readers see it."""
        return bool(self.status.key == "published")

    @property
    def is_unsigned(self) -> bool:
        """Whether it says published and waits for its signatures."""
        return bool(self.status.key == UNSIGNED.key)

    @property
    def is_withdrawn(self) -> bool:
        return False

    def is_live(self, now: datetime) -> bool:
        """Whether readers see it at `now`; it begins with `publish_at` and ends with `unpublish_at`."""
        begun = self.publish_at is None or self.publish_at <= now
        return self.is_published and not self.is_withdrawn and begun and not self.has_ended(now)

    def has_ended(self, now: datetime) -> bool:
        return self.unpublish_at is not None and self.unpublish_at <= now

    @model_validator(mode="after")
    def _updated_after_published(self) -> Plain:
        check_order(self, "published", "updated")
        check_order(self, "publish_at", "unpublish_at")
        return self


class Document(Plain):
    """稿件: what all kinds but plain pages share. `id` is the URL's last part."""

    id: Id
    published: Moment
    keywords: Annotated[tuple[Keyword, ...], Field(min_length=1, max_length=7)]
    source: Source
    editor: Text
    review: Review | None = None
    withdrawn: Withdrawal | None = None
    former_ids: tuple[Id, ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn is not None

    @property
    def date(self) -> datetime:
        """When the reader's version appeared: last update, or else publication."""
        return self.updated or self.published

    def facets(self) -> dict[str, tuple[Term, ...]]:
        """Facet name (area, industry, type, unit, year, cause) → terms; for lists and search."""
        year = str(self.published.year)
        return {"year": (Term(key=year, label=year),)}

    def badges(self) -> tuple[Badge, ...]:
        """What a list shows of it at a glance."""
        return ()

    @property
    def note(self) -> str:
        """The small print of its card (unit, issuer …); empty: cards name the kind."""
        return ""

    @property
    def is_retired(self) -> bool:
        """Whether it was taken down, and only a trace is left."""
        return False

    def shown_text(self) -> Iterator[str]:
        """Sentences that readers see on the page but that only this kind has in its front matter."""
        yield from ()

    def shown_fields(self) -> Iterator[str]:
        """Values that readers see on the page but that only this kind has, main ones first."""
        yield from ()

    def own_files(self) -> Iterator[str]:
        """Files below content/ that the front matter names and the page offers or plays."""
        yield from ()

    def named_values(self) -> dict[str, str | None]:
        """What can be searched by itself: 案号, 文号, 案由."""
        return {}


ADVICE_SECTIONS = ("给企业的提示", "普法提示", "提示", "办理要点")
"""Sections that tell readers what to do: judged by the law of today, shown first."""


def line(*words: str | None) -> str:
    """Those that there are, on one line."""
    return " ".join(filter(None, words))


class Unread(Plain):
    """Stands for front matter with mistakes, so that the body can be checked all the same.

    `case_type` is the type of a case where that much could be read.
    """

    case_type: Term | None = None


def check_order(model: Any, earlier: str, later: str) -> None:
    """Raise C206 at `later` when both are given and `later` lies before `earlier`.

    Partial dates are compared as far as both of them go: 2026 is not before 2026-09.
    """
    first, second = getattr(model, earlier), getattr(model, later)
    if first is None or second is None:
        return
    common = min(len(first), len(second)) if isinstance(first, str) else None
    if (second[:common] < first[:common]) if common else (second < first):
        raise wrong("C206", f"「{later}」（{_show(second)}）早于「{earlier}」（{_show(first)}）")


def _show(value: Any) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str(value)
