"""Related cases (相关案例) by what cases share, ranked by the search engine, in linear time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from publisher.model.documents.case import Case
from publisher.model.library import Entry
from search.related import heaviest, related, text_terms

_WEIGHTS = {"cause": 2.5, "area": 2.0, "industry": 0.6, "type": 0.2}
_KEYWORD = 2.5
_TITLE = 1.5
_SUMMARY = 3.0
"""Shared by the terms of the text, of which a summary has about fifty and a keyword three."""


def _marks(case: Case) -> Iterator[tuple[str, str]]:
    if case.cause:
        yield "cause", case.cause
    yield from (("area", area.key) for area in case.areas)
    yield from (("industry", i.key) for i in case.industries if i.key != "general")
    yield "type", case.type.key


def _weighted_terms(case: Case) -> Mapping[str, float]:
    """What a case is about: its marks whole, its words as the terms that search indexes."""
    return _terms_of(tuple(_marks(case)), case.keywords, case.title, case.summary)


@lru_cache(maxsize=20_000)
def _terms_of(
    marks: tuple[tuple[str, str], ...], keywords: tuple[str, ...], title: str, summary: str
) -> Mapping[str, float]:
    """Kept, since a preview asks again for all cases whenever one of them is saved."""
    whole = {f"{name}:{value}": _WEIGHTS[name] for name, value in marks}
    words = (text_terms(keyword, _KEYWORD) for keyword in keywords)
    texts = (text_terms(title, _TITLE), text_terms(summary, _SUMMARY))
    return heaviest((whole, *words, *texts))


def related_cases(
    cases: Sequence[tuple[Entry, Case]],
    count: int = 4,
    pool: Mapping[str, Entry] | None = None,
    only: int | None = None,
) -> dict[str, tuple[Entry, ...]]:
    """For each case id the most related cases: hand-picked first, then by rare shared terms.

    `pool` holds what an editor may pick by id, documents of other kinds included; by default the
    cases. Every pick is kept, even beyond `count`. `only`: the place among `cases` of the one that is
    asked for; of the others nothing is found.
    """
    by_id = pool if pool is not None else {entry.id: entry for entry, _ in cases}
    found = related([_weighted_terms(case) for _, case in cases], count * 2, only)
    result = {}
    for (entry, case), others in zip(cases, found, strict=True):
        picked = [
            by_id[key] for key in dict.fromkeys(case.related) if key in by_id and key != entry.id
        ]
        rest = [cases[other][0] for other in others if cases[other][0] not in picked]
        result[entry.id] = tuple((picked + rest)[: max(count, len(picked))])
    return result
