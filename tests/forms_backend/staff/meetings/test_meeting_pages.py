"""Meetings as people use them: promises by quarter, agenda, minutes, decisions, the ladder."""

from __future__ import annotations

import io

import html5lib
import pytest
from docx import Document

from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.submissions.channel import Channel
from tests.forms_backend.staff.conftest import act

MEETING = {
    "kind": "consultation", "held_on": "2026-11-18", "starts_at": "09:30", "point": "park",
    "unit": "", "place": "园区会议室", "people": "王五（厂长）、李四（庭长）", "units": ["court"],
}  # fmt: skip
JUDGEMENT = {"kind": "judgement", "point": "", "held_on": "2026-11-20", "units": ["court"]}
MINUTED = {
    "title": "重复检查", "minutes": "王五说三个月查了四次。\n李四建议合并。",
    "decision": "合并检查，报方案。", "unit": "court", "due_on": "2026-11-19", "numbers": "",
}  # fmt: skip


@pytest.fixture
def desk(sign_in):
    return sign_in("shouli", "zhengfawei", Role.INTAKE)


@pytest.fixture
def judge(sign_in):
    return sign_in("chengban", "court", Role.HANDLER)


def plan(browser, **changes) -> str:
    browser.open_form("/staff/meetings/new")
    page = browser.send("/staff/meetings", MEETING | changes)
    assert page.status == 303, page.text
    return page.response.headers["Location"].rsplit("/", 1)[1]


def put(browser, meeting: str, position: int | str = "new", **changes):
    where = f"/staff/meetings/{meeting}/agenda"
    browser.open_form(f"{where}/{position}")
    return browser.send(where if position == "new" else f"{where}/{position}", MINUTED | changes)


def send(browser, meeting: str, what: str, **inputs):
    browser.open_form(f"/staff/meetings/{meeting}/agenda/new")  # has the version in any case
    return browser.send(f"/staff/meetings/{meeting}/agenda/{what}", inputs)


def assign_to_court(desk, number: str) -> None:
    for action, inputs in (
        ("register", {}),
        ("accept", {}),
        ("assign", {"unit": "court", "basis": "审判事项"}),
    ):
        assert act(desk, number, action, **inputs).status == 303


def read(page) -> None:
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_the_way_of_a_meeting_from_plan_to_a_decision_that_is_done(
    desk, judge, number, clock
) -> None:
    assign_to_court(desk, number)
    meeting = plan(desk)
    assert meeting.startswith("HY202611-")
    assert put(desk, meeting, numbers=number.lower()).status == 303
    shown = judge.get(f"/staff/meetings/{meeting}")
    assert "王五说三个月查了四次。" in shown.text
    assert number in shown.text
    assert "加入议题" not in shown.text
    read(shown)
    assert "已超期" in judge.get("/staff/meetings").text
    item = judge.get(f"/staff/items/{number}")
    assert "合并检查，报方案。" in item.text
    assert "列入会议议程" in item.text
    read(item)
    assert send(desk, meeting, "1/done").status == 303
    listed = desk.get("/staff/meetings")
    assert "已完成" in listed.text
    assert "受理岗shouli" in listed.text
    read(listed)
    assert desk.get(f"/staff/meetings/{meeting}/agenda/1").status == 403
    assert send(desk, meeting, "1/done").status == 403
    clock.move(days=31)


