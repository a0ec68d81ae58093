"""Short labels of a document, on its card and on its own page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from district.models import Term


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
