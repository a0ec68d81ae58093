from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence

import pytest

from search.document import Document
from search.ranking import (
    FREQUENCY_MASK,
    TITLE_FLAG,
    WEIGHTS,
    impact,
    impacts,
    inverse_document_frequency,
    length_norm,
    pack,
    title_share,
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


def test_long_texts_and_long_titles_count_for_less() -> None:
    assert length_norm(100, 100.0) < length_norm(1000, 100.0)
    assert title_share(5) > title_share(50)


@pytest.mark.parametrize("posting", [1, 5, FREQUENCY_MASK, TITLE_FLAG, TITLE_FLAG | 3])
def test_many_impacts_are_what_one_impact_is(posting: int) -> None:
    many = impacts(array("I", [3 << 8 | posting]), [0, 0, 0, 1.5], [0, 0, 0, 0.7])
    assert many[0] == pytest.approx(impact(posting, 1.5, 0.7))


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
