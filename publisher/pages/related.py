"""Related cases (相关案例) by what cases share, in time linear in their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from math import log

from publisher.model.case import Case
from publisher.model.library import Entry

_WEIGHTS = {"cause": 3.0, "keyword": 2.5, "area": 1.0, "industry": 0.6, "type": 0.2}
_LONGEST = 40
"""Of a mark that many cases share, only the nearest this many (by date) are compared."""

Mark = tuple[str, str]


def _marks(case: Case) -> Iterator[Mark]:
    if case.cause:
        yield "cause", case.cause
    yield from (("keyword", word) for word in case.keywords)
    yield from (("area", area.key) for area in case.areas)
    yield from (("industry", i.key) for i in case.industries if i.key != "general")
    yield "type", case.type.key


def related_cases(
    cases: Sequence[tuple[Entry, Case]], count: int = 4, pool: Mapping[str, Entry] | None = None
) -> dict[str, tuple[Entry, ...]]:
    """For each case id the most related cases: hand-picked first, then by rare shared marks.

    A mark's weight falls with the number of cases that carry it (as in TF-IDF). `pool` holds what
    an editor may pick by id, documents of other kinds included; by default the cases. Every pick
    is kept, even beyond `count`.
    """
    holders: dict[Mark, list[int]] = defaultdict(list)
    place: dict[tuple[Mark, int], int] = {}
    for index, (_, case) in enumerate(cases):
        for mark in _marks(case):
            place[mark, index] = len(holders[mark])
            holders[mark].append(index)
    by_id = pool if pool is not None else {entry.id: entry for entry, _ in cases}
    weights = {
        mark: _WEIGHTS[mark[0]] * log(1 + len(cases) / len(found)) for mark, found in holders.items()
    }
    result = {}
    for index, (entry, case) in enumerate(cases):
        scores: dict[int, float] = defaultdict(float)
        for mark in _marks(case):
            found = holders[mark]
            start = max(0, place[mark, index] - _LONGEST // 2)
            for other in found[start : start + _LONGEST]:
                scores[other] += weights[mark]
        scores.pop(index, None)
        best = nsmallest(count * 2, ((-score, other) for other, score in scores.items()))
        picked = [by_id[key] for key in dict.fromkeys(case.related)
                  if key in by_id and key != entry.id]
        rest = [cases[other][0] for _, other in best if cases[other][0] not in picked]
        result[entry.id] = tuple((picked + rest)[:max(count, len(picked))])
    return result
