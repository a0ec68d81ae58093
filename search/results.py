"""What a search gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Hit:
    """One result; `snippet_html` and `title_html` are escaped, with matches in `<mark>`."""

    id: str
    url: str
    kind: str
    title: str
    date: str
    score: float
    snippet_html: str
    title_html: str


@dataclass(frozen=True)
class SearchResults:
    """One page of hits, those that hold every term before those that are only close.

    `facets` counts, for each value, the results that choosing it would give. When `is_widened`, only
    the first `exact_total` of the `total` results, in order of relevance, hold every term.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    note: str = ""
    is_widened: bool = False
    exact_total: int = 0