def test_a_point_is_carried_up_the_ladder_once(desk, number) -> None:
    low = plan(desk)
    put(desk, low, numbers=number)
    assert "还没有安排单位专研" in desk.get(f"/staff/meetings/{low}").text
    study = plan(desk, kind="study", point="", unit="court", units=[], held_on="2026-11-19")
    judgement = plan(desk, **JUDGEMENT)
    wrong = send(desk, low, "1/carry", to=judgement)  # leaves a rung out
    assert wrong.status == 422
    assert 'id="to-1-error"' in wrong.text
    read(wrong)
    assert send(desk, low, "1/carry", to=study).status == 303
    assert send(desk, low, "1/carry", to=study).status == 403
    assert send(desk, study, "1/carry", to=judgement).status == 403  # not discussed yet
    put(desk, study, 1, numbers=number, due_on="2026-12-01")
    assert send(desk, study, "1/carry", to=judgement).status == 303
    page = desk.get(f"/staff/meetings/{study}")
    assert f"{low}-1" in page.text
    assert f"{judgement}-1" in page.text
    item = desk.get(f"/staff/items/{number}")
    for rung in ("小会商", "单位专研", "研判会"):
        assert f"<strong>{rung}</strong>" in item.text
    assert item.text.index(f"{low}-1") < item.text.index(f"{judgement}-1")


def test_the_quarter_says_what_is_kept_due_and_missed(desk, clock) -> None:
    held = plan(desk, kind="joint")
    plan(desk, kind="joint", point="market", held_on="2026-12-10")
    page = desk.get("/staff/meetings")
    assert page.text.count("已做到") == 0  # a meeting without minutes keeps no promise
    assert "已定于 2026-12-10" in page.text
    put(desk, held)
    page = desk.get("/staff/meetings")
    assert (page.text.count("已做到"), page.text.count("应在 2026-12-31 前召开")) == (1, 3)
    assert desk.get("/staff/meetings?quarter=2026Q3").text.count("没有做到") == 4
    read(desk.get("/staff/meetings?quarter=nonsense"))


def test_units_read_what_concerns_them(desk, judge, number, sign_in) -> None:
    assign_to_court(desk, number)
    meeting = plan(desk, units=["court", "police"], point="market")
    put(desk, meeting, numbers=number, minutes="只有法院能看的", unit="court")
    put(desk, meeting, minutes="公安负责的", unit="police", title="周边治安")
    put(desk, meeting, minutes="大家都能看的", decision="", unit="", due_on="", title="通报")
    police = sign_in("jingguan", "police", Role.REVIEWER)
    seen = police.get(f"/staff/meetings/{meeting}").text
    assert "只有法院能看的" not in seen
    assert number not in seen
    assert "公安负责的" in seen
    assert "大家都能看的" in seen
    assert "公安负责的" not in judge.get(f"/staff/meetings/{meeting}").text
    listed = police.get("/staff/meetings").text
    assert f"{meeting}-2" in listed
    assert f"{meeting}-1" not in listed
    paper = police.get(f"/staff/meetings/{meeting}/minutes.docx").response.data
    assert "只有法院能看的" not in "".join(p.text for p in Document(io.BytesIO(paper)).paragraphs)
    outsider = sign_in("waiban", "tax", Role.HANDLER)
    for path in ("", "/minutes.docx"):
        assert outsider.get(f"/staff/meetings/{meeting}{path}").status == 404
    assert meeting not in outsider.get("/staff/meetings").text
    police.open_form(f"/staff/meetings/{meeting}")
    assert police.send(f"/staff/meetings/{meeting}/agenda", MINUTED).status == 403
    stranger = sign_in("geren", "tax", Role.SUPERVISOR)  # leads nothing
    assert stranger.get("/staff/meetings/new").status == 403
    assert stranger.get(f"/staff/meetings/{meeting}/agenda/new").status == 404


