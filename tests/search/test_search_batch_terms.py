"""A batch of pages is counted like each page alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis import fold
from search.batch_terms import BatchTerms, weigh_batch
from search.document import Document
from search.references import HAN
from search.weighing import weigh

PIECES = [
    "劳动合同", "第五百七十七条", "第287条之一", "(2023)京01民终123号", "Smith Ａ1", "é", "𠮷野家",
    "《公司法》第二十三条", "37.6万元", "劳 动 仲 裁", "勞動", "法释〔2022〕第19号", "\u3007", "。", " ", "\n", "\u200b", "15.4%", "A" * 70, "工工工工", "⻰",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=12).map("".join)
CLEAN = TEXTS.filter(lambda text: not re.search("[\ud800-\udfff]", text))
PAGES = st.lists(
    st.builds(
        Document,
        id=st.just("a"),
        title=CLEAN,
        text=CLEAN,
        keywords=st.lists(CLEAN, max_size=2).map(tuple),
        summary=CLEAN,
        fields=st.dictionaries(st.sampled_from(["cause", "case_number"]), CLEAN),
    ),
    max_size=4,
)


def rows(batch: BatchTerms, page: int) -> dict[str, tuple[int, int]]:
    """Term → low byte and followers of one page."""
    return {
        batch.names[term]: (int(low), int(followers))
        for term, place, low, followers in zip(
            batch.terms, batch.pages, batch.lows, batch.followers, strict=True
        )
        if place == page
    }


@given(PAGES)
@example([Document("a", "标题", "工" * 200)])
def test_as_each_page_alone(pages: list[Document]) -> None:
    batch = weigh_batch(pages)
    assert len(set(batch.names)) == len(batch.names)
    assert len(set(zip(batch.terms, batch.pages, strict=True))) == len(batch.terms)
    for place, page in enumerate(pages):
        weighed = weigh(page)
        found = rows(batch, place)
        assert {term: low for term, (low, _) in found.items()} == weighed.packed
        assert batch.lengths[place] == weighed.length
        assert (batch.texts[place], batch.titles[place]) == (fold(page.text), fold(page.title))


@given(PAGES)
def test_the_server_needs_no_followers(pages: list[Document]) -> None:
    whole, without = weigh_batch(pages), weigh_batch(pages, with_followers=False)
    assert (without.names, without.lows.tolist()) == (whole.names, whole.lows.tolist())
    assert not without.followers.any()


def bit(character: str) -> int:
    return 1 << ((ord(character) * 2654435761 & 0xFFFFFFFF) >> 28)


@given(CLEAN)
def test_followers_are_the_bits_of_what_comes_after_a_pair(text: str) -> None:
    folded = fold(text)
    expected: dict[str, int] = {}
    for match in re.finditer(f"(?=([{HAN}])[ \t]*([{HAN}])(.))", folded, re.DOTALL):
        pair, follower = match.group(1) + match.group(2), match.group(3)
        expected[pair] = expected.get(pair, 0) | bit(follower)
    found = rows(weigh_batch([Document("a", "上一般", text, summary="上一般")]), 0)
    assert {term: f for term, (_, f) in found.items() if f} == expected


@pytest.mark.parametrize("text", ["上一", "上一。", "甲乙丙"])
def test_a_pair_at_the_end_has_no_follower(text: str) -> None:
    found = rows(weigh_batch([Document("a", "题", text), Document("b", "题", "丁")]), 0)
    assert found[text[:2]][1] == (bit(text[2]) if len(text) > 2 else 0)
