"""Fields over YAML: what was not changed stays as it is written, what was changed can be read again."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from forms_backend.manuscripts.header import header_data, ready_for_review
from forms_backend.manuscripts.header_form import (
    MANY,
    ONE,
    RAW,
    Choice,
    Field,
    looked_at,
    shown_fields,
    with_fields,
)

TEXT = """---
# 说明
title: 一案  # 注
keywords:
- 甲
- 乙
source: {name: 法院}
summary: >
  两行
  摘要
---

正文 --- 不是头信息
title: 不是
"""


def test_lines_of_other_keys_stay_as_they_are():
    changed = with_fields(TEXT, {"title": (ONE, "二案")})
    assert changed == TEXT.replace("title: 一案  # 注", "title: 二案")
    assert with_fields(TEXT, {}) == TEXT
    assert with_fields(TEXT, {"keywords": (MANY, "")}) == TEXT.replace(
        "keywords:\n- 甲\n- 乙\n", ""
    )
    added = with_fields(TEXT, {"unit": (ONE, "court")})
    assert added == TEXT.replace("  摘要\n", "  摘要\nunit: court\n")
    assert with_fields("没有头信息", {"title": (ONE, "x")}) == "没有头信息"
    assert with_fields(TEXT, {"a: b\nc": (ONE, "x")}) == TEXT


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_whatever_is_typed_is_read_again(value):
    value = " ".join(value.split())
    if value:
        for shape, expected in ((ONE, value), (MANY, [value])):
            data = header_data(with_fields(TEXT, {"title": (shape, value)}))
            assert data["title"] == expected
            assert data["source"] == {"name": "法院"}


def test_a_key_in_a_group_of_texts_is_a_field_and_what_lies_deeper_is_not():
    fields = [
        Field("source.name", "来源单位", "来源单位，全称", "text"),
        Field("source.url", "网址", "网址", "text"),
        Field("basis.law", "依据", "", "text"),
        Field("filter.areas", "领域", "", "list"),
    ]
    text = TEXT.replace("summary", "basis: [甲]\nsummary")
    shown = shown_fields(text, fields)
    assert [(x.field.name, x.value, x.field.hint) for x in shown] == [
        ("source.name", "法院", "全称"),
        ("source.url", "", ""),
    ]
    changed = with_fields(text, {"source.url": (ONE, "https://a.example/x, y")})
    assert header_data(changed)["source"] == {"name": "法院", "url": "https://a.example/x, y"}
    assert with_fields(text, {"source.name": (ONE, "")}) == text.replace(
        "source: {name: 法院}\n", ""
    )
    assert with_fields(text, {"basis.law": (ONE, "x")}) == text


def test_what_an_import_proposed_is_marked_until_somebody_has_looked():
    text = "---\ntitle: 一案  # 【待填】请核对\nunit: 法院 # 别的\nsource: {name: 法院}  # 【待填】请核对\n---\n【待填】# 【待填】\n"
    fields = [Field(x, x, "", "text") for x in ("title", "unit", "source.name", "source.url")]
    assert [x.is_proposed for x in shown_fields(text, fields)] == [True, False, True, False]
    seen = looked_at(text)
    assert seen == text.replace("  # 【待填】请核对", "")
    assert not any(x.is_proposed for x in shown_fields(seen, fields))
    assert "请核对" not in with_fields(text, {"title": (ONE, "二案")}).split("\n")[1]


def test_several_lines_stay_several():
    data = yaml.safe_load(with_fields(TEXT, {"title": (ONE, "一\n- 二: #")}).split("---")[1])
    assert data["title"] == "一\n- 二: #"


def test_nested_values_are_left_to_the_yaml_and_strange_ones_are_kept():
    fields = [
        Field("source", "来源", "", "text"),
        Field("keywords", "关键词", "", "list", (Choice("甲", "甲"),)),
        Field("unit", "单位", "", "choice"),
    ]
    shown = shown_fields(TEXT, fields)
    assert [(one.field.name, one.value) for one in shown] == [("keywords", "甲\n乙"), ("unit", "")]
    assert [one.value for one in shown[0].choices] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("status: draft\n", 'status: published\nreview: {author: "甲\\""}\n'),
        ("title: x\n", 'title: x\nstatus: published\nreview: {author: "甲\\""}\n'),
        (
            "review: {author: 乙}\nstatus: in_review # x\n",
            "review: {author: 乙}\nstatus: published\n",
        ),
    ],
)
def test_what_is_sent_for_review_says_published_and_names_an_author(header, expected):
    assert ready_for_review(f"---\n{header}---\n文\n", '甲"') == f"---\n{expected}---\n文\n"


@pytest.mark.parametrize(
    "value",
    ["%百分之三十", "%TAG", "30", "007", "1.5", "1e3", "0x1F", "1_000", "true", "No", "null", "~",
     "2026-11-20", "12:30", "一案", ".5", "+1", "<<", "=", "- x"],
)  # fmt: skip
def test_a_text_stays_a_text_whatever_it_looks_like(value):
    for shape, expected in ((ONE, value), (MANY, [value])):
        header = with_fields(TEXT, {"title": (shape, value)}).split("---")[1]
        assert yaml.safe_load(header)["title"] == expected


@pytest.mark.parametrize("value", ["2026-11-20", "30", "true", "1.5"])
def test_what_is_no_text_is_written_as_it_is(value):
    assert f"\ntitle: {value}\n" in with_fields(TEXT, {"title": (RAW, value)})
    assert Field("a", "", "", "date").shape == RAW


@pytest.mark.parametrize("value", ["第一段\n\n第二段", "一\n  缩进\n\n\n三", "  先缩进\n后不"])
def test_paragraphs_keep_their_blank_lines_and_indents(value):
    changed = with_fields(TEXT, {"title": (ONE, value)})
    assert header_data(changed)["title"] == value
    assert header_data(changed)["keywords"] == ["甲", "乙"]


def test_a_comment_above_a_key_outlives_the_key_before_it():
    text = "---\na: 1\n# 说明乙\n\n# 再说明\nb: 2\n# 末尾\n---\n"
    assert with_fields(text, {"a": (ONE, "x")}) == text.replace("a: 1", "a: x")
    assert with_fields(text, {"a": (ONE, "")}) == text.replace("a: 1\n", "")
    assert with_fields(text, {"b": (ONE, "x")}) == text.replace("b: 2", "b: x")
