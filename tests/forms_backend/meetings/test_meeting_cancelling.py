"""Calling a meeting off on both databases: who may, when, and what it leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from sqlalchemy import select

from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.keeping.record_erasing import Means, blank_meetings
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.meetings.quarters import Keeping, Quarter
from forms_backend.meetings.record import Point, Wording
from forms_backend.meetings.tables import MeetingCancellation
from forms_backend.meetings.views import Cancelled
from tests.forms_backend.meetings.planned_meetings import CIPHER, PLAN, POINT, STUDY
from tests.forms_backend.office import HANDLER, INTAKE, POLICE, SUPERVISOR, TO_HANDLING


def actions_of(database, number: str) -> list[str]:
    with database.read() as session:
        assert session[LedgerRepository].verify().is_intact
        return [event.action for event in session[LedgerRepository].events_of(number)]


def test_a_meeting_that_was_called_off_stays_as_it_is(
    meetings, lists, office, receipt, database, clock
) -> None:
    office.go(receipt.number, *TO_HANDLING)
    number = meetings.plan(INTAKE, STUDY)
    planned = Point(Wording("检查"), (receipt.number,), None, None)
    meetings.put_point(INTAKE, number, None, 1, planned)
    assert meetings.open(SUPERVISOR, number).may_cancel
    assert not meetings.open(HANDLER, number).may_cancel
    with pytest.raises(StaleMatterError):
        meetings.cancel(SUPERVISOR, number, 1, "企业来不了")
    with pytest.raises(NotAllowedError):
        meetings.cancel(HANDLER, number, 2, "企业来不了")
    with pytest.raises(MatterNotFoundError):
        meetings.cancel(POLICE, number, 2, "企业来不了")
    meetings.cancel(SUPERVISOR, number, 2, " 李四病了，\r\n企业来不了 ")
    view = meetings.open(HANDLER, number)
    assert view.cancelled == Cancelled("duban", clock(), "李四病了，\n企业来不了")
    assert [point.wording.title for point in view.points] == ["检查"]
    view = meetings.open(INTAKE, number)
    assert (view.may_write, view.may_cancel, view.version) == (False, False, 3)
    for refused in (
        lambda: meetings.cancel(INTAKE, number, 3, "又一次"),
        lambda: meetings.change(INTAKE, number, 3, STUDY),
        lambda: meetings.put_point(INTAKE, number, None, 3, planned),
        lambda: meetings.put_point(INTAKE, number, 1, 3, POINT),
        lambda: meetings.finish(INTAKE, number, 1, 3),
    ):
        with pytest.raises(NotAllowedError):
            refused()
    (discussed,) = lists.of_matter(HANDLER, receipt.number)
    assert discussed.is_cancelled
    assert lists.decisions(INTAKE) == ()
    (row,) = lists.rows(INTAKE, Quarter.of(STUDY.held_on))
    assert (row.number, row.is_cancelled) == (number, True)
    for about in (number, receipt.number):
        assert actions_of(database, about).count("meeting_cancelled") == 1
    with database.read() as session:
        (kept,) = session.scalars(select(MeetingCancellation.reason))
        assert "李四".encode() not in kept
        details = [e.detail for e in session[LedgerRepository].events_of(number)]
    assert not any("李四" in detail for detail in details)


@pytest.mark.parametrize("reason", ["", "  \n", "长" * 501, "有\ufffd声"])
def test_why_a_meeting_is_called_off_is_wanted_and_limited(meetings, reason: str) -> None:
    number = meetings.plan(INTAKE, PLAN)
    with pytest.raises(InvalidInputError) as caught:
        meetings.cancel(INTAKE, number, 1, reason)
    assert set(caught.value.problems) == {"reason"}
    view = meetings.open(INTAKE, number)
    assert (view.cancelled, view.version) == (None, 1)
    meetings.cancel(INTAKE, number, 1, "长" * 500)


def test_a_meeting_that_was_held_is_not_called_off(meetings, database) -> None:
    low, high = meetings.plan(INTAKE, PLAN), meetings.plan(INTAKE, STUDY)
    meetings.put_point(INTAKE, low, None, 1, Point(Wording("通报"), (), None, None))
    meetings.put_point(INTAKE, low, None, 2, POINT)
    for version in (3, 2):  # also to somebody who had not seen the minutes yet
        with pytest.raises(InvalidInputError) as caught:
            meetings.cancel(INTAKE, low, version, "没有开成")
        assert "会已经开过" in caught.value.problems["meeting"]
    meetings.carry(INTAKE, low, 2, 3, high)
    without_minutes = Point(Wording("检查"), (), None, None)
    meetings.put_point(INTAKE, low, 2, 4, without_minutes)
    with pytest.raises(InvalidInputError):  # what was carried up came from somewhere
        meetings.cancel(INTAKE, low, 5, "没有开成")
    assert not meetings.open(INTAKE, low).may_cancel
    assert "meeting_cancelled" not in actions_of(database, low)


def test_a_point_carried_to_a_meeting_that_was_called_off_goes_elsewhere(
    meetings, lists, office, receipt, database
) -> None:
    office.go(receipt.number, *TO_HANDLING)
    low, high, other = (meetings.plan(INTAKE, plan) for plan in (PLAN, STUDY, STUDY))
    meetings.put_point(INTAKE, low, None, 1, replace(POINT, numbers=(receipt.number,)))
    before = meetings.open(INTAKE, high).version
    meetings.carry(INTAKE, low, 1, 2, high)
    with pytest.raises(StaleMatterError):  # its agenda has changed since
        meetings.cancel(INTAKE, high, before, "法院有庭")
    meetings.cancel(INTAKE, high, before + 1, "法院有庭")
    (point,) = meetings.open(INTAKE, low).points
    assert point.went_to is None
    (point,) = meetings.open(INTAKE, high).points
    assert (point.came_from, point.wording.title) == (None, "检查")
    offered = lists.to_carry_to(INTAKE, "study", PLAN.held_on)
    assert [row.number for row in offered] == [other]
    with pytest.raises(InvalidInputError):
        meetings.carry(INTAKE, low, 1, 3, high)
    assert meetings.carry(INTAKE, low, 1, 3, other) == 1
    with pytest.raises(NotAllowedError):
        meetings.carry(INTAKE, low, 1, 4, other)
    found = lists.of_matter(HANDLER, receipt.number)
    assert sorted((one.number, one.is_cancelled) for one in found) == [
        (low, False),
        (high, True),
        (other, False),
    ]
    assert actions_of(database, low).count("agenda_carried") == 2


def test_a_meeting_that_was_called_off_keeps_no_promise(meetings, lists, office) -> None:
    def promise():
        found = lists.promises(Quarter.of(PLAN.held_on))
        return next(one for one in found if (one.point, one.kind) == ("park", "joint"))

    planned = replace(PLAN, kind="joint", held_on=date(2026, 12, 10))
    number = meetings.plan(INTAKE, planned)
    assert promise().planned == (planned.held_on,)
    meetings.cancel(INTAKE, number, 1, "企业来不了")
    assert (promise().planned, promise().held, promise().keeping) == ((), 0, Keeping.DUE)
    held = meetings.plan(INTAKE, replace(planned, held_on=PLAN.held_on))
    meetings.put_point(INTAKE, held, None, 1, POINT)
    assert (promise().held, promise().keeping) == (1, Keeping.KEPT)


def test_why_a_meeting_was_called_off_is_erased_with_what_was_said(
    meetings, office, database
) -> None:
    number, other = meetings.plan(INTAKE, PLAN), meetings.plan(INTAKE, PLAN)
    meetings.cancel(INTAKE, number, 1, "李四病了")
    means = Means(CIPHER, cast(AttachmentService, None))
    with database.write() as session:
        assert set(blank_meetings(session, means, date(2026, 11, 19))) == {number, other}
    view = meetings.open(INTAKE, number)
    assert view.cancelled is not None
    assert (view.cancelled.login, view.cancelled.reason) == ("shouli", "")
    assert meetings.open(INTAKE, other).cancelled is None
