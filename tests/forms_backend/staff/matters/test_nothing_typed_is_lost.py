"""Interrupted at any point, people find again what they typed, and are told so only when it is true."""

from __future__ import annotations

import html
import re
from pathlib import Path

import html5lib
import pyotp
import pytest

from forms_backend.accounts.repository import StaffRepository
from forms_backend.accounts.service import StaffService
from forms_backend.accounts.sessions import SessionService
from forms_backend.drafts.service import DraftService
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.matters.messages import ANSWER_SKELETON
from forms_backend.staff import messages
from forms_backend.staff.access import COOKIE
from forms_backend.staff.unsent import NEVER, safe_way, sent_fields
from tests.forms_backend.conftest import parts_of
from tests.forms_backend.staff.conftest import PASSWORD, act, prepare_account
from tests.forms_backend.staff.matters.test_staff_pages import to_handling

TEMPLATES = Path(messages.__file__).parent / "templates/staff"
TEXT = "已查明，四次检查属于重复，已合并为一次。"


@pytest.fixture
def intake(sign_in):
    return sign_in("shouli", "zhengfawei", Role.INTAKE)


@pytest.fixture
def handler(sign_in, intake, number):
    person = sign_in("li", "court", Role.HANDLER)
    to_handling(intake, person, number)
    return person


def token_of(browser, page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)
    assert found
    return found[1]


def save(browser, number: str, text: str, action: str = "submit_answer"):
    page = f"/staff/items/{number}"
    return browser.client.post(
        "/staff/drafts/save",
        data={
            "csrf_token": token_of(browser, page),
            "draft_place": f"{page}/{action}",
            "answer": text,
            "version": "4",
        },
    )


def test_what_is_typed_stands_there_again_until_it_is_sent(handler, number) -> None:
    assert save(handler, number, TEXT).json == {"saved": True, "at": messages.DRAFT_SAVED}
    page = handler.get(f"/staff/items/{number}")
    assert TEXT in page.text
    assert ANSWER_SKELETON.split("\n")[0] not in page.text
    assert "写的、没有提交的内容已放回下面" in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
    read = handler.client.get(f"/staff/drafts/read?place=/staff/items/{number}/submit_answer").json
    (kept,) = read["drafts"].values()
    assert kept["fields"] == {"answer": TEXT}
    assert act(handler, number, "submit_answer", answer=TEXT).status == 303
    read = handler.client.get(f"/staff/drafts/read?place=/staff/items/{number}/submit_answer").json
    assert read["drafts"] == {}


def test_nobody_else_sees_it_and_it_can_be_dropped(handler, sign_in, number) -> None:
    save(handler, number, TEXT)
    other = sign_in("wang", "court", Role.HANDLER)
    assert TEXT not in other.get(f"/staff/items/{number}").text
    page = f"/staff/items/{number}"
    handler.client.post(
        "/staff/drafts/drop",
        data={"csrf_token": token_of(handler, page), "draft_place": f"{page}/submit_answer"},
    )
    assert TEXT not in handler.get(page).text


@pytest.mark.parametrize("how", ["idle", "ended"])
def test_a_text_that_comes_too_late_is_kept_and_the_way_leads_back(
    handler, number, parts, clock, how: str
) -> None:
    page = f"/staff/items/{number}"
    handler.open_form(page)
    person = parts[StaffService].holder_of(handler.client.get_cookie(COOKIE, path="/staff").value)
    if how == "idle":
        clock.move(hours=1)
    else:
        parts[SessionService].end_all("li", actor="cli:test")
    late = handler.client.post(
        f"{page}/submit_answer",
        data=handler.hidden | {"answer": TEXT},
        headers={"Referer": f"http://localhost{page}?list=mine"},
    )
    assert late.status_code == 303
    location = late.headers["Location"]
    assert "expired=kept" in location
    signing_in = handler.get(location)
    assert messages.SIGNED_OUT_KEPT in signing_in.text
    back = re.search(r'name="to" value="([^"]+)"', signing_in.text)
    assert back
    assert html.unescape(back[1]) == f"{page}?list=mine"
    (kept,) = parts[DraftService].of(person, [f"{page}/submit_answer"]).values()
    assert kept.fields["answer"] == TEXT


