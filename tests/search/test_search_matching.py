from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matching import RankedTerm, best_first, closest, match_all, ranked_terms, score_some
from search.query import Query, Unit
from search.ranking import Weights


class FakePostings:
    """A term in some documents, bringing the same everywhere."""

    def __init__(self, documents: set[int], impact: float = 0.5) -> None:
        self.documents = array("I", sorted(documents))
        self.impacts = array("f", [impact] * len(documents))

    def __len__(self) -> int:
        return len(self.documents)

    def impact_of(self, document: int) -> float:
        return self.impacts[0] if document in self.documents else 0.0


def query(*units: list[tuple[str, ...]], weights: dict[str, float] | None = None) -> Query:
    return Query(tuple(Unit(tuple(unit)) for unit in units), weights or {}, (), False)


DOCUMENTS = st.sets(st.integers(0, 60))
INDEX = st.fixed_dictionaries(dict.fromkeys("abcd", DOCUMENTS))


@given(INDEX)
def test_a_document_matches_when_it_holds_each_unit_in_one_of_its_ways(
    index: dict[str, set[int]],
) -> None:
    a, b, c, d = (index[term] for term in "abcd")

    def matched(*units: list[tuple[str, ...]]) -> set[int]:
        return match_all(query(*units), lambda term: FakePostings(index[term]))

    assert matched([("a",)], [("b",)]) == a & b
    assert matched([("a",), ("b", "c")]) == a | (b & c)
    assert matched([("d",)], [("a",), ("b", "c")]) == d & (a | (b & c))
    assert matched([("a",), ("b",)], [("c",), ("d",)]) == (a | b) & (c | d)


@pytest.mark.parametrize("few", [{1, 400}, set(range(400))])
def test_few_documents_score_the_same_looked_up_or_read(few: set[int]) -> None:
    term = RankedTerm(FakePostings(set(range(0, 500, 2))), 2.0, is_minor=False, is_common=False)
    scores = score_some([term], few)
    assert scores == {document: 1.0 if document % 2 == 0 else 0.0 for document in few}


def test_common_minor_terms_are_left_out_beside_telling_ones() -> None:
    weights = Weights(common_floor=10, common_share=0.1)
    index = {"的": set(range(50)), "欠薪": {1, 2}}
    lookup = {term: FakePostings(documents) for term, documents in index.items()}
    both = query(weights={"的": 0.5, "欠薪": 1.0})
    kept = ranked_terms(both, lookup.__getitem__, 100, weights)
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


def test_common_terms_order_what_the_others_found() -> None:
    rare = RankedTerm(FakePostings({1, 2, 3}), 5.0, is_minor=False, is_common=False)
    common = RankedTerm(FakePostings({2, 3, 7}), 1.0, is_minor=False, is_common=True)
    assert closest([rare, common], 10, 5) == {1: 2.5, 2: 3.0, 3: 3.0}
    assert closest([common], 10, 5) == {2: 0.5, 3: 0.5, 7: 0.5}
    assert closest([], 10, 5) == {}


def test_documents_far_behind_the_best_are_not_close() -> None:
    telling = RankedTerm(FakePostings({1}), 5.0, is_minor=False, is_common=False)
    faint = RankedTerm(FakePostings({1, 2}), 1.1, is_minor=False, is_common=False)
    assert closest([telling, faint], 10, 5).keys() == {1}
    assert closest([telling, faint], 10, 5, Weights(widened_share=0.1)).keys() == {1, 2}


@pytest.mark.parametrize("limit", [None, 2, 10])
def test_equal_scores_are_ordered_by_date(limit: int | None) -> None:
    order = best_first({0: 1.0, 1: 2.0, 2: 1.0}, newest_first=[2, 1, 0], limit=limit)
    assert order == [1, 2, 0][:limit]
