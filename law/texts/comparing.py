"""What changed between two texts of a law, for readers: which article became which, which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from law.instrument import Instrument, Version
from law.moves import Target, moved_between
from law.registry import Registry
from law.structure import Number
from law.texts.pack import Pack
from law.texts.wording import LawText

_SHORTEST = 2
"""Characters: fewer that stayed between two changes are told as part of the change, since a text
full of single letters in two colours cannot be read."""
_UNLIKE = 0.35
"""Below this likeness two articles are shown one after the other, not word by word."""
_LONGEST = 4000


class Piece(StrEnum):
    """What became of some words; the value is the HTML element that says so."""

    KEPT = "span"
    GONE = "del"
    NEW = "ins"


def difference(old: str, new: str) -> tuple[tuple[Piece, str], ...]:
    """Words that stayed, went and came, in reading order. One piece of each where the two have
    little in common."""
    if old == new:
        return ((Piece.KEPT, new),)
    matcher = SequenceMatcher(None, old[:_LONGEST], new[:_LONGEST], autojunk=False)
    too_long = max(len(old), len(new)) > _LONGEST
    if too_long or matcher.real_quick_ratio() < _UNLIKE or matcher.ratio() < _UNLIKE:
        return tuple(p for p in ((Piece.GONE, old), (Piece.NEW, new)) if p[1])
    pieces: list[tuple[Piece, str]] = []
    gone = came = ""
    opcodes = matcher.get_opcodes()
    for index, (tag, a, b, c, d) in enumerate(opcodes):
        inner = 0 < index < len(opcodes) - 1
        if tag == "equal" and not (inner and b - a < _SHORTEST):
            pieces += [(Piece.GONE, gone), (Piece.NEW, came), (Piece.KEPT, old[a:b])]
            gone = came = ""
        else:
            gone, came = gone + old[a:b], came + new[c:d]
    pieces += [(Piece.GONE, gone), (Piece.NEW, came)]
    return tuple((kind, words) for kind, words in pieces if words)


class Change(StrEnum):
    """What a new text did to an article; the value is how readers are told."""

    SAME = "没有变化"
    REWORDED = "文字有修改"
    MOVED = "条号有变化"
    BOTH = "条号和文字都有变化"
    GONE = "没有对应的条文"
    UNKNOWN = "文字是否修改待核"


@dataclass(frozen=True)
class Changed:
    """One article of the old text and where it stands in the new one."""

    number: Number
    change: Change
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Step:
    """From one text to the next: `old` no longer applies when `new` begins."""

    instrument: Instrument
    old: Version
    new_of: Instrument
    new: Version


def step_on(registry: Registry, instrument: Instrument, day: date) -> Step | None:
    """What takes the place of the law's text on `day`; None where the same text goes on, or one of
    the two is not known."""
    old = instrument.version_on(day - timedelta(days=1))
    if old is None or instrument.has_ended(day - timedelta(days=1)):
        return None
    if instrument.has_ended(day):
        by = registry.find(instrument.by, day) if instrument.by else None
        new = by.version_on(day) if by else None
        return Step(instrument, old, by, new) if by and new else None
    new = instrument.version_on(day)
    return Step(instrument, old, instrument, new) if new and new != old else None


def change_of(step: Step, number: Number, registry: Registry, pack: Pack) -> Changed:
    """What the step does to article `number` of the old text."""
    moved = moved_between(step.instrument.title, step.old.key, step.new_of.title, step.new.key)
    here = Target(step.new_of.title, number)
    day = step.new.begins or date.max
    targets = registry.moves.targets(step.instrument, step.old, number, day)
    if not targets and moved is not None:
        targets = moved.get(number, ())
    elif not targets and step.new_of == step.instrument:
        targets = (here,)
    if not targets:
        return Changed(number, Change.GONE if moved is not None else Change.UNKNOWN)
    stays = targets == (here,) and step.new_of == step.instrument
    old = pack.article(step.instrument, step.old, number)
    news = [pack.article(step.new_of, step.new, target.number) for target in targets]
    if old is None or None in news:
        return Changed(number, Change.UNKNOWN if stays else Change.MOVED, targets)
    is_same = len(news) == 1 and news[0] is not None and news[0].words == old.words
    kinds = {
        (True, True): Change.SAME,
        (True, False): Change.REWORDED,
        (False, True): Change.MOVED,
        (False, False): Change.BOTH,
    }
    return Changed(number, kinds[stays, is_same], targets)


def origins(instrument: Instrument, old: Version, new: Version, number: Number) -> list[Number]:
    """The articles of the text `old` from which `number` of the text `new` was made; the same number
    where nobody compared the two."""
    moved = moved_between(instrument.title, old.key, instrument.title, new.key)
    if moved is None:
        return [number]
    return [start for start, ends in moved.items() if number in {end.number for end in ends}]


@dataclass(frozen=True)
class Earlier:
    """An article in the text before: `numbers` there, and what the words became."""

    version: Version
    numbers: tuple[Number, ...]
    pieces: tuple[tuple[Piece, str], ...]


def history(instrument: Instrument, now: Version, number: Number, pack: Pack) -> Iterator[Earlier]:
    """What article `number` of the text `now` was in each earlier text that the pack holds, the
    newest first; each compared with the one after it."""
    at = instrument.versions.index(now)
    newer, numbers, words = now, [number], _words(pack.text(instrument, now), [number])
    for version in reversed(instrument.versions[:at]):
        text = pack.text(instrument, version)
        if text is None or not numbers:
            return
        numbers = sorted({n for m in numbers for n in origins(instrument, version, newer, m)})
        before = _words(text, numbers)
        yield Earlier(version, tuple(numbers), difference(before, words))
        newer, words = version, before


def _words(text: LawText | None, numbers: list[Number]) -> str:
    return "\n".join(w for n in numbers if text and (w := text.words_of(n)))
