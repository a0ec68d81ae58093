"""FABU_TWO_PERSON_ACCOUNTS: one administrator asks, another agrees."""

from __future__ import annotations

import re

import html5lib
import pyotp
import pytest
from sqlalchemy import select

from forms_backend.accounts.errors import SignInError, StaffError
from forms_backend.accounts.leaving import PostService
from forms_backend.accounts.requests import RequestService
from forms_backend.accounts.service import StaffService
from forms_backend.accounts.sessions import SessionService
from forms_backend.accounts.tables import AccountRequest
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from tests.forms_backend.conftest import parts_of
from tests.forms_backend.staff.conftest import PASSWORD, prepare_account

OWN = {"own_password": PASSWORD}
NEW = OWN | {
    "login": "wang", "name": "王五", "unit": "court", "role": "handler", "email": "w@example.com",
}  # fmt: skip

FETCH = "/staff/accounts/requests/1/password"
TO_FETCH = "等我领取的一次性密码"


def shown(page) -> str | None:
    """The one-time password that a page shows."""
    found = re.search(r"一次性密码：([\w-]{19})。", page.text)
    return found[1] if found else None


@pytest.fixture
def app(make_app):
    return make_app(two_person_accounts=True)


@pytest.fixture
def admins(app, open_browser, clock):
    """Two administrators before the page of accounts."""
    browsers = []
    for login in ("admin", "security"):
        secret = prepare_account(parts_of(app), login, "zhengfawei", Role.ADMINISTRATOR)
        clock.move(minutes=1)
        browser = open_browser(app.test_client())
        typed = {"login": login, "password": PASSWORD, "code": pyotp.TOTP(secret).at(clock())}
        assert browser.fill_in("/staff/sign-in", typed).status == 303
        browser.open_form("/staff/accounts")
        browsers.append(browser)
    return browsers


def logins(app) -> set[str]:
    return {a.login for a in parts_of(app)[StaffService].accounts()}


def test_an_account_is_made_when_a_second_person_agrees(app, admins) -> None:
    one, other = admins
    asked = one.send("/staff/accounts", NEW)
    assert (asked.status, "一次性密码：" in asked.text) == (202, False)
    assert "wang" not in logins(app)
    agree = OWN | {"decision": "agree"}
    assert one.send("/staff/accounts/requests/1", agree).status == 422, "not the same person"
    html5lib.HTMLParser(strict=True).parse(other.get("/staff/accounts").text)
    wrong = other.send("/staff/accounts/requests/1", agree | {"own_password": "guess"})
    assert (wrong.status, "wang" in logins(app)) == (422, False)
    done = other.send("/staff/accounts/requests/1", agree)
    assert (done.status, "wang" in logins(app)) == (200, True)
    assert shown(done) is None, "who agrees learns no password"
    assert "由提出的 admin 在本页领取" in done.text
    assert other.send("/staff/accounts/requests/1", agree).status == 422, "once"
    fetched = one.send(FETCH, OWN)
    password = shown(fetched)
    assert (fetched.status, password is not None) == (200, True)
    assert parts_of(app)[StaffService].sign_in("wang", password, "")
    lines, _ = parts_of(app)[LedgerService].audit(50, actor="cli:test")
    by = {line.action.value: line.actor for line in lines}
    assert (by["account_asked"], by["account_agreed"]) == ("staff:admin", "staff:security")
    assert by["password_issued"] == "staff:admin"


def test_the_password_is_shown_once_and_to_nobody_but_who_asked(app, admins) -> None:
    one, other = admins
    one.send("/staff/accounts", NEW)
    assert one.send(FETCH, OWN).status == 422, "before anybody agreed"
    assert agree(other).status == 200
    assert TO_FETCH not in other.get("/staff/accounts").text
    refused = other.send(FETCH, OWN)
    assert (refused.status, shown(refused)) == (422, None)
    page = one.get("/staff/accounts").text
    assert TO_FETCH in page
    html5lib.HTMLParser(strict=True).parse(page)
    wrong = one.send(FETCH, {"own_password": "guess"})
    assert (wrong.status, shown(wrong)) == (422, None)
    assert shown(one.send(FETCH, OWN)), "a refusal uses nothing up"
    again = one.send(FETCH, OWN)
    assert (again.status, shown(again)) == (422, None)
    assert TO_FETCH not in one.get("/staff/accounts").text


@pytest.mark.parametrize("step", ["new-password", "reset-totp"])
def test_what_gives_a_password_again_gives_it_to_who_asked(app, admins, step) -> None:
    one, other = admins
    prepare_account(parts_of(app), "li", "court", Role.HANDLER)
    assert one.send(f"/staff/accounts/li/{step}", OWN).status == 202
    assert shown(agree(other)) is None
    with pytest.raises(SignInError):
        parts_of(app)[StaffService].sign_in("li", PASSWORD, "")
    assert shown(one.send(FETCH, OWN))


