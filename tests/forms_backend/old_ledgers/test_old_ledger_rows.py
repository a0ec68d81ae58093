"""Rows of an old ledger, its map, and everything wrong with either by its place. Pure."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from district import load_site_config
from district.casework.deadlines import DayCount
from district.errors import ConfigError
from district.forms.reading import load_form_definitions
from forms_backend.office_files.sheet_reading import read_sheet
from forms_backend.old_ledgers import reading
from forms_backend.old_ledgers.map_file import OldLedgerMap, Result, load_map, terms_of
from forms_backend.old_ledgers.old_matter import answer_clock
from forms_backend.old_ledgers.reading import Read, read_old_ledger
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.state import State
from tests.reference import SITE_CONFIG

CONFIG = load_site_config(SITE_CONFIG)
FORMS = load_form_definitions(CONFIG, SITE_CONFIG)
TERMS = terms_of(CONFIG, FORMS, ("conduct",))
TODAY = date(2026, 11, 20)
HANDBOOK = Path(__file__).parents[3] / "content" / "handbook" / "old-ledgers.md"

MAP: dict[str, Any] = {
    "name": "区信访局台账",
    "columns": {
        "编号": "number", "收件": "received_on", "来源": "channel", "企业": "answers.firm",
        "类型": "answers.category", "事由": "answers.title", "单位": "unit", "受理": "accepted_on",
        "到期": "due_on", "办结": "answered_on", "结果": "result", "满意度": "satisfied",
        "被投诉": "answers.unit", "备注": "keep",
    },
    "always": {"form": "complaint"},
    "words": {"channel": {"来电": "phone"}, "unit": {"市场局": "market"}},
}  # fmt: skip
HEAD = list(MAP["columns"])
DONE = [
    "X-1", "2025.3.5", "来电", "示例公司", "拖欠账款、承诺不兑现", "拖欠货款", "区法院",
    date(2025, 3, 7), "20250401", "2025年3月28日", "办结", "满意", None, "老件",
]  # fmt: skip


def row(**changes: Any) -> list[Any]:
    """The valid row with other cells, by the name of the column."""
    values = dict(zip(HEAD, DONE, strict=True)) | changes
    return [values[label] for label in HEAD]


def sheet_of(*rows: list[Any], change: Any = None) -> Any:
    made = openpyxl.Workbook()
    for one in rows:
        made.active.append(one)
    if change:
        change(made.active)
    stream = io.BytesIO()
    made.save(stream)
    stream.seek(0)
    return read_sheet(stream, 6_000)


def taken(*rows: list[Any], change: Any = None, **map_changes: Any) -> Read:
    found = OldLedgerMap.model_validate(MAP | map_changes)
    return read_old_ledger(found, sheet_of(*rows, change=change), TERMS, TODAY)


def test_a_row_becomes_a_matter_with_its_days_in_any_spelling() -> None:
    read = taken(HEAD, row())
    assert read.problems == ()
    matter = read.matters[0]
    days = (matter.received_on, matter.accepted_on, matter.due_on, matter.answered_on)
    assert [str(day) for day in days] == ["2025-03-05", "2025-03-07", "2025-04-01", "2025-03-28"]
    assert (matter.channel, matter.unit, matter.satisfied) == (Channel.PHONE, "court", True)
    assert (matter.state, matter.result) == (State.ARCHIVED, Result.DONE)
    kept = {answer.label: answer.display for answer in matter.answers}
    assert kept["企业名称"] == "示例公司"
    assert kept["哪一类问题"] == "拖欠账款、承诺不兑现"
    assert (kept["编号"], kept["备注"]) == ("X-1", "老件")


@pytest.mark.parametrize(
    "typed", [datetime(2025, 3, 5, hour) for hour in (0, 6, 9, 18)] + [20250305]
)
def test_a_day_with_a_time_of_day_is_that_day(typed: Any) -> None:
    """45721.25 has as many characters as 20250305."""
    read = taken(HEAD, row(收件=typed))
    assert read.problems == ()
    assert read.matters[0].received_on == date(2025, 3, 5)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"结果": None}, State.ARCHIVED),
        ({"结果": "不予受理"}, State.ARCHIVED),
        ({"办结": None, "结果": "在办", "满意度": "未评价"}, State.ASSIGNED),
        ({"办结": None, "结果": None, "满意度": None, "单位": None}, State.ACCEPTED),
        (dict.fromkeys(("办结", "结果", "满意度", "单位", "受理"), None), State.ACCEPTED),
        (dict.fromkeys(("办结", "结果", "满意度", "单位", "受理", "到期"), None), State.REGISTERED),
    ],
)  # fmt: skip
def test_its_course_goes_on_where_the_ledger_leaves_it(
    changes: dict[str, Any], state: State
) -> None:
    read = taken(HEAD, row(**changes))
    assert read.problems == ()
    assert read.matters[0].state is state


def test_the_answer_is_due_on_the_very_day_that_the_ledger_names() -> None:
    still_open = {"办结": None, "结果": None, "满意度": None}
    clock = answer_clock(taken(HEAD, row(**still_open)).matters[0])
    assert clock is not None
    assert (clock.started_on, clock.rule.days, clock.rule.count) == (
        date(2025, 3, 7), 25, DayCount.NATURAL,
    )  # fmt: skip
    same_day = answer_clock(taken(HEAD, row(**still_open, 到期="2025-03-07")).matters[0])
    assert same_day is not None
    assert (same_day.started_on, same_day.rule.days) == (date(2025, 3, 6), 1)
    assert answer_clock(taken(HEAD, row(到期=None)).matters[0]) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"收件": None}, ["B2（收件）：没有填。"]),
        ({"收件": "春节前"}, ["B2（收件）：日期不对"]),
        ({"收件": "2025-02-30"}, ["B2（收件）："]),
        ({"收件": "2027-01-01"}, ["B2（收件）："]),
        ({"来源": "口信"}, ["C2（来源）：“口信”对不上"]),
        ({"来源": None}, ["C2（来源）：没有填。"]),
        ({"单位": "海关"}, ["G2（单位）：“海关”不是本区的办件单位"]),
        ({"受理": "2025-03-01"}, ["H2（受理）：早于收件日期 2025-03-05。"]),
        ({"办结": "2025-03-06"}, ["J2（办结）：早于受理日期 2025-03-07。"]),
        ({"到期": "2026-03-01"}, ["I2（到期）：离受理日期 2025-03-07 超过 180 天"]),
        ({"办结": None}, ["K2（结果）：写了“办结”，却没有办结日期。", "L2（满意度）：写了“满意度”"]),
        ({"结果": "在办"}, ["K2（结果）：写的是在办，却有办结日期。"]),
        ({"满意度": "还行"}, ["L2（满意度）：“还行”对不上"]),
        ({"类型": "别的"}, ["E2（类型）：“别的”对不上"]),
        ({"企业": "=A1"}, ["D2：这一格是公式"]),
        ({"事由": "长" * 101}, ["F2（事由）："]),
        ({"类型": "conduct", "被投诉": "court"}, ["G2（单位）：检举控告件不能由被检举的单位承办"]),
    ],
)  # fmt: skip
def test_everything_wrong_is_told_once_by_cell_and_nothing_is_taken(
    changes: dict[str, Any], said: list[str]
) -> None:
    read = taken(HEAD, row(**changes), row(编号="X-2"))
    assert read.matters == ()
    assert len(read.problems) == len(said), read.problems
    for problem, part in zip(read.problems, said, strict=True):
        assert part in problem


@pytest.mark.parametrize(
    ("rows", "change", "said"),
    [
        ([HEAD], None, "列名下面没有内容"),
        ([], None, "列名下面没有内容"),
        ([["2025 年台账"], HEAD, DONE], None, "A1：对应文件里没有“2025 年台账”这一列"),
        ([[*HEAD, "电话"], [*DONE, "1"]], None, "O1：对应文件里没有“电话”这一列"),
        ([HEAD[:-1], DONE[:-1]], None, "第 1 行里没有“备注”这一列"),
        ([[*HEAD, "编号"], DONE], None, "O1：“编号”这一列写了两次"),
        ([HEAD, [*DONE, "多"]], None, "O2：这一列没有列名"),
        ([HEAD, DONE, DONE], None, "A3（原编号）：与第 2 行编号相同。"),
        ([HEAD, row(), row(编号="2")], lambda s: s.merge_cells("G2:G3"), "G2:G3：合并的单元格"),
    ],
)  # fmt: skip
def test_a_sheet_that_does_not_fit_the_map_is_told(rows: Any, change: Any, said: str) -> None:
    read = taken(*rows, change=change)
    assert read.matters == ()
    assert any(said in problem for problem in read.problems), read.problems


def test_a_merged_title_above_the_names_of_the_columns_is_no_mistake() -> None:
    read = taken(
        ["某局 2025 年台账"], HEAD, DONE, header_row=2, change=lambda s: s.merge_cells("A1:N1")
    )
    assert read.problems == ()
    assert read.matters[0].row == 3
    assert "第 5 行是空的" in taken(HEAD, DONE, header_row=5).problems[0]


def test_too_many_rows_name_the_first_beyond(monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    read = taken(HEAD, row(编号="1"), row(编号="2"), row(编号="3"))
    assert read.problems == ("第 4 行：一次最多导入 2 行，请分成几份。",)


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"columns": MAP["columns"] | {"编号": "nummer"}}, "columns.编号", "没有“nummer”这一项"),
        ({"columns": MAP["columns"] | {"企业": "answers.x"}}, "columns.企业", "没有“x”这一栏"),
        ({"columns": MAP["columns"] | {"企业": "answers.files"}}, "columns.企业", "是附件"),
        ({"columns": MAP["columns"] | {"备注": "number"}}, "columns.备注", "已经由“编号”"),
        ({"columns": MAP["columns"] | {"收件": "ignore"}}, "columns", "缺少“收件日期”"),
        ({"columns": MAP["columns"] | {"事由": "keep"}}, "columns", "缺少 answers.title"),
        ({"always": {}}, "columns", "缺少“事项”（form）"),
        ({"always": {"form": "klage"}}, "always.form", "“klage”应为：complaint"),
        ({"always": {"form": "complaint", "due_on": "x"}}, "always.due_on", "每一件都不同"),
        ({"always": {"form": "complaint", "unit": "court"}}, "always.unit", "已有一列"),
        ({"words": {"delivered_by": {"电话": "phone"}}}, "words.delivered_by", "没有哪一列"),
        ({"words": {"unit": {"海关": "customs"}}}, "words.unit.海关", "“customs”应为"),
        ({"words": {"channel": {12348: "phone"}}}, "words.channel.12348", "数字请加引号"),
        ({"colums": {}}, "colums", "没有这一项"),
    ],
)  # fmt: skip
def test_a_wrong_map_is_told_by_its_key(
    tmp_path: Path, changes: dict[str, Any], place: str, said: str
) -> None:
    path = tmp_path / "map.yml"
    path.write_text(yaml.safe_dump(MAP | changes, allow_unicode=True, sort_keys=False), "utf-8")
    with pytest.raises(ConfigError) as found:
        load_map(path, TERMS)
    assert any(place in str(p) and said in str(p) for p in found.value.problems), found.value


def test_the_map_of_the_handbook_is_a_map(tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(.*?)```", HANDBOOK.read_text("utf-8"), re.DOTALL)
    assert block is not None
    path = tmp_path / "map.yml"
    path.write_text(block[1], "utf-8")
    assert load_map(path, TERMS).header_row == 2


def test_the_handbook_names_every_target_and_result() -> None:
    text = HANDBOOK.read_text("utf-8")
    assert all(f"`{target}`" in text for target in reading.Target)
    assert all(f"`{result}`" in text for result in Result)
    assert f"{reading.MOST_ROWS} 行" in text
