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
from district.models import Site, SiteConfig, Unit, Vocabulary
from district.yaml_reading import load_yaml, sentence

CONFIG_DIR = Path(__file__).resolve().parents[1] / "site_config"
SCALE = "health_check.yml"
BOOKINGS = "bookings.yml"
GLOSSARY = "glossary.yml"
WITH_DEFAULT = (SCALE, BOOKINGS, GLOSSARY)
"""Files that a district need not have: those that come with Fabu stand in."""

NOT_UTF8 = "不是 UTF-8 编码，请另存为 UTF-8"

_MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请删去或检查拼写",
    "string_type": "应为文字；数字请加引号",
    "url_parsing": "应为完整网址，如 https://www.example.gov.cn/",
}


def site_or_default(own: Path) -> Path:
    """`own` when the YAML of a site lies there, or else the folder that comes with Fabu."""
    return own if (own / "site.yml").is_file() else CONFIG_DIR


def project_config_dir(root: Path) -> Path:
    """Where the YAML of the project at `root` lies."""
    return site_or_default(root / "site_config")


def own_or_default(directory: Path, name: str) -> Path:
    """The file or folder `name` of a district's configuration; where it has none of its own, the
    one that comes with Fabu."""
    own = directory / name
    return own if own.exists() else CONFIG_DIR / name


def read_yaml(path: Path) -> Any:
    """The parsed content of a YAML file of ours. Raises ConfigError with line and column."""
    try:
        return load_yaml(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError([ConfigProblem(path.name, "文件不存在")]) from error
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


def load_site_config(directory: Path = CONFIG_DIR) -> SiteConfig:
    """Read site.yml, units.yml, vocabulary.yml and the files of `WITH_DEFAULT`.

    Of the latter, a directory gets those that come with Fabu where it has none of its own.
    Raises ConfigError that lists every mistake in all the files.
    """
    problems: list[ConfigProblem] = []
    data: dict[str, Any] = {}
    for name in ("site.yml", "units.yml", "vocabulary.yml", *WITH_DEFAULT):
        try:
            data[name] = read_yaml(
                own_or_default(directory, name) if name in WITH_DEFAULT else directory / name
            )
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
