"""A facts card (要素卡): label and values, some of them links to lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from district.models import Term


@dataclass(frozen=True)
class Fact:
    """`values` are (text, URL relative to the site's root or None). `cites`: laws that the texts
    cite become links."""

    label: str
    values: tuple[tuple[str, str | None], ...]
    cites: bool = False


def plain(label: str, *texts: str | None) -> Fact:
    return Fact(label, tuple((text, None) for text in texts if text))


def citing(label: str, *texts: str | None) -> Fact:
    """Texts that name laws and articles, which lead to their pages."""
    return Fact(label, plain(label, *texts).values, cites=True)


def linked(label: str, facet: str, terms: Sequence[Term], base: str = "cases/") -> Fact:
    """Terms that link to the list they narrow, e.g. cases/area/labour/."""
    return Fact(label, tuple((term.label, f"{base}{facet}/{term.key}/") for term in terms))


def given(*facts: Fact) -> tuple[Fact, ...]:
    """The facts that have a value."""
    return tuple(fact for fact in facts if fact.values)
