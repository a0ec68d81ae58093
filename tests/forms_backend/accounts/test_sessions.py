"""Sessions that people and administrators end, and a second factor that was lost."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from district import load_site_config
from forms_backend.accounts.errors import SignInError, StaffError
from forms_backend.accounts.leaving import PostService
from forms_backend.accounts.sessions import SessionService
from forms_backend.identity.roles import Role
from forms_backend.ledger.tables import LedgerEvent
from tests.reference import SITE_CONFIG


@pytest.fixture
def sessions(office, database, clock) -> SessionService:
    return SessionService(database, clock, timedelta(minutes=20))


@pytest.fixture
def posts(database, clock) -> PostService:
    return PostService(database, load_site_config(SITE_CONFIG), clock)


@pytest.fixture
def hired(office) -> tuple[str, str]:
    """One-time password and a session of "li"."""
    first = office.staff.add("li", "李四", "court", Role.HANDLER, actor="cli:test")
    return first, office.staff.sign_in("li", first, "")


def test_living_sessions_are_listed_and_one_is_ended(office, sessions, hired, clock) -> None:
    first, token = hired
    person = office.staff.resume(token).person
    clock.move(minutes=1)
    other = office.staff.sign_in("li", first, "")
    found = sessions.of(person, token)
    assert [one.is_this_one for one in found] == [False, True]
    assert sessions.counts() == {"li": 2}
    sessions.end(person, found[0].id)
    assert office.staff.resume(other) is None
    assert office.staff.resume(token) is not None
    clock.move(minutes=21)
    assert sessions.of(person, token) == []
    assert sessions.counts() == {}


def test_a_lost_second_factor_needs_a_new_password_and_is_bound_again(
    office, sessions, hired, database, clock
) -> None:
    first, token = hired
    person = office.staff.resume(token).person
    with pytest.raises(StaffError, match="还没有绑定"):
        sessions.reset_second_factor("li", actor="staff:admin")
    secret = office.staff.offer_second_factor(person)
    office.staff.set_second_factor(person, pyotp.TOTP(secret).at(clock()))
    again = sessions.reset_second_factor("li", actor="staff:admin")
    assert office.staff.resume(token) is None
    with pytest.raises(SignInError):
        office.staff.sign_in("li", first, "")
    back = office.staff.resume(office.staff.sign_in("li", again, ""))
    assert back.must_change_password
    assert back.must_set_second_factor
    with database.read() as session:
        events = session.scalars(select(LedgerEvent).order_by(LedgerEvent.sequence)).all()
        assert [(e.actor, e.detail) for e in events if e.action == "second_factor_reset"] == [
            ("staff:admin", '{"login": "li"}')
        ]


def test_all_sessions_of_an_account_end_at_once(office, sessions, posts, hired) -> None:
    first, token = hired
    other = office.staff.sign_in("li", first, "")
    sessions.end_all("li", actor="staff:admin")
    assert office.staff.resume(token) is office.staff.resume(other) is None
    for login in ("nobody", "li"):
        if login == "li":
            posts.disable("li", actor="staff:admin")
        with pytest.raises(StaffError, match="没有在用"):
            sessions.end_all(login, actor="staff:admin")


def test_a_lost_password_is_issued_again_and_the_authenticator_stays(
    office, sessions, hired, clock
) -> None:
    _first, token = hired
    person = office.staff.resume(token).person
    secret = office.staff.offer_second_factor(person)
    office.staff.set_second_factor(person, pyotp.TOTP(secret).at(clock()))
    clock.move(hours=100)
    again = sessions.new_password("li", actor="cli:root")
    with pytest.raises(SignInError):
        office.staff.sign_in("li", again, "")
    back = office.staff.resume(office.staff.sign_in("li", again, pyotp.TOTP(secret).at(clock())))
    assert (back.must_change_password, back.must_set_second_factor) == (True, False)
    with pytest.raises(StaffError, match="没有在用"):
        sessions.new_password("nobody", actor="cli:root")
