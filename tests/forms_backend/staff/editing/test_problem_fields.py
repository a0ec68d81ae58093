"""A problem of the front matter is told at the field that most people see instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms_backend.manuscripts.preview import Problem
from forms_backend.staff.editing.problems import refused_for, told

TEXT = """---
id: a-case
title: 一案
keywords: [货款]  # 【待填】请核对
areas:
  - labour
editor: 【待填】科室
---

第一段。
"""


def unfilled(line, *, is_error=False):
    return Problem("C214", is_error, line, "这一行还有“【待填】”", "换成正式内容")


@pytest.mark.parametrize(
    ("line", "key"),
    [(1, ""), (2, "id"), (3, "title"), (4, "keywords"), (5, "areas"), (6, "areas"), (7, "editor"), (8, ""), (10, "")],
)  # fmt: skip
def test_each_line_of_the_front_matter_belongs_to_a_key(line, key):
    assert told([Problem("C101", True, line, "不对", "改正")], TEXT)[0].key == key


def test_what_was_proposed_waits_for_a_look_and_what_is_missing_to_be_filled_in():
    proposed, missing, body = told([unfilled(4), unfilled(7), unfilled(10)], TEXT)
    assert "还没有核对" in proposed.message
    assert "都核对过了" in proposed.mend
    assert [one.message for one in (missing, body)] == ["这一行还有“【待填】”"] * 2


def test_a_text_without_front_matter_has_lines_alone():
    assert told([unfilled(1)], "一段话。")[0].key == ""


def test_what_a_step_was_refused_for_is_an_error_at_its_own_line():
    own = [unfilled(4), Problem("X1", False, 9, "提醒", "")]
    errors = [replace(unfilled(5, is_error=True), code="C215"), Problem("X1", False, 10, "提醒", ""), Problem("N1", True, 1, "新的", "")]  # fmt: skip
    found = refused_for(own, errors)
    assert [(x.code, x.line, x.is_error) for x in found] == [
        ("C214", 4, True), ("X1", 9, False), ("N1", 1, True),
    ]  # fmt: skip
