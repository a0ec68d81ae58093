"""A report as a paper to send: few columns upright, rows in an appendix. Pure.

A month of 300 matters stands on at most six pages; every row stands in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby, zip_longest

from forms_backend.office_files.official_document import (
    Appendix,
    Block,
    Grid,
    Heading,
    Note,
    Paper,
    Text,
)
from forms_backend.reports.editions import CLOSING, Edition, note_key
from forms_backend.reports.figures import MEASURES
from forms_backend.reports.lists import CONFIDENTIAL
from forms_backend.reports.rates import RATES
from forms_backend.reports.report_parts import (
    Cell,
    Linked,
    Narrow,
    OnPaper,
    Report,
    Section,
    Table,
    text_of,
)

RATES_TABLE = "rates"
APPENDIX = "有关清单和统计口径"
NONE_OF_IT = "{title}：没有。"
SEE_APPENDIX = "{title}共 {count} 件，见附件。"
REST = "表中列前 {most} 项，其余 {rest} 项见统计表（Excel）。"
REST_IN_WORDS = "其余 {rest} 项见统计表（Excel）"
REST_OF_LIST = "表中列超期最久的 {most} 件，其余 {rest} 件："
REST_OF_NUMBERS = "其余 {rest} 件的编号见同一期的统计表（Excel）。"
NOT_IN_TABLE = "{title}中各栏都是零、没有列出的：{names}。"
CONFIDENTIAL_TOO = "另有保密件 {count} 件。"
METHODS, COUNTED, NOTES = "统计口径", "各项数字：", "说明"
MOST_NUMBERS = 60
"""So many numbers of a list are named behind its table; the workbook has all."""
_DAY = timedelta(days=1)


def paper_of(report: Report) -> Paper:
    """The report with what people added to it, dated by the day after its period."""
    own = report.edition.by_section(report.section_keys)
    sender = own.texts.get("sender", report.sender)
    return Paper(
        report.form,
        title=report.title,
        subtitle=f"（{report.subtitle}）",
        sender=sender,
        # Another sender has no red head of this one.
        mark=report.mark if sender == report.sender else "",
        recipient=own.texts.get("recipient", ""),
        signer=own.texts.get("signer", ""),
        dated=report.cut + _DAY,
        blocks=(*body_blocks(report.sections, own), *_closing(own)),
        appendices=(appendix_of(report),),
    )


def heading_of(section: Section) -> Heading:
    """The title without its number, which the paper gives by place."""
    return Heading(1, section.title.partition("、")[2] or section.title)


def body_blocks(sections: Iterable[Section], own: Edition) -> Iterator[Block]:
    """Sentences and narrow tables, then what was written for the section; of what stands in the
    appendix how many there are."""
    for section in sections:
        yield heading_of(section)
        yield from section_blocks(section)
        yield from map(Text, own.paragraphs(note_key(section.key)))


def _closing(own: Edition) -> Iterator[Block]:
    for key, title in CLOSING.items():
        if own.paragraphs(key):
            yield Heading(1, title)
            yield from map(Text, own.paragraphs(key))


def section_blocks(section: Section) -> Iterator[Block]:
    """What stands below the heading of one section."""
    explained, said = section.sentences[: section.explains], section.sentences[section.explains :]
    if [t.key for t in section.tables] != [RATES_TABLE]:
        # Of rates alone the table says the same line by line.
        yield from map(Text, said)
    yield from map(Note, explained)
    apart = []
    for table in section.tables:
        place = _narrow(table).place
        if _is_apart(table):
            wording = SEE_APPENDIX if table.body else NONE_OF_IT
            apart.append(wording.format(title=table.title, count=len(table.body)))
        elif table.body and (len(table.body) > 1 or table.total is None):
            yield from (Note(_in_words(table)),) if place is OnPaper.WORDS else _lines(table)
    if apart:
        yield Text("".join(apart))


def _is_apart(table: Table) -> bool:
    return _narrow(table).place in (OnPaper.APPENDIX, OnPaper.NUMBERS)


def _narrow(table: Table) -> Narrow:
    count = len(table.head)
    widths = (100 - 100 // count * (count - 1), *(100 // count for _ in range(count - 1)))
    return table.narrow or Narrow(tuple(range(count)), widths)


def _lines(table: Table) -> Iterator[Block]:
    narrow = _narrow(table)
    counted = [line for line in table.body if not (narrow.names_empty and _is_empty(table, line))]
    shown = counted[: narrow.most]
    lines = [*shown, *((table.total,) if table.total else ())]
    if lines:
        head = tuple(table.head[at] for at in narrow.columns)
        cells = tuple(tuple(text_of(line[at]) for at in narrow.columns) for line in lines)
        if narrow.place is OnPaper.PAIRS:
            yield Grid(table.title, head * 2, tuple(_pairs(cells)), narrow.widths * 2)
        else:
            yield Grid(table.title, head, cells, narrow.widths, has_total=table.total is not None)
    if len(counted) < len(table.body):
        empty = (text_of(line[0]) for line in table.body if line not in counted)
        yield Note(NOT_IN_TABLE.format(title=table.title, names="、".join(empty)))
    rest = counted[len(shown) :]
    if rest and narrow.place is OnPaper.LINES:
        yield Note(REST.format(most=narrow.most, rest=len(rest)))
    elif rest:
        said = REST_OF_LIST.format(most=narrow.most, rest=len(rest))
        yield Note(said + numbers_text((text_of(line[0]) for line in rest), MOST_NUMBERS))


def _pairs(lines: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The first half of the lines, each with the one of the other half beside it."""
    half = -(-len(lines) // 2)
    blank = ("",) * len(lines[0])
    for left, right in zip_longest(lines[:half], lines[half:], fillvalue=blank):
        yield (*left, *right)


def _is_empty(table: Table, line: Sequence[Cell | Linked]) -> bool:
    """Whether every figure on paper is nought, or a rate of nothing."""
    cells = [text_of(line[at]) for at in _narrow(table).columns[1:]]
    return all(cell in ("", "0") or cell.startswith("—") for cell in cells)


def _in_words(table: Table) -> str:
    """`按属地（收件／办结）：街道 3／2；合计 3／2。`"""
    narrow = _narrow(table)
    shown = table.body[: narrow.most]
    rest = len(table.body) - len(shown)
    said = [
        f"{text_of(line[0])} " + "／".join(text_of(line[at]) for at in narrow.columns[1:])
        for line in (*shown, *((table.total,) if table.total else ()))
    ]
    if rest:
        said.append(REST_IN_WORDS.format(rest=rest))
    head = "／".join(table.head[at] for at in narrow.columns[1:])
    return f"{table.title}（{head}）：" + "；".join(said) + "。"


def numbers_text(numbers: Iterable[str], most: int | None = None) -> str:
    """`TS202611：000001 000004；ZX202611：000002。`, how many more than `most` there are, and how many
    confidential ones have none. Blanks between them: a line must not end within a number."""
    ordered = sorted(numbers)
    known = [n for n in ordered if n != CONFIDENTIAL]
    hidden, named = len(ordered) - len(known), known[:most]
    groups = (
        f"{prefix}：" + " ".join(number.rpartition("-")[2] for number in group)
        for prefix, group in groupby(named, key=lambda n: n.rpartition("-")[0])
    )
    said = "；".join(groups)
    rest = len(known) - len(named)
    return (
        (f"{said}。" if said else "")
        + (REST_OF_NUMBERS.format(rest=rest) if rest else "")
        + (CONFIDENTIAL_TOO.format(count=hidden) if hidden else "")
    )


def appendix_of(report: Report) -> Appendix:
    """The lists, then what each figure counts, then the notes."""
    blocks: list[Block] = []
    for table in report.tables:
        if not _is_apart(table) or not table.body:
            continue
        blocks.append(Heading(1, f"{table.title}（{len(table.body)} 件）"))
        if _narrow(table).place is OnPaper.NUMBERS:
            numbers = (text_of(line[0]) for line in table.body)
            blocks.append(Note(numbers_text(numbers, _narrow(table).most)))
        else:
            blocks.extend(_lines(table))
    blocks.append(Heading(1, METHODS))
    blocks.extend(Note(f"{rule.label}：{rule.explanation}。") for rule in RATES)
    blocks.append(Note(COUNTED + "；".join(f"{m.label}，{m.explanation}" for m in MEASURES) + "。"))
    blocks.extend(Note(note) for note in report.notes)
    return Appendix(APPENDIX, tuple(blocks))
