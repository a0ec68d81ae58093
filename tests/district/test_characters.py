"""One rule for every text: what is told in manuscripts is what is removed from what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district import characters


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("第一行\x0b第二行\x0c第三行", "第一行\n第二行\n第三行"),
        ("甲\u2028乙\u2029丙\x85丁", "甲\n乙\n丙\n丁"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("\u202d13800138000\u202c", "13800138000"),
        ("\u2066name\u2069@qq.com\u200e", "name@qq.com"),
        ("\u200b\ufeff\u2060\u00ad\u3164", ""),
        ("响铃\x07、删除\x7f、空\x00", "响铃、删除、空"),
        ("坏\ufffe了\uffff又\ufdd0坏\U0001fffe", "坏了又坏"),
        ("一半\ud83d的字", "一半的字"),
        ("𠮷野 䶮 \U00031350 \ue863 👍", "𠮷野 䶮 \U00031350 \ue863 👍"),
        (
            "一家\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "一家\U0001f468\u200d\U0001f469\u200d\U0001f467",
        ),
        ("葛\U000e0100城 ❤\ufe0f", "葛\U000e0100城 ❤\ufe0f"),
        ("甲\u200d乙", "甲乙"),
        ("制表\t符", "制表\t符"),
    ],
)
def test_cleaning(typed: str, kept: str) -> None:
    assert characters.clean(typed) == kept


@given(st.text(alphabet=st.characters(), max_size=60))
def test_what_was_cleaned_holds_nothing_to_tell_and_stays_as_it_is(typed: str) -> None:
    cleaned = characters.clean(typed)
    assert list(characters.unusable(cleaned)) == []
    assert characters.clean(cleaned) == cleaned


@given(st.text(alphabet=st.characters(), max_size=60))
def test_reading_on_keeps_every_line_a_line(text: str) -> None:
    assert characters.legible(text).count("\n") == text.count("\n")


def test_each_is_told_with_line_column_and_name() -> None:
    found = list(characters.unusable("第一行\n甲\u200b乙\x07\ufffe"))
    assert [(one.line, one.column) for one in found] == [(2, 2), (2, 4), (2, 5)]
    assert [one.name for one in found] == [
        "看不见的零宽字符 U+200B",
        "控制字符 U+0007",
        "不是字符的编码 U+FFFE",
    ]


@pytest.mark.parametrize(
    ("yaml", "places"),
    [
        (r'title: "某公司\x07买卖\uFFFE案"', [(1, 12), (1, 18)]),
        (r"a: 1" + "\n" + r'b: "甲\L乙\P丙\N丁\e"', [(2, 6), (2, 9), (2, 12), (2, 15)]),
        (r'"\U0000200B"', [(1, 2)]),
        (r'"\u4e2d\x41\n"', []),
        ("没有反斜线", []),
    ],
)
def test_escapes_of_yaml_are_told_where_they_stand(
    yaml: str, places: list[tuple[int, int]]
) -> None:
    assert [(one.line, one.column) for one in characters.unusable_escapes(yaml)] == places


@pytest.mark.parametrize("plane", range(17))
def test_noncharacters_of_every_plane_are_told(plane: int) -> None:
    for last in (0xFFFE, 0xFFFF):
        character = chr(plane * 0x10000 + last)
        assert [one.character for one in characters.unusable(f"字{character}字")] == [character]
        assert characters.clean(f"字{character}字") == "字字"


@pytest.mark.parametrize("character", ["\U000e0001", "\U000e007f"])
def test_invisible_tags_beyond_the_first_plane_are_told(character: str) -> None:
    assert [one.character for one in characters.unusable(f"字{character}字")] == [character]


@pytest.mark.parametrize("text", ["😀", "𠮷野", "👨‍👩‍👧"])
def test_pictures_and_rare_characters_stay(text: str) -> None:
    assert list(characters.unusable(text)) == []
    assert characters.clean(text) == characters.legible(text) == text
