from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.server.snippets import REACH, WIDTH, Highlighter

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
    shown = Highlighter.of(query).passage(text).html
    assert shown.replace("</mark><mark>", "") == expected.replace("</mark><mark>", "")


def test_the_passage_with_the_whole_query_wins_over_one_with_a_part_of_it() -> None:
    text = "工资拖了" + FILLER + "公司拖欠工资三个月" + FILLER
    shown = Highlighter.of("拖欠工资").passage(text).html
    assert "公司<mark>拖欠工资</mark>三个月" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_the_passage_of_a_query_as_typed_marks_its_words_around_it() -> None:
    shown = Highlighter.of("拖欠工资").passage(FILLER + "拖欠工资，工资也欠。" + FILLER).html
    assert "<mark>拖欠工资</mark>，<mark>工资</mark>也欠" in shown


def test_a_passage_starts_at_a_sentence_when_one_is_near() -> None:
    shown = Highlighter.of("拖欠").passage(FILLER + "完。公司拖欠工资" + FILLER).html
    assert shown.startswith("公司<mark>拖欠</mark>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲说。公司拖欠工资。乙说。", "公司<mark>拖欠</mark>工资。乙说。"),
        ("甲" * 200 + "。公司拖欠工资。" + "乙" * 200, "公司<mark>拖欠</mark>工资。"),
        (
            "甲" * 200 + "。公司拖欠工资。" + "乙" * 50 + "。" + "丙" * 200,
            "公司<mark>拖欠</mark>工资。" + "乙" * 50 + "。",
        ),
        (
            "甲" * 200 + "。" + "丁" * 30 + "拖欠" + "乙" * 90 + "。" + "丙" * 200,
            "丁" * 30 + "<mark>拖欠</mark>" + "乙" * 90 + "。",
        ),
        ("他说：“公司拖欠。”" + "乙" * 200, "他说：“公司<mark>拖欠</mark>。”"),
        ("小标题\n公司拖欠工资。" + "乙" * 200, "公司<mark>拖欠</mark>工资。"),
    ],
)
def test_a_passage_is_whole_sentences_where_that_can_be(text: str, expected: str) -> None:
    shown = Highlighter.of("拖欠").passage(text).html
    assert shown.replace("</mark><mark>", "") == expected


def test_no_passage_is_cut_from_values_of_fields() -> None:
    text = "摘要一句。\n正文一句。\n拖欠 劳动用工 市中院"
    shown = Highlighter.of("拖欠").passage(text, prose=12)
    assert (shown.html, shown.place) == ("摘要一句。 正文一句。", 0)


def test_the_place_of_a_passage_is_that_of_its_first_match() -> None:
    text = "甲" * 200 + "。公司拖欠工资。"
    assert Highlighter.of("拖欠").passage(text).place == text.index("拖欠")


def test_a_title_is_shown_whole_with_its_matches() -> None:
    assert Highlighter.of("工资").title("<拖欠>工资") == "&lt;拖欠&gt;<mark>工资</mark>"


@given(st.text(max_size=30), st.text(max_size=400))
def test_a_snippet_never_carries_markup_of_the_text_or_the_query(query: str, text: str) -> None:
    shown = Highlighter.of(query).passage(text).html
    bare = re.sub(r"</?mark>", "", shown)
    assert not set("<>\"'") & set(bare)
    assert len(html.unescape(bare)) <= WIDTH + REACH + 2
    assert shown.count("<mark>") == shown.count("</mark>")
    shown.encode("utf-8")
