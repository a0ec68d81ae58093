"""Words without marks, each still on its own line, so that what is found in them has a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.model.plain_text import line_for_line


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("依照**《民法典》**第一条", "依照《民法典》第一条"),
        ("[《民法典》](https://example.cn/(a))第一条", "《民法典》第一条"),
        ("甲<!-- 注\n二行 -->乙\n丙", "甲\n乙\n丙"),
        ("> 甲\n> 乙", "甲\n乙"),
        ("- 甲\n- 乙", "甲\n乙"),
        ("| 法律 | 条 |\n|---|---|\n| 《民法典》 | 第一条 |", "法律  条 \n\n《民法典》  第一条 "),
        ("&#12298;民法典&#12299;", "《民法典》"),
        ("甲[^1]\n\n[^1]: 注", "甲\n\n注"),
        ("甲 [民法典][m]\n\n[m]: https://example.cn\n乙", "甲 民法典\n\n\n乙"),
    ],
)
def test_words_stay_on_their_lines(markdown, words):
    assert [line.split() for line in line_for_line(markdown).split("\n")] == [
        line.split() for line in words.split("\n")
    ]


@given(st.text(alphabet="甲《》第一条*_[]()<>!-&#;|`\\{}:\n ", max_size=200))
def test_no_line_is_lost(markdown):
    assert line_for_line(markdown).count("\n") == markdown.count("\n")
