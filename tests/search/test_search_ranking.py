from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Document
from search.ranking import (
    FREQUENCY_MASK,
    TITLE_FLAG,
    WEIGHTS,
    Weights,
    citation_factors,
    impacts,
    inverse_document_frequency,
    length_norms,
    pack,
    with_parents,
)
from search.server.service import SearchService

Builder = Callable[[Sequence[Document]], SearchService]


def test_the_table_of_weights_can_be_handed_to_the_browser() -> None:
    assert json.loads(json.dumps(WEIGHTS.as_dict()))["unigram"] == WEIGHTS.unigram


def test_unigrams_weigh_what_was_measured_to_be_best() -> None:
    assert 0.3 <= WEIGHTS.unigram <= 0.6


def test_a_posting_holds_frequency_and_title() -> None:
    assert pack(["a", "a", "b"], ["b", "c"]) == {"a": 2, "b": TITLE_FLAG | 1, "c": TITLE_FLAG}


def test_a_very_frequent_term_does_not_run_into_the_title_flag() -> None:
    assert pack(["a"] * 1000, []) == {"a": FREQUENCY_MASK}


def test_rare_terms_tell_more_than_common_ones_and_none_tells_less_than_nothing() -> None:
    telling = [inverse_document_frequency(found, 1000) for found in (1, 10, 500, 1000)]
    assert telling == sorted(telling, reverse=True)
    assert telling[-1] > 0


def test_long_texts_count_for_less() -> None:
    short, long = length_norms(np.array([100, 1000]), 100.0)
    assert short < long


def test_the_title_is_frequency_before_it_is_saturated() -> None:
    norms = np.full(4, 1.2)
    text, title, both, often = impacts(np.array([1, TITLE_FLAG, TITLE_FLAG | 1, 9]), norms)
    assert (text, title) == (pytest.approx(1 / 2.2), pytest.approx(0.6 / 1.8))
    assert both == pytest.approx(1.6 / 2.8)
    assert max(text, title) < both < text + title
    assert often < 1


def test_parts_of_one_whole_vouch_for_each_other() -> None:
    """Mean of the best five others × 0.3: by hand."""
    scores = np.array([4.0, 2.0, 0.0, 9.0, 5.0])
    parents = np.array([0, 0, 0, -1, 1])
    raised = with_parents(scores, parents, Weights(parent=0.3, parent_best=2))
    assert raised.tolist() == pytest.approx([4.3, 2.6, 0.9, 9.0, 5.0])


@given(st.lists(st.tuples(st.integers(-1, 2), st.integers(0, 4)), max_size=30))
def test_the_evidence_of_the_whole_is_what_it_says(documents: list[tuple[int, int]]) -> None:
    parents = np.array([parent for parent, _ in documents], dtype=np.int64)
    scores = np.array([score for _, score in documents], dtype=np.float64)
    expected = []
    for place, (parent, score) in enumerate(documents):
        others = sorted(
            (s for n, (p, s) in enumerate(documents) if n != place and p == parent), reverse=True
        )[: WEIGHTS.parent_best]
        mean = sum(others) / len(others) if others and parent >= 0 else 0.0
        expected.append(score + WEIGHTS.parent * mean)
    assert with_parents(scores, parents).tolist() == pytest.approx(expected)


def test_a_page_that_is_often_cited_counts_for_a_little_more() -> None:
    never, once, often = citation_factors(np.array([0, 1, 1000]))
    assert never == 1.0 < once < often < 1.5


FILLER = "本院认为，双方争议的焦点在于责任的承担。" * 3


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        pytest.param("竞业限制", ("竞业限制", FILLER), ("其他", FILLER + "竞业限制"), id="title"),
        pytest.param("竞业", ("甲", "竞业" * 4 + FILLER), ("乙", "竞业" + FILLER), id="frequency"),
        pytest.param("竞业", ("甲", "竞业" + FILLER), ("乙", "竞业" + FILLER * 9), id="length"),
        pytest.param(
            "限制高消费",
            ("甲", "限制高消费" + FILLER),
            ("乙", "限制高度，制高点，高消费" + FILLER),
            id="phrase",
        ),
        pytest.param("loan", ("甲", "loan" + FILLER), ("乙", "loaner" + FILLER), id="whole word"),
        pytest.param(
            "公司拖欠了三个月的工资我该怎么办才好呢",
            ("甲", FILLER + "用人单位拖欠劳动者工资"),
            ("乙", FILLER + "公司的公章由谁保管才好"),
            id="lay question",
        ),
    ],
)
def test_the_better_page_comes_first(
    query: str, better: tuple[str, str], worse: tuple[str, str], build: Builder
) -> None:
    rest = [Document(f"r{n}", "无关", FILLER + "买卖公司工资好") for n in range(5)]
    service = build([*rest, Document("worse", *worse), Document("better", *better)])
    ids = [hit.id for hit in service.search(query).hits]
    assert ids.index("better") < ids.index("worse")
