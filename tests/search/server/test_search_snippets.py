from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.server.snippets import WIDTH, Highlighter

FILLER = "本院认为双方争议的焦点在于责任的承担，" * 20


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("工资", "拖欠工资案", "拖欠<mark>工资</mark>案"),
        ("拖欠工资", "工资拖欠", "<mark>工资</mark><mark>拖欠</mark>"),
        ("第577条", "依第五百七十七条", "依<mark>第五百七十七条</mark>"),
        ("ＬＯＡＮ", "Loan 合同", "<mark>Loan</mark> 合同"),
        ("第2项", "第㈡项", "<mark>第㈡项</mark>"),
        ("甲", "<b>甲</b> & 乙", "&lt;b&gt;<mark>甲</mark>&lt;/b&gt; &amp; 乙"),
        ("甲", "甲\x00\ud800乙\n丙", "<mark>甲</mark> 乙 丙"),
        ("没有", "正文", "正文"),
        ("甲", "", ""),
    ],
)
def test_a_short_text_is_shown_whole(query: str, text: str, expected: str) -> None:
    shown = Highlighter.of(query).snippet(text)
    assert shown.replace("</mark><mark>", "") == expected.replace("</mark><mark>", "")


def test_the_passage_with_the_whole_query_wins_over_one_with_a_part_of_it() -> None:
    text = "工资拖了" + FILLER + "公司拖欠工资三个月" + FILLER
    shown = Highlighter.of("拖欠工资").snippet(text)
    assert "公司<mark>拖欠工资</mark>三个月" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_the_passage_of_a_query_as_typed_marks_its_words_around_it() -> None:
    shown = Highlighter.of("拖欠工资").snippet(
        FILLER + "拖欠工资，工资也欠。" + FILLER, folded=None
    )
    assert "<mark>拖欠工资</mark>，<mark>工资</mark>也欠" in shown


def test_a_passage_starts_at_a_sentence_when_one_is_near() -> None:
    shown = Highlighter.of("拖欠").snippet(FILLER + "完。公司拖欠工资" + FILLER)
    assert shown.startswith("…公司<mark>拖欠</mark>")


def test_a_title_is_shown_whole_with_its_matches() -> None:
    assert Highlighter.of("工资").title("<拖欠>工资") == "&lt;拖欠&gt;<mark>工资</mark>"


@given(st.text(max_size=30), st.text(max_size=400))
def test_a_snippet_never_carries_markup_of_the_text_or_the_query(query: str, text: str) -> None:
    shown = Highlighter.of(query).snippet(text)
    bare = re.sub(r"</?mark>", "", shown)
    assert not set("<>\"'") & set(bare)
    assert len(html.unescape(bare)) <= WIDTH + 2
    assert shown.count("<mark>") == shown.count("</mark>")
    shown.encode("utf-8")
