"""A paper to hand in (文书): `papers/<id>.yml`, with parts that many share in `paper_parts.yml`.

Pure data: the browser asks and writes (`selfhelp-paper.js`), the page without scripts is a form to
print. What stands here proves that the definition holds together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

from pydantic import Field, ValidationError, model_validator

from district.errors import ConfigError, ConfigProblem
from district.frozen import Frozen
from district.layers import read_folder, read_layered
from district.loader import problems_of
from selfhelp import PAPERS
from selfhelp.calculator import Calculator
from selfhelp.facts import Facts
from selfhelp.inputs import InputType, Option
from selfhelp.listed import Listed

FOLDER, PARTS = PAPERS, "paper_parts.yml"
_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)(?::(大写))?\}")


class QuestionType(StrEnum):
    TEXT = "text"
    LONG = "long"
    LINES = "lines"
    """One thing a line; each becomes a numbered paragraph."""
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CREDIT_CODE = "credit_code"
    ID_NUMBER = "id_number"
    PHONE = "phone"


class Question(Frozen):
    """`ask` is what the reader is asked, `label` what stands on the blank form."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    ask: str
    label: str
    type: QuestionType = QuestionType.TEXT
    hint: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    when: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _offers_something(self) -> Question:
        if (self.type is QuestionType.CHOICE) != bool(self.options):
            raise ValueError("选择题（choice）要写 options，别的题不写")
        return self


class Line(Frozen):
    """One paragraph. `## ` a heading, `# ` numbered, `> ` to the right; `{id}` is an answer,
    `{id:大写}` a sum in words. Left out when `when` does not hold, or when all that it would say
    was left empty."""

    text: str
    when: Mapping[str, str] = {}


class Section(Frozen):
    title: str
    questions: tuple[Question, ...] = ()
    lines: tuple[Line, ...] = ()
    """What a shared part writes about itself, in the place `{part:as}` of the paper's text."""


class Cost(Frozen):
    """Fee by a calculator: `given` are its inputs, a fixed value or the id of an answer or sum."""

    calculator: str
    given: Mapping[str, str]
    result: str


class Deadline(Frozen):
    """By when to hand in: a row of legal_deadlines.yml, counted from the answer `since`."""

    rule: str
    since: str | None = None


