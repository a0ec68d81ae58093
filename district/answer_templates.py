"""答复模板 and 一次性告知: texts that a district prepares for forms, topics and units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from district.errors import ConfigError, ConfigProblem
from district.form_fields import MAX_LABEL_LENGTH, Key, Text
from district.form_models import FormDefinition
from district.loader import CONFIG_DIR, problems_of, read_yaml
from district.models import Frozen, SiteConfig

MAX_TEMPLATE_LENGTH = 3_000
TEMPLATES = "answer_templates"
NOTICES = "one_time_notices.yml"


class _ForSome(Frozen):
    """What a text is for; nothing named means everything."""

    title: str = Field(min_length=1, max_length=MAX_LABEL_LENGTH)
    forms: tuple[Key, ...] = ()
    topics: tuple[Key, ...] = ()

    def fits(self, form_id: str, topic: str | None) -> bool:
        return (not self.forms or form_id in self.forms) and (
            not self.topics or topic in self.topics
        )


class AttachedTo(StrEnum):
    """What a notice goes along with."""

    ANSWER = "answer"
    SUPPLEMENT = "supplement"


class AnswerTemplate(_ForSome):
    """答复模板: the skeleton of an answer, for all units or for some."""

    key: Key
    units: tuple[str, ...] = ()
    text: str = Field(min_length=1, max_length=MAX_TEMPLATE_LENGTH)


class OneTimeNotice(_ForSome):
    """一次性告知: everything that a visitor must know or bring, told once."""

    lines: tuple[Text, ...] = Field(min_length=1)
    attached_to: tuple[AttachedTo, ...] = tuple(AttachedTo)


class _NoticeFile(Frozen):
    notices: tuple[OneTimeNotice, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """All prepared texts of a district."""

    templates: tuple[AnswerTemplate, ...]
    notices: tuple[OneTimeNotice, ...]

    def templates_for(
        self, form_id: str, topic: str | None, unit: str | None
    ) -> tuple[AnswerTemplate, ...]:
        """Those that fit, the most particular first."""
        found = [
            template
            for template in self.templates
            if template.fits(form_id, topic) and (not template.units or unit in template.units)
        ]
        return tuple(sorted(found, key=lambda t: -(2 * bool(t.topics) + bool(t.units))))

    def notices_for(
        self, form_id: str, topic: str | None, to: AttachedTo
    ) -> tuple[OneTimeNotice, ...]:
        """What goes along with an answer, or with a request for more material."""
        return tuple(n for n in self.notices if n.fits(form_id, topic) and to in n.attached_to)


def load_prepared(
    config: SiteConfig, forms: Mapping[str, FormDefinition], directory: Path = CONFIG_DIR
) -> Prepared:
    """From `directory`, a district's site_config/; a file or folder that is not there means none.

    Raises ConfigError that lists every mistake, forms, topics and units that do not exist too.
    """
    problems: list[ConfigProblem] = []
    templates = []
    for path in sorted((directory / TEMPLATES).glob("*.yml")):
        place = f"{TEMPLATES}/{path.name}"
        data = _read(path, place, problems)
        template = _model(AnswerTemplate, {"key": path.stem, **data}, place, problems)
        if template:
            templates.append(template)
            problems += _unknown(template, forms, place)
            problems += [
                ConfigProblem(f"{place}: units", f"没有“{unit}”这个单位")
                for unit in template.units
                if config.unit(unit) is None
            ]
    path = directory / NOTICES
    data = _read(path, NOTICES, problems) if path.is_file() else {}
    file = _model(_NoticeFile, data, NOTICES, problems)
    notices = file.notices if file else ()
    for number, notice in enumerate(notices):
        problems += _unknown(notice, forms, f"{NOTICES}: notices.{number}")
    if problems:
        raise ConfigError(problems)
    return Prepared(tuple(templates), notices)


def _read(path: Path, place: str, problems: list[ConfigProblem]) -> dict[str, Any]:
    try:
        data = read_yaml(path)
    except ConfigError as error:
        problems.extend(ConfigProblem(place, problem.message) for problem in error.problems)
        return {}
    if isinstance(data, dict):
        return data
    problems.append(ConfigProblem(place, "应为“键: 值”的一组"))
    return {}


def _model(model: Any, data: dict[str, Any], place: str, problems: list[ConfigProblem]) -> Any:
    if any(problem.path == place for problem in problems):
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems.extend(problems_of(error, place))
        return None


def _unknown(
    text: _ForSome, forms: Mapping[str, FormDefinition], place: str
) -> Iterator[ConfigProblem]:
    for form in text.forms:
        if form not in forms:
            yield ConfigProblem(f"{place}: forms", f"没有“{form}”这张表")
    known = set(_topics(forms[form] for form in text.forms or forms if form in forms))
    for topic in text.topics:
        if topic not in known:
            yield ConfigProblem(f"{place}: topics", f"所列的表里没有“{topic}”这一类")


def _topics(forms: Iterable[FormDefinition]) -> Iterator[str]:
    for form in forms:
        field = form.field("category")
        yield from (option.key for option in (field.options if field else ()))
