from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.related import heaviest, related, text_terms

TERMS = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.1, 3), max_size=8)


def test_a_text_shares_its_weight_among_its_bigrams_and_words() -> None:
    assert text_terms("拖欠 ABC", 3.0) == {"拖欠": 1.5, "abc": 1.5}
    assert text_terms("，", 1.0) == {}


def test_a_term_counts_at_the_most_that_a_part_gives_it() -> None:
    assert heaviest([{"a": 1.0}, {"a": 2.0, "b": 1.0}]) == {"a": 2.0, "b": 1.0}


def test_what_is_rare_and_shared_relates_documents() -> None:
    common = {"公司": 1.0}
    documents = [
        {**common, "竞业": 1.0},
        {**common, "仓储": 1.0},
        {**common, "竞业": 1.0},
        {**common, "仓储": 1.0, "竞业": 0.1},
    ]
    found = related(documents, 2)
    assert found[0][0] == 2
    assert found[1][0] == 3


def test_documents_that_share_nothing_are_not_related() -> None:
    assert related([{"a": 1.0}, {"b": 1.0}, {}], 3) == [[], [], []]


@given(st.lists(TERMS, max_size=12), st.integers(0, 4))
def test_no_document_is_related_to_itself_or_twice(
    documents: list[dict[str, float]], count: int
) -> None:
    for number, others in enumerate(related(documents, count)):
        assert number not in others
        assert len(set(others)) == len(others) <= count
