"""A section that no heading names: the judgment at the end of the facts, a form filled in a table."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from district.import_formats import Format
from district.models import SectionTemplate
from publisher.importing.headings import Heading, Item, bare
from publisher.importing.labels import LABELS
from publisher.importing.original import Block, Paragraph, Table, escaped

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”）)]*")
_OPENING = 14
"""Characters of the sentence that are told."""


def with_unheaded(
    items: Sequence[Item], form: Format, template: SectionTemplate
) -> tuple[list[Item], list[str]]:
    """`items` with a heading before the last sentences of a section that tell what a required one after
    it should (法院经审理认为……), and what was divided so, one sentence each."""
    made, told = list(items), list[str]()
    there = {form.section_of(i.name) for i in items if isinstance(i, Heading)}
    for part in template:
        phrases = form.openings.get(part.name, ())
        if not part.required or part.name in there or not phrases:
            continue
        opening = re.compile("|".join(map(_pattern, phrases)))
        named = [form.section_of(i.name) if isinstance(i, Heading) else None for i in made]
        before = [one.name for one in template[: template.index(part)] if one.name in named]
        tried = (_divided(made, named.index(one), part.name, opening) for one in reversed(before))
        if found := next(filter(None, tried), None):
            made, words, above = found
            told.append(
                f"没有「{part.name}」的标题：从“{words}……”起由「{above}」分到「{part.name}」，请核对"
            )
    return made, told


def _pattern(phrase: str) -> str:
    """法院…判决 → both words with a few others between."""
    return "[^。；]{0,24}?".join(map(re.escape, phrase.split("…")))


def _divided(
    items: list[Item], first: int, name: str, opening: re.Pattern[str]
) -> tuple[list[Item], str, str] | None:
    """The items with the section at `first` divided, the first words of what was taken out of it, and
    how it is called; None when nothing in it tells a decision, or all of it does."""
    end = next(
        (n for n in range(first + 1, len(items)) if isinstance(items[n], Heading)), len(items)
    )
    place, start = end, 0
    for number in range(end - 1, first, -1):
        item = items[number]
        at = _start_in(item.plain, opening) if isinstance(item, Paragraph) else None
        if at is None:
            if place < end:
                break
            continue
        if place < end and start:
            break
        place, start = number, at
    if place == end or (place == first + 1 and not start):
        return None
    item = items[place]
    assert isinstance(item, Paragraph)
    parts = _cut(item, start) if start else ([], [item])
    if parts is None:
        return None
    head = items[first]
    above = head.name if isinstance(head, Heading) else ""
    words = item.plain[start : start + _OPENING]
    heading = Heading(name, name, 2, True)
    return [*items[:place], *parts[0], heading, *parts[1], *items[place + 1 :]], words, above


def _start_in(plain: str, opening: re.Pattern[str]) -> int | None:
    """Where in a paragraph the last row of sentences begins that tell a decision: at the first one that
    weighs (认为) if there is such."""
    sentences = [(m.start(), m[0]) for m in _SENTENCE.finditer(plain)]
    telling = [bool(opening.search(words)) for _, words in sentences]
    if not any(telling):
        return None
    last = len(telling) - 1 - telling[::-1].index(True)
    weighing = [n for n in range(last + 1) if telling[n] and "认为" in sentences[n][1]]
    begin = weighing[0] if weighing else last
    while begin and telling[begin - 1]:
        begin -= 1
    return sentences[begin][0]


def _cut(item: Paragraph, start: int) -> tuple[list[Item], list[Item]] | None:
    """A paragraph in two, None where its marks do not let it be divided there."""
    mark = escaped(item.plain[start : start + _OPENING])
    at = item.text.find(mark)
    if at < 0 or item.text.count(mark) > 1 or item.text[:at].count("**") % 2:
        return None
    before = replace(item, text=item.text[:at].rstrip(), plain=item.plain[:start].rstrip())
    after = replace(item, text=item.text[at:], plain=item.plain[start:])
    return [before], [after]


def without_filled_tables(blocks: Sequence[Block], known: Collection[str]) -> list[Block]:
    """A form filled in a table of two columns (案例名称 | …, 基本案情 | …) as lines and sections."""
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and _is_filled_form(block, known):
            for row in block.rows:
                made += _filled(row, known)
        else:
            made.append(block)
    return made


def _cells(row: Sequence[str]) -> list[str]:
    """The cells of a row, those that were one in the original once."""
    return [cell for place, cell in enumerate(row) if not place or cell != row[place - 1]]


def _name(cell: str) -> str:
    return bare(re.sub(r"[*\s]|<br>", "", cell))


def _is_filled_form(table: Table, known: Collection[str]) -> bool:
    rows = [cells for row in table.rows if len(cells := _cells(row)) > 1]
    named = [cells for cells in rows if _name(cells[0]) in known or _name(cells[0]) in LABELS]
    sections = sum(_name(cells[0]) in known for cells in rows)
    return sections >= 2 and 2 * len(named) >= len(table.rows)


def _filled(row: Sequence[str], known: Collection[str]) -> list[Block]:
    cells = _cells(row)
    name = _name(cells[0])
    if len(cells) > 1 and name in known:
        made: list[Block] = [Paragraph(name, name, level=2)]
        for words in cells[1:]:
            made += [Paragraph(w, _plain(w)) for w in words.split("<br>") if w.strip()]
        return made
    pairs = list(zip(cells[::2], [*cells[1::2], ""], strict=False))
    return [
        Paragraph(f"{_name(a)}：{b}", f"{_name(a)}：{_plain(b)}") if b else Paragraph(a, _plain(a))
        for a, b in pairs
        if a.strip() or b.strip()
    ]


def _plain(words: str) -> str:
    return words.replace("**", "").replace("\\", "").replace("<br>", "")
