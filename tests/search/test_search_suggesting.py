from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Document
from search.server.service import SearchService
from search.suggesting import WordList

Builder = Callable[[Sequence[Document]], SearchService]
WORDS = WordList(["竞业限制", "失信被执行人", "信用修复", "限制消费", "买卖合同纠纷", "甲"])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("竟业限制", "竞业限制"),
        ("竞业限", "竞业限制"),
        ("失信被执人", "失信被执行人"),
        ("信用休复", "信用修复"),
        ("买卖合同纷纠", "买卖合同纠纷"),
    ],
)
def test_a_wrong_missing_or_swapped_character_is_seen_through(typed: str, expected: str) -> None:
    assert WORDS.nearest(typed, 3)[0] == expected


@pytest.mark.parametrize("typed", ["", "，", "甲", "竞业限制", "工资", "竞业限制" * 6])
def test_nothing_is_suggested_for_the_word_itself_or_for_what_is_unlike(typed: str) -> None:
    assert typed == "竞业限制" or WORDS.nearest(typed, 3) == ()
    assert "竞业限制" not in WORDS.nearest("竞业限制", 3)


@given(st.text(max_size=30))
def test_any_text_may_be_typed(text: str) -> None:
    assert len(WORDS.nearest(text, 2)) <= 2


def test_few_results_bring_suggestions_and_many_do_not(build: Builder) -> None:
    pages = [Document(f"p{n}", "纠纷", "竞业限制", keywords=("竞业限制",)) for n in range(9)]
    service = build(pages)
    assert service.search("竟业限制").suggestions == ("竞业限制",)
    assert service.search("竞业限").suggestions == ()