def test_a_confidential_matter_stays_away_from_who_may_not_know(
    desk, parts, complaint, sign_in
) -> None:
    secret = (
        parts[SubmissionService]
        .accept(
            parts.ground.forms["complaint"],
            complaint | {"category": "conduct", "unit": "court"},
            channel=Channel.WEB,
        )
        .number
    )
    at_park = plan(desk)
    before_court = plan(desk, **JUDGEMENT)
    for meeting in (at_park, before_court):
        page = put(desk, meeting, numbers=secret, due_on="2026-12-01")
        assert page.status == 422
        assert 'id="numbers-error"' in page.text
        assert "检举件" in page.text
    alone = plan(desk, **(JUDGEMENT | {"units": ["zhengfawei", "justice"]}))
    assert put(desk, alone, numbers=secret, unit="zhengfawei", due_on="2026-12-01").status == 422
    for action in ("register", "accept"):
        act(desk, secret, action)
    act(desk, secret, "assign", unit="justice", basis="检举由司法局核实")
    assert put(desk, alone, numbers=secret, unit="zhengfawei", due_on="2026-12-01").status == 303
    change = desk.open_form(f"/staff/meetings/{alone}/change")
    assert change.status == 200
    form = MEETING | JUDGEMENT | {"units": ["justice", "court"]}
    page = desk.send(f"/staff/meetings/{alone}/change", form)
    assert page.status == 422
    assert 'id="units-error"' in page.text
    petition = sign_in("xinfang", "petition", Role.INTAKE)
    unknown = put(
        petition,
        plan(petition, units=["justice"], **{k: v for k, v in JUDGEMENT.items() if k != "units"}),
        numbers=secret,
        unit="petition",
        due_on="2026-12-01",
    )
    assert unknown.status == 422
    assert "没有这些编号，或者您不能查看" in unknown.text


def test_of_two_who_write_at_once_the_second_is_told(desk, sign_in) -> None:
    meeting = plan(desk)
    other = sign_in("duban", "zhengfawei", Role.SUPERVISOR)
    other.open_form(f"/staff/meetings/{meeting}/agenda/new")
    assert put(desk, meeting).status == 303
    late = other.send(f"/staff/meetings/{meeting}/agenda", MINUTED | {"title": "另一个议题"})
    assert late.status == 409
    assert "另一个议题" in late.text
    again = other.open_form(f"/staff/meetings/{meeting}/change")
    put(desk, meeting, 1, title="改过")
    assert again.status == 200
    stale = other.send(f"/staff/meetings/{meeting}/change", MEETING | {"place": "二楼"})
    assert (stale.status, "二楼" in stale.text) == (409, True)
    read(stale)
    other.hidden["version"] = stale.text.split('name="version" value="')[1].split('"')[0]
    changed = other.send(f"/staff/meetings/{meeting}/change", MEETING | {"place": "二楼"})
    assert changed.status == 303
    assert "二楼" in desk.get(f"/staff/meetings/{meeting}").text


def test_mistakes_stand_at_their_inputs(desk) -> None:
    wrong = {"kind": "x", "held_on": "2031-01-01", "starts_at": "25:00", "place": "", "units": []}
    desk.open_form("/staff/meetings/new")
    page = desk.send("/staff/meetings", MEETING | wrong)
    assert page.status == 422
    for key in ("kind", "held_on", "starts_at", "units", "place"):
        assert f'id="{key}-error"' in page.text
    read(page)
    future = plan(desk, held_on="2026-12-10")
    assert 'name="minutes"' not in desk.open_form(f"/staff/meetings/{future}/agenda/new").text
    page = put(desk, future)
    assert page.status == 422
    assert "还没有开" in page.text
    held = plan(desk)
    page = put(desk, held, title="", minutes="", unit="tax", due_on="2026-11-01")
    for key in ("title", "minutes", "unit", "due_on"):
        assert f'id="{key}-error"' in page.text
    read(page)
    assert put(desk, held, decision="", title="议题").status == 422
    put(desk, held)
    desk.open_form(f"/staff/meetings/{held}/change")
    page = desk.send(f"/staff/meetings/{held}/change", MEETING | {"held_on": "2026-12-10"})
    assert (page.status, "已经有纪要" in page.text) == (422, True)