def test_after_signing_in_again_one_is_back_at_the_text(handler, number, parts, clock) -> None:
    page = f"/staff/items/{number}"
    save(handler, number, TEXT)
    clock.move(hours=1)
    asked = handler.get(page)
    location = asked.response.headers["Location"]
    secret = prepare_account(parts, "zhao", "court", Role.HANDLER)
    clock.move(minutes=1)
    handler.open_form(location)
    answer = handler.send(
        "/staff/sign-in",
        {
            "login": "zhao",
            "password": PASSWORD,
            "code": pyotp.TOTP(secret).at(clock()),
            "to": page,
        },
    )
    assert answer.response.headers["Location"] == page
    assert TEXT not in handler.get(page).text, "somebody else signed in"


@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example/staff/", "/staff//evil.example", "/other",
     "/staff/\\evil", "/staff/sign-out", "/staff/" + "x" * 600, "/staff/items?x=\r\nSet-Cookie"],
)  # fmt: skip
def test_the_way_back_never_leaves_the_zone(app, to: str) -> None:
    with app.test_request_context():
        assert safe_way(to) == ""
        assert safe_way("/staff/items?list=mine") == "/staff/items?list=mine"


def test_who_comes_second_is_only_told_of_a_text_that_is_there(intake, sign_in, number) -> None:
    other = sign_in("shouli2", "zhengfawei", Role.INTAKE)
    act(intake, number, "register")
    other.open_form(f"/staff/items/{number}")
    act(intake, number, "accept")
    page = other.send(f"/staff/items/{number}/ask_supplement", {"text": "我写的补正要求"})
    assert page.status == 409
    assert messages.STALE_KEPT in page.text
    assert "我写的补正要求" in page.text, (
        "the step is no longer offered, the text still stands there"
    )
    assert messages.LOST in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
    page = other.send(f"/staff/items/{number}/accept", {"version": "1"})
    assert page.status == 409
    assert messages.STALE_KEPT not in page.text


def test_an_answer_that_came_back_is_changed_and_not_written_anew(handler, sign_in, number) -> None:
    reviewer = sign_in("shen", "court", Role.REVIEWER)
    assert act(handler, number, "submit_answer", answer=TEXT).status == 303
    assert act(reviewer, number, "return_answer", text="请写明依据").status == 303
    page = handler.get(f"/staff/items/{number}")
    assert re.search(rf'<textarea id="submit_answer-answer"[^>]*>\s*{TEXT}</textarea>', page.text)
    assert messages.EARLIER_TEXT in page.text


def test_a_skeleton_is_refused_when_it_is_submitted(handler, number) -> None:
    page = act(handler, number, "submit_answer", answer=ANSWER_SKELETON)
    assert page.status == 422
    assert "查明的事实" in page.text
    assert "还没有写完" in page.text


def secret_fields() -> set[tuple[str, str]]:
    """Template and name of every field for a password or a one-time code."""
    return {
        (path.name, name[1])
        for path in TEMPLATES.rglob("*.html")
        for tag in re.findall(r"<input[^>]+>", path.read_text(encoding="utf-8"))
        if 'type="password"' in tag or "one-time-code" in tag
        if (name := re.search(r'name="([^"]+)"', tag))
    }


FORMS_KEPT_NOWHERE = {
    "password.html": "change_password",
    "sign_in.html": "sign_in",
    "second_factor.html": "set_second_factor",
}


def test_no_field_for_a_secret_could_be_kept(app) -> None:
    found = secret_fields()
    assert {name for _, name in found} >= {"own_password", "password", "code", "new"}
    for template, name in found:
        with app.test_request_context("/staff/x", method="POST", data={name: "s", "answer": "a"}):
            is_kept = name in sent_fields()
        assert not is_kept or FORMS_KEPT_NOWHERE.get(template) in NEVER, (template, name)


def test_a_password_typed_into_a_form_whose_session_is_over_is_kept_nowhere(
    app, sign_in, clock
) -> None:
    administrator = sign_in("admin", "zhengfawei", Role.ADMINISTRATOR)
    token = token_of(administrator, "/staff/accounts")
    clock.move(hours=13)
    administrator.client.post(
        "/staff/accounts/li/move",
        data={"csrf_token": token, "own_password": PASSWORD, "unit": "court"},
    )
    parts = parts_of(app)
    with parts.ground.database.read() as work:
        found = work[StaffRepository].find("admin")
        assert found is not None
        person = Person("admin", Role.ADMINISTRATOR, "zhengfawei", found.id)
    kept = parts[DraftService].of(person, {"/staff/accounts/li/move"})
    assert [set(one.fields) for one in kept.values()] == [{"unit"}]