def test_a_move_leaves_no_password_to_fetch(app, admins) -> None:
    one, other = admins
    prepare_account(parts_of(app), "li", "court", Role.HANDLER)
    one.send("/staff/accounts/li/move", OWN | {"unit": "police", "role": "reviewer"})
    assert agree(other).status == 200
    assert one.send(FETCH, OWN).status == 422


def test_a_password_that_nobody_fetched_in_time_is_asked_for_anew(app, admins, clock) -> None:
    one, other = admins
    one.send("/staff/accounts", NEW)
    agree(other)
    asker = Person("admin", Role.ADMINISTRATOR, "zhengfawei")
    requests = parts_of(app)[RequestService]
    clock.move(hours=72)
    (waiting,) = requests.passwords_for(asker)
    assert (waiting.login, waiting.until) == ("wang", clock())
    clock.move(minutes=1)
    assert requests.passwords_for(asker) == []
    with pytest.raises(StaffError, match="超过 72 小时没有领取"):
        requests.fetch_password(1, person=asker)


def test_an_account_whose_owner_has_a_password_keeps_it(app, admins) -> None:
    one, other = admins
    one.send("/staff/accounts", NEW)
    agree(other)
    parts = parts_of(app)
    given = parts[SessionService].new_password("wang", actor="cli:root")
    token = parts[StaffService].sign_in("wang", given, "")
    wang = parts[StaffService].resume(token).person
    parts[StaffService].change_password(wang, given, "Luo-Ye-Gui-Gen-37")
    refused = one.send(FETCH, OWN)
    assert (refused.status, "不用再领取" in refused.text) == (422, True)
    assert parts[StaffService].sign_in("wang", "Luo-Ye-Gui-Gen-37", "")


def test_what_is_refused_does_not_happen(app, admins) -> None:
    one, other = admins
    one.send("/staff/accounts", NEW)
    assert other.send("/staff/accounts/requests/1", OWN | {"decision": "refuse"}).status == 200
    assert "wang" not in logins(app)
    assert other.send("/staff/accounts/requests/1", OWN | {"decision": "agree"}).status == 422


@pytest.mark.parametrize("step", ["move", "new-password", "reset-totp"])
def test_whatever_gives_access_waits(app, admins, step) -> None:
    one, other = admins
    prepare_account(parts_of(app), "li", "court", Role.HANDLER)
    before = parts_of(app)[StaffService].accounts()
    typed = OWN | {"unit": "police", "role": "reviewer"}
    assert one.send(f"/staff/accounts/li/{step}", typed).status == 202
    assert parts_of(app)[StaffService].accounts() == before
    assert other.send("/staff/accounts/requests/1", OWN | {"decision": "agree"}).status == 200
    assert parts_of(app)[StaffService].accounts() != before


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("", {"login": "admin"}),
        ("", {"role": "king"}),
        ("/nobody/move", {}),
        ("/nobody/new-password", {}),
    ],
)
def test_what_cannot_be_is_said_at_once(admins, path, change) -> None:
    assert admins[0].send(f"/staff/accounts{path}", NEW | change).status == 422


def test_a_login_that_none_can_be_is_refused_before_it_waits(app, admins) -> None:
    one, _ = admins
    refused = one.send("/staff/accounts", NEW | {"login": "a" * 41})
    assert refused.status == 422
    assert parts_of(app)[RequestService].waiting() == []


def agree(browser, decision: str = "agree"):
    return browser.send("/staff/accounts/requests/1", OWN | {"decision": decision})


@pytest.mark.parametrize("decision", ["agree", "refuse"])
def test_what_was_asked_for_is_forgotten_once_decided(app, admins, decision) -> None:
    one, other = admins
    one.send("/staff/accounts", NEW)
    assert agree(other, decision).status == 200
    parts = parts_of(app)
    with parts.ground.database.read() as work:
        (detail,) = work.scalars(select(AccountRequest.detail))
    assert parts.ground.cipher.decrypt("request:wang", detail) == b"{}"


def test_what_a_former_administrator_asked_for_can_only_be_refused(app, admins) -> None:
    one, other = admins
    one.send("/staff/accounts", NEW)
    parts_of(app)[PostService].disable("admin", actor="cli:test")
    refused = agree(other)
    assert (refused.status, "只能不同意" in refused.text) == (422, True)
    assert "wang" not in logins(app)
    assert agree(other, "refuse").status == 200


def test_after_a_week_a_request_can_only_be_refused(app, admins, clock) -> None:
    one, _ = admins
    one.send("/staff/accounts", NEW)
    other = Person("security", Role.ADMINISTRATOR, "zhengfawei")
    requests = parts_of(app)[RequestService]
    clock.move(days=7, minutes=1)
    with pytest.raises(StaffError, match="超过 7 天"):
        requests.agree(1, person=other)
    assert requests.refuse(1, person=other) == "wang"
