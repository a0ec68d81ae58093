"""A report before it becomes a page or a file: headings, sentences, tables of cells. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from forms_backend.office_files.official_document import Form
from forms_backend.reports.editions import Edition
from forms_backend.reports.facts import Row

Cell = str | int | date | None


@dataclass(frozen=True)
class Linked:
    """A cell whose figure leads to the rows that it counts: `figure` among those where `value`
    of `dimension` holds (None: all)."""

    cell: Cell
    figure: str
    rows: tuple[Row, ...]
    dimension: str | None = None
    value: str | None = None


class OnPaper(StrEnum):
    """How the rows of a table stand in a report that is sent; page and workbook show all of it."""

    LINES = "lines"
    APPENDIX = "appendix"
    NUMBERS = "numbers"
    """In the appendix, as the numbers in the first column alone."""
    PAIRS = "pairs"
    """As lines, two of the table beside one another."""
    WORDS = "words"
    """As one paragraph in the size of tables, the columns of a line behind one another."""


@dataclass(frozen=True)
class Narrow:
    """The few columns of a table that stand on paper, their widths in hundredths of the line, and
    how many of the first lines; None: all. `names_empty`: lines with nothing but noughts are named
    below the table and take no room in it."""

    columns: tuple[int, ...]
    widths: tuple[int, ...]
    most: int | None = None
    place: OnPaper = OnPaper.LINES
    names_empty: bool = False


@dataclass(frozen=True)
class Table:
    """A numbered table (表 1 …). Cells of `Linked` carry the rows they were counted from."""

    key: str
    title: str
    head: tuple[str, ...]
    body: tuple[tuple[Cell | Linked, ...], ...]
    total: tuple[Cell | Linked, ...] | None = None
    empty: str = "没有。"
    narrow: Narrow | None = None

    @property
    def plain_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells alone, the line of totals last."""
        lines = (*self.body, *((self.total,) if self.total else ()))
        return tuple(tuple(plain(cell) for cell in line) for line in lines)


def plain(cell: Cell | Linked) -> Cell:
    return cell.cell if isinstance(cell, Linked) else cell


def text_of(cell: Cell | Linked) -> str:
    """What a person reads in the cell."""
    value = plain(cell)
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Section:
    """A heading with sentences and tables below it. `key` is the same in every period, whatever
    stands before it: what people write for the section is kept by it. `explains`: how many of the
    first sentences say how it was counted, and stand on paper in the size of tables."""

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    explains: int = 0


@dataclass(frozen=True)
class Report:
    """A whole report. Two of the same period from the same ledger are equal."""

    title: str
    subtitle: str
    file_name: str
    cut: date
    sections: tuple[Section, ...]
    ledger: Table
    ledger_rows: tuple[Row, ...]
    """The rows of the ledger, in its order; every counted row is among them."""
    notes: tuple[str, ...]
    sender: str = ""
    """报送单位."""
    brief: tuple[str, ...] = ()
    """短报: the report in a few sentences."""
    edition: Edition = field(default_factory=Edition)
    """What people added; it changes no figure and is no part of the data files."""
    mark: str = ""
    """发文机关标志, where that unit may use a red head."""
    form: Form = Form.REPORT
    """文种: a 通报 goes down to the units, a 报告 upwards."""

    def places(self, rows: tuple[Row, ...]) -> tuple[int, ...]:
        """Where `rows` stand in the work ledger (序号)."""
        places = {r.intake.number: at for at, r in enumerate(self.ledger_rows, start=1)}
        return tuple(sorted(places[r.intake.number] for r in rows))

    @property
    def key_figures(self) -> Mapping[str, str]:
        """Counts and rates by their names."""
        return {
            text_of(line[0]): text_of(line[1])
            for table in self.tables
            if table.key in ("counts", "rates")
            for line in table.body
        }

    @property
    def section_keys(self) -> tuple[str, ...]:
        return tuple(section.key for section in self.sections)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(t for s in self.sections for t in s.tables)
