"""Reminders by light, digests, the list of supervisors: once a working day, never wrongly overdue."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from district import load_site_config
from district.casework.deadlines import ClockKind
from district.registers.models import Registers
from forms_backend.accounts.address_book import seal_address
from forms_backend.accounts.tables import Staff
from forms_backend.ledger.actions import Action
from forms_backend.matters.states.permissions import Facts
from forms_backend.meetings.record import Attendance, Plan, Point, Wording
from forms_backend.meetings.service import MeetingService
from forms_backend.notices.daily import DailyNotices, working_days_before
from forms_backend.notices.digest import (
    MOST_LISTED,
    OpenMatter,
    digest_text,
    sections_for,
    stuck_sections,
)
from forms_backend.notices.law_texts import weekly_for
from forms_backend.outbox.service import Outbox, OutboxChannel, unseal
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.running.clock import LOCAL_ZONE
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.state import State
from forms_backend.watching.alerts import Limits
from tests.forms_backend.office import HANDLER, INTAKE, SUPERVISOR, TO_HANDLING
from tests.reference import SITE_CONFIG

CIPHER = PayloadCipher(bytes(32))
TODAY = date(2026, 12, 1)
LIMITS = Limits(reads=100, exported=500, confidential=10, night_from=22, night_until=6)


def day(number: int) -> date:
    return date(2026, 12, number) if number > 0 else date(2026, 11, 30 + number)


MATTER = OpenMatter(
    "TS202611-000001",
    Facts(State.HANDLING, "zhengfawei", unit="court", handler="chengban"),
    ClockKind.ANSWER,
    yellow_on=day(8), due_on=day(11), sure_on=day(11), posted_on=day(18), provisional=False,
    moved_on=day(-10),
)  # fmt: skip


def unit_name(key: str | None) -> str:
    return {"court": "区法院"}.get(key or "", "")


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({"yellow_on": day(-8), "due_on": day(-1), "sure_on": day(-1)}, "已超期"),
        ({"yellow_on": day(-1), "due_on": day(1), "sure_on": day(1)}, "今天到期"),
        ({"yellow_on": day(-8), "due_on": day(-1), "sure_on": day(4), "provisional": True},
         "今天到期"),
        ({"yellow_on": day(1)}, "临期"),
        ({"moved_on": day(0)}, "有新进展"),
        ({}, None),
    ],
)  # fmt: skip
def test_where_a_matter_stands_in_a_digest(changes: dict, heading: str | None) -> None:
    found = sections_for(HANDLER, [replace(MATTER, **changes)], TODAY, since=day(0))
    assert [section.heading for section in found] == ([heading] if heading else [])


def test_a_digest_holds_only_what_waits_for_that_person() -> None:
    late = replace(MATTER, yellow_on=day(-9), due_on=day(-2), sure_on=day(-2), posted_on=day(5))
    assert sections_for(SUPERVISOR, [late], TODAY, day(0)) == ()
    text_for_handler = digest_text(sections_for(HANDLER, [late], TODAY, day(0)), TODAY, unit_name)
    assert text_for_handler == (
        "已超期（1 件）\nTS202611-000001 区法院 办理中 办理答复 2026-11-28，已超 3 天"
    )


def test_a_long_section_is_counted_not_listed() -> None:
    late = replace(MATTER, due_on=day(-2), sure_on=day(-2), yellow_on=day(-9))
    many = [replace(late, number=f"TS202611-{n:06d}") for n in range(MOST_LISTED + 5)]
    lines = digest_text(sections_for(HANDLER, many, TODAY, day(0)), TODAY, unit_name).splitlines()
    assert len(lines) == MOST_LISTED + 2
    assert lines[-1] == "另有 5 件，见工作列表。"


def test_the_list_of_supervisors() -> None:
    posted = replace(MATTER, number="A", due_on=day(-20), sure_on=day(-20), posted_on=day(-13))
    late = replace(MATTER, number="B", due_on=day(-2), sure_on=day(-2), posted_on=day(5))
    still = replace(MATTER, number="C", moved_on=day(-7))
    moving = replace(MATTER, number="D", moved_on=day(-6))
    provisional = replace(moving, number="E", due_on=day(-3), sure_on=day(4), provisional=True)
    found = stuck_sections([moving, provisional, still, late, posted], TODAY, day(-6))
    assert [(s.heading, [m.number for m in s.matters]) for s in found] == [
        ("挂牌督办", ["A"]),
        ("已超期", ["B"]),
        ("长期没有进展", ["C"]),
    ]


def test_working_days_back_skip_the_holidays(office) -> None:
    calendar = office.rules.calendar
    assert working_days_before(date(2026, 10, 8), 1, calendar) == date(2026, 9, 30)
    assert working_days_before(date(2026, 11, 23), 5, calendar) == date(2026, 11, 16)


@dataclass
class Morning:
    """The daily notices of an office with mail and one robot."""

    daily: DailyNotices
    database: Any

    def messages(self) -> list[tuple[str, str, str, str]]:
        """Kind, recipient, subject, body of all that was written, and forgets it."""
        with self.database.read() as session:
            rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.dedupe_key)).all()
            found = [(row.kind, unseal(CIPHER, row.dedupe_key, row.envelope)) for row in rows]
        return [
            (kind, one.recipient.partition("@")[0], one.subject, one.body) for kind, one in found
        ]

    def forget(self) -> None:
        with self.database.write() as session:
            session.execute(text("DELETE FROM outbox_messages"))

    def subjects(self) -> list[tuple[str, str]]:
        return [(who, what.partition("】")[2]) for _, who, what, _ in self.messages()]


@pytest.fixture
def morning(office, database, clock) -> Morning:
    with database.write() as session:
        for row in session.scalars(select(Staff)):
            row.email = seal_address(CIPHER, row.login, f"{row.login}@court.gov.cn")
    channels = {OutboxChannel.MAIL, OutboxChannel.WECOM}
    daily = DailyNotices(
        database,
        CIPHER,
        office.rules.calendar,
        load_site_config(SITE_CONFIG),
        Outbox(CIPHER, channels),
        clock,
        hour=8,
        stuck_days=5,
        registers=Registers(),
        limits=LIMITS,
    )
    return Morning(daily, database)


def test_who_looks_after_the_laws_is_told_once_a_week(morning, office, clock, tmp_path) -> None:
    file = tmp_path / "laws.json"
    file.write_text('{"in_force": [], "coming": [], "missing": ["消防法"]}', encoding="utf-8")
    morning.daily.also_tells(weekly_for("chengban", file, office.rules.calendar))
    at(clock, 11, 30)
    morning.daily.write()
    assert morning.subjects() == [("chengban", "2026-11-30 办件提要：本站的法律条文 1 件")]
    assert "《消防法》" in morning.messages()[0][3]
    at(clock, 12, 1)
    assert morning.daily.write() == 0


def at(clock, month: int, number: int, hour: int = 9) -> None:
    clock.now = datetime(2026, month, number, hour, tzinfo=LOCAL_ZONE)


def test_from_yellow_to_posted_each_is_told_once(morning, office, receipt, clock) -> None:
    number = receipt.number
    office.go(number, *TO_HANDLING)  # answer due on 11 December, 15 working days
    at(clock, 12, 8)
    morning.daily.write()
    told = morning.subjects()
    assert ("chengban", f"{number} 临近办理答复期限") in told
    assert ("chengban", "2026-12-08 办件提要：临期 1 件") in told
    assert [who for who, what in told if "临近" in what] == ["chengban"]
    assert morning.daily.write() == 0
    morning.forget()

    at(clock, 12, 11)
    morning.daily.write()
    told = morning.subjects()
    assert {who for who, what in told if what == f"{number} 今天到期"} == {"chengban", "duban"}
    assert not any("超期" in what for _, what in told)
    morning.forget()

    at(clock, 12, 14)
    morning.daily.write()
    told = morning.subjects()
    assert ("chengban", "2026-12-14 办件提要：已超期 1 件") in told
    assert ("duban", "2026-12-14 督办清单：已超期 1 件") in told
    body = next(
        body for kind, who, _, body in morning.messages() if (kind, who) == ("due", "duban")
    )
    assert body.startswith(
        f"{number}（办理中，区法院）\n办理答复期限：2026-12-11，已超 3 天。\n"
        f"请登录办件工作台查看：http://127.0.0.1:8000/staff/items/{number}"
    )
    morning.forget()

    at(clock, 12, 18)
    morning.daily.write()
    assert {who for who, what in morning.subjects() if what == f"{number} 已挂牌督办"} == {
        "chengban",
        "duban",
    }


def test_a_decision_of_a_meeting_that_is_due_stands_in_the_digest(
    morning, office, database, clock
) -> None:
    meetings = MeetingService(database, CIPHER, office.rules, clock)
    plan = Plan(
        "study",
        date(2026, 11, 18),
        "09:30",
        None,
        "court",
        frozenset({"court"}),
        Attendance("二楼", "王五"),
    )
    number = meetings.plan(INTAKE, plan)
    point = Point(Wording("检查", "王五说", "合并"), (), "court", date(2026, 12, 3))
    meetings.put_point(INTAKE, number, None, 1, point)
    at(clock, 11, 27)
    assert morning.daily.write() == 0
    at(clock, 12, 1)
    morning.daily.write()
    told = morning.messages()
    assert {who for kind, who, *_ in told if kind == "digest"} == {
        "chengban",
        "chengban2",
        "shenhe",
        "shouli",
        "shouli2",
        "duban",
    }
    assert told[0][2].endswith("2026-12-01 办件提要：会议议定事项到期 1 件")
    for *_, body in told:
        assert f"{number}-1 区法院 议定事项 2026-12-03" in body
        assert "王五" not in body
    morning.forget()
    meetings.finish(INTAKE, number, 1, 2)
    at(clock, 12, 2)
    assert morning.daily.write() == 0


def test_a_provisional_date_is_never_called_overdue(morning, office, receipt, clock) -> None:
    clock.now = datetime(2026, 12, 21, 1, tzinfo=UTC)
    office.go(receipt.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    office.act(INTAKE, receipt.number, Action.ASSIGN)
    office.act(HANDLER, receipt.number, Action.TAKE)
    with morning.database.read() as session:
        row = session.execute(text("SELECT due_on, sure_on, provisional FROM matters")).one()
    due, sure = (date.fromisoformat(str(value)) for value in row[:2])
    assert row.provisional
    assert due < sure
    clock.now = datetime(due.year, due.month, due.day, 1, tzinfo=UTC)
    clock.move(days=1)
    morning.daily.write()
    for _, who, subject, body in morning.messages():
        assert "超期" not in subject + body, who
        assert "已超" not in body
        assert "暂定" in body


def test_a_robot_tells_the_group_nothing_confidential(
    morning, office, submit, clock, database
) -> None:
    plain, secret = submit().number, submit(title="另一件").number
    with database.write() as session:
        session.execute(
            text(
                "UPDATE matters SET confidential = :yes WHERE submission_id = "
                "(SELECT id FROM submissions WHERE number = :number)"
            ),
            {"yes": True, "number": secret},
        )
    at(clock, 11, 24)
    morning.daily.write()
    (robot,) = [m for m in morning.messages() if m[1] == ""]
    assert robot[2] == "【示例区法治营商网】2026-11-24 督办清单：已超期 1 件"
    assert plain in robot[3]
    assert secret not in robot[3]
    (led,) = [m for m in morning.messages() if m[:2] == ("stuck", "duban")]
    assert secret in led[3]


def test_two_processes_in_the_same_minute_write_each_message_once(
    morning, office, receipt, clock
) -> None:
    at(clock, 11, 24)
    with ThreadPoolExecutor(3) as pool:
        written = list(pool.map(lambda _n: morning.daily.write(), range(3)))
    keys = [message[:3] for message in morning.messages()]
    assert sum(written) == len(keys) == len(set(keys)) > 0


@pytest.mark.parametrize(
    ("month", "number", "hour", "due"),
    [(11, 23, 8, True), (11, 23, 7, False), (11, 22, 9, False), (10, 1, 9, False),
     (10, 10, 9, True)],
)  # fmt: skip
def test_it_is_time_from_the_hour_on_of_a_working_day(
    morning, clock, month: int, number: int, hour: int, due: bool
) -> None:
    at(clock, month, number, hour)
    assert (morning.daily.due_day() is not None) is due


def test_without_a_channel_there_is_nothing_to_do(morning, office, database, clock) -> None:
    silent = DailyNotices(
        database,
        CIPHER,
        office.rules.calendar,
        load_site_config(SITE_CONFIG),
        Outbox(CIPHER, set()),
        clock,
        hour=8,
        stuck_days=5,
        registers=Registers(),
        limits=LIMITS,
    )
    assert silent.due_day() is None
