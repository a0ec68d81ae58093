"""The one detector: everything in a text that leads to a person, with its place and its certainty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from privacy.circumstances import (
    BORN_WORDS,
    CHILD_WORDS,
    ILLNESS,
    marks_of_birth,
    marks_of_case_numbers,
    marks_of_firms,
    marks_of_health,
    marks_of_minors,
)
from privacy.codes import marks_in_codes
from privacy.digits import marks_in_digits
from privacy.folding import Folded, fold
from privacy.kinds import Certainty, Find, PersonalData
from privacy.labelled import LABELS, marks_after_labels
from privacy.marking import Mark
from privacy.masks import mask_of
from privacy.names import HONORIFICS, ROLE_WORDS, marks_of_names
from privacy.places import CERTIFICATE_WORDS, POSITION_WORDS, marks_in_places
from privacy.word_patterns import Lexicon

_CERTAIN = Certainty.CERTAIN
NEAR = 60
"""Characters between a name and what makes it certain: a judgment's line of identity is as long."""

_CONFIRMING = frozenset(
    {PersonalData.ID_NUMBER, PersonalData.BIRTH_DATE, PersonalData.ADDRESS, PersonalData.PHONE}
)
_ALL = frozenset(PersonalData)
OPTIONAL = frozenset({PersonalData.COMPANY, PersonalData.CASE_NUMBER})
"""Told in cases and answers only: laws, policies and guides name firms and cases rightly."""

_LEXICON = Lexicon(
    LABELS,
    CERTIFICATE_WORDS,
    POSITION_WORDS,
    BORN_WORDS,
    ROLE_WORDS,
    HONORIFICS,
    ILLNESS,
    CHILD_WORDS,
)


@dataclass(frozen=True)
class Public:
    """What may stand in the open: units' own numbers and addresses, as the district registered
    them. Compared without blanks, hyphens and brackets."""

    texts: frozenset[str] = frozenset()
    mail_domains: frozenset[str] = frozenset()

    @cached_property
    def _bare(self) -> frozenset[str]:
        return frozenset(bare(text) for text in self.texts)

    def holds(self, text: str) -> bool:
        return bare(text) in self._bare


NOTHING_PUBLIC = Public()


def bare(text: str) -> str:
    """`text` as it is compared: narrow, lower case, without blanks and signs between digits."""
    return re.sub(r"[\s\-()（）·.]", "", fold(text).text).lower()


def find_all(
    text: str,
    *,
    kinds: frozenset[PersonalData] = _ALL - OPTIONAL,
    public: Public = NOTHING_PUBLIC,
    folding: Callable[[str], Folded] = fold,
) -> tuple[Find, ...]:
    """What in `text` leads to a person, in its order; places are those of `text` itself.

    `folding` says how `text` is written: plain, Markdown or YAML. What `public` holds is no find.
    """
    folded = folding(text)
    marks = [mark for mark in _marks(folded.text, kinds) if mark.kind in kinds]
    finds = []
    for mark in _settled(marks):
        start, end = folded.span(mark.start, mark.end)
        words = folded.text[mark.start : mark.end]
        if public.holds(words) or _is_blank_number(mark, words):
            continue
        certainty = mark.certainty
        if mark.kind is PersonalData.EMAIL and words.rpartition("@")[2] in public.mail_domains:
            certainty = Certainty.SUSPECTED
        mask = mask_of(mark.kind, words)
        finds.append(Find(mark.kind, start, end, text[start:end], certainty, mask, mark.reason))
    return tuple(finds)


def _is_blank_number(mark: Mark, words: str) -> bool:
    """000-00000000 stands for a number that has yet to be filled in."""
    digits = re.sub("[^0-9]", "", words)
    return mark.kind.is_number and set(digits) == {"0"} and not re.search("[A-Za-z]", words)


def _marks(text: str, kinds: frozenset[PersonalData]) -> Iterable[Mark]:
    words = _LEXICON.find(text)
    told = [*marks_in_digits(text), *marks_in_codes(text)]
    numbers = [
        *told,
        *(mark for mark in marks_after_labels(text, words) if not _is_told(mark, told)),
        *marks_in_places(text, words),
        *marks_of_birth(text, words),
    ]
    settled = tuple(_settled(numbers))
    names: tuple[Mark, ...] = ()
    if PersonalData.NAME in kinds:
        names = tuple(_confirmed(_settled(marks_of_names(text, words, settled)), settled))
        yield from names
    yield from (_with_name(mark, names) for mark in settled)
    if PersonalData.HEALTH in kinds:
        yield from marks_of_health(text, words, names)
    if PersonalData.MINOR in kinds:
        yield from marks_of_minors(text, words, names)
    if PersonalData.COMPANY in kinds:
        yield from marks_of_firms(text)
    if PersonalData.CASE_NUMBER in kinds:
        yield from marks_of_case_numbers(text)


def _is_told(mark: Mark, by_form: list[Mark]) -> bool:
    """Whether the form of a number says more than the word before it: 卡号 of an ID number."""
    return any(
        other.is_certain and other.start < mark.end and mark.start < other.end for other in by_form
    )


def _with_name(mark: Mark, names: tuple[Mark, ...]) -> Mark:
    """A day of birth close behind a name is certain."""
    if mark.kind is PersonalData.BIRTH_DATE and any(
        name.end <= mark.start <= name.end + NEAR for name in names
    ):
        return replace(mark, certainty=_CERTAIN)
    return mark


def _confirmed(names: Iterable[Mark], numbers: tuple[Mark, ...]) -> Iterable[Mark]:
    """Names close before a day of birth, an ID, a telephone or an address are certain."""
    anchors = [number.start for number in numbers if number.kind in _CONFIRMING]
    for name in names:
        near = any(name.end <= anchor <= name.end + NEAR for anchor in anchors)
        yield replace(name, certainty=_CERTAIN) if near else name


_ORDER = {kind: place for place, kind in enumerate(PersonalData)}


def _settled(marks: Iterable[Mark]) -> list[Mark]:
    """`marks` in their order, those that overlap a better one left out: the certain one, the longer
    one, the one whose kind stands first. A child is told beside its name."""
    chosen: list[Mark] = []
    best_first = sorted(
        dict.fromkeys(marks),  # a set would give reasons by chance
        key=lambda m: (m.certainty is not _CERTAIN, m.start - m.end, _ORDER[m.kind], m.start),
    )
    taken: set[tuple[bool, int]] = set()
    for mark in best_first:
        layer = mark.kind is PersonalData.MINOR
        places = {(layer, place) for place in range(mark.start, mark.end)}
        if taken.isdisjoint(places):
            taken |= places
            chosen.append(mark)
    return sorted(chosen, key=lambda m: (m.start, m.end, _ORDER[m.kind]))
