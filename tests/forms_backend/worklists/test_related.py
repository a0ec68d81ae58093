"""相近的件 and 企业往来: what belongs together is found through the index, and nobody sees more by it."""

from __future__ import annotations

import json

import pytest

from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import blind_index
from forms_backend.visits.record import Noted, VisitLog
from forms_backend.visits.service import VisitService
from forms_backend.worklists.related import Likeness, RelatedService
from tests.forms_backend.office import HANDLER, INPUTS, INTAKE, POLICE, SUPERVISOR, TO_HANDLING

OTHER = {
    "firm": "别的印刷有限公司",
    "title": "申请许可三个月没有答复",
    "unit": "police",
    "category": "approval",
    "description": "材料早已交齐，窗口每次都说还要等领导签字。",
    "wishes": "请尽快给一个书面结果。",
}
FIRM, WORDS, ACCUSED = Likeness.FIRM, Likeness.WORDS, Likeness.ACCUSED


@pytest.fixture
def related(database, office, clock) -> RelatedService:
    return RelatedService(database, PayloadCipher(bytes(32)), clock)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, (FIRM, WORDS, ACCUSED)),
        (OTHER | {"firm": "示例童装有限公司"}, (FIRM,)),
        (OTHER | {"firm": "示例 童装（有限）公司"}, (FIRM,)),
        (OTHER | {"title": "同一事项三个月内被重复检查"}, (WORDS,)),
        (OTHER | {"unit": "market", "category": "enforcement"}, (ACCUSED,)),
        (OTHER | {"unit": "market"}, None),
        (OTHER, None),
        (OTHER | {"firm": "童装示例有限公司"}, None),
    ],
)
def test_a_matter_is_similar_for_a_reason(related, submit, changes, why) -> None:
    first = submit(**changes)
    second = submit(name="李四", phone="13900139000")
    found = related.similar(INTAKE, second.number)
    assert [(one.row.number, one.why) for one in found] == ([(first.number, why)] if why else [])
    assert all(one.may_carry for one in found)


def test_the_likeliest_stands_first_and_what_is_closed_or_later_carries_nothing(
    related, office, submit
) -> None:
    middle = submit()
    firm_only = submit(**OTHER | {"firm": "示例童装有限公司"})
    last = submit(name="李四")
    found = related.similar(INTAKE, last.number)
    assert [one.row.number for one in found] == [middle.number, firm_only.number]
    later = related.similar(INTAKE, middle.number)
    assert [one.may_carry for one in later] == [False, False]
    office.act(INTAKE, middle.number, Action.REGISTER)
    office.act(INTAKE, last.number, Action.REGISTER)
    version = office.view(SUPERVISOR, last.number).version
    typed = INPUTS | {"number": middle.number}
    office.matters.act(SUPERVISOR, last.number, Action.MERGE, version, typed)
    carriers = {one.row.number: one.may_carry for one in related.similar(INTAKE, firm_only.number)}
    assert carriers == {middle.number: True, last.number: False}  # merged, and later


def test_a_unit_sees_only_what_it_handles(related, office, submit) -> None:
    first, second, hidden = submit(), submit(name="李四"), submit(name="王五")
    for one in (first, second):
        office.go(one.number, *TO_HANDLING)
    found = related.similar(HANDLER, second.number)
    assert [one.row.number for one in found] == [first.number]
    assert hidden.number not in {one.row.number for one in found}
    sealed = related.firm_of(HANDLER, second.number)
    firm = related.unseal(HANDLER, sealed)
    assert firm == "示例童装有限公司"
    numbers = {row.number for row, _ in related.open_firm(HANDLER, firm).found}
    assert numbers == {first.number, second.number}
    assert related.open_firm(POLICE, firm).found == []
    assert related.unseal(POLICE, sealed) is None


@pytest.mark.parametrize("firm", ["京东", "华为", "小米科", "A厂"])
def test_short_names_have_their_file_and_no_namesakes(related, submit, firm) -> None:
    first, second = submit(firm=firm), submit(**OTHER | {"firm": f"{firm} "})
    submit(**OTHER | {"firm": f"{firm}物流有限公司", "unit": "market"})
    assert [one.row.number for one in related.similar(INTAKE, second.number)
            if FIRM in one.why] == [first.number]  # fmt: skip
    found = related.open_firm(INTAKE, firm).found
    assert [row.number for row, _ in found] == [second.number, first.number]


def test_a_name_of_signs_alone_is_no_firm(related, submit, database, clock) -> None:
    first, second = submit(firm="（）"), submit(firm="（）", name="李四")
    assert related.firm_of(INTAKE, first.number) is None
    assert related.open_firm(INTAKE, "（）").found == []
    assert FIRM not in related.similar(INTAKE, second.number)[0].why
    visits = VisitService(database, PayloadCipher(bytes(32)), clock)
    visits.log(INTAKE, VisitLog("park", clock().date(), Noted("某厂", "经理", "走访。")))
    assert visits.of_firm(INTAKE, "（）") == ()
    assert len(visits.of_firm(INTAKE, "某厂")) == 1


def test_what_is_confidential_is_similar_only_for_its_circle(related, office, submit) -> None:
    first = submit(unit="police")
    office.go(first.number, *TO_HANDLING)
    office.act(INTAKE, first.number, Action.SET_CONFIDENTIAL)
    second = submit(name="李四", unit="police")
    office.go(second.number, *TO_HANDLING)
    found = related.similar(INTAKE, second.number)
    assert [(one.row.number, one.may_carry) for one in found] == [(first.number, False)]
    other_handler = HANDLER.__class__("chengban2", HANDLER.role, "court")
    assert related.similar(other_handler, second.number) == []


def test_each_view_is_one_event_without_the_name(related, database, submit) -> None:
    first, second = submit(), submit(name="李四")

    def events() -> list[tuple[str, dict[str, str]]]:
        with database.read() as work:
            found = work[LedgerRepository].latest(50)
            return [(e.action, json.loads(e.detail)) for e in found if e.number is None]

    related.similar(INTAKE, second.number)
    related.open_firm(INTAKE, "示例童装有限公司")
    told = dict(events())
    assert told["titles_read"]["numbers"] == first.number
    assert told["firm_read"]["count"] == "2"
    assert "童装" not in json.dumps(told, ensure_ascii=False)


def test_the_share_counts_telling_terms_alone() -> None:
    index = blind_index(PayloadCipher(bytes(32)))
    share = index.sharer("重复检查")
    held = index.codewords(7, ["重复检查同一事项"])
    assert share(7, held) == 1.0
    assert share(8, held) == 0.0  # the same words look different in another matter
    assert 0 < share(7, index.codewords(7, ["检查"])) < 1
    assert index.sharer("检")(7, held) == 0.0
