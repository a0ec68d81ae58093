from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matching import (
    RankedTerm,
    best_first,
    both,
    held_worth,
    match_all,
    ranked_terms,
    score_all,
    union,
)
from search.query import Query, Unit
from search.ranking import Numbers, Weights


class FakePostings:
    """A term in some documents, bringing the same everywhere."""

    def __init__(self, documents: set[int], impact: float = 0.5) -> None:
        self.documents = np.array(sorted(documents), dtype=np.uint32)
        self.impacts = np.full(len(documents), impact)

    def __len__(self) -> int:
        return len(self.documents)


def query(*units: list[tuple[str, ...]], weights: dict[str, float] | None = None) -> Query:
    return Query(tuple(Unit(tuple(unit)) for unit in units), weights or {}, ())


def column(numbers: set[int]) -> Numbers:
    return np.array(sorted(numbers), dtype=np.uint32)


DOCUMENTS = st.sets(st.integers(0, 60))
INDEX = st.fixed_dictionaries(dict.fromkeys("abcd", DOCUMENTS))


@given(INDEX)
def test_a_document_matches_when_it_holds_each_unit_in_one_of_its_ways(
    index: dict[str, set[int]],
) -> None:
    a, b, c, d = (index[term] for term in "abcd")

    def matched(*units: list[tuple[str, ...]]) -> set[int]:
        found = match_all(query(*units), lambda term: FakePostings(index[term]))
        assert found.tolist() == sorted(found.tolist())
        return set(found.tolist())

    assert matched([("a",)], [("b",)]) == a & b
    assert matched([("a",), ("b", "c")]) == a | (b & c)
    assert matched([("d",)], [("a",), ("b", "c")]) == d & (a | (b & c))
    assert matched([("a",), ("b",)], [("c",), ("d",)]) == (a | b) & (c | d)


@given(DOCUMENTS, DOCUMENTS)
def test_columns_meet_and_join_as_sets_do(left: set[int], right: set[int]) -> None:
    assert both(column(left), column(right)).tolist() == sorted(left & right)
    assert union([column(left), column(right)]).tolist() == sorted(left | right)


def test_scores_add_up_over_terms() -> None:
    terms = [
        RankedTerm(FakePostings({0, 2}), 2.0, is_minor=False),
        RankedTerm(FakePostings({2}, 0.25), 4.0, is_minor=True),
    ]
    assert score_all(terms, 4).tolist() == [1.0, 0.0, 2.0, 0.0]


def test_common_minor_terms_are_left_out_beside_telling_ones() -> None:
    weights = Weights(common_floor=10, common_share=0.1)
    index = {"的": set(range(50)), "欠薪": {1, 2}}
    lookup = {term: FakePostings(documents) for term, documents in index.items()}
    together = query(weights={"的": 0.5, "欠薪": 1.0})
    kept = ranked_terms(together, lookup.__getitem__, 100, weights)
    assert [term.postings for term in kept] == [lookup["欠薪"]]
    alone = query(weights={"的": 0.5})
    assert len(ranked_terms(alone, lookup.__getitem__, 100, weights)) == 1


def test_a_query_of_very_many_terms_is_read_within_a_budget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("search.matching.POSTINGS_BUDGET", 25)
    lookup = {str(n): FakePostings(set(range(10 + n))) for n in range(20)}
    kept = ranked_terms(query(weights=dict.fromkeys(lookup, 1.0)), lookup.__getitem__, 1000)
    assert [len(term.postings) for term in kept] == [10, 11, 12]


@pytest.mark.parametrize("limit", [None, 2, 3, 10])
def test_equal_scores_are_ordered_by_date(limit: int | None) -> None:
    scores, newest_first = np.array([1.0, 2.0, 1.0]), np.array([2, 1, 0])
    order = best_first(column({0, 1, 2}), scores, newest_first, limit)
    assert order.tolist() == [1, 2, 0][:limit]


def test_the_worth_that_a_page_holds_counts_what_is_telling() -> None:
    weights = Weights(telling_share=0.1, fitting=1.1, fitting_share=0.25)
    index = {"甲乙": {1}, "丙丁": {1, 2}, "怎么": {1, 2}, "~ab": {3}, "公司": set(range(40))}
    asked = query(
        [("甲乙",)],
        [("丙丁",), ("没有",)],
        [("怎么",)],
        [("~ab",)],
        [("公司",)],
        [("乙的",)],
        weights={"甲乙": 1.0, "怎么": 0.3, "公司": 1.0},
    )
    held, needed = held_worth(
        asked, lambda term: FakePostings(index.get(term, set())), 50, 60, weights
    )
    assert held[:4].tolist() == pytest.approx(
        [held[0], held[0] + 2.0, held[0] + 1.0, held[0] + 0.5]
    )
    assert held[0] == weights.common_worth
    assert needed == pytest.approx((2.5 + held[0]) / 4)
