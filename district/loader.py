"""Reads the YAML of a district into one frozen `SiteConfig`, reporting every problem at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from district.bookings import BookingRules
from district.errors import ConfigError, ConfigProblem
from district.glossary import Glossary
from district.health_check import HealthScale
from district.layers import MISSING, NOT_UTF8, read_layered
from district.models import Site, SiteConfig, Unit, Vocabulary
from district.unit_tree import parent_problems
from district.yaml_reading import load_yaml, sentence

SCALE = "health_check.yml"
BOOKINGS = "bookings.yml"
GLOSSARY = "glossary.yml"
OWN = ("site.yml", "units.yml")
"""What no default can stand in for: who the district is."""

_MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请删去或检查拼写",
    "string_type": "应为文字；数字请加引号",
    "url_parsing": "应为完整网址，如 https://www.example.gov.cn/",
}


def read_yaml(path: Path) -> Any:
    """The parsed content of one YAML file. Raises ConfigError with line and column."""
    try:
        return load_yaml(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError([ConfigProblem(path.name, MISSING)]) from error
    except yaml.YAMLError as error:
        raise ConfigError([ConfigProblem(path.name, sentence(error))]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([ConfigProblem(path.name, NOT_UTF8)]) from error


def problems_of(error: ValidationError, path: str) -> list[ConfigProblem]:
    """Every mistake that pydantic found, as `file: key.path` and a Chinese sentence."""
    return [
        ConfigProblem(
            f"{path}: {'.'.join(str(part) for part in item['loc'])}",
            _MESSAGES.get(item["type"], item["msg"].removeprefix("Value error, ")),
        )
        for item in error.errors(include_url=False)
    ]


Model = TypeVar("Model", bound=BaseModel)


def _build(model: type[Model], data: Any, path: str, problems: list[ConfigProblem]) -> Model | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems.extend(problems_of(error, path))
        return None


def read_model(model: type[Model], directory: Path, name: str) -> Model:
    """The file `name` of the settings in `directory`, over the national one, as `model`.

    Raises ConfigError that lists every mistake.
    """
    data = read_layered(directory, name).data
    try:
        return model.model_validate(data or {})
    except ValidationError as error:
        raise ConfigError(problems_of(error, name)) from error


def load_site_config(directory: Path) -> SiteConfig:
    """Read site.yml, units.yml, vocabulary.yml, the scale, the rules of bookings and the glossary
    of the settings in `directory`, a district's site_config/, over the national ones.

    Raises ConfigError that lists every mistake in all the files.
    """
    problems: list[ConfigProblem] = []
    data: dict[str, Any] = {}
    for name in (*OWN, "vocabulary.yml", SCALE, BOOKINGS, GLOSSARY):
        try:
            if name in OWN and not (directory / name).is_file():
                problems.append(ConfigProblem(name, MISSING))
            data[name] = read_layered(directory, name).data
        except ConfigError as error:
            problems.extend(error.problems)
    if problems:
        raise ConfigError(problems)

    site = _build(Site, data["site.yml"], "site.yml", problems)
    vocabulary = _build(Vocabulary, data["vocabulary.yml"], "vocabulary.yml", problems)
    scale = _build(HealthScale, data[SCALE], SCALE, problems)
    bookings = _build(BookingRules, data[BOOKINGS], BOOKINGS, problems)
    glossary = _build(Glossary, data[GLOSSARY] or {}, GLOSSARY, problems)
    raw_units = data["units.yml"].get("units") if isinstance(data["units.yml"], dict) else None
    if not isinstance(raw_units, dict) or not raw_units:
        problems.append(ConfigProblem("units.yml", "应为 units: 下面逐个列出单位"))
        raw_units = {}
    units = [
        _build(Unit, {"key": key, **(value or {})}, f"units.yml: {key}", problems)
        for key, value in raw_units.items()
    ]
    problems += parent_problems([unit for unit in units if unit])
    if problems or not (site and vocabulary and scale and bookings and glossary):
        raise ConfigError(problems)
    return SiteConfig(
        site=site,
        vocabulary=vocabulary,
        units=tuple(u for u in units if u),
        health_scale=scale,
        bookings=bookings,
        glossary=glossary,
    )
