"""One reading of what staff type: every kind of field, every mistake by input."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forms_backend.fields import messages
from forms_backend.fields.typed_forms import (
    ChoiceField,
    CodeField,
    CountField,
    DayField,
    TextField,
    TypedForm,
)

PROGRAM = Path(__file__).parents[3] / "forms_backend"
TITLE = TextField("title", 5, "请填写。")
NOTES = TextField("notes", 5, many_lines=True)
DAY = DayField("day", date(2026, 11, 1), date(2026, 11, 30), "应在本月。")
PLACE = ChoiceField("place", ("court", "police"), "请选择。")
TIME = CodeField("time", re.compile(r"\d\d:\d\d", flags=re.ASCII), "请写时间。")
COPIES = CountField("copies", 1, 1_000, "应为整数。")


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (TITLE, "  书名 ", "书名"),
        (TITLE, "e\N{COMBINING ACUTE ACCENT}", "é"),
        (NOTES, "", ""),
        (NOTES, "甲\r\n乙", "甲\n乙"),
        (NOTES, "甲\x00", "甲"),
        (DAY, "2026-11-01", date(2026, 11, 1)),
        (DAY, "２０２６年11月30日", date(2026, 11, 30)),
        (PLACE, "police", "police"),
        (TIME, "０９：30", "09:30"),
        (COPIES, " 1000 ", 1_000),
        (COPIES, "０２", 2),
    ],
)
def test_what_is_right_comes_out_clean(field: Any, typed: str, value: object) -> None:
    form = TypedForm({field.key: typed})
    assert form.read(field) == value
    assert form.is_right(field.key)
    assert form.problems((field.key,)) == {}


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        (TITLE, "", "请填写。"),
        (TITLE, " \n ", "请填写。"),
        (TITLE, "甲\n乙", messages.FIELD_ONE_LINE),
        (TITLE, "一二三四五六", messages.FIELD_TOO_LONG.format(limit=5, length=6)),
        (TITLE, "\u200b\x00", "请填写。"),
        (NOTES, "甲\N{REPLACEMENT CHARACTER}", messages.FIELD_UNREADABLE),
        (DAY, "", messages.FIELD_DATE),
        (DAY, "昨天", messages.FIELD_DATE),
        (DAY, "2026-11-31", "没有这一天（2026 年 11 月只有 30 天）：这一年十一月没有 31 日。"),
        (DAY, "2026-10-31", "应在本月。"),
        (DAY, "2026-12-01", "应在本月。"),
        (PLACE, "", "请选择。"),
        (PLACE, "Court", "请选择。"),
        (TIME, "9:30", "请写时间。"),
        *(
            (COPIES, typed, "应为整数。")
            for typed in ("", "0", "1001", "-1", "1.5", "二", "9" * 5_000)
        ),
    ],
)
def test_a_mistake_is_told_at_its_input(field: Any, typed: str, problem: str) -> None:
    form = TypedForm({field.key: typed})
    form.read(field)
    assert not form.is_right(field.key)
    assert form.problems((field.key,)) == {field.key: problem}


def test_all_mistakes_come_at_once_in_the_order_of_the_form() -> None:
    form = TypedForm({})
    for field in (COPIES, PLACE, DAY, TITLE, NOTES):
        form.read(field)
    form.refuse("notes", "与书名不符。")
    keys = ("title", "notes", "day", "place", "copies")
    assert list(form.problems(keys)) == list(keys)


def test_what_was_typed_wrong_is_there_to_go_on_with() -> None:
    form = TypedForm({"title": "甲\n乙", "place": "x", "day": "x", "copies": "x"})
    assert [form.read(f) for f in (TITLE, PLACE)] == ["甲\n乙", "x"]
    assert (form.read(DAY), form.read(COPIES)) == (DAY.first, 1)


def test_characters_and_emptiness_are_looked_at_in_one_place() -> None:
    """Of all that staff type; what visitors fill in goes through `web.form_builder`, and the title
    of a booklet comes as JSON."""
    rules = {"check_readable", "check_one_line", "check_length"}
    users = {
        path.relative_to(PROGRAM).as_posix()
        for path in PROGRAM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) in rules
    }
    # Line by line and cell by cell, each named: these are read from files.
    files = {"registers/sampling.py", "old_ledgers/reading.py"}
    assert users == {"fields/typed_forms.py", "web/form_builder.py", "booklets/order.py"} | files