def test_the_minutes_are_a_paper_and_equal_minutes_give_equal_bytes(desk, number) -> None:
    meeting = plan(desk)
    put(desk, meeting, numbers=number)
    address = f"/staff/meetings/{meeting}/minutes.docx"
    response = desk.get(address).response
    assert response.data == desk.get(address).response.data
    assert response.headers["Cache-Control"] == "no-store"
    lines = [p.text for p in Document(io.BytesIO(response.data)).paragraphs if p.text]
    assert lines == [
        "小会商纪要",
        meeting,
        "时间：2026年11月18日 09:30",
        "地点：园区会议室",
        "联系点：示例区经济开发区",
        "参加单位：区法院、区司法局",
        "参加人员：王五（厂长）、李四（庭长）",
        "一、重复检查",
        f"涉及办件：{number}。",
        "王五说三个月查了四次。",
        "李四建议合并。",
        "议定：合并检查，报方案。",
        "责任单位：区法院；完成时限：2026年11月19日。",
        "记录：受理岗shouli",
        "中共示例区委政法委员会",
        "2026年11月18日",
    ]


def test_what_was_said_is_encrypted_and_not_in_the_ledger(desk, parts, number) -> None:
    meeting = plan(desk)
    put(desk, meeting, numbers=number)
    lines, _ = parts[LedgerService].audit(50, actor="staff:a")
    said = " ".join(line.detail for line in lines)
    assert {"meeting_planned", "agenda_written", "put_on_agenda"} <= {
        line.action.value for line in lines
    }
    for word in ("王五", "园区会议室", "重复检查", "合并"):
        assert word not in said
        with parts.ground.database.engine.connect() as connection:
            for table in ("meetings", "agenda_items"):
                for (payload,) in connection.exec_driver_sql(f"SELECT payload FROM {table}"):
                    assert word.encode() not in bytes(payload)


def call_off(browser, meeting: str, reason: str):
    browser.open_form(f"/staff/meetings/{meeting}")
    return browser.send(f"/staff/meetings/{meeting}/cancel", {"reason": reason})


def test_a_meeting_that_does_not_take_place_is_called_off(desk, judge, number, parts) -> None:
    assign_to_court(desk, number)
    meeting = plan(desk, kind="joint", held_on="2026-12-10")
    before = {"minutes": "", "decision": "", "unit": "", "due_on": "", "numbers": number}
    assert put(desk, meeting, **before).status == 303
    assert "已定于 2026-12-10" in desk.get("/staff/meetings").text
    assert "/cancel" in desk.get(f"/staff/meetings/{meeting}").text
    assert "/cancel" not in judge.get(f"/staff/meetings/{meeting}").text
    assert call_off(desk, meeting, "王五<厂长>出差，\n改在下月").status == 303
    for browser in (desk, judge):
        page = browser.get(f"/staff/meetings/{meeting}")
        assert "这次会议已取消：受理岗shouli，" in page.text
        assert "原因：王五&lt;厂长&gt;出差，\n改在下月" in page.text
        assert "重复检查" in page.text
        for gone in ("/cancel", "/change", "/agenda", "minutes.docx", "还没有纪要"):
            assert gone not in page.text
        read(page)
        listed = browser.get("/staff/meetings")
        assert meeting in listed.text
        assert "已取消" in listed.text
        assert "已定于" not in listed.text
        read(listed)
    item = judge.get(f"/staff/items/{number}")
    assert "已取消" in item.text
    assert "取消会议" in item.text
    assert "已列入议程，还没有纪要" not in item.text
    read(item)
    lines, _ = parts[LedgerService].audit(50, actor="staff:a")
    assert [line.number for line in lines if line.action.value == "meeting_cancelled"] == [
        number,
        meeting,
    ]
    assert "王五" not in " ".join(line.detail for line in lines)


