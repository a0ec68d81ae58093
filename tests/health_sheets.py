"""Random answer sheets of the real 童装 questionnaire, and what Python makes of them."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from district import load_site_config
from district.health_check import HealthScale
from publisher.health.scoring import score
from publisher.health.sheet import asked, combined
from publisher.model.documents.health_check import HealthCheck
from publisher.model.loader import load_library
from publisher.pages.health_checks import sheet_data
from publisher.project import find_project
from tests.long import amount
from tests.reference import SITE_CONFIG

ROOT = Path(__file__).resolve().parents[1]
CHECK = "childrens-wear"
COUNT = amount(1_000, 10_000)

Sheet = dict[str, Any]
"""{"chosen": ids of sets, "answers": [[key of a question, position of its answer], …]}."""


@dataclass(frozen=True)
class Questionnaire:
    """The data that the page carries, and the models it was made from."""

    data: dict[str, Any]
    checks: dict[str, HealthCheck]
    scale: HealthScale


@cache
def questionnaire() -> Questionnaire:
    config = load_site_config(SITE_CONFIG)
    library, _ = load_library(find_project(ROOT), config)
    data = sheet_data(library, config.health_scale, cast(HealthCheck, library.by_id[CHECK].meta))
    checks = {one["id"]: cast(HealthCheck, library.by_id[one["id"]].meta) for one in data["sets"]}
    return Questionnaire(data, checks, config.health_scale)


def random_sheets(seed: int) -> list[Sheet]:
    """Any choice of sets; each question answered without risk, at random, or left open."""
    draw = random.Random(seed)
    checks = questionnaire().checks
    own, *others = checks
    sheets = []
    for _ in range(COUNT):
        chosen = [own, *(key for key in others if draw.random() < 0.4)]
        left_open, careful = draw.choice((0, 0.1, 0.6, 1)), draw.choice((0, 0.5, 0.97))
        answers = [
            [
                f"{key}/{question.id}",
                0 if draw.random() < careful else draw.randrange(len(question.answers)),
            ]
            for key in chosen
            for question in checks[key].questions
            if draw.random() >= left_open
        ]
        sheets.append({"chosen": chosen, "answers": answers})
    return sheets


def by_python(sheet: Sheet) -> dict[str, Any]:
    """What the browser should find, in the browser's words."""
    source = questionnaire()
    questions = combined([source.checks[key] for key in sheet["chosen"]])
    answers = dict(sheet["answers"])
    result = score(questions, answers, source.scale)
    return {
        "asked": [question.key for question in asked(questions, answers)],
        "overall": asdict(result.overall),
        "dimensions": [
            {"set": group, "dimension": name, **asdict(one)}
            for (group, name), one in result.dimensions.items()
        ],
        "risks": [asdict(risk) for risk in result.risks],
    }


def assert_agreement(sheets: list[Sheet], found: list[dict[str, Any]]) -> None:
    """Every sheet gives the same result in both languages, and survives its way through a link."""
    assert len(found) == len(sheets) == COUNT
    levels = set()
    for sheet, result in zip(sheets, found, strict=True):
        expected = by_python(sheet)
        assert {key: result[key] for key in expected} == expected
        assert result["again"] == [sheet["chosen"], sorted(sheet["answers"])], result["token"]
        levels.add(expected["overall"]["level"])
    assert levels == {"red", "orange", "yellow", "green", None}  # the sheets reach every corner
