"""How a pack stands: which texts nobody looked at for a month, which begin soon, which are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from law.instrument import Instrument, Version
from law.registry import Registry
from law.texts.pack import Pack

MONTH = timedelta(days=31)
"""A text whose 文本截至 is older should be compared with the national database again."""


@dataclass(frozen=True)
class Held:
    """A text in the pack; `as_of`: None where its file does not say."""

    title: str
    version: Version
    as_of: date | None


@dataclass(frozen=True)
class Coming:
    """A version that is passed and begins later; `is_held`: whether the pack has its text."""

    title: str
    version: Version
    is_held: bool


@dataclass(frozen=True)
class Standing:
    """`in_force`: of the texts held those of today's law; `old`: texts in force, of which nobody said for a month that they still are; `missing`: laws
    that are cited and whose text of today is not there; `strange`: files that are no text of any
    version known."""

    held: tuple[Held, ...]
    in_force: tuple[Held, ...]
    old: tuple[Held, ...]
    coming: tuple[Coming, ...]
    missing: tuple[Instrument, ...]
    strange: tuple[str, ...]

    @property
    def needs_work(self) -> bool:
        return bool(
            self.old or self.missing or self.strange or any(not c.is_held for c in self.coming)
        )


def standing(pack: Pack, registry: Registry, cited: Iterable[str], today: date) -> Standing:
    """`cited`: titles of the laws that the site cites."""
    held: list[Held] = []
    strange: list[str] = []
    for file, key, text in pack.texts():
        instrument = registry.instrument(text.title)
        versions = instrument.versions if instrument else ()
        version = next((v for v in versions if v.key == key), None)
        if version is None or pack.path_of(text.title, key) != file:
            strange.append("/".join(file.parts[-2:]))
        else:
            held.append(Held(text.title, version, _day(text.as_of)))
    has = {(h.title, h.version.key) for h in held}
    titles = list(dict.fromkeys((*cited, *(h.title for h in held))))
    known = [i for title in titles if (i := registry.instrument(title))]
    coming = [
        Coming(i.title, v, (i.title, v.key) in has)
        for i in known
        for v in i.versions
        if v.begins and v.begins > today
    ]
    cited_titles = set(cited)
    missing = [
        i
        for i in known
        if i.title in cited_titles
        and not i.has_ended(today)
        and (now := i.version_on(today))
        and (i.title, now.key) not in has
    ]
    in_force = tuple(h for h in held if _is_in_force(h, registry, today))
    old = tuple(h for h in in_force if is_old(h.as_of, today))
    return Standing(tuple(held), in_force, old, tuple(coming), tuple(missing), tuple(strange))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_in_force(held: Held, registry: Registry, today: date) -> bool:
    instrument = registry.instrument(held.title)
    return bool(
        instrument
        and not instrument.has_ended(today)
        and instrument.version_on(today) == held.version
    )


def is_old(as_of: date | None, today: date) -> bool:
    """Whether nobody compared a text of that day for a month."""
    return as_of is None or today - as_of > MONTH
