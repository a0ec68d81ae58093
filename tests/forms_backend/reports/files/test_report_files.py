"""The files of a report: the same bytes each time, readable by others, harmless to a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from docx import Document
from hypothesis import Phase, find, settings

from forms_backend.ledger.chain import PublishedHead
from forms_backend.office_files.word_files import without_times
from forms_backend.reports.compose import Material, compose
from forms_backend.reports.files.formats import FORMATS
from forms_backend.reports.files.paper import numbers_text, paper_of
from forms_backend.reports.files.plain_files import BYTE_ORDER_MARK
from forms_backend.reports.files.workbook import runs
from forms_backend.reports.lists import CONFIDENTIAL, LEDGER_COLUMNS
from forms_backend.reports.periods import ReportKind, before, period_with
from forms_backend.reports.replaying import rows_at
from forms_backend.reports.report_parts import Linked, OnPaper, Report, text_of
from tests.forms_backend.office_files.gb9704 import problems
from tests.forms_backend.office_files.paper_pages import pages_at_most
from tests.forms_backend.reports.full_month import full_month
from tests.forms_backend.reports.report_material import LABELS, START, ledgers, life

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
    settings=settings(
        max_examples=2000, database=None, derandomize=True, deadline=None, phases=[Phase.generate]
    ),
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


def test_the_document_says_its_sentences_and_shows_few_columns(report) -> None:
    document = Document(io.BytesIO(FORMATS["docx"].write(report)))
    texts = [p.text for p in document.paragraphs]
    for section in report.sections:
        # The table of rates says the same.
        assert section.key == "quality" or set(section.sentences) <= set(texts)
    assert set(report.notes) <= set(texts)
    headings = [t for t in texts if re.match("[一二三四五]、", t)]
    assert headings[:5] == [section.title for section in report.sections]
    assert max(len(table.columns) for table in document.tables) <= 6
    counts = document.tables[0]
    assert [c.text for c in counts.rows[0].cells] == ["指标", "本期", "上期"] * 2
    lines = [[c.text for c in row.cells] for row in counts.rows[1:]]
    on_paper = {tuple(line[at : at + 3]) for line in lines for at in (0, 3)} - {("", "", "")}
    known = {tuple(map(text_of, line[:3])) for line in report.tables[0].body}
    assert on_paper == {line for line in known if line[1:] != ("0", "0")} != known
    [named] = [t for t in texts if "各栏都是零、没有列出的：" in t and t.startswith("主要数据")]
    names = named.partition("没有列出的：")[2].removesuffix("。").split("、")
    assert set(names) == {name for name, *figures in known if figures == ["0", "0"]}


def big_month() -> Report:
    """300 matters in a month, a third of them done, a sixth late, of fifteen categories."""
    intakes, events = [], []
    for n in range(300):
        start = START + timedelta(days=30 + n % 29, hours=n % 8)
        picks = [n] + [(n * 7 + k * 13) % (120 if n % 3 else 20) for k in range(n % 14)]
        one, own = life(f"TS202610-{n + 1:06d}", start, picks, confidential=n % 40 == 0)
        intakes.append(replace(one, category=f"category-{n % 15}", form_id="complaint"))
        events += own
    events.sort(key=lambda e: e.at)
    rows = rows_at(intakes, events, OCTOBER.cut)
    earlier = before(ReportKind.MONTHLY, OCTOBER)
    return compose(
        Material(
            ReportKind.MONTHLY, OCTOBER, rows, earlier, rows_at(intakes, events, earlier.cut),
            PublishedHead(9, "cd" * 32), "示例区", sender="中共示例区委政法委员会",
        ),
        LABELS,
    )  # fmt: skip


def test_a_month_of_300_stands_on_six_pages_in_the_measures_of_the_standard() -> None:
    report = big_month()
    assert len(report.ledger_rows) >= 299
    content = FORMATS["docx"].write(report)
    assert problems(content) == []
    assert pages_at_most(paper_of(report)) <= 6
    text = "".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    listed = sum(text.count(f"{n:06d}") for n in range(1, 301))
    counted = sum(map(int, re.findall(r"其余 (\d+) 件的编号见同一期的统计表", text)))
    grids = {c.text for t in Document(io.BytesIO(content)).tables for c in t.columns[0].cells}
    apart = (OnPaper.APPENDIX, OnPaper.NUMBERS)
    shown = [t for t in report.tables if t.narrow and t.narrow.place in apart]
    assert len(shown) == 3
    hidden = sum(line[0] == CONFIDENTIAL for t in shown for line in t.body)
    late = sum(name.startswith("TS") for name in grids)
    assert listed + counted + late + hidden >= sum(len(t.body) for t in shown)


@pytest.mark.parametrize("late", [0, 60, 145])
def test_six_pages_hold_the_month_of_a_district_that_has_every_section(late: int) -> None:
    report = full_month(late)
    content, paper = FORMATS["docx"].write(report), paper_of(report)
    assert problems(content) == []
    assert pages_at_most(paper) <= 6
    assert {"registers", "filings"} <= set(report.section_keys)
    assert {"assists", "targets"} <= {table.key for table in report.tables}
    text = "".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    for table in report.tables:
        for line in table.body if table.key == "registers" else ():
            assert f"{line[0]} " + "／".join(text_of(cell) for cell in line[1:]) in text
    if late > 16:
        assert f"表中列超期最久的 16 件，其余 {late - 16} 件：" in text
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(report)))
    numbers = {c.value for c in book["工作台账"]["B"]}
    assert {r.intake.number for r in report.ledger_rows if not r.intake.hidden} <= numbers


def test_numbers_stand_together_by_their_month_and_hidden_ones_are_counted() -> None:
    numbers = ["TS202610-000003", CONFIDENTIAL, "TS202610-000001", "ZX202610-000002"]
    assert numbers_text(numbers) == "TS202610：000001 000003；ZX202610：000002。另有保密件 1 件。"
    assert numbers_text(numbers, 2) == (
        "TS202610：000001 000003。其余 1 件的编号见同一期的统计表（Excel）。另有保密件 1 件。"
    )
    assert numbers_text([]) == ""
    assert numbers_text([CONFIDENTIAL]) == "另有保密件 1 件。"


@pytest.mark.parametrize("kind", ReportKind)
def test_every_kind_of_report_is_an_official_paper(kind: ReportKind) -> None:
    period = period_with(kind, date(2026, 10, 5))
    rows = rows_at(*LEDGER, period.cut)
    head = PublishedHead(9, "cd" * 32)
    made = compose(
        Material(kind, period, rows, before(kind, period), (), head, "示例区", sender="区委"),
        LABELS,
    )
    assert problems(FORMATS["docx"].write(made)) == []
    assert (paper_of(made).dated - period.last).days == 1


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
