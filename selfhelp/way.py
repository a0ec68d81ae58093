"""A way (办事路径): `find/<id>.yml`, questions that lead to what to do, by when and with what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from pydantic import Field, ValidationError

from district.errors import ConfigProblem
from district.frozen import Frozen
from district.layers import read_folder
from district.loader import problems_of
from selfhelp import WAYS
from selfhelp.listed import Listed

FOLDER = WAYS


class Answer(Frozen):
    say: str
    to: str


class Asking(Frozen):
    """A question with at least two answers, each leading on."""

    ask: str
    help: str = ""
    answers: tuple[Answer, ...] = Field(min_length=2)


class Doing(Frozen):
    """An end: what applies, what to do first, by when, with which paper, what explains it, whom to
    ask. `by` are rows of legal_deadlines.yml, `pages` ids of documents of the library."""

    title: str
    applies: str
    basis: tuple[str, ...] = Field(min_length=1)
    first: tuple[str, ...] = Field(min_length=1, max_length=6)
    by: tuple[str, ...] = ()
    no_deadline: str = ""
    papers: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    whom: tuple[str, ...] = Field(min_length=1)


class Way(Listed):
    """`questions` begin with the first one written; ids of questions and ends are distinct."""

    questions: Mapping[str, Asking] = Field(min_length=1)
    ends: Mapping[str, Doing] = Field(min_length=2)

    @property
    def start(self) -> str:
        return next(iter(self.questions))

    def way_to(self, node: str) -> tuple[str, ...]:
        """Questions from the start to `node`, by the shortest way; empty for the start itself."""
        waiting: list[tuple[str, tuple[str, ...]]] = [(self.start, ())]
        for name, before in waiting:
            if name == node:
                return before
            if name in self.questions and name not in before:
                waiting += [(a.to, (*before, name)) for a in self.questions[name].answers]
        return ()

    def reachable(self) -> set[str]:
        found, waiting = set[str](), [self.start]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                asking = self.questions.get(name)
                waiting += [answer.to for answer in asking.answers] if asking else []
        return found

    def problems(
        self,
        deadlines: Mapping[str, object],
        papers: Mapping[str, object],
        tools: Mapping[str, object],
    ) -> Iterator[tuple[str, str]]:
        """(key, what is wrong): answers that lead nowhere, in a circle or to nobody's end, and
        everything named that is not there."""
        for name in self.questions.keys() & self.ends.keys():
            yield f"ends.{name}", f"“{name}”又是问题又是结论"
        for name, asking in self.questions.items():
            for index, answer in enumerate(asking.answers):
                if answer.to not in self.questions and answer.to not in self.ends:
                    at = f"questions.{name}.answers.{index}.to"
                    yield at, f"答“{answer.say}”以后走到“{answer.to}”，没有这一步"
        seen = set[str]()
        for key, name, title in (
            *(("questions", name, asking.ask) for name, asking in self.questions.items()),
            *(("ends", name, end.title) for name, end in self.ends.items()),
        ):
            if title in seen:
                yield f"{key}.{name}", f"“{title}”写了两次，读者和搜索分不清是哪一页"
            seen.add(title)
        reached = self.reachable()
        for key, names in (("questions", self.questions), ("ends", self.ends)):
            for name in names:
                if name not in reached:
                    yield f"{key}.{name}", f"没有哪个回答走到“{name}”"
        for name in self.questions:
            if name in self._after(name):
                yield f"questions.{name}", f"从“{name}”出发会绕回“{name}”"
        for name, end in self.ends.items():
            for key, used, known, what in (
                ("by", end.by, deadlines, "legal_deadlines.yml 里没有期限"),
                ("papers", end.papers, papers, "没有这份文书"),
                ("tools", end.tools, tools, "没有这个计算器"),
            ):
                for one in used:
                    if one not in known:
                        yield f"ends.{name}.{key}", f"{what}“{one}”"
            if not end.by and not end.no_deadline:
                yield f"ends.{name}", "没有写期限 by；确实没有期限的，写 no_deadline 说明"

    def _after(self, name: str) -> set[str]:
        found, waiting = set[str](), [a.to for a in self.questions[name].answers]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += (
                    [a.to for a in self.questions[one].answers] if one in self.questions else []
                )
        return found


def read_ways(
    deadlines: Mapping[str, object],
    papers: Mapping[str, object],
    tools: Mapping[str, object],
    directory: Path,
    problems: list[ConfigProblem],
) -> dict[str, Way]:
    """Every way of the settings in `directory` that can be read; mistakes go to `problems`."""
    found: list[Way] = []
    for layered in read_folder(directory, FOLDER, problems):
        key = PurePath(layered.name).stem
        try:
            way = Way.model_validate({"id": key, **layered.mapping})
        except ValidationError as error:
            problems += problems_of(error, layered.name)
            continue
        problems += [
            ConfigProblem(f"{layered.name}: {at}", text)
            for at, text in way.problems(deadlines, papers, tools)
        ]
        found.append(way)
    return {one.id: one for one in sorted(found, key=lambda one: (one.order, one.id))}
