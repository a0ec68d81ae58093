"""What registers.yml may say, and what `fabu check` says of a register that cannot work."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from district import ConfigError, load_site_config
from district.registers.reading import load_registers, over_targets, read_registers, state_problems
from tests.reference import SITE_CONFIG

REGISTER = {
    "name": "包联",
    "prefix": "BL",
    "enter": ["intake"],
    "fields": {
        "leader": {"type": "text", "label": "领导"},
        "until": {"type": "day", "label": "到期"},
    },
    "states": {"open": {"name": "包联中"}, "done": {"name": "结束", "closed": True}},
    "steps": {"end": {"name": "结束", "from": ["open"], "to": "done", "who": ["supervisor"]}},
}


def written(folder: Path, changes: dict[str, object]) -> Path:
    register = {key: value for key, value in (REGISTER | changes).items() if value is not None}
    text = yaml.safe_dump({"registers": {"pairs": register}}, allow_unicode=True, sort_keys=False)
    (folder / "registers.yml").write_text(text, encoding="utf-8")
    return folder


def test_the_nation_has_tasks_and_activities_and_the_reference_project_those_of_the_seeds() -> None:
    assert list(read_registers().registers) == ["tasks", "activities"]
    found = load_registers(load_site_config(SITE_CONFIG), SITE_CONFIG)
    assert list(found.registers) == [
        "tasks", "activities", "pairs", "progress", "disputes", "reviews",
    ]  # fmt: skip
    assert {key: target.goal for key, target in found.targets.items()} == {
        "checks": 5000, "advisers": 150, "points": 10, "lectures": 1,
    }  # fmt: skip
    assert found.registers["reviews"].sample is not None
    assert sorted(found.registers["reviews"].sample.percent.values()) == [5, 5, 10]


def test_what_is_cleared_from_a_list_is_cleared_by_another_person_with_evidence() -> None:
    steps = read_registers().registers["tasks"].steps
    assert steps["close"].another_person
    assert "evidence" in steps["report"].needs


def test_a_register_that_fits_has_no_problem(tmp_path: Path) -> None:
    registers = read_registers(written(tmp_path, {}))
    assert state_problems(registers) == []
    assert registers.registers["pairs"].heading == "leader"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"prefix": "bl"}, "prefix"),
        ({"prefix": "RW"}, "编号前缀“RW”已经用于 tasks"),
        ({"deadline": "leader"}, "deadline：“leader”不是这个台账的日期字段"),
        ({"counted_on": "never"}, "counted_on：“never”不是这个台账的日期字段"),
        ({"fields": {"until": {"type": "day", "label": "到期"}}}, "至少要有一个 type: text"),
        ({"fields": {"leader": {"type": "photo", "label": "照片"}}}, "没有“photo”这种字段类型"),
        ({"fields": {"leader": {"type": "choice", "label": "选"}}}, "options 与 type: choice"),
        (
            {"steps": {"end": {"name": "完", "from": ["x"], "to": "done", "who": ["intake"]}}},
            "steps.end：没有“x”这个状态",
        ),
        (
            {"steps": {"end": {"name": "完", "from": ["open"], "to": "done", "who": ["auditor"]}}},
            "没有“auditor”这种岗位",
        ),
        (
            {"states": {"open": {"name": "办"}, "done": {"name": "完", "closed": True, "within": 3}}},
            "不写 within",
        ),
        (
            {"steps": {"end": {"name": "完", "from": ["open"], "to": "done", "who": ["intake"], "fields": ["x"]}}},
            "steps.end：没有“x”这个字段",
        ),
        ({"sample": {"item": "until", "percent": {"court": 5}}}, "sample.item"),
        *(
            ({"fields": REGISTER["fields"] | {key: {"type": "text", "label": "甲"}}}, f"“{key}”系统")
            for key in ("version", "csrf_token", "responsible_unit")
        ),
        (
            {"fields": {"a": {"type": "text", "label": "责任单位"}}},
            "fields.a：每个台账都有“责任单位”",
        ),
        (
            {"fields": {k: {"type": "text", "label": "甲"} for k in ("a", "b")}},
            "两个字段都叫“甲”",
        ),
        ({"steps": {"evidence": REGISTER["steps"]["end"]}}, "“evidence”系统自己要用"),
        ({"sources": {"letter": {"fill": {"leader": "number"}}}}, "没有“letter”这种来源"),
        ({"sources": {"visit": {"fill": {"x": "firm"}}}}, "sources.visit.fill：没有“x”这个字段"),
        ({"sources": {"visit": {"fill": {"leader": "title"}}}}, "没有“title”，只能是 number、firm"),
        ({"sources": {"decision": {"fill": {"until": "title"}}}}, "“title”只能填进 text、paragraph"),
        ({"sources": {"decision": {"fill": {"until": "due"}, "choose": {"leader": "x"}}}}, "choose.leader"),
        ({"calendar": {"shows": ["leader"], "who": ["supervisor"]}}, "请写上 counted_on"),
        *(
            ({"counted_on": "until", "calendar": {"who": ["supervisor"]} | calendar}, said)
            for calendar, said in (
                ({"shows": ["x", "leader"]}, "calendar.shows：没有“x”"),
                ({"shows": ["until"]}, "calendar.shows：要有“leader”"),
                ({"shows": ["leader"], "only": {"leader": ["x"]}}, "calendar.only.leader"),
            )
        ),
        ({"name": None}, "缺少这一项"),
        ({"colour": "red"}, "没有这一项"),
    ],
)  # fmt: skip
def test_each_mistake_is_named(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_registers(written(tmp_path, changes))


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({"open": {"name": "办"}, "done": {"name": "完"}}, ["就停住了", "没有走得到的办结状态"]),
        (
            {"open": {"name": "办"}, "done": {"name": "完", "closed": True}, "x": {"name": "无"}},
            ["没有步骤走到“无”"],
        ),
        ({"open": {"name": "办"}, "done": {"name": "废", "void": True}}, ["没有走得到的办结状态"]),
    ],
)
def test_states_that_nobody_reaches_or_leaves(
    tmp_path: Path, states: dict[str, object], said: list[str]
) -> None:
    problems = [
        p.message for p in state_problems(read_registers(written(tmp_path, {"states": states})))
    ]
    assert len(problems) == len(said)
    assert all(part in problem for part, problem in zip(said, problems, strict=True))


def test_a_target_is_over_the_day_after_its_last() -> None:
    registers = read_registers(SITE_CONFIG)
    assert over_targets(registers, date(2026, 12, 31)) == []
    assert len(over_targets(registers, date(2027, 1, 1))) == 3
