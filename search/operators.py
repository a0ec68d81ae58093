"""What a reader asks for beyond words: "exact phrase", −without, 案号:… 文号:… 案由:… 标题:…. Pure.

A twin must split the same text into the same parts: one scan, leftmost first, with the pattern below.
A piece of a page may look like an operator; see `Query.literal` for why it still finds its page.

Quotation marks in a sentence are no operators: 老板说“没钱”不发工资怎么办 quotes somebody. They are only in
a query that is nothing but quoted phrases and a few words, apart by blanks; and no text that is long
enough to have been pasted has operators at all. What is quoted there makes a page stand out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from search.analysis import fold, runs, skeleton
from search.references import HAN, document_number_terms


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
FEW_CHARACTERS = 12
"""Beside quoted phrases: more is a sentence."""
PASTED = 60
"""Characters besides operands from which a text was pasted, not typed."""
NUMBER_FIELDS = (FieldName.CASE_NUMBER, FieldName.DOCUMENT_NUMBER)
_QUOTED = r'"[^"]+"|“[^“”]+”|「[^「」]+」|『[^『』]+』|＂[^＂]+＂'
_OPERATORS = re.compile(
    rf"(?P<label>{'|'.join(LABELS)})[:：]\s?(?P<value>{_QUOTED}|[^\s\"“「『＂]+)"
    rf"|(?<=\s)[-−－](?P<without>{_QUOTED}|(?=[A-Za-z{HAN}])[^\s\"“「『＂]+)"
    rf"|(?P<phrase>{_QUOTED})"
)
_APART = '"“”「」『』＂ \t\r\n\u3000'
_SENTENCE = re.compile("[，。！？；,!?;]")
_CASE_NUMBER = re.compile(
    rf"\(?(?:19|20)[0-9]{{2}}\)? ?(?!年)[{HAN}][{HAN}0-9 ]{{1,14}}?[0-9]{{1,7}} ?号(?:之[一二三四五六七八九十0-9]{{1,2}})?"
)


@dataclass(frozen=True)
class FieldTest:
    """A field that must hold a value."""

    name: FieldName
    value: str


@dataclass(frozen=True)
class Parts:
    """A typed text taken apart; `plain` is the rest, a space where an operator stood.

    `quoted` is what stands in quotation marks in a sentence and is part of `plain` as well.
    """

    plain: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    fields: tuple[FieldTest, ...] = ()
    quoted: tuple[str, ...] = ()


def split_operators(text: str) -> Parts:
    """The parts of a text. Unbalanced quotes, empty operands and a text that only excludes are plain."""
    rest = _OPERATORS.sub(" ", text)
    if len(skeleton(rest)) > PASTED:
        return Parts(text, quoted=_quoted(text))
    are_quotes_operators = _asks_for_phrases(text, rest)
    phrases: list[str] = []
    excluded: list[str] = []
    fields: list[FieldTest] = []
    plain: list[str] = []
    place = 0
    for match in _OPERATORS.finditer(text):
        if match["phrase"] and not are_quotes_operators:
            continue
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
    quoted = () if are_quotes_operators else _quoted(rest)
    return Parts(rest, tuple(phrases), tuple(excluded), tuple(fields), quoted)


def _asks_for_phrases(text: str, rest: str) -> bool:
    """Whether quoted phrases stand apart from what else was typed, and that is little."""
    return (
        len(skeleton(rest)) <= FEW_CHARACTERS
        and not _SENTENCE.search(rest)
        and not any(
            (text[: match.start()][-1:] + text[match.end() :][:1]).strip(_APART)
            for match in _OPERATORS.finditer(text)
            if match["phrase"]
        )
    )


def _quoted(text: str) -> tuple[str, ...]:
    found = (match["phrase"][1:-1] for match in _OPERATORS.finditer(text) if match["phrase"])
    return tuple(phrase for phrase in found if runs(fold(phrase)))


def recognised_numbers(folded: str) -> tuple[str, ...]:
    """Case numbers（2023）京01民终123号 in folded text as skeletons, document numbers 焦政法〔2020〕74号 as
    their terms (references.py)."""
    found = [*document_number_terms(folded), *map(skeleton, _CASE_NUMBER.findall(folded))]
    return tuple(dict.fromkeys(found))


def own_number(value: str) -> str:
    """How a page's own number, or another field, is compared: as `recognised_numbers` gives it."""
    return next(iter(document_number_terms(fold(value))), "") or skeleton(value)


def _unquoted(operand: str) -> str:
    return operand[1:-1] if operand[0] in '"“「『＂' else operand
