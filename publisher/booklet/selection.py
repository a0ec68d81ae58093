"""Which cases go into a booklet: by filters, or by a saved selection file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from district import ConfigError, FabuError
from district.loader import problems_of, read_yaml
from district.models import Frozen, Term, Vocabulary
from publisher.model.documents.case import Case
from publisher.model.fields import nearest
from publisher.model.library import Entry, Library

Chosen = tuple[tuple[Entry, Case], ...]


class SelectionFile(Frozen):
    """A saved selection: `title` of the booklet and ids of cases in the order wanted."""

    title: str | None = None
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Filters:
    """All that is given must hold; `year` is the year of publication, as on the site."""

    area: Term | None = None
    industry: Term | None = None
    type: Term | None = None
    year: int | None = None

    def match(self, case: Case) -> bool:
        return (
            (self.area is None or self.area in case.areas)
            and (self.industry is None or self.industry in case.industries)
            and (self.type is None or self.type == case.type)
            and (self.year is None or self.year == case.published.year)
        )


def find_term(vocabulary: Vocabulary, name: str, word: str, option: str) -> Term:
    """The term written as label or key. Raises FabuError that names the nearest one."""
    terms = vocabulary.terms(name)
    term = terms.find(word)
    if term is None:
        raise FabuError(
            f"{option}：“{word}”不在词表{nearest(word, terms.labels)}；"
            f"可选：{'、'.join(terms.labels)}"
        )
    return term


def read_selection(path: Path) -> SelectionFile:
    """Read a selection file. Raises ConfigError that lists every mistake."""
    try:
        return SelectionFile.model_validate(read_yaml(path))
    except ValidationError as error:
        raise ConfigError(problems_of(error, path.name)) from error


def cases_by_filters(library: Library, filters: Filters) -> Chosen:
    """The cases for which every filter holds, newest first."""
    return tuple((entry, case) for entry, case in library.cases if filters.match(case))


def cases_by_id(library: Library, ids: Sequence[str]) -> Chosen:
    """The cases with those ids, in that order, each once.

    Raises FabuError that names every id that is no published case.
    """
    known = {entry.id: (entry, case) for entry, case in library.cases}
    missing = [key for key in ids if key not in known]
    if missing:
        lines = "\n".join(f"  {key}{nearest(key, list(known))}" for key in missing)
        raise FabuError(f"选案文件里有 {len(missing)} 个编号不是已发布的案例：\n{lines}")
    return tuple(known[key] for key in dict.fromkeys(ids))
