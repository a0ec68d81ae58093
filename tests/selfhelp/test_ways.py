"""Every way leads to its end, and what is wrong with one is said at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from district.casework.deadlines import ClockKind, DayCount, load_deadlines
from selfhelp.facts import Unit
from selfhelp.shelf import load_shelf
from selfhelp.way import Way

SHELF = load_shelf()
WAY = """
title: 试
summary: 试一条路。
group: 试
checked: 2026-11-19
questions:
  start: {ask: 甲还是乙？, answers: [{say: 甲, to: one}, {say: 乙, to: two}]}
ends:
  one: {title: 一, applies: 法, basis: [《民法典》第一条], first: [做], by: [D001], whom: [我]}
  two: {title: 二, applies: 法, basis: [《民法典》第一条], first: [做], no_deadline: 没有, whom: [我]}
"""


def problems(text: str) -> list[tuple[str, str]]:
    way = Way.model_validate({"id": "t", **yaml.safe_load(text)})
    return list(way.problems({"D001": 1}, {"p": 1}, {"t": 1}))


def test_there_are_twenty_ways_and_each_end_is_reached() -> None:
    assert len(SHELF.ways) >= 20
    for way in SHELF.ways.values():
        assert way.reachable() == way.questions.keys() | way.ends.keys()
        assert all(way.way_to(end) for end in way.ends)
        assert {paper for end in way.ends.values() for paper in end.papers} <= SHELF.papers.keys()


def test_a_good_way_has_no_problem() -> None:
    assert problems(WAY) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("to: two", "to: three", "questions.start.answers.1.to"),
        ("to: two", "to: one", "ends.two"),
        ("to: two", "to: start", "questions.start"),
        ("by: [D001]", "by: [D002]", "ends.one.by"),
        ("title: 二", "title: 一", "ends.two"),
        ("no_deadline: 没有", "papers: []", "ends.two"),
        ("no_deadline: 没有", "no_deadline: 没有, papers: [q]", "ends.two.papers"),
        ("no_deadline: 没有", "no_deadline: 没有, tools: [q]", "ends.two.tools"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(old: str, new: str, place: str) -> None:
    assert place in {at for at, _ in problems(WAY.replace(old, new))}


def test_staff_and_readers_count_by_one_table() -> None:
    """What the staff's clocks take from law is what the table of legal deadlines says."""
    assert SHELF.facts is not None
    rules, legal = load_deadlines().default, SHELF.facts.deadlines
    shared = {
        "D086": rules.of(ClockKind.ACCEPT).at_most,
        "D087": rules.of(ClockKind.ANSWER).at_most,
        "D088": rules.of(ClockKind.REEXAMINE).days,
        "D089": rules.of(ClockKind.VERIFY).days,
    }
    assert {key: (legal[key].length, legal[key].unit) for key in shared} == {
        key: (days, Unit.NATURAL) for key, days in shared.items()
    }
    for key, kind in (("D088", ClockKind.REEXAMINE), ("D089", ClockKind.VERIFY)):
        assert rules.of(kind).count is DayCount.NATURAL
        assert legal[key].basis in rules.of(kind).basis


def test_every_page_named_by_a_national_way_is_in_the_reference_project() -> None:
    root = Path(__file__).parents[2]
    there = {p.stem for d in ("content", "cases_library") for p in (root / d).rglob("*.md")}
    named = {page for way in SHELF.ways.values() for e in way.ends.values() for page in e.pages}
    assert sorted(named - there) == []
