"""The list of laws (法律目录): every instrument and version known, by every name it goes by.

Names are read at once (a few milliseconds), everything else only when it is asked for. What the
tables lack stands in `law/data/added.yml`, and a district's own regulations in its `laws.yml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path

from district import NATIONAL
from law import tables
from law.added import ADDED, Added, Correction, Moved, Transition, load_added
from law.instrument import Instrument, Kind, Version
from law.moves import Moves, number_of
from law.names import key_of, short_title
from law.numbers_of_documents import number_key
from law.structure import Number, Parts

FILE = "laws.yml"
_AMBIGUOUS = 1


class Registry:
    """Laws by name. Two registries of the same folder are equal; one travels to another process as
    the name of its folder."""

    def __init__(self, directory: Path, added: Sequence[Added]) -> None:
        self.directory = directory
        self._added: dict[str, Instrument] = {}
        self._lines: dict[str, str] = {}
        self._titles: dict[str, list[str]] = {}
        self._read: dict[str, Instrument] = {}
        self._nearest: dict[tuple[str, float], str | None] = {}
        self._chosen: dict[tuple[str, date | None], Instrument | None] = {}
        self.judged: dict[Hashable, object] = {}
        """What `law.judging` found of places and laws in this registry."""
        self.moved: tuple[Moved, ...] = tuple(m for part in added for m in part.moved)
        self.transitions: tuple[Transition, ...] = tuple(
            t for part in added for t in part.transitions
        )
        self._corrections: dict[str, list[Correction]] = defaultdict(list)
        self._read_tables()
        for part in added:
            self._read_added(part)

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return load_registry, (self.directory,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Registry) and other.directory == self.directory

    def __hash__(self) -> int:
        return hash(self.directory)

    def _read_tables(self) -> None:
        for line in tables.instrument_lines():
            title, _, rest = line.partition("\t")
            self._lines[title] = line
            self._name(key_of(title), title)
            names = rest.rpartition("\t")[2]
            if names:
                for name in names.split("|"):
                    self._name(name, title)

    def _name(self, key: str, title: str) -> None:
        titles = self._titles.setdefault(key, [])
        if title not in titles:
            titles.append(title)

    def _read_added(self, part: Added) -> None:
        for correction in part.corrections:
            self._corrections[correction.title].append(correction)
        for entry in part.instruments:
            self._added[entry.title] = entry.added_to(self.instrument(entry.title))
            for name in (entry.title, *entry.names):
                self._name(key_of(name), entry.title)
        for title, names in part.names.items():
            for name in names:
                self._name(key_of(name), title)

    def instrument(self, title: str) -> Instrument | None:
        """The instrument of exactly that title."""
        if title in self._added:
            return self._added[title]
        if title not in self._read and title in self._lines:
            found = tables.instrument_of(self._lines[title])
            for correction in self._corrections.get(title, ()):
                found = correction.applied_to(found)
            self._read[title] = found
        return self._read.get(title)

    def candidates(self, name: str) -> tuple[Instrument, ...]:
        """Every instrument that goes by `name`."""
        titles = self._titles.get(key_of(name), ())
        return tuple(found for title in titles if (found := self.instrument(title)))

    def find(self, name: str, day: date | None = None) -> Instrument | None:
        """The instrument that `name` means on `day` (default: the newest).

        Of several with one name the one of that very title wins, then the one in force; None where
        two in force share the name and neither has it as its title.
        """
        at = (name, day)
        if at not in self._chosen:
            self._chosen[at] = self._choose(name, day)
        return self._chosen[at]

    def _choose(self, name: str, day: date | None) -> Instrument | None:
        found = self.candidates(name)
        if len(found) <= 1:
            return found[0] if found else None
        exact = [i for i in found if key_of(i.title) == key_of(name)]
        living = [i for i in found if i.is_in_force(day or date.max)]
        for group in ([i for i in living if i in exact], exact, living):
            if group:
                return group[0] if len(group) == _AMBIGUOUS else None
        return max(found, key=lambda i: i.ended or date.min)

    def knows(self, name: str) -> bool:
        """Whether something goes by `name`, in force or not."""
        return key_of(name) in self._titles

    def find_repealed(self, name: str, day: date) -> Instrument | None:
        """What `name` means when that is no longer in force on `day`."""
        found = self.find(name, day)
        return found if found and found.has_ended(day) else None

    def find_by_number(self, number: str) -> Instrument | None:
        """The instrument with that document number (文号), however its brackets are written."""
        title = self._titles_by_number.get(number_key(number))
        return self.instrument(title) if title else None

    @cached_property
    def _titles_by_number(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for title, line in self._lines.items():
            if "号" in line:
                for version in line.split("\t")[6].split("|"):
                    number = version.split(";")[4] if version else ""
                    if number:
                        found[number_key(number)] = title
        for title, instrument in self._added.items():
            for text in instrument.versions:
                if text.number:
                    found[number_key(text.number)] = title
        return found

    def parts_of(self, instrument: Instrument, version: Version) -> Mapping[Number, Parts]:
        """Paragraphs and items by article; empty where nobody counted them."""
        return _parts(instrument.title, version.key)

    @cached_property
    def moves(self) -> Moves:
        return Moves(self.instrument, self.find, self.moved)

    @cached_property
    def _moved_by_law(self) -> dict[str, dict[Number, Moved]]:
        found: dict[str, dict[Number, Moved]] = defaultdict(dict)
        for moved in self.moved:
            found[key_of(moved.law)][number_of(moved.article)] = moved
        return found

    def moved_of(self, title: str) -> Mapping[Number, Moved]:
        """What a person wrote about articles of that law that readers still cite by an old number."""
        return self._moved_by_law.get(key_of(title), {})

    @cached_property
    def bare_names(self) -> dict[str, tuple[int, ...]]:
        """For the last two characters of a name, how long such names are, the longest first."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._titles:
            lengths[name[-2:]].add(len(name))
        return {end: tuple(sorted(found, reverse=True)) for end, found in lengths.items()}

    def is_key(self, key: str) -> bool:
        """Whether `key`, already in the form of `key_of`, names something."""
        return key in self._titles

    def last_change(self, today: date) -> date:
        """The last day up to `today` on which some text began or ended: what pages say of laws is the
        same until the next."""
        days = [d for d in tables.days() if d <= today]
        for instrument in self._added.values():
            ends = (instrument.ended, *(v.begins for v in instrument.versions))
            days += [d for d in ends if d and d <= today]
        return max(days, default=date.min)

    @property
    def names(self) -> Iterable[str]:
        """Every name that something goes by, in the form of `key_of`."""
        return self._titles.keys()

    @property
    def titles(self) -> Iterable[str]:
        return (*self._lines, *(t for t in self._added if t not in self._lines))

    @cached_property
    def law_titles(self) -> tuple[str, ...]:
        """Titles of laws proper in force, without 中华人民共和国, for suggestions."""
        kinds = {Kind.LAW.value, Kind.CONSTITUTION.value}
        titles = [t for t, line in self._lines.items() if line.split("\t", 2)[1] in kinds]
        found = [
            i for t in titles if (i := self.instrument(t)) and not i.is_repealed and i.versions
        ]
        return tuple(i.short for i in found)

    @cached_property
    def _short_titles(self) -> dict[str, str]:
        return {key_of(title): short_title(title) for title in self.titles}

    def nearest(self, name: str, likeness: float) -> str | None:
        """The title most like `name`, as lawyers write it; None when none is that like."""
        at = (name, likeness)
        if at not in self._nearest:
            keys = self._short_titles
            close = get_close_matches(key_of(name[:200]), list(keys), n=1, cutoff=likeness)
            self._nearest[at] = keys[close[0]] if close else None
        return self._nearest[at]


@lru_cache(maxsize=512)
def _parts(title: str, key: str) -> Mapping[Number, Parts]:
    return tables.structure_of(title, key)


def load_registry(directory: Path = NATIONAL) -> Registry:
    """The national tables, with what `laws.yml` of `directory` adds of the district's own.

    Raises ConfigError that lists every mistake.
    """
    own = directory / FILE
    changed = own.stat().st_mtime_ns if own.is_file() else 0
    return _load(directory, changed)


@lru_cache(maxsize=8)
def _load(directory: Path, _changed: int) -> Registry:
    own = directory / FILE
    parts = [load_added(ADDED)]
    if own.is_file():
        parts.append(load_added(own))
    return Registry(directory, parts)


__all__ = ["Instrument", "Kind", "Registry", "Version", "load_registry"]
