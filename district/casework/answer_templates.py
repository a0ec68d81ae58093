"""答复模板 and 一次性告知: texts that a district prepares for forms, topics and units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

from pydantic import Field, ValidationError

from district.errors import ConfigError, ConfigProblem
from district.forms.fields import MAX_LABEL_LENGTH, Key, Text
from district.forms.models import FormDefinition
from district.layers import NATIONAL, read_folder, read_layered
from district.loader import problems_of
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
    config: SiteConfig, forms: Mapping[str, FormDefinition], directory: Path = NATIONAL
) -> Prepared:
    """Those of the settings in `directory`, a district's site_config/, over the national ones.

    A national text for forms, topics or units that the district does not have is left out.
    Raises ConfigError that lists every mistake, forms, topics and units that do not exist too.
    """
    problems: list[ConfigProblem] = []
    templates = []
    for layered in read_folder(directory, TEMPLATES, problems):
        key = PurePath(layered.name).stem
        template = _model(AnswerTemplate, {"key": key, **layered.mapping}, layered.name, problems)
        if template:
            wrong = [
                *_unknown(template, forms, layered.name),
                *(
                    ConfigProblem(f"{layered.name}: units", f"没有“{unit}”这个单位")
                    for unit in template.units
                    if config.unit(unit) is None
                ),
            ]
            if not wrong:
                templates.append(template)
            elif (directory / layered.name).is_file():
                problems += wrong
    notices = _notices(forms, directory, problems)
    if problems:
        raise ConfigError(problems)
    return Prepared(tuple(templates), notices)


def _notices(
    forms: Mapping[str, FormDefinition], directory: Path, problems: list[ConfigProblem]
) -> tuple[OneTimeNotice, ...]:
    try:
        layered = read_layered(directory, NOTICES)
        data = layered.mapping
    except ConfigError as error:
        problems += error.problems
        return ()
    file = _model(_NoticeFile, data, NOTICES, problems)
    notices = []
    for number, notice in enumerate(file.notices if file else ()):
        wrong = list(_unknown(notice, forms, f"{NOTICES}: notices.{number}"))
        if not wrong:
            notices.append(notice)
        elif not layered.place(f"notices.{number}").national:
            problems += wrong
    return tuple(notices)


def _model(model: Any, data: dict[str, Any], place: str, problems: list[ConfigProblem]) -> Any:
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
