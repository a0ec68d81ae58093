"""A person asks about the own data: it is found, shown to those who lead, and erased once checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from district import NATIONAL
from district.casework.retention import load_retention
from forms_backend.attachments.scanning import NullScanner
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.store import FileStore
from forms_backend.identity.errors import MatterNotFoundError, NotAllowedError
from forms_backend.keeping import data_requests
from forms_backend.keeping.data_requests import DataRequestService, Why
from forms_backend.keeping.retention import RetentionService
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.happening import MatterNotices
from forms_backend.matters.inputs import Need
from forms_backend.matters.quarantine import QuarantineService
from forms_backend.sealing.file_cipher import FileCipher
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.quarantine_repository import QuarantineRepository
from forms_backend.submissions.tables import ERASED, Submission
from tests.forms_backend.attachments.workbench import workshop
from tests.forms_backend.office import HANDLER, INPUTS, INTAKE, SUPERVISOR, other_person

REQUEST: dict[str, Any] = {
    "category": "erase",
    "description": "事情已经办完，请删除。",
    "whose": "own",
    "name": "王小明",
    "phone": "13912345678",
}


@pytest.fixture
def requests(database, office, clock, tmp_path: Path) -> DataRequestService:
    cipher, rules = PayloadCipher(bytes(32)), load_retention(NATIONAL)
    store = FileStore(tmp_path / "var", FileCipher(bytes(32)))
    attachments = AttachmentService(
        database, cipher, store, workshop(tmp_path / "var"), NullScanner(), clock
    )
    retention = RetentionService(database, cipher, rules, attachments, clock)
    return DataRequestService(database, cipher, retention, rules, clock)


@pytest.fixture
def ask(service, forms):
    def send(**changes: Any) -> Any:
        return service.accept(forms["personal-data"], REQUEST | changes, channel=Channel.WEB)

    return send


def closed(office, receipt) -> str:
    office.visitor_acts(receipt, Action.WITHDRAW)
    return str(receipt.number)


def test_what_names_the_person_is_found_and_why(requests, submit, ask) -> None:
    by_phone = submit(name="王女士", phone="13912345678", title="甲事甲事").number
    by_name = submit(name="王小明", phone="13800138000", title="乙事乙事").number
    by_number = submit(name="李四", phone="13800138001", title="丙事丙事").number
    submit(name="王小", phone="13800138002", title="丁事丁事")
    request = ask(about=f"{by_number.lower()}、TS209901-000001")
    found = requests.find(INTAKE, request.number).found
    assert {(one.number, one.why) for one in found} == {
        (by_phone, (Why.PHONE,)),
        (by_name, (Why.NAME,)),
        (by_number, (Why.NUMBER,)),
    }
    assert all(one.why_kept for one in found), "what is open cannot be erased"


def test_that_it_was_looked_for_is_an_event_with_the_numbers(
    requests, submit, ask, database
) -> None:
    other = submit(phone=REQUEST["phone"]).number
    request = ask()
    requests.find(INTAKE, request.number)
    with database.read() as work:
        event = work[LedgerRepository].latest(1)[0]
        assert (event.action, event.number) == (Action.DATA_FOUND.value, request.number)
        assert other in event.detail


def test_a_closed_matter_is_erased_once_the_request_was_accepted(
    requests, submit, ask, office, database, ledger
) -> None:
    other = closed(office, submit(phone=REQUEST["phone"]))
    request = ask()
    with pytest.raises(NotAllowedError):
        requests.erase(SUPERVISOR, request.number, other)
    office.go(request.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    with pytest.raises(NotAllowedError):
        requests.erase(INTAKE, request.number, other)
    requests.erase(SUPERVISOR, request.number, other)
    with database.read() as work:
        submission = work.get(Submission, 1)
        assert submission is not None
        assert (submission.number, submission.query_code_hash) == (other, ERASED)
        ends = work[LedgerRepository].latest(2)
        assert [(event.action, event.number) for event in reversed(ends)] == [
            (Action.ANONYMISED.value, other),
            (Action.DATA_ERASED.value, request.number),
        ]
        assert request.number in ends[1].detail
    assert requests.find(SUPERVISOR, request.number).found == ()
    assert ledger.verify().is_intact
    with pytest.raises(NotAllowedError):
        requests.erase(SUPERVISOR, request.number, other)


@pytest.mark.parametrize("right", ["access", "correct", "explain"])
def test_nothing_is_erased_that_nobody_asked_to_erase(
    requests, submit, ask, office, right: str
) -> None:
    other = closed(office, submit(phone=REQUEST["phone"]))
    request = ask(category=right)
    office.go(request.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    with pytest.raises(NotAllowedError):
        requests.erase(SUPERVISOR, request.number, other)


def test_what_is_open_or_of_somebody_else_is_not_erased(requests, submit, ask, office) -> None:
    still_open = submit(phone=REQUEST["phone"], title="还在办理的事").number
    others = closed(office, submit(name="李四", phone="13800138001", title="别人的事情"))
    request = ask()
    office.go(request.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    for number in (still_open, others, request.number, "TS209901-000001"):
        with pytest.raises(NotAllowedError):
            requests.erase(SUPERVISOR, request.number, number)


def test_only_who_leads_looks_and_only_for_a_request(requests, submit, ask) -> None:
    request, complaint = ask(), submit()
    for person, number in (
        (HANDLER, request.number),
        (INTAKE, complaint.number),
        (other_person(INTAKE, unit="petition"), request.number),
    ):
        with pytest.raises(MatterNotFoundError):
            requests.find(person, number)


def test_what_is_sure_stands_first_and_the_cut_takes_what_only_has_the_name(
    requests, submit, ask, monkeypatch
) -> None:
    monkeypatch.setattr(data_requests, "MOST_SHOWN", 3)
    by_number = submit(name="李四", phone="13800138009", title="甲事甲事").number
    by_phone = submit(name="王女士", phone="13912345678", title="丙事丙事").number
    for n in range(4):
        submit(name="李四", phone=f"1380013800{n}", title=f"乙事{n}", description="王小明说的事")
        submit(name="王小明", phone=f"1380013801{n}", title=f"丁事{n}")
    found = requests.find(INTAKE, ask(about=by_number).number)
    assert [(one.number, one.why[0]) for one in found.found[:2]] == [
        (by_number, Why.NUMBER),
        (by_phone, Why.PHONE),
    ]
    assert (len(found.found), found.left_out) == (3, 3)


@pytest.mark.parametrize(
    ("kept", "asked", "why"),
    [
        ({"name": "John Smith"}, {"name": "john  smith"}, (Why.NAME,)),
        ({"name": "王小明（经理）"}, {"name": "王小明"}, (Why.NAME,)),
        ({"name": "王小"}, {"name": "王小明"}, None),
        ({"phone": "13912345678、13800000000"}, {"phone": "13800000000"}, (Why.PHONE,)),
        ({"phone": "1391234567813800000000"}, {"phone": "13800000000"}, (Why.PHONE,)),
        ({"phone": "0917-3212345、13800000000"}, {"phone": "09173212345"}, (Why.PHONE,)),
        ({"phone": "010-88888888转12"}, {"phone": "01088888888-3"}, (Why.PHONE,)),
        ({"phone": "13912345678、a.b@c.cn"}, {"email": "A.b@c.cn"}, (Why.EMAIL,)),
        ({"email": "xa.b@c.cn"}, {"email": "a.b@c.cn"}, None),
    ],
)
def test_what_stands_in_a_value_is_compared_as_old_ledgers_keep_it(
    requests, submit, ask, kept, asked, why
) -> None:
    others = {"name": "李四", "phone": "13700137000", "email": ""}
    other = submit(**others | kept).number
    request = ask(**{"name": "赵六", "phone": "13600136000"} | asked)
    found = {one.number: one.why for one in requests.find(INTAKE, request.number).found}
    assert found.get(other) == why


def test_what_is_to_be_passed_on_was_not_accepted(requests, ask, office) -> None:
    request = ask()
    office.go(request.number, (INTAKE, Action.REGISTER), (SUPERVISOR, Action.SET_CONFIDENTIAL))
    office.go(request.number, (INTAKE, Action.PROPOSE_TRANSFER))
    assert not requests.find(SUPERVISOR, request.number).is_accepted
    office.go(request.number, (SUPERVISOR, Action.REJECT_TRANSFER), (INTAKE, Action.ACCEPT))
    assert requests.find(SUPERVISOR, request.number).is_accepted


def test_what_cannot_be_erased_says_why(requests, submit, ask, office) -> None:
    erased = closed(office, submit(phone=REQUEST["phone"]))
    carrier = submit(name="李四", phone="13800138001", title="前面的一件").number
    joined = submit(name="李四", phone="13800138001", title="后面的一件").number
    office.go(joined, (INTAKE, Action.REGISTER))
    version = office.view(SUPERVISOR, joined).version
    typed = INPUTS | {Need.NUMBER: carrier}
    office.matters.act(SUPERVISOR, joined, Action.MERGE, version, typed)
    request = ask(about=f"{erased}、{joined}、{carrier}")
    office.go(request.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    requests.erase(SUPERVISOR, request.number, erased)
    kept = {one.number: one.why_kept for one in requests.find(SUPERVISOR, request.number).found}
    assert "已经删除" in kept[erased]
    assert f"已并入 {carrier}" in kept[joined]
    assert "还在办理" in kept[carrier]
    for number in kept:
        with pytest.raises(NotAllowedError):
            requests.erase(SUPERVISOR, request.number, number)


def test_what_is_in_quarantine_is_found_and_erased_once_it_was_found_to_be_junk(
    requests, service, forms, complaint, ask, office, opener, database, clock
) -> None:
    junk, waiting = (
        service.accept(
            forms["complaint"], complaint | changes, channel=Channel.WEB, in_burst=True
        ).number
        for changes in (
            {"phone": REQUEST["phone"]},
            {"name": REQUEST["name"], "phone": "13800138001"},
        )
    )
    quarantine = QuarantineService(
        database, PayloadCipher(bytes(32)), clock, opener, MatterNotices()
    )
    quarantine.discard(INTAKE, [junk])
    request = ask()
    office.go(request.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    found = {one.number: one for one in requests.find(SUPERVISOR, request.number).found}
    assert found[junk].is_held
    assert (found[junk].why[0], found[junk].why_kept) == (Why.PHONE, "")
    assert "核对以后" in found[waiting].why_kept
    requests.erase(SUPERVISOR, request.number, junk)
    with pytest.raises(NotAllowedError):
        requests.erase(SUPERVISOR, request.number, waiting)
    assert [one.number for one in requests.find(SUPERVISOR, request.number).found] == [waiting]
    other = other_person(SUPERVISOR, unit="petition")
    with database.read() as work:
        assert not work[QuarantineRepository].holding(other.unit, [], [waiting])
