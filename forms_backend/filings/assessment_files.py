"""考评结果 as a paper and as a workbook: points by unit, and what each was given for. Pure."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from district.registers.filing_models import Assessment, Point
from forms_backend.filings import assessment_messages as texts
from forms_backend.filings.scoring import Result, Score, decimal
from forms_backend.office_files.official_document import (
    Block,
    Form,
    Grid,
    Heading,
    Paper,
    Text,
)
from forms_backend.office_files.official_layout import official_file
from forms_backend.office_files.spreadsheets import A4, harmless, lay_across, new_workbook
from forms_backend.office_files.word_files import without_times

UnitName = Callable[[str], str]
MOST_ITEMS = 10
"""So many numbers stand in a line of the paper; the workbook has all of them."""
_EVIDENCE_WIDTHS = (14, 16, 8, 8, 46, 60, 34)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Results:
    """What both files say."""

    assessment: Assessment
    ranked: Sequence[tuple[int, Result]]
    label: str
    """Of the period: `2026年第三季度`."""
    last: date
    sender: str

    @property
    def is_complete(self) -> bool:
        return all(one.is_complete for _, one in self.ranked)


def results_paper(results: Results, unit_name: UnitName) -> Paper:
    """A 通报 of the results, dated by the day after the period."""
    return Paper(
        Form.CIRCULAR,
        title=texts.PAPER_TITLE.format(name=results.assessment.name),
        subtitle=f"（{results.label}）",
        sender=results.sender,
        dated=results.last + _DAY,
        blocks=tuple(_blocks(results, unit_name)),
    )


def results_word(results: Results, unit_name: UnitName) -> bytes:
    """The .docx; equal results give equal bytes."""
    made_at = datetime.combine(results.last, datetime.min.time())
    return official_file(results_paper(results, unit_name), made_at)


def _blocks(results: Results, unit_name: UnitName) -> Iterator[Block]:
    assessment = results.assessment
    yield Heading(1, texts.PAPER_RESULT)
    said = texts.PAPER_RESULT_TEXT.format(count=len(results.ranked), whole=assessment.whole)
    first = [one for place, one in results.ranked if place == 1]
    if first and results.is_complete:
        units = "、".join(unit_name(one.unit) for one in first)
        said += texts.PAPER_FIRST.format(units=units, value=decimal(first[0].total))
    yield Text(said)
    if not results.is_complete:
        yield Text(texts.INCOMPLETE)
    lines = tuple((str(place), unit_name(one.unit), decimal(one.total)) for place, one in
                  results.ranked)  # fmt: skip
    yield Grid(texts.PAPER_TABLE, (texts.PLACE, texts.UNIT, texts.TOTAL), lines, (20, 50, 30))
    yield Heading(1, texts.PAPER_EVIDENCE)
    for _, one in results.ranked:
        yield Heading(2, unit_name(one.unit))
        for key, point in assessment.points.items():
            score = one.scores[key]
            yield Text(
                texts.PAPER_LINE.format(
                    name=point.name,
                    value=score.text,
                    score=point.score,
                    reason=score.reason,
                    evidence=_items(score),
                )
            )


def _items(score: Score) -> str:
    if not score.evidence:
        return ""
    named = "、".join(score.evidence[:MOST_ITEMS])
    if len(score.evidence) > MOST_ITEMS:
        named += texts.PAPER_MORE.format(count=len(score.evidence))
    return texts.PAPER_BY.format(items=named)


def results_workbook(results: Results, unit_name: UnitName) -> bytes:
    """Points by unit on one sheet, the evidence of each on another; equal results give equal
    bytes."""
    target = io.BytesIO()
    book = new_workbook(target)
    made_at = datetime.combine(results.last, datetime.min.time())
    book.set_properties({"title": results.assessment.name, "created": made_at})
    bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#E8EDF4"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    points = results.assessment.points
    head = (
        texts.PLACE, texts.UNIT,
        *(f"{point.name}（{point.score}）" for point in points.values()), texts.TOTAL,
    )  # fmt: skip
    body = [
        (
            place,
            unit_name(one.unit),
            *(_number(one.scores[key]) for key in points),
            float(decimal(one.total)),
        )
        for place, one in results.ranked
    ]
    widths = (6, 16, *(12 for _ in points), 10)
    _sheet(book, texts.SHEET_SCORES, head, body, widths, (bold, cell))
    evidence = [
        line
        for _, one in results.ranked
        for key, point in points.items()
        for line in _evidence(unit_name(one.unit), point, one.scores[key])
    ]
    _sheet(
        book, texts.SHEET_EVIDENCE, texts.EVIDENCE_COLUMNS, evidence, _EVIDENCE_WIDTHS, (bold, cell)
    )
    book.close()
    return without_times(target.getvalue())


def _evidence(unit: str, point: Point, score: Score) -> Iterator[tuple[object, ...]]:
    """A row for each number, since a cell holds 32,767 characters; what is added up or read once stands
    in the first alone."""
    for place, item in enumerate(score.evidence or ("",)):
        if place == 0:
            yield (
                unit, point.name, point.score, _number(score), score.reason, item, point.basis
            )  # fmt: skip
        else:
            yield (unit, point.name, "", "", "", item, "")


def _number(score: Score) -> float | str:
    """One decimal is exact enough for a sheet; what was not given is words."""
    return score.text if score.value is None else float(decimal(score.value))


def _sheet(
    book: Any,
    name: str,
    head: Sequence[str],
    body: Sequence[Sequence[object]],
    widths: Sequence[int],
    looks: tuple[Any, Any],
) -> None:
    bold, cell = looks
    sheet = book.add_worksheet(name)
    lay_across(sheet, A4)
    sheet.freeze_panes(1, 2)
    for column, (label, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, harmless(label), bold)
    for row, line in enumerate(body, start=1):
        for column, value in enumerate(line):
            if isinstance(value, int | float):
                sheet.write_number(row, column, value, cell)
            else:
                sheet.write_string(row, column, harmless(str(value)), cell)
