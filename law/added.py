"""What a person writes about laws in YAML: `law/data/added.yml` for the whole country, `laws.yml`
of a district for its province's and city's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from district import ConfigError
from district.loader import problems_of, read_yaml
from district.models import Frozen
from law.instrument import Instrument, Kind, Version

ADDED = Path(__file__).resolve().parent / "data" / "added.yml"


class AddedInstrument(Frozen):
    """One instrument. `names`: short names; `articles`: 条数; `source`: where the facts come from."""

    title: str
    kind: Kind
    source: str
    names: tuple[str, ...] = ()
    number: str = ""
    adopted: date | None = None
    effective: date | None = None
    articles: int | None = Field(default=None, ge=1)
    repealed: date | None = None
    by: str = ""

    def instrument(self) -> Instrument:
        made = self.adopted or self.effective
        version = Version(
            made.isoformat() if made else "",
            f"{made.year}公布" if made else "",
            self.effective,
            self.articles,
            self.number,
        )
        return Instrument(
            self.title,
            self.kind,
            self.adopted,
            (version,) if made or self.articles else (),
            self.repealed is not None,
            self.repealed,
            self.by,
            self.source,
        )

    def added_to(self, known: Instrument | None) -> Instrument:
        """The instrument with this as its newest version, where the tables know older ones."""
        own = self.instrument()
        if known is None or not known.versions:
            return own
        return replace(own, adopted=known.adopted, versions=(*known.versions, *own.versions))


class Correction(Frozen):
    """A fact that the tables lack or have wrong, about the text `version` (its key) of `title`."""

    title: str
    version: str
    source: str
    effective: date | None = None
    number: str = ""
    ended: date | None = None
    by: str = ""

    def applied_to(self, instrument: Instrument) -> Instrument:
        versions = tuple(
            replace(v, effective=self.effective or v.effective, number=self.number or v.number)
            if v.key == self.version
            else v
            for v in instrument.versions
        )
        return replace(
            instrument,
            versions=versions,
            is_repealed=instrument.is_repealed or self.ended is not None,
            ended=self.ended or instrument.ended,
            by=self.by or instrument.by,
        )


class Moved(Frozen):
    """An article that readers still cite by its old number, or that went into another law.

    `words`: what a sentence speaks of when it means the old article; none of them may fit the
    article that bears the number now.
    """

    law: str
    until: date
    article: str
    to: str
    into: str = ""
    words: tuple[str, ...] = ()
    source: str


class Transition(Frozen):
    """A rule by which courts still apply what a new law replaced to what happened before it."""

    law: str
    since: date
    former: tuple[str, ...]
    rule: str
    source: str


class Added(Frozen):
    instruments: tuple[AddedInstrument, ...] = ()
    names: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    moved: tuple[Moved, ...] = ()
    transitions: tuple[Transition, ...] = ()


def load_added(path: Path) -> Added:
    """Read one such file. Raises ConfigError that lists every mistake."""
    try:
        return Added.model_validate(read_yaml(path) or {})
    except ValidationError as error:
        raise ConfigError(problems_of(error, path.name)) from error