class Paper(Listed):
    """`form`: whether an official model exists, in words; a paper of ours is never called one."""

    form: str
    basis: tuple[str, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)
    sums: Mapping[str, tuple[str, ...]] = {}
    text: tuple[Line, ...] = Field(min_length=1)
    attach: tuple[str, ...] = ()
    where: tuple[str, ...] = Field(min_length=1)
    cost: Cost | None = None
    cost_note: str = ""
    deadlines: tuple[Deadline, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def problems(
        self, facts: Facts, calculators: Mapping[str, Calculator]
    ) -> Iterator[tuple[str, str]]:
        """(key, what is wrong) for everything named that is not there."""
        known: dict[str, Question] = {}
        for question in self.questions:
            if question.id in known:
                yield "sections", f"题目“{question.id}”写了两次"
            yield from _condition_problems(f"题目“{question.id}”", question.when, known)
            known[question.id] = question
        for name, parts in self.sums.items():
            for part in parts:
                if part not in known or known[part].type is not QuestionType.MONEY:
                    yield f"sums.{name}", f"“{part}”不是填金额的题目"
        for index, line in enumerate(self.text):
            yield from _condition_problems(f"text 第 {index + 1} 段", line.when, known)
            for slot, words in _SLOT.findall(line.text):
                if slot not in known and slot not in self.sums:
                    yield f"text.{index}", f"没有“{slot}”这道题"
                elif words and slot in known and known[slot].type is not QuestionType.MONEY:
                    yield f"text.{index}", f"“{slot}”不是金额，不能大写"
        asked = {slot for line in self.text for slot, _ in _SLOT.findall(line.text)}
        asked |= {part for parts in self.sums.values() for part in parts}
        asked |= {name for line in self.text for name in line.when}
        asked |= {name for question in self.questions for name in question.when}
        asked |= {deadline.since for deadline in self.deadlines if deadline.since}
        for question in self.questions:
            if question.id not in asked:
                yield "sections", f"题目“{question.id}”问了，文书里没有用到"
        yield from self._cost_problems(calculators, known)
        for deadline in self.deadlines:
            if deadline.rule not in facts.deadlines:
                yield "deadlines", f"legal_deadlines.yml 里没有“{deadline.rule}”"
            since = deadline.since
            if since and (since not in known or known[since].type is not QuestionType.DATE):
                yield "deadlines", f"“{since}”不是填日期的题目"

    def _cost_problems(
        self, calculators: Mapping[str, Calculator], known: Mapping[str, Question]
    ) -> Iterator[tuple[str, str]]:
        if self.cost is None:
            return
        found = calculators.get(self.cost.calculator)
        if found is None:
            yield "cost.calculator", f"没有“{self.cost.calculator}”这个计算器"
            return
        if self.cost.result not in found.results:
            yield "cost.result", f"“{found.title}”没有“{self.cost.result}”这个结果"
        inputs = {one.id: one for one in found.inputs}
        for name, value in self.cost.given.items():
            if name not in inputs:
                yield f"cost.given.{name}", f"“{found.title}”没有“{name}”这一项"
            elif inputs[name].type is InputType.CHOICE:
                if value not in {option.value for option in inputs[name].options}:
                    yield f"cost.given.{name}", f"“{name}”没有“{value}”这个选项"
            elif value not in known and value not in self.sums:
                yield f"cost.given.{name}", f"没有“{value}”这道题或者合计"


def _condition_problems(
    place: str, when: Mapping[str, str], known: Mapping[str, Question]
) -> Iterator[tuple[str, str]]:
    for name, value in when.items():
        question = known.get(name)
        if question is None:
            yield "sections", f"{place}的条件“{name}”不是它前面的题目"
        elif question.options and value not in {o.value for o in question.options}:
            yield "sections", f"{place}的条件：“{name}”没有“{value}”这个选项"


def read_papers(
    facts: Facts,
    calculators: Mapping[str, Calculator],
    directory: Path,
    problems: list[ConfigProblem],
) -> dict[str, Paper]:
    """Every paper of the settings in `directory` that can be read; mistakes go to `problems`."""
    found: list[Paper] = []
    try:
        parts = read_layered(directory, PARTS).mapping
    except ConfigError as error:
        problems += error.problems
        return {}
    for layered in read_folder(directory, FOLDER, problems):
        key = PurePath(layered.name).stem
        try:
            paper = Paper.model_validate({"id": key, **_expanded(layered.mapping, parts)})
        except ValidationError as error:
            problems += problems_of(error, layered.name)
            continue
        except KeyError as error:
            problems.append(ConfigProblem(layered.name, f"paper_parts.yml 里没有{error}这一部分"))
            continue
        problems += [
            ConfigProblem(f"{layered.name}: {at}", text)
            for at, text in paper.problems(facts, calculators)
        ]
        found.append(paper)
    return {one.id: one for one in sorted(found, key=lambda one: (one.order, one.id))}


def _expanded(data: dict[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """Sections `{title, use, as}` filled with the questions of the shared part, ids with the prefix
    `as`, and lines `{use: prefix}` of the text with what the part says of itself."""
    sections, written = [], {}
    for section in data.get("sections") or []:
        if isinstance(section, dict) and "use" in section:
            part, prefix = parts[section["use"]], section["as"]
            questions = [_renamed(one, prefix, section["title"]) for one in part["questions"]]
            written[prefix] = [_renamed(one, prefix, section["title"]) for one in part["lines"]]
            sections.append({"title": section["title"], "questions": questions})
        else:
            sections.append(section)
    text: list[Any] = []
    for line in data.get("text") or []:
        if isinstance(line, dict) and "use" in line:
            text += written[line["use"]]
        else:
            text.append({"text": line} if isinstance(line, str) else line)
    return {**data, "sections": sections, "text": text}


def _renamed(one: dict[str, Any], prefix: str, title: str) -> dict[str, Any]:
    """A question or line of a shared part for one of those who use it; `@` is its title."""

    def words(text: str) -> str:
        return _SLOT.sub(
            lambda m: "{" + f"{prefix}_{m[1]}" + (":大写" if m[2] else "") + "}", text
        ).replace("@", title)

    changed = {k: words(v) if isinstance(v, str) and k != "id" else v for k, v in one.items()}
    if "id" in one:
        changed["id"] = f"{prefix}_{one['id']}"
        changed["type"] = one.get("type", "text")
    if "when" in one:
        changed["when"] = {f"{prefix}_{k}": v for k, v in one["when"].items()}
    return changed


def paper_for_browser(paper: Paper) -> dict[str, Any]:
    """What `selfhelp-paper.js` asks and writes."""
    return {
        "id": paper.id,
        "title": paper.title,
        "sections": [
            {
                "title": section.title,
                "questions": [
                    {
                        **q.model_dump(exclude_defaults=True, exclude={"options"}),
                        "type": q.type.value,
                        "options": [[o.value, o.label] for o in q.options],
                    }
                    for q in section.questions
                ],
            }
            for section in paper.sections
        ],
        "sums": {name: list(parts) for name, parts in paper.sums.items()},
        "text": [line.model_dump(exclude_defaults=True) for line in paper.text],
        "cost": paper.cost and paper.cost.model_dump(),
        "deadlines": [deadline.model_dump() for deadline in paper.deadlines],
    }
