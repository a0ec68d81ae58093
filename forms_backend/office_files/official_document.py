"""公文: what stands on a paper of an office, from top to bottom, before it becomes a file. Pure.

The order of parts and the numbering are those of GB/T 9704-2012 (DOMAIN §6.3, §9.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_DIGITS = "〇一二三四五六七八九"


class Form(StrEnum):
    """文种. A 报告 goes upwards and names who signs; a 函 has a red head of its own."""

    REPORT = "报告"
    CIRCULAR = "通报"
    LETTER = "函"

    @property
    def goes_upwards(self) -> bool:
        return self is Form.REPORT


@dataclass(frozen=True)
class Heading:
    """A heading without its number, which follows from its place. `level` from 1 to 4."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """One paragraph."""

    text: str


@dataclass(frozen=True)
class Note:
    """A paragraph in the size of tables: lists of numbers, what a figure counts."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table: caption, head, lines; `widths` in hundredths of the line. The last line is a total
    where `has_total`."""

    caption: str
    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    has_total: bool = False

    def __post_init__(self) -> None:
        if sum(self.widths) != 100 or len(self.widths) != len(self.head):
            raise ValueError(f"widths of {self.caption}: {self.widths}")


Block = Heading | Text | Note | Grid


@dataclass(frozen=True)
class Appendix:
    """附件: begins on a page of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Issue:
    """版记: who gets a copy, who printed it and when. All empty: there is none."""

    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None


@dataclass(frozen=True)
class Paper:
    """One document. `mark`: 发文机关标志, in red, for units that may use it; empty: no red head.
    `recipient` without its colon; `sealed`: room for a seal over sender and date."""

    form: Form
    title: str
    sender: str
    dated: date
    blocks: tuple[Block, ...]
    subtitle: str = ""
    mark: str = ""
    reference: str = ""
    signer: str = ""
    recipient: str = ""
    appendices: tuple[Appendix, ...] = ()
    issue: Issue = Issue()
    sealed: bool = False


def chinese_ordinal(number: int) -> str:
    """一 to 九十九, for headings."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def written_date(day: date) -> str:
    """成文日期 without leading zeros: "2026年12月1日"."""
    return f"{day.year}年{day.month}月{day.day}日"


_NUMBERS = (
    lambda n: f"{chinese_ordinal(n)}、",
    lambda n: f"（{chinese_ordinal(n)}）",
    lambda n: f"{n}.",
    lambda n: f"（{n}）",
)
"""一、（一）1.（1）"""


def numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with the numbers of their headings written out, tables as 表1, 表2 …"""
    counters = [0] * len(_NUMBERS)
    tables = 0
    for block in blocks:
        if isinstance(block, Heading):
            at = block.level - 1
            counters[at] += 1
            counters[at + 1 :] = [0] * (len(counters) - at - 1)
            yield Heading(block.level, _NUMBERS[at](counters[at]) + block.text)
        elif isinstance(block, Grid):
            tables += 1
            yield Grid(
                f"表{tables}　{block.caption}",
                block.head,
                block.lines,
                block.widths,
                block.has_total,
            )
        else:
            yield block


def appendix_lines(appendices: Sequence[Appendix]) -> tuple[str, ...]:
    """附件说明 below the text: one line an appendix, numbered where there are several."""
    if len(appendices) == 1:
        return (f"附件：{appendices[0].title}",)
    return tuple(
        f"{'附件：' if at == 1 else '　　　'}{at}. {one.title}"
        for at, one in enumerate(appendices, start=1)
    )
