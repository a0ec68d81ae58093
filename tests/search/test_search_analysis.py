from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import (
    WORD_LIMIT,
    count_positions,
    fold,
    fold_with_offsets,
    terms,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("劳动法", ["劳", "动", "法", "劳动", "动法"]),
        ("税", ["税"]),
        ("劳动，法", ["劳", "动", "劳动", "法"]),
        ("AB", ["ab", "~a", "~b", "~ab"]),
        ("ＡＢ", ["ab", "~a", "~b", "~ab"]),
        ("a1b", ["a1b", "~a", "~1", "~b", "~a1", "~1b", "~a1b"]),
        ("终1号", ["终", "1", "~1", "终1", "号", "1号"]),
        ("终 1", ["终", "1", "~1", "终1"]),
        ("终、1", ["终", "1", "~1"]),
        ("𠮷野", ["𠮷", "野", "𠮷野"]),
        ("〇", ["〇"]),
        ("é", ["e", "~e"]),
        ("劳\u200b动", ["劳", "动", "劳动"]),
        ("劳 动", ["劳", "动", "劳动"]),
        ("劳\u3000动", ["劳", "动", "劳动"]),
        ("劳\n动", ["劳", "动"]),
        ("勞動", ["劳", "动", "劳动"]),
        ("，。！?<>_ \x00", []),
        ("\ud800", []),
        ("", []),
    ],
)
def test_a_text_gives_these_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_word_that_is_too_long_is_known_by_its_pieces_only() -> None:
    word = "a" * (WORD_LIMIT + 1)
    assert word not in terms(word)
    assert "~aaa" in terms(word)


def test_length_counts_han_characters_and_words() -> None:
    assert count_positions("劳动 contract 2023年")[1] == 5


@given(st.text(), st.text())
def test_folding_a_text_is_folding_its_parts(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_every_folded_character_knows_its_place(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    for place, character in enumerate(folded):
        assert character in fold(text[offsets[place] if offsets else place])
