"""Accounts, two factors, pauses, sessions that end."""

from __future__ import annotations

import json
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import text

from district import load_site_config
from forms_backend.accounts.errors import (
    OneTimePasswordExpiredError,
    SignInError,
    SignInPausedError,
    StaffError,
    WeakPasswordError,
)
from forms_backend.accounts.leaving import PostService
from forms_backend.accounts.passwords import check_new_password
from forms_backend.accounts.pauses import Origin
from forms_backend.accounts.service import MAX_FAILURES, StaffService
from forms_backend.identity.roles import Role
from forms_backend.sealing.keys import PayloadCipher
from tests.reference import SITE_CONFIG

NEW = "Better-Password-1"


@pytest.fixture
def staff(database, clock) -> StaffService:
    cipher = PayloadCipher(bytes(32))
    return StaffService(
        database, cipher, load_site_config(SITE_CONFIG), clock, timedelta(minutes=20)
    )


@pytest.fixture
def posts(database, clock) -> PostService:
    return PostService(database, load_site_config(SITE_CONFIG), clock)


@pytest.fixture
def first(staff) -> str:
    return staff.add("zhang", "张三", "区法院", Role.HANDLER, actor="cli:root")


@pytest.fixture
def secret(staff, first, clock) -> str:
    """The account after its first steps; a minute has passed since."""
    token = staff.sign_in("zhang", first, "")
    person = staff.resume(token).person
    staff.change_password(person, first, NEW)
    secret = staff.offer_second_factor(person)
    staff.set_second_factor(person, code(secret, clock))
    clock.move(minutes=1)
    return secret


def code(secret: str, clock, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock().timestamp() + 30 * steps)


def test_the_first_password_opens_only_the_first_steps(staff, first) -> None:
    signed_in = staff.resume(staff.sign_in(" ZHANG ", first, ""))
    assert signed_in.person.unit == "court"
    assert signed_in.must_change_password
    assert signed_in.must_set_second_factor
    assert not signed_in.is_complete


def test_after_the_first_steps_both_factors_are_needed(staff, secret, clock) -> None:
    for wrong in (
        ("zhang", NEW, ""),
        ("zhang", NEW, "000000"),
        ("zhang", "x", code(secret, clock)),
    ):
        with pytest.raises(SignInError):
            staff.sign_in(*wrong)
    assert staff.resume(staff.sign_in("zhang", NEW, code(secret, clock))).is_complete


def test_a_code_works_once(staff, secret, clock) -> None:
    used = code(secret, clock)
    staff.sign_in("zhang", NEW, used)
    with pytest.raises(SignInError):
        staff.sign_in("zhang", NEW, used)


