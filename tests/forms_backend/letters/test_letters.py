"""催办函, 督办函 and 答复书: to whom, about what, what is asked, by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from district import load_site_config
from district.casework.deadlines import ClockKind, Letters, load_deadlines
from forms_backend.identity.errors import MatterNotFoundError
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.letters.letter import Occasion, Subject, UrgedClock, clean_reference, compose
from forms_backend.letters.service import LetterService
from forms_backend.matters.tables import Writing
from forms_backend.running.clock import local_date
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.tables import Submission
from tests.forms_backend.office import (
    HANDLER,
    INPUTS,
    INTAKE,
    POLICE,
    REVIEWER,
    SUPERVISOR,
    TO_HANDLING,
)
from tests.reference import SITE_CONFIG

OCCASION = Occasion(
    action=Action.SUPERVISE, number="TS202611-000001", ordinal=2, on=date(2026, 12, 14),
    received_on=date(2026, 11, 20), to_unit="示例区人民法院", from_unit="中共示例区委政法委员会",
    clock=UrgedClock(
        ClockKind.ANSWER, date(2026, 11, 20), date(2026, 12, 11), False,
        "《信访工作条例》第三十四条",
    ),
)  # fmt: skip


def test_a_letter_of_supervision_in_full() -> None:
    letter = compose(OCCASION, date(2026, 12, 21), Letters().supervise)
    assert letter.title == "督办函"
    assert letter.reference == "TS202611-000001-督2"
    assert letter.recipient == "示例区人民法院："
    assert letter.paragraphs == (
        "你单位承办的 TS202611-000001，2026年11月20日收到。"
        "办理答复期限自2026年11月20日起计算，到2026年12月11日止，至今已超期 3 天。",
        "期限依据：《信访工作条例》第三十四条。",
        "具体要求已记入台账，请在办件工作台这一件的“办理经过”中查看。",
        "现予督办。请主要负责人过问，查明原因，抓紧办理，并于2026年12月21日前（收到后 5 个工作日内）"
        "将办理情况、未办结的原因和下一步措施书面报告我单位。",
    )
    assert (letter.signature, letter.dated) == ("中共示例区委政法委员会", date(2026, 12, 14))
    assert letter.mark == ""


def test_a_letter_says_what_the_matter_is_and_what_is_asked() -> None:
    subject = Subject("三个月内重复检查", "投诉举报·执法检查")
    named = replace(
        OCCASION, subject=subject, asked="查明检查依据。\n\n 停止重复检查。", red_head=True
    )
    letter = compose(named, date(2026, 12, 21), Letters().supervise)
    assert letter.paragraphs[0].startswith(
        "你单位承办的“三个月内重复检查”一件（投诉举报·执法检查，编号 TS202611-000001），2026年11月20日收到。"
    )
    assert letter.paragraphs[2:4] == ("具体要求：查明检查依据。", "停止重复检查。")
    assert letter.mark == "中共示例区委政法委员会"


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("示法函〔2026〕12号", "示法函〔2026〕12号"),
        (" 示法函[2026] 7 号 ", "示法函〔2026〕7号"),
        ("示法函（2026）7号", "示法函〔2026〕7号"),
        ("示法函〔2026〕012号", None),
        ("示法函〔26〕12号", None),
        ("12号", None),
        ("<b>〔2026〕1号", None),
    ],
)
def test_a_document_number_is_written_as_the_standard_does(typed: str, clean: str | None) -> None:
    assert clean_reference(typed) == clean


@pytest.mark.parametrize(
    ("due_on", "provisional", "said"),
    [
        (date(2026, 12, 11), False, "至今已超期 3 天。"),
        (date(2026, 12, 14), False, "今天到期。"),
        (date(2026, 12, 16), False, "还有 2 天到期。"),
        (date(2026, 12, 11), True, "此日期为暂定"),
    ],
)
def test_what_the_clock_says(due_on: date, provisional: bool, said: str) -> None:
    clock = replace(OCCASION.clock, due_on=due_on, provisional=provisional)
    letter = compose(replace(OCCASION, clock=clock), date(2026, 12, 21), Letters().urge)
    assert said in letter.paragraphs[0]
    assert not (provisional and "超期" in "".join(letter.paragraphs))


def test_without_a_clock_there_is_no_basis() -> None:
    letter = compose(replace(OCCASION, clock=None), date(2026, 12, 21), Letters().urge)
    assert "没有正在计算的期限" in letter.paragraphs[0]
    assert not any("依据" in text for text in letter.paragraphs)


def test_a_district_that_names_no_reply_has_one(tmp_path) -> None:
    own = load_deadlines()
    assert own.letters == Letters()
    assert (own.letters.urge.days, own.letters.supervise.days) == (2, 5)


@pytest.fixture
def letters(office, database, forms, clock) -> LetterService:
    config = load_site_config(SITE_CONFIG)
    return LetterService(database, PayloadCipher(bytes(32)), office.rules, config, forms, clock)


def test_each_urging_has_its_letter_with_the_dates_of_its_day(
    office, receipt, letters, clock, complaint
) -> None:
    number = receipt.number
    office.go(number, *TO_HANDLING)
    assert letters.links(SUPERVISOR, number) == []
    clock.move(days=24)  # 14 December, the answer was due on the 11th
    office.act(SUPERVISOR, number, Action.URGE)
    clock.move(days=3)
    office.act(SUPERVISOR, number, Action.SUPERVISE)
    office.act(SUPERVISOR, number, Action.URGE)
    links = letters.links(HANDLER, number)
    assert [(link.key, link.reference) for link in links] == [
        ("urge-1", f"{number}-催1"),
        ("supervise-1", f"{number}-督1"),
        ("urge-2", f"{number}-催2"),
    ]
    assert links[0].on == local_date(clock()).replace(day=14)
    first = letters.letter(HANDLER, number, "urge-1")
    assert first.recipient == "示例区人民法院："
    assert first.signature == "中共示例区委政法委员会"
    assert (
        "办理答复期限自2026年11月20日起计算，到2026年12月11日止，至今已超期 3 天"
        in first.paragraphs[0]
    )
    assert "《信访工作条例》第三十四条" in first.paragraphs[1]
    assert "并于2026年12月16日前（收到后 2 个工作日内）" in first.paragraphs[-1]
    for key in ("urge-1", "supervise-1"):
        letter = letters.letter(SUPERVISOR, number, key)
        everything = " ".join((letter.title, letter.reference, *letter.paragraphs))
        assert INPUTS["text"] in everything
        assert str(complaint["title"]) in everything
        for name in ("name", "phone", "email", "firm", "uscc", "description", "wishes"):
            assert str(complaint[name]) not in everything


def test_a_letter_says_what_is_asked_whatever_became_of_keys_and_texts(
    office, receipt, letters, database, clock, forms
) -> None:
    """Another data key writes every text anew; a matter that is anonymous has no texts."""
    number, new = receipt.number, b"n" * 32
    office.go(number, *TO_HANDLING)
    office.act(SUPERVISOR, number, Action.URGE, text="请先通电话")
    clock.move(days=1)
    office.act(SUPERVISOR, number, Action.URGE, text="请书面说明")
    office.go(number, (HANDLER, Action.SUBMIT_ANSWER), (REVIEWER, Action.APPROVE_ANSWER))
    both = PayloadCipher(new, old=bytes(32))
    with database.write() as work:
        for row in work.scalars(select(Writing)).all():
            row.payload = both.encrypt(number, both.decrypt(number, row.payload))
        work[LedgerRepository].append(
            Action.KEY_ROTATED, number=None, actor="cli:test", at=clock(), detail={}
        )
    config = load_site_config(SITE_CONFIG)
    rotated = LetterService(database, both, office.rules, config, forms, clock)
    for key, asked in (("urge-1", "请先通电话"), ("urge-2", "请书面说明")):
        assert asked in " ".join(rotated.letter(SUPERVISOR, number, key).paragraphs)
    keys = [link.key for link in rotated.links(SUPERVISOR, number)]
    assert keys == ["urge-1", "urge-2", "approve_answer-1"]
    assert rotated.letter(SUPERVISOR, number, "approve_answer-1").sealed
    with database.write() as work:
        for row in work.scalars(select(Writing)).all():
            work.delete(row)
        work[LedgerRepository].append(
            Action.ANONYMISED, number=number, actor="cli:test", at=clock(), detail={}
        )
    assert [link.key for link in rotated.links(SUPERVISOR, number)] == ["urge-1", "urge-2"]
    with pytest.raises(MatterNotFoundError):
        rotated.letter(SUPERVISOR, number, "approve_answer-1")


@pytest.mark.parametrize("form_id", ["complaint", "consultation", "health-check-booking"])
def test_only_an_answer_to_a_petition_names_the_reexamination(
    office, receipt, letters, database, form_id: str
) -> None:
    office.go(
        receipt.number, *TO_HANDLING, (HANDLER, Action.SUBMIT_ANSWER),
        (REVIEWER, Action.APPROVE_ANSWER),
    )  # fmt: skip
    with database.write() as work:
        work.scalars(select(Submission)).one().form_id = form_id
        work[LedgerRepository].append(
            Action.NOTE, number=None, actor="cli:test", at=datetime.now(UTC), detail={}
        )
    said = " ".join(letters.letter(SUPERVISOR, receipt.number, "approve_answer-1").paragraphs)
    assert ("请求复查" in said) == (form_id == "complaint")


def test_nobody_writes_a_letter_to_his_own_unit(office, receipt, letters) -> None:
    office.go(receipt.number, (SUPERVISOR, Action.URGE), *TO_HANDLING, (SUPERVISOR, Action.URGE))
    assert [link.key for link in letters.links(INTAKE, receipt.number)] == ["urge-1"]


@pytest.mark.parametrize("key", ["urge-2", "supervise-1", "register-1", "x"])
def test_there_is_no_other_letter(office, receipt, letters, key: str) -> None:
    office.go(receipt.number, *TO_HANDLING, (SUPERVISOR, Action.URGE))
    with pytest.raises(MatterNotFoundError):
        letters.letter(SUPERVISOR, receipt.number, key)


def test_who_may_not_see_the_matter_gets_no_letter(office, receipt, letters) -> None:
    office.go(receipt.number, *TO_HANDLING, (SUPERVISOR, Action.URGE))
    for call in (
        lambda: letters.letter(POLICE, receipt.number, "urge-1"),
        lambda: letters.links(POLICE, receipt.number),
        lambda: letters.links(SUPERVISOR, "TS202611-999999"),
    ):
        with pytest.raises(MatterNotFoundError):
            call()
