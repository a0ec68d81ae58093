"""The files of a report: the same bytes each time, readable by others, harmless to a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from docx import Document
from hypothesis import find, settings

from forms_backend.ledger.chain import PublishedHead
from forms_backend.office_files.word_files import without_times
from forms_backend.reports.compose import Material, compose
from forms_backend.reports.facts import rows_at
from forms_backend.reports.formats import FORMATS
from forms_backend.reports.lists import LEDGER_COLUMNS
from forms_backend.reports.periods import ReportKind, before, period_with
from forms_backend.reports.plain_files import BYTE_ORDER_MARK
from forms_backend.reports.report_parts import Linked, Report
from forms_backend.reports.workbook import runs
from tests.forms_backend.reports.report_material import LABELS, ledgers

OCTOBER = period_with(ReportKind.MONTHLY, date(2026, 10, 5))


def make() -> Report:
    intakes, events = LEDGER
    earlier = before(ReportKind.MONTHLY, OCTOBER)
    return compose(
        Material(
            ReportKind.MONTHLY,
            OCTOBER,
            rows_at(intakes, events, OCTOBER.cut),
            earlier,
            rows_at(intakes, events, earlier.cut),
            PublishedHead(9, "cd" * 32),
            "示例区",
        ),
        LABELS,
    )


LEDGER = find(
    ledgers(),
    lambda found: len(rows_at(*found, OCTOBER.cut)) > 3 and len(found[1]) > 12,
    settings=settings(max_examples=2000, database=None, derandomize=True),
)


@pytest.fixture(scope="module")
def report() -> Report:
    return make()


@pytest.mark.parametrize("ending", FORMATS)
def test_two_runs_give_the_same_bytes(report, ending, monkeypatch) -> None:
    first = FORMATS[ending].write(report)

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2031, 5, 5, tzinfo=tz) + timedelta(seconds=7)

    monkeypatch.setattr("xlsxwriter.workbook.datetime", Later)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert FORMATS[ending].write(make()) == first


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_no_file_in_the_archive_carries_a_time(report, ending) -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS[ending].write(report))) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "2026-10-31T00:00:00Z" in core
    assert "2013" not in core


def test_a_time_in_an_archive_is_taken_out() -> None:
    made = []
    for year in (2001, 2020):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr(zipfile.ZipInfo("a.xml", (year, 1, 1, 0, 0, 0)), "x")
        made.append(without_times(target.getvalue()))
    assert made[0] == made[1]


def test_the_workbook_has_the_ledger_by_its_columns_and_names_the_rows(report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(report)))
    assert book.sheetnames == ["工作台账", "统计表", "数值所在行"]
    ledger = book["工作台账"]
    assert [c.value for c in ledger[2]] == ["序号", *(label for label, _ in LEDGER_COLUMNS)]
    assert ledger.max_row - 2 == len(report.ledger_rows)
    first = report.ledger_rows[0]
    assert ledger["C3"].value.date() == first.intake.received_at.date()
    lines = [[c.value for c in row] for row in book["数值所在行"].iter_rows(min_row=3)]
    counted = [
        line for line in lines if line[0].startswith("表 1 ") and isinstance(line[3], (int, float))
    ]
    assert counted
    for line in counted:
        assert count_of(line[4]) == line[3]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def count_of(text: str) -> int:
    """How many places `1、3—5` names."""
    total = 0
    for part in str(text).split("、"):
        first, _, last = part.partition("—")
        total += int(last or first) - int(first) + 1
    return total


def test_runs_of_places_are_short() -> None:
    assert (runs((1, 3, 4, 5, 9)), runs(()), runs((2,))) == ("1、3—5、9", "", "2")


def test_the_document_numbers_its_tables_and_says_its_sentences(report) -> None:
    document = Document(io.BytesIO(FORMATS["docx"].write(report)))
    texts = [p.text for p in document.paragraphs]
    assert [t for t in texts if t.startswith("表 ")] == [
        f"表 {n} {table.title}" for n, table in enumerate(report.tables, start=1)
    ]
    for section in report.sections:
        assert set(section.sentences) <= set(texts)
    assert set(report.notes) <= set(texts)
    filled = [table for table in report.tables if table.body]
    assert len(document.tables) == len(filled)
    assert [c.text for c in document.tables[0].rows[0].cells] == list(filled[0].head)


def test_csv_opens_in_a_spreadsheet_and_json_in_a_program(report) -> None:
    text = FORMATS["csv"].write(report).decode()
    assert text.startswith(BYTE_ORDER_MARK)
    lines = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK))))
    assert lines[0] == list(report.ledger.head)
    assert len(lines) - 1 == len(report.ledger_rows)
    record = json.loads(FORMATS["json"].write(report))
    counts = record["sections"][0]["tables"][0]
    received = next(i for i, row in enumerate(counts["rows"]) if row[0] == "收件")
    assert len(counts["counted_rows"][received][1]) == counts["rows"][received][1]


def test_every_linked_number_has_its_rows(report) -> None:
    linked = [c for t in report.tables for line in t.body for c in line if isinstance(c, Linked)]
    assert linked
    assert all(c.cell == len(c.rows) for c in linked if isinstance(c.cell, int))
