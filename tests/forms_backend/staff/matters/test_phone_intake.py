"""Intake while somebody is on the phone: a few questions first, the rest later."""

from __future__ import annotations

import json
from datetime import date

import html5lib
import pytest

from forms_backend.identity.errors import StaleMatterError
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.completing import CompletionService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.repository import MatterRepository
from forms_backend.reports.files.plain_files import to_json
from forms_backend.reports.periods import ReportKind, period_ending
from forms_backend.reports.repository import ReportRepository
from forms_backend.reports.service import ReportService
from forms_backend.submissions.payload import decode_answers, encode_payload
from forms_backend.worklists.lists import Filters, Selection, WorkList
from forms_backend.worklists.service import ListService
from tests.forms_backend.office import INTAKE

CALL = {
    "mode": "phone", "intake-source": "phone-office", "intake-received_on": "2026-11-20",
    "intake-told": "orally", "phone": "13800138000", "firm": "示例童装有限公司",
    "category": "enforcement", "unit": "police",
    "description": "三个月里来检查了四次同一事项。",
}  # fmt: skip
FIRST = ("phone", "firm", "category", "unit", "description")


@pytest.fixture
def desk(sign_in):
    return sign_in("shouli", "zhengfawei", Role.INTAKE)


@pytest.fixture
def called(desk) -> str:
    page = desk.fill_in("/staff/intake/complaint?mode=phone", CALL)
    assert page.status == 201, page.text
    return page.code(0)


def test_five_questions_stand_first_and_the_rest_is_folded(desk) -> None:
    page = desk.open_form("/staff/intake/complaint?mode=phone")
    html5lib.HTMLParser(strict=True).parse(page.text)
    before, _, after = page.text.partition('<details class="rest">')
    assert all(f'data-field="{key}"' in before for key in FIRST)
    assert all(f'data-field="{key}"' not in after for key in FIRST)
    assert 'data-field="wishes"' in after
    assert '<option value="phone-office" selected>' in after, "it is known, and stands below"
    assert before.count('aria-required="true"') >= len(FIRST)
    assert 'data-show-if="category"' in after
    whole = desk.get("/staff/intake/complaint").text
    assert "mode=phone" in whole
    assert "<details" not in whole


def test_a_form_without_first_questions_is_not_asked_by_phone(desk) -> None:
    page = desk.get("/staff/intake/health-check-booking?mode=phone")
    assert page.status == 200
    assert "<details" not in page.text


@pytest.mark.parametrize("left_out", FIRST)
def test_what_stands_first_is_needed(desk, left_out: str) -> None:
    page = desk.fill_in("/staff/intake/complaint?mode=phone", CALL | {left_out: ""})
    assert page.status == 422
    assert left_out in page.summary()
    assert "来电时先问" in page.text, "still the short form"


def test_the_rest_is_written_down_later_beside_what_is_there(desk, called, parts) -> None:
    item = desk.get(f"/staff/items/{called}").text
    assert "还没有问到：" in item
    assert "联系人姓名" in item.partition("还没有问到：")[2].partition("</p>")[0]
    page = desk.open_form(f"/staff/items/{called}/rest")
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert 'data-field="name"' in page.text
    assert 'data-field="phone"' not in page.text
    assert 'data-field="case_number"' not in page.text, "its condition does not hold"
    more = {"name": "王小明", "title": "重复检查", "region": "park", "sender": "firm"}
    refused = desk.send(f"/staff/items/{called}/rest", more | {"email": "x"})
    assert (refused.status, list(refused.summary())) == (422, ["email"])
    assert "王小明" in refused.text
    sent = more | {"industry": "manufacturing"}
    kept = desk.send(f"/staff/items/{called}/rest", sent | {"phone": "13900139000"})
    assert (kept.status, "13900139000" in kept.text) == (409, True), "what has an answer keeps it"
    assert desk.send(f"/staff/items/{called}/rest", sent | {"phone": "13800138000"}).status == 303
    record = parts[SubmissionService].reveal(called, actor="cli:test")
    told = {answer.key: answer.value for answer in record.answers}
    assert (told["name"], told["phone"], told["industry"]) == (
        "王小明", "13800138000", "manufacturing",
    )  # fmt: skip
    assert [answer.key for answer in record.answers][:3] == ["name", "phone", "firm"]
    assert record.summary.region == "park"
    found = parts[ListService].page(
        INTAKE, Selection(WorkList.ALL, Filters(), text="王小明"), number=1, size=5
    )
    assert [row.number for row in found.rows] == [called]
    with parts.ground.database.read() as work:
        event = work[LedgerRepository].last_of(called, Action.COMPLETED)
        assert event is not None
        assert "联系人姓名" in event.detail
        assert "王小明" not in event.detail
    assert parts[LedgerService].verify().is_intact


