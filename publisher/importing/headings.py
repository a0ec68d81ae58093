"""Headings as offices write them: by style, 【…】, 一、（一）, a bold line, larger letters, 基本案情：."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from publisher.importing.original import Block, Paragraph

LONGEST = 40
"""Characters of a heading; what is longer is a sentence."""

_BRACKETS = re.compile(
    r"^[【〖\[［]\s*+([^【】〖〗\[\]］]{2,30}?)\s*+[】〗\]］]\s*+[:：]?\s*+(.*)$", re.DOTALL
)
_CHAPTER = re.compile(
    r"^(第[一二三四五六七八九十百]+[章节部分]+|[一二三四五六七八九十]{1,3}[、.．]|[一二三四五六七八九十]{1,3}\s(?=\S))\s*(.+)$"
)
_PART = re.compile(r"^([（(][一二三四五六七八九十]{1,3}[）)])\s*[、.．]?\s*(.+)$")
_NUMBER = re.compile(r"^(\d{1,2}[、.．]|[（(]\d{1,2}[）)]|\d{1,2}(?:\.\d{1,2}){1,3})\s*(.+)$")
_BARE = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[章节部分]+|[一二三四五六七八九十]{1,3}[、.．\s]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．])\s*"
)
_RUN_IN = re.compile(
    r"^(?:\*\*)?([^：:。，,\n*]{2,14})(?:\*\*)?\s*[：:]\s*+(?:\*\*)?\s*+(\S.*)$", re.DOTALL
)
_FRAME = ("前言", "引言", "导言", "导语", "序言", "结语", "结束语", "附录", "后记")
"""What stands before and behind the numbered parts of a white paper."""
_SENTENCE_END = tuple("。；;，,！!…")


@dataclass(frozen=True)
class Heading:
    """`name` without number, brackets and colon; `shown` as it is written; `level`: 2 for what the
    document is divided into, 3 for parts of it, 0 for its title. `known`: some form has a section of
    this name. `size`, `centred`, `spaced` as in `Paragraph`."""

    name: str
    shown: str
    level: int
    known: bool = False
    size: float = 0.0
    centred: bool = False
    spaced: str = ""


Item = Heading | Block


def bare(text: str) -> str:
    """A heading without number, brackets and colon: 「一、基本案情：」 → 基本案情."""
    found = _BRACKETS.match(text.strip())
    words = found[1] if found and not found[2] else text.strip()
    return re.sub(r"\s+", "", _BARE.sub("", words)).strip("【】*＊■●◆▲★☆ ").rstrip("：:。 ")


def with_headings(blocks: Sequence[Block], known: Collection[str]) -> list[Item]:
    """`blocks` with each paragraph that is a heading as one; a run-in heading leaves the rest of its
    paragraph as text behind it. Levels are ranked by the signs that this document uses."""
    size = _body_size(blocks)
    found: list[tuple[Item, str]] = []
    for block in blocks:
        if isinstance(block, Paragraph) and not block.ready:
            found += [(_looking_as(item, block), sign) for item, sign in _read(block, known, size)]
        elif isinstance(block, Paragraph) and block.level is not None:
            found.append((_heading(block.plain, block.plain, known), f"style{block.level}"))
        else:
            found.append((block, ""))
    levels = _levels({sign for item, sign in found if isinstance(item, Heading)})
    return [
        replace(item, level=2 if item.known and sign != "title" else levels[sign])
        if isinstance(item, Heading)
        else item
        for item, sign in found
    ]


def _levels(signs: Collection[str]) -> dict[str, int]:
    """Which signs stand for sections and which for parts of sections."""
    order = [
        s
        for s in (
            "style1",
            "style2",
            "style3",
            "style4",
            "style5",
            "style6",
            "style7",
            "style8",
            "style9",
        )
        if s in signs
    ]
    order += [s for s in ("bracket", "chapter", "large") if s in signs]
    levels = {"title": 0, "known": 2}
    by_style = bool(order) and order[0].startswith("style")
    for sign in order:
        plain = sign in ("bracket", "chapter", "large") and not by_style
        levels[sign] = 2 if sign == order[0] or plain else 3
    levels["part"] = 3 if order else 2
    levels["bold"] = 3 if order or "part" in signs else 2
    levels["number"] = 3 if order or "part" in signs or "bold" in signs else 2
    return levels


def _body_size(blocks: Sequence[Block]) -> float:
    sizes: Counter[float] = Counter()
    for block in blocks:
        if isinstance(block, Paragraph) and block.size:
            sizes[block.size] += len(block.plain)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _heading(name: str, shown: str, known: Collection[str]) -> Heading:
    plain = bare(name)
    return Heading(plain, shown.strip(), 2, plain in known)


def _looking_as(item: Item, block: Paragraph) -> Item:
    if not isinstance(item, Heading):
        return item
    spaced = block.spaced if item.shown == block.plain.strip() else ""
    return replace(item, size=block.size, centred=block.centred, spaced=spaced)


def _read(block: Paragraph, known: Collection[str], size: float) -> list[tuple[Item, str]]:
    plain = block.plain.strip()
    if block.level == 0:
        return [(Heading(plain, plain, 0), "title")]
    if block.level and len(plain) <= 2 * LONGEST:
        return [(_heading(plain, plain, known), f"style{block.level}")]
    brackets = _BRACKETS.match(plain)
    if brackets and (bare(brackets[1]) in known or not brackets[2]):
        return _split(block, brackets[1], brackets[2], known, "bracket")
    run_in = _RUN_IN.match(plain)
    if run_in and bare(run_in[1]) in known:
        return _split(block, run_in[1], run_in[2], known, "known")
    is_whole = block.bold and plain.find("。") == len(plain) - 1
    is_whole = is_whole and bool(_CHAPTER.match(plain) or _PART.match(plain))
    short = len(plain) <= LONGEST and (is_whole or not plain.endswith(_SENTENCE_END))
    if not short:
        return [(block, "")]
    if bare(plain) in known:
        return [(_heading(plain, plain, known), "known")]
    if block.item:
        return [(block, "")]
    if bare(plain) in _FRAME and (block.bold or block.centred):
        return [(_heading(plain, plain, known), "chapter")]
    larger = bool(size) and block.size >= size + 1
    for sign, pattern in (("chapter", _CHAPTER), ("part", _PART)):
        if pattern.match(plain):
            return [(_heading(plain, plain, known), sign)]
    if plain.endswith(("：", ":")) or "：" in plain[:-1]:
        return [(block, "")]
    if larger:
        return [(_heading(plain, plain, known), "large")]
    if block.bold and not _NUMBER.match(plain):
        return [(_heading(plain, plain, known), "bold")]
    if block.bold:
        return [(_heading(plain, plain, known), "number")]
    return [(block, "")]


def _split(
    block: Paragraph, name: str, rest: str, known: Collection[str], sign: str
) -> list[tuple[Item, str]]:
    """A heading, and what follows it in the same paragraph."""
    head: list[tuple[Item, str]] = [(_heading(name, name, known), sign)]
    if not rest.strip():
        return head
    text = block.text
    cut = re.match(r"^[\s*\\【〖\[［]*" + re.escape(name) + r"[\s*\\】〗\]］]*[:：]?[\s*]*", text)
    kept = text[cut.end() :] if cut else rest
    if kept.count("**") % 2:
        kept = kept.replace("**", "", 1)
    return [
        *head,
        (replace(block, text=kept.strip(), plain=rest.strip(), bold=False, level=None), ""),
    ]
