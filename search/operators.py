"""What a reader asks for beyond words: "exact phrase", −without, 案号:… 文号:… 案由:… 标题:…. Pure.

A twin must split the same text into the same parts: one scan, leftmost first, with the pattern below.
A piece of a page may look like an operator; see `Query.literal` for why it still finds its page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from search.analysis import HAN, fold, runs, skeleton


class FieldName(StrEnum):
    """A field that can be searched by itself: its key in documents.jsonl, `title` apart."""

    CASE_NUMBER = "case_number"
    DOCUMENT_NUMBER = "document_number"
    CAUSE = "cause"
    TITLE = "title"


LABELS = {
    "案号": FieldName.CASE_NUMBER,
    "文号": FieldName.DOCUMENT_NUMBER,
    "案由": FieldName.CAUSE,
    "标题": FieldName.TITLE,
}
NUMBER_FIELDS = (FieldName.CASE_NUMBER, FieldName.DOCUMENT_NUMBER)
_QUOTED = r'"[^"]+"|“[^“”]+”|「[^「」]+」|『[^『』]+』|＂[^＂]+＂'
_OPERATORS = re.compile(
    rf"(?P<label>{'|'.join(LABELS)})[:：]\s?(?P<value>{_QUOTED}|[^\s\"“「『＂]+)"
    rf"|(?<=\s)[-−－](?P<without>{_QUOTED}|(?=[A-Za-z{HAN}])[^\s\"“「『＂]+)"
    rf"|(?P<phrase>{_QUOTED})"
)
_NUMBER = re.compile(
    rf"\(?(?:19|20)[0-9]{{2}}\)? ?(?!年)[{HAN}][{HAN}0-9 ]{{1,14}}?[0-9]{{1,7}} ?号(?:之[一二三四五六七八九十0-9]{{1,2}})?"
    rf"|[{HAN}]{{1,12}} ?[〔\[(【](?:19|20)[0-9]{{2}}[〕\])】] ?[0-9]{{1,4}} ?号"
)


@dataclass(frozen=True)
class FieldTest:
    """A field that must hold a value."""

    name: FieldName
    value: str


@dataclass(frozen=True)
class Parts:
    """A typed text taken apart; `plain` is the rest, a space where an operator stood."""

    plain: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    fields: tuple[FieldTest, ...] = ()


def split_operators(text: str) -> Parts:
    """The parts of a text. Unbalanced quotes, empty operands and a text that only excludes are plain."""
    phrases: list[str] = []
    excluded: list[str] = []
    fields: list[FieldTest] = []
    plain: list[str] = []
    place = 0
    for match in _OPERATORS.finditer(text):
        operand = _unquoted(match["value"] or match["without"] or match["phrase"])
        if not runs(fold(operand)):
            continue
        plain.append(text[place : match.start()])
        place = match.end()
        if match["label"]:
            fields.append(FieldTest(LABELS[match["label"]], operand))
        elif match["without"]:
            excluded.append(operand)
        else:
            phrases.append(operand)
    plain.append(text[place:])
    rest = " ".join(plain)
    if excluded and not (phrases or fields or runs(fold(rest))):
        return Parts(text)
    return Parts(rest, tuple(phrases), tuple(excluded), tuple(fields))


def recognised_numbers(folded: str) -> tuple[str, ...]:
    """Case numbers（2023）京01民终123号 and document numbers 焦政法〔2020〕74号 in folded text, as skeletons."""
    return tuple(dict.fromkeys(skeleton(match.group()) for match in _NUMBER.finditer(folded)))


def _unquoted(operand: str) -> str:
    return operand[1:-1] if operand[0] in '"“「『＂' else operand
