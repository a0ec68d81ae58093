"""Where articles went when a law was rewritten or replaced (新旧条号对照)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from law import tables
from law.added import Moved
from law.instrument import Instrument, Version
from law.names import key_of
from law.numerals import chinese
from law.structure import Number

_NOWHERE = "-"
_HINT = "~"
_LONGEST_CHAIN = 8


@dataclass(frozen=True)
class Target:
    """An article of today's law; `is_sure`: compared word by word and alike."""

    title: str
    number: Number
    is_sure: bool = True

    def __str__(self) -> str:
        inserted = f"之{chinese(self.number[1])}" if self.number[1] else ""
        return f"第{chinese(self.number[0])}条{inserted}"


class Moves:
    """`instrument` finds an instrument by its title, `find` by any name."""

    def __init__(
        self,
        instrument: Callable[[str], Instrument | None],
        find: Callable[[str], Instrument | None],
        moved: Sequence[Moved],
    ) -> None:
        self._instrument = instrument
        self._find = find
        self._moved = moved

    def targets(
        self, instrument: Instrument, version: Version | None, number: Number, day: date
    ) -> tuple[Target, ...]:
        """Where article `number` of that text stands in the law that applies on `day`.

        `version` None: a text older than all that we hold. Empty where nothing is known or it
        stands where it stood.
        """
        by_hand = self._by_hand(instrument, version, number)
        if version is None:
            return by_hand
        found = [Target(instrument.title, number)]
        title, key = instrument.title, version.key
        for _ in range(_LONGEST_CHAIN):
            step = self._step(title, key, day)
            if step is None:
                break
            title, key, pairs = step
            found = [t for old in found for t in _targets(old, title, pairs)]
        stays = title == instrument.title and [t.number for t in found] == [number]
        return tuple(dict.fromkeys((*(() if stays else found), *by_hand)))

    def _step(self, title: str, key: str, day: date) -> tuple[str, str, str] | None:
        """The comparison that begins at that text and ends in one that applies on `day`."""
        for old, new_title, new_key, pairs in tables.move_lines(title):
            if old == key and self._applies(new_title, new_key, day):
                return new_title, new_key, pairs
        return None

    def _applies(self, title: str, key: str, day: date) -> bool:
        new = self._instrument(title)
        version = next((v for v in new.versions if v.key == key), None) if new else None
        return bool(version and version.begins and version.begins <= day)

    def _by_hand(
        self, instrument: Instrument, version: Version | None, number: Number
    ) -> tuple[Target, ...]:
        """What `added.yml` says of a text from before the day that it names."""
        found: list[Target] = []
        for moved in self._moved:
            if version and version.begins and version.begins >= moved.until:
                continue
            if key_of(moved.law) == key_of(instrument.title) and number_of(moved.article) == number:
                into = self._find(moved.into) if moved.into else instrument
                found += moved_to(moved, into.title if into else moved.into)
        return tuple(found)


def moved_between(
    title: str, old: str, new_title: str, new: str
) -> dict[Number, tuple[Target, ...]] | None:
    """Where each article of the text `old` of `title` stands in the text `new` of `new_title`; empty
    for what went. None where nobody compared the two."""
    for old_key, to_title, to_key, pairs in tables.move_lines(title):
        if (old_key, to_title, to_key) == (old, new_title, new):
            starts = [pair.partition(">")[0] for pair in pairs.split(" ")]
            return {
                (number := number_of(start)): tuple(
                    _targets(Target(title, number), new_title, pairs)
                )
                for start in starts
            }
    return None


def moved_to(moved: Moved, title: str) -> tuple[Target, ...]:
    """The targets that a hand-written line names, in the law `title`."""
    return tuple(Target(title, number_of(part)) for part in moved.to.split(",") if part)


def _targets(old: Target, title: str, pairs: str) -> list[Target]:
    name = f"{old.number[0]}.{old.number[1]}" if old.number[1] else str(old.number[0])
    for pair in pairs.split(" "):
        start, _, ends = pair.partition(">")
        if start == name:
            return [
                Target(title, number_of(end.rstrip(_HINT)), old.is_sure and not end.endswith(_HINT))
                for end in ends.split(",")
                if end != _NOWHERE
            ]
    return []


def number_of(text: str) -> Number:
    """(287, 1) for `287.1`."""
    number, _, inserted = text.strip().partition(".")
    return int(number), int(inserted or 0)
