"""旧稿导入的对照表 (import.yml): what published documents call the sections of our forms."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from pydantic import ValidationError

from district.errors import ConfigError, ConfigProblem
from district.layers import NATIONAL
from district.loader import read_model
from district.models import Frozen

FILE_NAME = "import.yml"


_LONGEST_BY_ENDING = 8
_BETWEEN = re.compile(r"[及与和、/／]|以及|暨")


def names_in(heading: str) -> tuple[str, ...]:
    """A heading, and the names in it when it joins some: 基本案情及裁判结果."""
    parts = _BETWEEN.split(heading)
    return (heading, *parts) if len(parts) > 1 else (heading,)


class KnownHeadings(frozenset[str]):
    """Names of sections; two of them in one heading (基本案情及裁判结果) are known too."""

    def __contains__(self, heading: object) -> bool:
        if super().__contains__(heading):
            return True
        parts = names_in(heading)[1:] if isinstance(heading, str) else ()
        return bool(parts) and all(map(super().__contains__, parts))


class Format(Frozen):
    """One form of document. `sections`: name in our form → how documents write it; `signs`:
    headings that only this form has; `openings`: name in our form → how sentences tell it where no
    heading does, `…` for a few words between; `offices`: how the names end of those that handle it;
    `tells`: words of which a text of this form has at least one; `endings`: name in our form → how a
    short heading ends that means it and stands in no list."""

    signs: tuple[str, ...] = ()
    sections: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 — frozen by pydantic
    openings: dict[str, tuple[str, ...]] = {}  # noqa: RUF012
    offices: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    endings: dict[str, tuple[str, ...]] = {}  # noqa: RUF012

    def section_of(self, heading: str) -> str | None:
        """The section of our form that `heading` means, None when it means none; of a heading that
        names two, the first."""
        for words in names_in(heading):
            for name, others in self.sections.items():
                if words == name or words in others:
                    return name
        if len(heading) <= _LONGEST_BY_ENDING:
            for name, endings in self.endings.items():
                if heading.endswith(endings):
                    return name
        return None


class ImportFormats(Frozen):
    """The whole table."""

    formats: dict[str, Format]
    areas_by_cause: dict[str, str] = {}  # noqa: RUF012
    words_of_areas: dict[str, tuple[str, ...]] = {}  # noqa: RUF012

    @property
    def known_headings(self) -> KnownHeadings:
        """Every heading that some form knows."""
        found: set[str] = set()
        for form in self.formats.values():
            found.update(form.signs)
            for name, others in form.sections.items():
                found.update((name, *others))
        return KnownHeadings(found)

    def with_map(self, other: ImportFormats) -> ImportFormats:
        """This table with what `other` adds; its words come first."""
        formats = dict(self.formats)
        for key, added in other.formats.items():
            base = formats.get(key, Format())
            sections = {
                name: (*added.sections.get(name, ()), *base.sections.get(name, ()))
                for name in (*base.sections, *(n for n in added.sections if n not in base.sections))
            }
            claimed = {word for words in added.sections.values() for word in words}
            sections = {
                name: tuple(
                    word
                    for word in words
                    if word not in claimed or word in added.sections.get(name, ())
                )
                for name, words in sections.items()
            }
            formats[key] = Format(
                signs=(*added.signs, *base.signs),
                sections=sections,
                openings={**base.openings, **added.openings},
                offices=(*added.offices, *base.offices),
                tells=(*added.tells, *base.tells),
                endings={**base.endings, **added.endings},
            )
        return ImportFormats(
            formats=formats,
            areas_by_cause={**self.areas_by_cause, **other.areas_by_cause},
            words_of_areas={**self.words_of_areas, **other.words_of_areas},
        )


def load_import_formats(directory: Path = NATIONAL, own_map: Path | None = None) -> ImportFormats:
    """The table of the settings in `directory` over the national one, and what `own_map` adds.

    Raises ConfigError that lists every mistake.
    """
    table = read_model(ImportFormats, directory, FILE_NAME)
    if own_map is None:
        return table
    try:
        data = yaml.safe_load(own_map.read_text(encoding="utf-8-sig")) or {}
        if not isinstance(data, dict):
            raise ConfigError([ConfigProblem(str(own_map), "应为 formats: 下面逐个写类型")])
        return table.with_map(ImportFormats.model_validate({"formats": {}, **data}))
    except UnicodeDecodeError as error:
        raise ConfigError([ConfigProblem(str(own_map), "不是 UTF-8 编码")]) from error
    except yaml.YAMLError as error:
        raise ConfigError([ConfigProblem(str(own_map), "YAML 写法有误")]) from error
    except ValidationError as error:
        places = "、".join(".".join(map(str, e["loc"])) for e in error.errors())
        raise ConfigError([ConfigProblem(str(own_map), f"写法有误：{places}")]) from error
