"""A report as .xlsx: the work ledger, the tables, and which rows each figure counts."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from forms_backend.office_files.spreadsheets import A3, harmless, lay_across, new_workbook
from forms_backend.office_files.word_files import without_times
from forms_backend.reports.lists import with_names
from forms_backend.reports.report_parts import Cell, Linked, Report, Table, text_of

FONT = "宋体"
WIDEST, NARROWEST = 46, 6
INDEX_HEAD = ("表", "行", "列", "数值", "工作台账序号")
INDEX = Table("index", "数值所在行", INDEX_HEAD, ())


def to_workbook(report: Report) -> bytes:
    """The bytes of the file; equal reports give equal bytes."""
    target = io.BytesIO()
    book = new_workbook(target)
    book.set_properties(
        {"title": report.title, "created": datetime.combine(report.cut, datetime.min.time())}
    )
    style = _Styles(book)
    _write_sheet(book, style, report.ledger, report)
    _write_summary(book, style, report)
    index = _index(report)
    _write_sheet(book, style, Table(INDEX.key, INDEX.title, INDEX_HEAD, index), report)
    book.close()
    return without_times(target.getvalue())


def ledger_workbook(report: Report, titles: Mapping[str, tuple[str, str]]) -> bytes:
    """The work ledger alone, with firm and subject; for the office itself, not to be handed in."""
    target = io.BytesIO()
    book = new_workbook(target)
    book.set_properties({"created": datetime.combine(report.cut, datetime.min.time())})
    named = with_names(report.ledger, report.ledger_rows, titles)
    _write_sheet(book, _Styles(book), named, report)
    book.close()
    return without_times(target.getvalue())


class _Styles:
    """The few looks of cells."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True}
        line = {**base, "border": 1}
        self.title = book.add_format({**base, "font_size": 16, "bold": True, "text_wrap": False})
        self.note = book.add_format({**base, "text_wrap": False})
        self.heading = book.add_format({**base, "font_size": 13, "bold": True, "text_wrap": False})
        self.head = book.add_format({**line, "bold": True, "bg_color": "#E8EDF4"})
        self.cell = book.add_format(line)
        self.day = book.add_format({**line, "num_format": "yyyy-mm-dd"})


def _write_sheet(book: Any, style: _Styles, table: Table, report: Report) -> None:
    """One table on a sheet of its own: title, head that stays in view, filter."""
    sheet = book.add_worksheet(table.title)
    sheet.write_string(0, 0, f"{table.title} {report.subtitle}", style.title)
    _write_table(sheet, style, table, 1)
    _set_widths(sheet, (table,))
    sheet.freeze_panes(2, 2)
    if table.body:
        sheet.autofilter(1, 0, 1 + len(table.body), len(table.head) - 1)
    lay_across(sheet, A3)
    sheet.repeat_rows(1)


def _write_summary(book: Any, style: _Styles, report: Report) -> None:
    """All tables of the report below one another, each with its number."""
    sheet = book.add_worksheet("统计表")
    sheet.write_string(0, 0, f"{report.title} {report.subtitle}", style.title)
    at = 1
    for note in report.notes:
        sheet.write_string(at, 0, note, style.note)
        at += 1
    for number, table in enumerate(report.tables, start=1):
        sheet.write_string(at + 1, 0, f"表 {number} {table.title}", style.heading)
        at = _write_table(sheet, style, table, at + 2)
        if not table.body:
            sheet.write_string(at, 0, table.empty, style.note)
            at += 1
    _set_widths(sheet, report.tables)
    lay_across(sheet)


def _write_table(sheet: Any, style: _Styles, table: Table, at: int) -> int:
    """Head and rows from row `at` on; returns the next free row."""
    for column, label in enumerate(table.head):
        sheet.write_string(at, column, label, style.head)
    for offset, line in enumerate(table.plain_rows, start=1):
        for column, cell in enumerate(line):
            _write_cell(sheet, style, at + offset, column, cell)
    return at + len(table.plain_rows) + 1


def _write_cell(sheet: Any, style: _Styles, row: int, column: int, cell: Cell) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, style.cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime.combine(cell, datetime.min.time()), style.day)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, style.cell)
    else:
        sheet.write_string(row, column, harmless(str(cell)), style.cell)


def _width(text: str) -> int:
    """Columns that a text takes: Chinese characters take two."""
    return sum(1 if ord(c) < 0x2E80 else 2 for c in text)


def _set_widths(sheet: Any, tables: Sequence[Table]) -> None:
    for column in range(max(len(t.head) for t in tables)):
        texts = [
            text_of(line[column])
            for t in tables
            for line in (t.head, *t.plain_rows)
            if column < len(line)
        ]
        widest = max(map(_width, texts)) + 2
        sheet.set_column(column, column, min(max(widest, NARROWEST), WIDEST))


def _index(report: Report) -> tuple[tuple[Cell, ...], ...]:
    """For every counted figure, the numbers of its rows in the work ledger."""
    lines: list[tuple[Cell, ...]] = []
    for number, table in enumerate(report.tables, start=1):
        for row in (*table.body, *((table.total,) if table.total else ())):
            for label, cell in zip(table.head, row, strict=True):
                if isinstance(cell, Linked) and cell.rows:
                    places = runs(report.places(cell.rows))
                    lines.append(
                        (f"表 {number} {table.title}", text_of(row[0]), label, cell.cell, places)
                    )
    return tuple(lines)


def runs(numbers: Sequence[int]) -> str:
    """`1、3—5`."""
    found = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        found.append(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}")
    return "、".join(found)
