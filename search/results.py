"""What a search gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Hit:
    """One result; `snippet_html` and `title_html` are escaped, with matches in `<mark>`. `section` and
    `anchor`: name and place of the part of the page from which the snippet comes, or empty."""

    id: str
    url: str
    kind: str
    title: str
    date: str
    score: float
    snippet_html: str
    title_html: str
    section: str = ""
    anchor: str = ""
    part_of: str = ""
    """Title of the page of questions of which the hit is one question; its address leads to the place."""


@dataclass(frozen=True)
class SynonymUse:
    """A typed word, and those of its synonyms that stand in the results."""

    typed: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class SearchResults:
    """One page of hits, those that hold every term before those that are only close.

    `facets` counts, for each value, the results that choosing it would give. When `is_widened`, only
    the first `exact_total` of the `total` results, in order of relevance, hold every term.
    `synonyms` names the other words that were looked for and found; `suggestions` are words of the
    library that look like what was typed (您是不是要找), given when little was found.

    `corrected` is what was searched instead, when no page holds what was typed: pinyin, homophones.

    When no page fits, `total` is 0 and `nearest` holds the few that have at least something in common.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    note: str = ""
    is_widened: bool = False
    exact_total: int = 0
    synonyms: tuple[SynonymUse, ...] = ()
    suggestions: tuple[str, ...] = ()
    nearest: tuple[Hit, ...] = ()
    corrected: str = ""

    @property
    def closest(self) -> tuple[Hit, ...]:
        """The hits, or where no page fits the nearest: for whom any answer is better than none."""
        return self.hits or self.nearest