def test_nothing_typed_is_said_and_nothing_written(desk, called) -> None:
    desk.open_form(f"/staff/items/{called}/rest")
    page = desk.send(f"/staff/items/{called}/rest", {})
    assert (page.status, "一栏也没有填" in page.text) == (422, True)


def test_what_a_visitor_sent_is_not_added_to(desk, number, called, sign_in) -> None:
    assert desk.get(f"/staff/items/{number}/rest").status == 403
    assert "补记其余栏目" not in desk.get(f"/staff/items/{number}").text
    supervisor = sign_in("duban", "zhengfawei", Role.SUPERVISOR)
    assert supervisor.get(f"/staff/items/{called}/rest").status == 403
    assert "补记其余栏目" not in supervisor.get(f"/staff/items/{called}").text


def test_what_is_written_down_later_changes_no_report_on_the_time_before(
    called, parts, clock
) -> None:
    reports = parts[ReportService]
    november = period_ending(ReportKind.MONTHLY, date(2026, 11, 30))
    assert november is not None
    clock.move(days=11)
    with parts.ground.database.read() as work:
        version = work[ReportRepository].version(november.cut)
    before = to_json(reports.report(ReportKind.MONTHLY, november, for_digest=True))
    more = {"region": "park", "sender": "firm", "firm_size": "micro", "industry": "manufacturing"}
    assert set(parts[CompletionService].complete(INTAKE, called, more)) == set(more)
    with parts.ground.database.read() as work:
        event = work[LedgerRepository].last_of(called, Action.COMPLETED)
        assert event is not None
        former = {key: v for key, v in json.loads(event.detail).items() if key != "fields"}
        assert former == {f"former_{column}": "-" for column in more}
        kept = work[ReportRepository]
        assert kept.version(november.cut) != version, "a process that runs reads it anew"
        then = {one.number: one for one in kept.intakes(november.cut)}[called]
        assert (then.region, then.sender, then.firm_size, then.industry) == (None,) * 4
        now = {one.number: one for one in kept.intakes()}[called]
        assert (now.region, now.industry) == ("park", "manufacturing")
    assert to_json(reports.report(ReportKind.MONTHLY, november, for_digest=True)) == before


def test_what_a_colleague_filled_meanwhile_costs_nobody_the_own_text(
    desk, called, parts, sign_in
) -> None:
    target = f"/staff/items/{called}/rest"
    colleague = sign_in("shouli9", "zhengfawei", Role.INTAKE)
    desk.open_form(target)
    colleague.open_form(target)
    filled = {"wishes": "乙写的", "sender": "person"}
    assert colleague.send(target, filled).status == 303
    own = {"wishes": "甲写的很长的诉求", "title": "题目题目", "industry": "manufacturing"}
    page = desk.send(target, own)
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert page.status == 409
    assert all(text in page.text for text in ("甲写的很长的诉求", "现在是：乙写的", "题目题目"))
    assert "这一栏不用填了" in page.text, "what the colleague chose has closed it"
    assert "title" not in answers(parts, called)
    assert desk.send(target, {"title": "题目题目"}).status == 303
    assert desk.send(target, {"wishes": "乙写的", "name": "王小明"}).status == 303, "the same text"
    told = answers(parts, called)
    assert (told["wishes"], told["title"], told["name"]) == ("乙写的", "题目题目", "王小明")
    with pytest.raises(StaleMatterError):
        parts[CompletionService].complete(INTAKE, called, {"wishes": "丙", "email": "a@b.cn"})
    assert "email" not in answers(parts, called)


def test_the_record_keeps_under_which_notice_it_was_told(desk, called, parts) -> None:
    database, cipher = parts.ground.database, parts.ground.cipher
    form = parts.ground.forms["complaint"]
    earlier = form.model_copy(
        update={"title": "旧标题", "notice": form.notice.model_copy(update={"version": "2020-01"})}
    )
    with database.write() as work:
        submission = work[MatterRepository].get(called)[0]
        told = decode_answers(cipher.decrypt(called, submission.payload))
        submission.payload = cipher.encrypt(called, encode_payload(earlier, told))
    parts[CompletionService].complete(INTAKE, called, {"name": "王小明"})
    with database.read() as work:
        record = json.loads(cipher.decrypt(called, work[MatterRepository].get(called)[0].payload))
    assert (record["title"], record["notice_version"]) == ("旧标题", "2020-01")
    assert "王小明" in {answer["value"] for answer in record["answers"]}


def answers(parts, number: str) -> dict[str, object]:
    record = parts[SubmissionService].reveal(number, actor="cli:test")
    return {answer.key: answer.value for answer in record.answers}
