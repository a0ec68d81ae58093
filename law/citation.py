"""Finds citations of laws (法条引用) in prose, by the grammar of DOMAIN §6.2.

A reference (第N条 …) belongs to the name right before it, to the law that 该法, 同条例 … point back
to, or, within a sentence, to the last law named. What looks like a reference and belongs to
none is told as loose, what cannot be read as unread: nothing passes in silence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from law.instrument import Instrument
from law.mentions import BareNames, Name, marked_names, short_forms
from law.names import key_of
from law.references import Article, Chain, Place, chains
from law.registry import Registry
from law.wording import (
    BETWEEN_NAME_AND_REFERENCE,
    BOOK_AT_END,
    ENDING_OF_NAME,
    ENDS_OF_LINKS,
    GENERIC,
    ITEM_MARK,
    LONGEST_LINK,
    OWN_DOCUMENT,
    POINTER,
    POINTER_HINT,
    PUNCTUATION,
    REACH_BACK,
    SAME_ARTICLE,
    SENTENCE_END,
    SKIPPED,
    fits,
    is_list,
    is_next_item,
)


@dataclass(frozen=True)
class Citation:
    """One citation: `law` as its full title where it is known, else as written.

    `articles_text` is what follows the name, as written (第五百七十七条、第五百七十九条), or empty
    when a text only names the law; `places` are what it consists of. `year`: the version, as in
    《公司法》（2018年修正）. `position` and `end` count characters from the start of the text.
    `name`: as written; `is_early`: by a short form that the text explains only further down.
    """

    law: str
    articles_text: str
    articles: tuple[Article, ...]
    line: int
    position: int
    year: int | None = None
    end: int = -1
    places: tuple[Place, ...] = ()
    name: str = ""
    instrument: Instrument | None = field(default=None, compare=False)
    is_former: bool = False
    is_early: bool = False
    named_at: int = -1

    def __str__(self) -> str:
        return f"《{self.law}》{self.articles_text}"


class Loose(NamedTuple):
    """A reference that belongs to no law (`text` as written), or of which a part cannot be read."""

    text: str
    line: int
    position: int
    is_unread: bool = False
    pointer: str = ""
    """该法, 本条例 …: the word that points back to a law that the text does not name."""


@dataclass(frozen=True)
class Reading:
    """What a text cites. `short`: the short forms that it introduces itself, by key."""

    citations: tuple[Citation, ...]
    loose: tuple[Loose, ...]
    short: tuple[str, ...] = ()


def citations(
    text: str, registry: Registry, first_line: int = 1, day: date | None = None
) -> tuple[Citation, ...]:
    """Every citation in `text`, in order; `text` begins at line `first_line` of its file.

    Firms' own documents (《考勤管理办法》第三条, 《催告函》) are no citations. `day`: on which the
    names are understood (劳动争议解释（二）was another one before 2021).
    """
    return read(text, registry, first_line, day).citations


def read(
    text: str,
    registry: Registry,
    first_line: int = 1,
    day: date | None = None,
    line_of: Callable[[int], int] | None = None,
) -> Reading:
    """Every citation in `text` and what looks like one and is none. `line_of`: the line of the file at
    a position of `text`, where its lines are not those of the file."""
    if "《" not in text and "条" not in text and "<" not in text and "〈" not in text:
        return Reading((), ())
    reader = _Reader(text, registry, day, line_of or _Lines(text, first_line).of)
    reader.read()
    found = sorted(reader.found, key=lambda c: c.position)
    loose = sorted(reader.loose, key=lambda c: c.position)
    return Reading(tuple(found), tuple(loose), tuple(reader.short))


class _Lines:
    """Line numbers by position."""

    def __init__(self, text: str, first: int) -> None:
        self._ends = [*accumulate(map(len, re.findall(r"[^\n]*+(?:\n|\Z)", text)))]
        self._first = first

    def of(self, position: int) -> int:
        return self._first + bisect_right(self._ends, position)


class _Reader:
    """One pass over a text: names, then references in their order."""

    def __init__(
        self, text: str, registry: Registry, day: date | None, line_of: Callable[[int], int]
    ) -> None:
        self.text = text
        self.line_of = line_of
        self.registry = registry
        self.names = marked_names(text, registry, day)
        self.short = short_forms(text, self.names)
        self.bare = BareNames(registry, day, self.short)
        self.ends = [name.end for name in self.names]
        self.found: list[Citation] = []
        self.loose: list[Loose] = []
        self.used: set[int] = set()
        self.last: Name | None = None
        """The law of the reference before, with the end of that reference."""
        self._passing: dict[int, tuple[list[Name], list[int]]] = {}
        self.last_start = 0
        """Where that reference begins."""

    def read(self) -> None:
        for chain in self._chains():
            self._read_chain(chain)
        for name in self.names:
            if name.is_legislation and name.start not in self.used:
                self.found.append(self._citation(name, None, name.start, name.end))

    def _chains(self) -> Iterator[Chain]:
        if "条" not in self.text:
            return
        again = (
            (m for m in SAME_ARTICLE.finditer(self.text))
            if "款" in self.text or "项" in self.text
            else iter(())
        )
        pending = next(again, None)
        for chain in chains(self.text):
            while pending and pending.start() < chain.start:
                self._same_article(pending)
                pending = next(again, None)
            yield chain
        while pending:
            self._same_article(pending)
            pending = next(again, None)

    def _read_chain(self, chain: Chain) -> None:
        name, pointer = self._name_of(chain)
        if name is None:
            if chain.has_ordinal and not self._is_own_document(chain.start):
                text = self.text[chain.start : chain.end]
                self.loose.append(
                    Loose(text, self.line_of(chain.start), chain.start, bool(chain.unread), pointer)
                )
            return
        self.used.add(name.start)
        self.last, self.last_start = name._replace(end=chain.end), chain.start
        if not name.is_legislation:
            if key_of(name.law) in GENERIC:
                text = self.text[chain.start : chain.end]
                self.loose.append(
                    Loose(
                        text, self.line_of(chain.start), chain.start, pointer=f"《{name.written}》"
                    )
                )
            return
        if chain.unread:
            self.loose.append(
                Loose(
                    self.text[chain.start : chain.end], self.line_of(chain.start), chain.start, True
                )
            )
        if chain.places:
            self.found.append(self._citation(name, chain, chain.start, chain.end))

    def _citation(self, name: Name, chain: Chain | None, start: int, end: int) -> Citation:
        own = self.short.get(key_of(name.written))
        return Citation(
            name.law,
            self.text[start:end] if chain else "",
            chain.articles if chain else (),
            self.line_of(start),
            start,
            name.year,
            end,
            chain.places if chain else (),
            name.written,
            name.instrument,
            name.is_former,
            own is not None and own.end > start and not self.registry.knows(name.written),
            name.start,
        )

    def _name_of(self, chain: Chain) -> tuple[Name | None, str]:
        """The law that a chain belongs to, and the word that points to it, if one does."""
        start = chain.start
        marked = self._last_marked(start)
        if marked and self._follows(marked, start):
            return self._renamed(marked), ""
        before = self.text[max(0, start - 8) : start].rstrip(SKIPPED)[-1:]
        if before and before not in PUNCTUATION:
            bare_end = self._end_of_name(start) if before in ENDS_OF_LINKS else start
            # 民法总则 ends like a book of a code (刑法总则) and is a law of its own.
            whole = self.bare.before(self.text, start) if bare_end < start else None
            bare = whole or self.bare.before(self.text, bare_end)
            if bare:
                return bare, ""
            pointer = self._pointer(start)
            if pointer:
                return self._pointed_to(pointer, start), pointer.group().strip()
            claimed = self.bare.claimed(self.text, bare_end)
            if claimed:
                return claimed, ""
        if not chain.has_ordinal:
            return None, ""
        return self._left_out(start, marked), ""

    def _follows(self, name: Name, start: int) -> bool:
        """Whether nothing but notes and books (合同编) stands between a marked name and `start`."""
        gap = start - name.end
        return gap == 0 or (
            gap < LONGEST_LINK
            and bool(BETWEEN_NAME_AND_REFERENCE.fullmatch(self.text, name.end, start))
        )

    def _pointer(self, start: int) -> re.Match[str] | None:
        begin = max(0, start - 14)
        if not POINTER_HINT.search(self.text, begin, start):
            return None
        return POINTER.search(self.text, begin, start)

    def _last_marked(self, position: int) -> Name | None:
        index = bisect_right(self.ends, position)
        return self.names[index - 1] if index else None

    def _end_of_name(self, start: int) -> int:
        book = BOOK_AT_END.search(self.text, max(0, start - 40), start)
        return book.start() if book else start

    def _renamed(self, name: Name) -> Name:
        """《Y》 where the text says 以下简称《Y》 stands for the full name."""
        full = self.short.get(key_of(name.written))
        if full is None or full.start == name.start:
            return name
        return full._replace(start=name.start, end=name.end, written=name.written)

    def _pointed_to(self, pointer: re.Match[str], start: int) -> Name | None:
        fitting = (n for n in self._laws_before(pointer.start()) if fits(pointer["kind"], n))
        found = next(fitting, None)
        bare = self._named_in_passing(pointer, found.end if found else 0)
        found = bare or found
        return found._replace(start=pointer.start(), end=start) if found else None

    def _named_in_passing(self, pointer: re.Match[str], after: int) -> Name | None:
        """The last law that the paragraph names without marks and without an article."""
        begin = self.text.rfind("\n", 0, pointer.start()) + 1
        names, ends = self._named_in_paragraph(begin)
        index = bisect_right(ends, pointer.start())
        for name in reversed(names[max(0, index - 12) : index]):
            if name.start < after:
                break
            if fits(pointer["kind"], name):
                return name
        return None

    def _named_in_paragraph(self, begin: int) -> tuple[list[Name], list[int]]:
        """Every law named without marks in the line that begins there, with or without an article."""
        if begin not in self._passing:
            end = self.text.find("\n", begin)
            endings = ENDING_OF_NAME.finditer(self.text, begin, end if end >= 0 else len(self.text))
            found = (self.bare.before(self.text, ending.end()) for ending in endings)
            names = [name for name in found if name and name.start >= begin]
            self._passing[begin] = (names, [name.end for name in names])
        return self._passing[begin]

    def _laws_before(self, start: int) -> Iterator[Name]:
        """Laws named or cited before `start`, the nearest first."""
        index = bisect_right(self.ends, start)
        marked = self.names[max(0, index - 12) : index]
        near = [*marked]
        if self.last:
            near.append(self.last)
        for name in sorted(near, key=lambda n: n.end, reverse=True):
            if start - name.end <= REACH_BACK:
                yield self._renamed(name)

    def _left_out(self, start: int, marked: Name | None) -> Name | None:
        """The last law, where a sentence or a list under its name leaves it out."""
        last = self.last
        if marked and (last is None or marked.end >= last.end):
            last = marked
        if last is None:
            return None
        if start - last.end > REACH_BACK:
            return None
        if not SENTENCE_END.search(self.text, last.end, start):
            return None if self._is_own_document(start) else self._renamed(last)
        if not self._begins_item(start, last.end):
            return None
        gap = self.text[last.end : start]
        if is_list(gap) or (is_next_item(gap) and self._was_in_list()):
            return self._renamed(last)
        return None

    def _was_in_list(self) -> bool:
        """Whether the reference before began an item of a list."""
        return self.last is not None and self._begins_item(self.last_start)

    def _begins_item(self, start: int, first: int = 0) -> bool:
        """Whether the mark of an item stands right before `start`, and not before `first`."""
        return bool(ITEM_MARK.search(self.text, max(first, start - 12), start))

    def _is_own_document(self, start: int) -> bool:
        before = self.text[max(0, start - 40) : start].rpartition("\n")[2]
        if OWN_DOCUMENT.search(before):
            return True
        last = self._last_marked(start)
        return bool(last and not last.is_legislation and self._follows(last, start))

    def _same_article(self, match: re.Match[str]) -> None:
        """同条第二款: the article cited before, in the same paragraph."""
        before = self.found[-1] if self.found else None
        if before is None or not before.places or "\n\n" in self.text[before.end : match.start()]:
            return
        article = str(before.places[-1].article)
        chain = next(chains(article + match["rest"]), None)
        if chain is None:
            return
        places = tuple(p._replace(start=match.start(), end=match.end()) for p in chain.places)
        self.found.append(
            replace(
                before,
                articles_text=match.group(),
                places=places,
                articles=(places[0].article,),
                line=self.line_of(match.start()),
                position=match.start(),
                end=match.end(),
                name=match.group()[:2],
            )
        )