def test_nothing_is_done_to_a_meeting_that_was_called_off(desk, judge) -> None:
    meeting = plan(desk)
    put(desk, meeting, minutes="", decision="", unit="", due_on="")
    desk.open_form(f"/staff/meetings/{meeting}/agenda/1")
    other = dict(desk.hidden)
    assert call_off(desk, meeting, "企业来不了").status == 303
    where = f"/staff/meetings/{meeting}"
    for path in ("/change", "/agenda/new", "/agenda/1"):
        page = desk.get(where + path)
        assert (page.status, "会议已取消，不能再改" in page.text) == (403, True)
        read(page)
    desk.hidden.update(other)
    for path, inputs in (
        ("/change", MEETING),
        ("/agenda", MINUTED | {"title": ""}),
        ("/agenda/1", MINUTED),
        ("/agenda/1/done", {}),
        ("/agenda/1/carry", {"to": meeting}),
        ("/cancel", {"reason": "又一次"}),
    ):
        page = desk.send(where + path, inputs)
        assert (page.status, "会议已取消，不能再改" in page.text) == (403, True), path
    for browser in (desk, judge):
        page = browser.get(f"{where}/minutes.docx")
        assert (page.status, "会议已取消，没有纪要" in page.text) == (404, True)


def test_why_a_meeting_is_called_off_has_to_be_said(desk, judge, sign_in) -> None:
    meeting = plan(desk)
    shown = desk.get(f"/staff/meetings/{meeting}")
    assert '<details class="carry sheet"><summary>取消会议' in shown.text
    read(shown)
    for reason, told in (("", "请填写取消的原因"), ("长" * 501, "500")):
        page = call_off(desk, meeting, reason)
        assert page.status == 422
        assert '<details class="carry sheet" open>' in page.text
        assert told in page.text.split('id="reason-error"')[1].split("</p>")[0]
        assert reason in page.text
        read(page)
    supervisor = sign_in("duban", "zhengfawei", Role.SUPERVISOR)
    supervisor.open_form(f"/staff/meetings/{meeting}")
    put(desk, meeting, minutes="", decision="", unit="", due_on="")
    late = supervisor.send(f"/staff/meetings/{meeting}/cancel", {"reason": "企业来不了"})
    assert late.status == 409
    assert "企业来不了" in late.text
    assert "别人改过这次会议" in late.text
    read(late)
    petition = sign_in("xinfang", "petition", Role.INTAKE)
    petition.open_form("/staff/meetings")
    path = f"/staff/meetings/{meeting}/cancel"
    assert petition.send(path, {"reason": "不归我"}).status == 404
    judge.open_form(f"/staff/meetings/{meeting}")
    assert judge.send(path, {"reason": "不归我"}).status == 403
    assert "这次会议已取消" not in desk.get(f"/staff/meetings/{meeting}").text


def test_a_meeting_with_minutes_is_not_called_off(desk) -> None:
    meeting = plan(desk)
    desk.open_form(f"/staff/meetings/{meeting}")
    early = dict(desk.hidden)
    put(desk, meeting)
    page = desk.get(f"/staff/meetings/{meeting}")
    assert "/cancel" not in page.text
    desk.hidden.update(early)
    page = desk.send(f"/staff/meetings/{meeting}/cancel", {"reason": "没有开成"})
    assert page.status == 422
    assert "没有取消：这次会议已经有纪要" in page.text
    read(page)
    assert desk.get(f"/staff/meetings/{meeting}/minutes.docx").status == 200


def test_a_point_goes_back_when_the_meeting_above_is_called_off(desk, number) -> None:
    low = plan(desk)
    put(desk, low, numbers=number)
    studies = [
        plan(desk, kind="study", point="", unit="court", units=[], held_on="2026-11-19")
        for _ in range(2)
    ]
    assert send(desk, low, "1/carry", to=studies[0]).status == 303
    assert call_off(desk, studies[0], "法院有庭").status == 303
    page = desk.get(f"/staff/meetings/{low}")
    assert studies[1] in page.text
    assert studies[0] not in page.text
    item = desk.get(f"/staff/items/{number}").text
    assert "<strong>小会商</strong> → <span" in item  # the rung above was not reached
    assert send(desk, low, "1/carry", to=studies[0]).status == 422
    assert send(desk, low, "1/carry", to=studies[1]).status == 303
    assert "<strong>单位专研</strong>" in desk.get(f"/staff/items/{number}").text
