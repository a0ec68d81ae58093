"""Taking in submissions on the real databases: nothing lost, nothing twice, numbers without gaps."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from forms_backend.database.errors import NumbersExhaustedError
from forms_backend.database.tables import NumberCounter
from forms_backend.ledger.actions import Action
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.errors import IdempotencyConflictError, SubmissionNotFoundError
from forms_backend.submissions.repository import SubmissionRepository

SUBMITTERS = 12
EACH = 5


@pytest.fixture
def form(forms):
    return forms["complaint"]


def accept(service, form, **changes):
    values = {"name": "张三", "category": "conduct", "region": "town"} | changes
    return service.accept(form, values, channel=Channel.WEB)


def test_numbers_run_per_form_and_month_of_the_district(service, forms, clock) -> None:
    assert accept(service, forms["complaint"]).number == "TS202611-000001"
    assert accept(service, forms["complaint"]).number == "TS202611-000002"
    assert accept(service, forms["consultation"]).number == "ZX202611-000001"
    clock.now = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)  # 1 December, 00:30 in the district
    assert accept(service, forms["complaint"]).number == "TS202612-000001"
    clock.now = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)  # a clock that was set back
    assert accept(service, forms["complaint"]).number == "TS202611-000003"


def test_parallel_submitters_get_distinct_numbers_without_gaps(
    ledger, service: SubmissionService, form
) -> None:
    start = threading.Barrier(SUBMITTERS)

    def submit(who: int) -> list[str]:
        start.wait()
        return [accept(service, form, name=f"第{who}人第{n}件").number for n in range(EACH)]

    with ThreadPoolExecutor(SUBMITTERS) as pool:
        numbers = [number for given in pool.map(submit, range(SUBMITTERS)) for number in given]
    total = SUBMITTERS * EACH
    assert sorted(numbers) == [f"TS202611-{n:06d}" for n in range(1, total + 1)]
    report = ledger.verify()
    assert (report.is_intact, report.checked) == (True, total)


def test_parallel_events_of_different_kinds_stay_one_chain(ledger, service, forms) -> None:
    both = list(forms.values())
    opened = accept(service, both[0]).number
    start = threading.Barrier(SUBMITTERS)

    def act(who: int) -> None:
        start.wait()
        for n in range(EACH):
            if who % 3 == 2:
                service.reveal(opened, actor=f"cli:{who}")
            else:
                accept(service, both[who % 3], name=f"第{who}人第{n}件")

    with ThreadPoolExecutor(SUBMITTERS) as pool:
        list(pool.map(act, range(SUBMITTERS)))
    report = ledger.verify()
    assert (report.is_intact, report.checked) == (True, SUBMITTERS * EACH + 1)


def test_parallel_repeats_of_one_submit_give_one_receipt(ledger, service, form) -> None:
    start = threading.Barrier(SUBMITTERS)

    def submit(_who: int):
        start.wait()
        return service.accept(form, {"name": "张三"}, channel=Channel.WEB, idempotency_key="same")

    with ThreadPoolExecutor(SUBMITTERS) as pool:
        receipts = set(pool.map(submit, range(SUBMITTERS)))
    assert len(receipts) == 1
    assert len(service.list_latest(10)) == 1
    assert ledger.verify().checked == 1
    assert accept(service, form).number == "TS202611-000002"


def test_a_failure_leaves_nothing_behind(service, database, form, monkeypatch) -> None:
    def fail(*_arguments, **_keywords):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr("forms_backend.matters.intake_service.LedgerRepository.append", fail)
        with pytest.raises(RuntimeError):
            accept(service, form)
    assert service.list_latest(10) == []
    assert accept(service, form).number == "TS202611-000001"
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM submissions")).scalar_one() == 1


def test_content_is_encrypted_and_codes_are_hashed(service, database, form) -> None:
    receipt = accept(service, form, name="欧阳锋", description="白驼山庄")
    with database.read() as session:
        row = session.execute(text("SELECT * FROM submissions")).mappings().one()
        events = session.execute(text("SELECT * FROM ledger_events")).mappings().all()
    stored = repr(dict(row)) + repr([dict(event) for event in events])
    raw = bytes(row["payload"])
    for secret in ("欧阳锋", "白驼山庄", receipt.query_code):
        assert secret not in stored
        assert secret.encode() not in raw
    assert row["category"] == "conduct"
    assert row["region"] == "town"


def test_moments_are_stored_in_utc(service, database, form) -> None:
    accept(service, form)
    with database.read() as session:
        found = session[SubmissionRepository].find("TS202611-000001")
        assert found is not None
        assert found.received_at == datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
        assert found.received_at.tzinfo is UTC


def test_only_consents_that_were_given_are_recorded_with_their_text(
    service, database, form
) -> None:
    accept(service, form, consent_case=True, consent_public_answer=False)
    with database.read() as session:
        rows = session.execute(text("SELECT key, text, withdrawn_at FROM consents")).all()
    field = form.field("consent_case")
    assert [tuple(row) for row in rows] == [("consent_case", field.text, None)]


def test_opening_a_submission_is_an_event_of_the_ledger(service, form, clock) -> None:
    number = accept(service, form).number
    clock.move(hours=1)
    record = service.reveal(number, actor="cli:operator")
    first = record.answers[0]
    assert (first.label, first.display) == ("联系人姓名", "张三")
    assert [(step.action, step.actor) for step in record.steps] == [
        (Action.RECEIVED, "visitor"),
        (Action.REVEALED, "cli:operator"),
    ]


def test_what_does_not_exist_cannot_be_opened(ledger, service) -> None:
    with pytest.raises(SubmissionNotFoundError, match="TS202611-000009"):
        service.reveal("TS202611-000009", actor="x")
    assert ledger.verify().checked == 0


def test_another_key_does_not_open_the_content(service, database, form, clock, opener) -> None:
    number = accept(service, form).number
    other = SubmissionService(database, PayloadCipher(b"x" * 32), CodeKey(bytes(32)), clock, opener)
    with pytest.raises(DecryptionError, match="另一把密钥"):
        other.reveal(number, actor="x")


def test_a_key_of_the_interface_is_bound_to_its_content(service, form) -> None:
    def send(name: str):
        return service.accept(form, {"name": name}, channel=Channel.API, idempotency_key="k")

    assert send("张三") == send("张三")
    with pytest.raises(IdempotencyConflictError):
        send("李四")


def test_a_month_that_is_full_refuses_and_gives_no_number(service, database, form) -> None:
    with database.write() as session:
        session.add(NumberCounter(prefix="TS", month="202611", last=999_999))
    with pytest.raises(NumbersExhaustedError):
        accept(service, form)
    assert service.list_latest(10) == []


def test_a_form_that_has_changed_still_shows_what_was_asked(service, form) -> None:
    number = accept(service, form, unit="court").number
    answers = {a.key: a for a in service.reveal(number, actor="x").answers}
    assert answers["unit"].value == "court"
    assert answers["unit"].display.endswith("人民法院")
