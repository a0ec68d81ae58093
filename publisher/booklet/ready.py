"""Ready-made booklets: one for each area and year of publication with enough cases. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from district.models import SiteConfig, Term
from publisher.booklet.selection import Chosen
from publisher.model.documents.case import Case
from publisher.model.library import Entry, Library

FOLDER = PurePosixPath("downloads/booklets")
FEWEST_CASES = 3
"""A booklet of fewer is no booklet."""
NEWEST_CASES = 50
"""So many of a year's newest cases at most; the page says so where there were more."""
MOST_TYPESET = 400
"""Cases in all booklets together, at 25 ms of processor time each. Older years are left out beyond it,
or a grown library would typeset its whole past with each release of ours."""


@dataclass(frozen=True)
class ReadyBooklet:
    """What goes into one booklet; `total` counts the cases of that area and year."""

    area: Term
    year: int
    chosen: Chosen
    total: int

    @property
    def subtitle(self) -> str:
        """The line on the cover that `fabu booklet --area … --year …` would print."""
        shortened = f"　最新 {len(self.chosen)} 个" if self.total > len(self.chosen) else ""
        return f"{self.year}年　{self.area.label}{shortened}"

    def path(self, suffix: str) -> str:
        """Relative to the site's root."""
        return str(FOLDER / f"{self.area.key}-{self.year}.{suffix}")


@dataclass(frozen=True)
class BookletFile:
    """One file to download; only a PDF has pages."""

    label: str
    url: str
    size: int
    pages: int | None

    @property
    def described(self) -> str:
        """Such as “PDF，32 页，1.2 MB”."""
        pages = f"{self.pages} 页" if self.pages else ""
        return "，".join(filter(None, (self.label, pages, shown_size(self.size))))


@dataclass(frozen=True)
class BookletOffer:
    """One booklet as pages offer it; `files` are those that could be made."""

    area: Term
    year: int
    cases: int
    total: int
    files: tuple[BookletFile, ...]


def shown_size(size: int) -> str:
    """Bytes as people read them; never 0 KB."""
    kilobytes = size / 1024
    return f"{kilobytes / 1024:.1f} MB" if kilobytes >= 1000 else f"{max(1, round(kilobytes))} KB"


def ready_booklets(library: Library, config: SiteConfig) -> tuple[ReadyBooklet, ...]:
    """The booklets of `library`, areas in the vocabulary's order, the latest year first."""
    groups: dict[tuple[str, int], list[tuple[Entry, Case]]] = defaultdict(list)
    for entry, case in library.cases:  # newest first
        for area in case.areas:
            groups[area.key, case.published.year].append((entry, case))
    enough = {key: cases for key, cases in groups.items() if len(cases) >= FEWEST_CASES}
    years = _years_that_fit({key: len(cases) for key, cases in enough.items()})
    return tuple(
        ReadyBooklet(area, year, tuple(cases[:NEWEST_CASES]), len(cases))
        for area in config.vocabulary.terms("areas").terms
        for year in years
        if (cases := enough.get((area.key, year)))
    )


def _years_that_fit(counts: Mapping[tuple[str, int], int]) -> tuple[int, ...]:
    """The latest years whose booklets may be made; the latest one always."""
    fitting: list[int] = []
    typeset = 0
    for year in sorted({year for _, year in counts}, reverse=True):
        typeset += sum(min(n, NEWEST_CASES) for (_, y), n in counts.items() if y == year)
        if fitting and typeset > MOST_TYPESET:
            break
        fitting.append(year)
    return tuple(fitting)