@pytest.mark.parametrize(("steps", "works"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(staff, secret, clock, steps, works) -> None:
    try:
        assert staff.sign_in("zhang", NEW, code(secret, clock, steps))
        assert works
    except SignInError:
        assert not works


def guess(staff, *attempts: Origin) -> None:
    for origin in attempts:
        with pytest.raises(SignInError):
            staff.sign_in("zhang", "wrong", "", origin)


def test_pauses_grow_for_an_account_and_end(staff, secret, clock) -> None:
    guess(staff, *(Origin(f"192.0.2.{n}") for n in range(5)))
    with pytest.raises(SignInPausedError):
        staff.sign_in("zhang", NEW, code(secret, clock), Origin("198.51.100.1"))
    clock.move(seconds=1.1)
    guess(staff, Origin("192.0.2.9"))
    clock.move(seconds=1.1)
    with pytest.raises(SignInPausedError) as paused:
        staff.sign_in("zhang", NEW, code(secret, clock))
    assert paused.value.seconds == 1
    for _ in range(20):
        clock.move(minutes=1, seconds=1)
        guess(staff, Origin("192.0.2.9"))
    clock.move(minutes=15, seconds=1)
    assert staff.sign_in("zhang", NEW, code(secret, clock), Origin("198.51.100.1"))


def test_what_is_tried_in_a_pause_does_not_prolong_it(staff, secret, clock) -> None:
    guess(staff, *(Origin(f"192.0.2.{n}") for n in range(5)))
    for n in range(500):
        with pytest.raises(SignInPausedError):
            staff.sign_in("zhang", "wrong", "", Origin(f"203.0.113.{n}"))
    clock.move(seconds=1.1)
    assert staff.sign_in("zhang", NEW, code(secret, clock))


def test_wrong_passwords_from_elsewhere_do_not_keep_the_owner_out(staff, secret, clock) -> None:
    guess(staff, *(Origin(f"192.0.2.{n}") for n in range(5)))
    assert staff.sign_in("zhang", NEW, code(secret, clock), Origin("192.0.2.1", device="desk"))


def test_a_device_has_pauses_of_its_own(staff, secret, clock) -> None:
    guess(staff, *[Origin("192.0.2.1", device="desk")] * 5)
    with pytest.raises(SignInPausedError):
        staff.sign_in("zhang", NEW, code(secret, clock), Origin(device="desk"))
    assert staff.sign_in("zhang", NEW, code(secret, clock), Origin(device="other"))


def test_one_address_is_slowed_down_over_all_accounts(staff, secret, clock) -> None:
    for n in range(20):
        with pytest.raises(SignInError):
            staff.sign_in(f"nobody{n}", "x", "", Origin("192.0.2.1"))
    with pytest.raises(SignInPausedError):
        staff.sign_in("zhang", NEW, code(secret, clock), Origin("192.0.2.1"))
    assert staff.sign_in("zhang", NEW, code(secret, clock), Origin("192.0.2.2"))


def test_an_account_of_ones_own_opens_no_address_to_guessing(staff, secret, clock) -> None:
    here = Origin("192.0.2.1")
    for n in range(19):
        with pytest.raises(SignInError):
            staff.sign_in(f"nobody{n}", "x", "", here)
    staff.sign_in("zhang", NEW, code(secret, clock), here)
    with pytest.raises(SignInError):
        staff.sign_in("nobody", "x", "", here)
    with pytest.raises(SignInPausedError):
        staff.sign_in("nobody", "x", "", here)


def test_an_account_that_there_is_not_pauses_like_one_that_there_is(staff, first) -> None:
    def answers(login: str) -> list[type[Exception]]:
        found: list[type[Exception]] = []
        for n in range(8):
            with pytest.raises(SignInError) as error:
                staff.sign_in(login, "wrong", "", Origin(f"{login}{n}"))
            found.append(type(error.value))
        return found

    assert answers("zhang") == answers("nobody")


def test_failures_name_the_address_by_a_digest_alone(staff, first, database) -> None:
    guess(staff, Origin("192.0.2.1"), Origin("192.0.2.1"), Origin("192.0.2.2"))
    with database.read() as session:
        rows = session.execute(
            text("SELECT actor, detail FROM ledger_events WHERE action = 'sign_in_failed'")
        ).all()
    senders = [json.loads(detail)["sender"] for _, detail in rows]
    assert {actor for actor, _ in rows} == {"staff:zhang"}
    assert senders[0] == senders[1] != senders[2]
    assert "192" not in "".join(detail for _, detail in rows)


def test_a_one_time_password_is_void_after_72_hours(staff, first, clock) -> None:
    clock.move(hours=71, minutes=59)
    assert staff.sign_in("zhang", first, "")
    clock.move(minutes=2)
    with pytest.raises(OneTimePasswordExpiredError):
        staff.sign_in("zhang", first, "")
    with pytest.raises(SignInError) as other:
        staff.sign_in("zhang", "wrong", "")
    assert type(other.value) is SignInError, "only who knows it learns that it ran out"


def test_a_password_of_ones_own_never_runs_out(staff, secret, clock) -> None:
    clock.move(days=2000)
    assert staff.resume(staff.sign_in("zhang", NEW, code(secret, clock))).is_complete


def test_the_secret_of_a_second_factor_is_the_same_until_it_is_bound(staff, first, clock) -> None:
    person = staff.resume(staff.sign_in("zhang", first, "")).person
    with pytest.raises(SignInError):
        staff.set_second_factor(person, "123456")
    secret = staff.offer_second_factor(person)
    assert staff.offer_second_factor(person) == secret
    staff.set_second_factor(person, code(secret, clock))
    with pytest.raises(SignInError):
        staff.offer_second_factor(person)


def test_a_session_ends_by_idling_by_age_and_by_signing_out(staff, first, clock) -> None:
    token = staff.sign_in("zhang", first, "")
    for _ in range(3):
        clock.move(minutes=19)
        assert staff.resume(token)
    clock.move(minutes=21)
    assert staff.resume(token) is None
    token = staff.sign_in("zhang", first, "")
    for _ in range(48):
        clock.move(minutes=15)
        staff.resume(token)
    clock.move(minutes=1)
    assert staff.resume(token) is None
    token = staff.sign_in("zhang", first, "")
    staff.sign_out(token)
    assert staff.resume(token) is None
    assert staff.resume("") is None


def test_a_new_password_ends_all_sessions(staff, first) -> None:
    old = staff.sign_in("zhang", first, "")
    new = staff.change_password(staff.resume(old).person, first, NEW)
    assert staff.resume(old) is None
    assert staff.resume(new)
    with pytest.raises(SignInError):
        staff.sign_in("zhang", first, "")


def test_the_old_password_cannot_be_guessed_through_an_open_session(staff, first) -> None:
    token = staff.sign_in("zhang", first, "")
    person = staff.resume(token).person
    for _ in range(MAX_FAILURES):
        with pytest.raises(SignInError):
            staff.change_password(person, "guess", NEW)
    assert staff.resume(token) is None


def test_a_disabled_account_is_out_at_once(staff, posts, first) -> None:
    token = staff.sign_in("zhang", first, "")
    posts.disable("zhang", actor="cli:root")
    assert staff.resume(token) is None
    with pytest.raises(SignInError):
        staff.sign_in("zhang", first, "")
    with pytest.raises(StaffError):
        posts.disable("zhang", actor="cli:root")


def test_a_second_factor_is_bound_once(staff, secret, clock) -> None:
    person = staff.resume(staff.sign_in("zhang", NEW, code(secret, clock))).person
    with pytest.raises(SignInError):
        staff.offer_second_factor(person)
    with pytest.raises(SignInError):
        staff.set_second_factor(person, code(secret, clock))


@pytest.mark.parametrize(
    ("login", "name", "unit"),
    [("Zhang", "张", "court"), ("z", "张", "court"), ("zhang;", "张", "court"), ("li", " ", "court"),
     ("li", "张" * 41, "court"), ("li", "李", "nowhere"), ("li", "李", "hongqiao")],
)  # fmt: skip
def test_an_account_that_cannot_be(staff, login, name, unit) -> None:
    with pytest.raises(StaffError):
        staff.add(login, name, unit, Role.HANDLER, actor="cli:root")


def test_a_login_is_never_given_twice(staff, posts, first) -> None:
    posts.disable("zhang", actor="cli:root")
    with pytest.raises(StaffError, match="已经存在"):
        staff.add("zhang", "另一人", "court", Role.HANDLER, actor="cli:root")


@pytest.mark.parametrize("weak", ["short1-A", "alllowercase12", "Zhang-password-1", "x" * 129, ""])
def test_weak_passwords(weak: str) -> None:
    with pytest.raises(WeakPasswordError):
        check_new_password(weak, "zhang")


def test_neither_password_nor_secret_nor_token_is_in_the_database(
    staff, first, secret, database, clock
) -> None:
    token = staff.sign_in("zhang", NEW, code(secret, clock))
    with database.read() as session:
        row = session.execute(text("SELECT password_hash, totp_secret FROM staff")).one()
        tokens = session.execute(text("SELECT token_hash FROM staff_sessions")).scalars().all()
        actions = session.execute(text("SELECT action, detail FROM ledger_events")).all()
    assert row[0].startswith("$argon2id$")
    assert secret.encode() not in bytes(row[1])
    assert token not in tokens
    assert {a for a, _ in actions} >= {
        "staff_added",
        "signed_in",
        "password_changed",
        "second_factor_set",
    }
    assert all(word not in detail for _, detail in actions for word in (first, NEW, secret, token))
