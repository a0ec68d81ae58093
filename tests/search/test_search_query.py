"""The guarantee that search rests on: a page is matched by every piece of its text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis import terms
from search.query import QUERY_LIMIT, Query, parse_query

LEGAL = st.text(
    alphabet="第五百七十二条款项之一〇0123456789(（）)劳动合同法 ，\n京民终号abAB\u200bé㈡𠮷",
    max_size=60,
)


def is_matched(text: str, query: Query) -> bool:
    held = set(terms(text))
    return all(any(held.issuperset(a) for a in unit.alternatives) for unit in query.units)


@given(st.one_of(LEGAL, st.text(max_size=40)), st.data())
def test_every_piece_of_any_text_matches_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert is_matched(text, parse_query(text[start:end]))


@given(LEGAL, LEGAL)
@example("第二百八十七条之一百", "")
def test_what_surrounds_a_piece_does_not_hide_it(before: str, after: str) -> None:
    piece = "依第五百七十七条之一，终12号 ab"
    assert is_matched(before + piece + after, parse_query(piece))


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("第577条", "第五百七十七条", True),
        ("第五百七十七条", "第577条", True),
        ("第二百八十七条之一", "第287条之一", True),
        ("第二百八十七条之一", "第287条", False),
        ("第287条", "第二百八十七条之一", True),
        ("终123号", "终1234号", False),
        ("终123", "终1234号", True),
        ("023", "2023年", True),
        ("欠薪 工资", "工资与欠薪", True),
        ("ＬＯＡＮ", "loan", True),
    ],
)
def test_a_query_matches_these_texts(query: str, text: str, expected: bool) -> None:
    assert is_matched(text, parse_query(query)) is expected


@pytest.mark.parametrize("text", ["", " ", "，。", "\x00", '"', "\ud800", "<>", "______"])
def test_a_query_without_letters_digits_or_han_is_empty(text: str) -> None:
    assert parse_query(text).is_empty


def test_a_query_is_read_up_to_a_limit() -> None:
    query = parse_query("劳" * QUERY_LIMIT + "动")
    assert query.is_truncated
    assert "动" not in query.weights


@given(st.text(max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    assert all(weight > 0 for weight in parse_query(text).weights.values())
