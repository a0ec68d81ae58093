"""Workbooks in and out: what an office fills in, and everything wrong with a file by its cell."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from district.registers.models import FieldType, RegisterField
from district.registers.reading import read_registers
from forms_backend.office_files import sheet_reading
from forms_backend.office_files.sheet_reading import (
    SheetError,
    SheetTooLargeError,
    TooManyRowsError,
    read_sheet,
)
from forms_backend.registers.entry import UNIT_INPUT, Places, Written
from forms_backend.registers.import_file import Names, Taken, entries_of
from forms_backend.registers.list_file import empty_workbook, list_workbook
from forms_backend.registers.views import EntryRow
from tests.reference import SITE_CONFIG

TASKS = read_registers(SITE_CONFIG).registers["tasks"]
PLACES = Places(("court", "police"), ("court", "police"), ("park",))
NAMES = Names({"区法院": "court", "区公安分局": "police"}, {"示例园区": "park"})
HEAD = ["事项", "清单", "责任人", "措施", "完成期限", "责任单位"]
ROW = ["清理长期未结案件", "整改台账", "王五", "逐案清理", date(2026, 12, 10), "区法院"]


def book(*rows: list[Any], change: Any = None) -> io.BytesIO:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made.active)
    stream = io.BytesIO()
    made.save(stream)
    stream.seek(0)
    return stream


def taken(*rows: list[Any], change: Any = None, own: str | None = None) -> Taken:
    sheet = read_sheet(book(*rows, change=change), 2001)
    return entries_of(TASKS, sheet, PLACES, NAMES, own)


def test_a_row_becomes_an_entry() -> None:
    found = taken(HEAD, ROW, [None] * 6, [*ROW[:4], "2027年1月5日", "court"])
    assert found.problems == ()
    values = {
        "title": "清理长期未结案件", "list": "rectify", "owner": "王五", "measure": "逐案清理",
        "due": "2026-12-10",
    }  # fmt: skip
    assert found.entries[0] == Written("court", values)
    assert found.entries[1].values["due"] == "2027-01-05"


def test_who_does_not_lead_writes_for_the_own_unit() -> None:
    found = taken(HEAD[:5], ROW[:5], own="police")
    assert (found.problems, found.entries[0].unit) == ((), "police")
    assert taken(HEAD, ROW, own="police").entries[0].unit == "police"


@pytest.mark.parametrize(
    ("rows", "change", "said"),
    [
        ((HEAD, [*ROW[:4], "下周", "区法院"]), None, ["E2（完成期限）：日期不对"]),
        ((HEAD, ROW, ["", "别的", *ROW[2:]]), None, ["A3（事项）：", "B3（清单）：请从给出的选项"]),
        ((HEAD, [*ROW[:5], "海关"]), None, ["F2（责任单位）：请选择责任单位"]),
        ((HEAD, [*ROW[:2], "=1+1", *ROW[3:]]), None, ["C2：这一格是公式"]),
        ((HEAD, ROW, ROW), lambda s: s.merge_cells("A2:A3"), ["A2:A3：合并的单元格", "A3（事项）："]),
        (([*HEAD[:5], "备注"], ROW), None, ["F1：没有“备注”这一列", "第一行里没有“责任单位”"]),
        (([*HEAD, "事项"], [*ROW, "x"]), None, ["G1：“事项”这一列写了两次"]),
        ((HEAD,), None, ["表里除了第一行没有内容"]),
        ((), None, ["表里除了第一行没有内容"]),
    ],
)  # fmt: skip
def test_everything_wrong_is_told_by_cell_and_nothing_is_taken(
    rows: Any, change: Any, said: list[str]
) -> None:
    found = taken(*rows, change=change)
    assert found.entries == ()
    assert len(found.problems) == len(said), found.problems
    for problem, part in zip(found.problems, said, strict=True):
        assert part in problem


def test_too_many_rows_name_the_first_beyond() -> None:
    with pytest.raises(TooManyRowsError) as found:
        read_sheet(book(*([["x"]] * 12)), 10)
    assert found.value.row == 11


def test_a_part_that_is_too_large_is_told_as_such(monkeypatch) -> None:
    monkeypatch.setattr(sheet_reading, "MOST_BYTES", 200)
    with pytest.raises(SheetTooLargeError):
        read_sheet(book(["x"]), 10)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"<html>"])
def test_what_is_no_workbook_is_told(content: bytes) -> None:
    with pytest.raises(SheetError):
        read_sheet(io.BytesIO(content), 10)


def test_a_workbook_expands_nothing() -> None:
    source = book(["=x"], ["y"]).getvalue()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = content.decode().partition("?>")[2] or content.decode()
                entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                text = text.replace("<sheetData>", "<sheetData>&e;")
                content = f'<?xml version="1.0"?>{entity}{text}'.encode()
            new.writestr(name, content)
    target.seek(0)
    try:
        sheet = read_sheet(target, 10)
    except SheetError:
        return
    assert "root:" not in repr(sheet)


def test_what_is_exported_is_read_by_others_and_no_formula(tmp_path: Any) -> None:
    values = {"title": "=HYPERLINK(1)", "list": "task", "owner": "王五"}
    row = EntryRow("RW202611-000001", "court", "open", date(2026, 12, 1), False, values)
    content = list_workbook(
        TASKS, [row], lambda key, one: one.values.get(key, ""), lambda unit: "区法院"
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[1]] == [
        "编号", "事项", "清单", "责任人", "措施", "完成期限", "来源", "责任单位", "状态", "到期",
    ]  # fmt: skip
    assert sheet["B2"].value == "'=HYPERLINK(1)"
    assert (sheet["H2"].value, sheet["I2"].value) == ("区法院", "办理中")


def test_the_empty_workbook_is_what_the_import_reads() -> None:
    content = empty_workbook(TASKS, ["区法院"], ["区法院"], ["示例园区"])
    filled = openpyxl.load_workbook(io.BytesIO(content))
    filled.worksheets[0].append([*ROW[:5], "走访 ZF202611-000001", "区法院"])
    stream = io.BytesIO()
    filled.save(stream)
    stream.seek(0)
    found = entries_of(TASKS, read_sheet(stream, 2001), PLACES, NAMES, None)
    assert found.problems == ()
    assert found.entries[0].values["source"] == "走访 ZF202611-000001"
    assert UNIT_INPUT not in found.entries[0].values


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("任务/整改", "任务 整改"), ("选项", "台账选项"), ("'重点'", "重点"), ("[*]:?", "台账"),
        ("History", "台账History"),
    ],
)  # fmt: skip
def test_whatever_a_register_is_called_its_workbook_opens(name: str, sheet: str) -> None:
    register = TASKS.model_copy(update={"name": name})
    empty = empty_workbook(register, ["区法院"], ["区法院"], ["示例园区"])
    listed = list_workbook(register, [], lambda key, one: "", lambda unit: "区法院")
    assert openpyxl.load_workbook(io.BytesIO(empty)).sheetnames == [sheet, "选项"]
    assert openpyxl.load_workbook(io.BytesIO(listed)).sheetnames == [sheet]


def test_the_empty_workbook_offers_all_units_but_only_the_own_as_responsible() -> None:
    asked = RegisterField(type=FieldType.UNIT, label="配合单位")
    register = TASKS.model_copy(update={"fields": {**TASKS.fields, "helper": asked}})
    content = empty_workbook(register, ["区法院", "区公安分局"], ["区法院"], [])
    offered = openpyxl.load_workbook(io.BytesIO(content))["选项"]
    columns = [[cell.value for cell in column if cell.value] for column in offered.columns]
    assert columns[-2:] == [["区法院", "区公安分局"], ["区法院"]]
