"""People at work in Chromium: a visitor with a telephone, staff who sign in with password and code."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyotp
from playwright.sync_api import Page, expect

from forms_backend.accounts.repository import hash_token
from forms_backend.accounts.tables import Staff, StaffSession
from forms_backend.identity.roles import Role
from forms_backend.running.parts import Parts
from tests import moments
from tests.browser.conftest import DESK, PHONE, Reader, tick

PASSWORD = "A-Good-Password-1"
PICTURES = os.environ.get("FABU_TEST_PICTURES")
"""A folder to keep a picture of each step in, for people to look at."""


def look(person: Reader, name: str, *sizes: dict[str, int]) -> None:
    """No accessibility violation, nothing wider than the window; a picture on request.

    In the windows of `sizes`, or in the one that the person has. What a page says to assistive
    technology hardly depends on its width: axe, the slowest part, reads it in the first one.
    """
    before = person.page.viewport_size or DESK
    for place, size in enumerate(sizes or (before,)):
        if size != person.page.viewport_size:
            person.page.set_viewport_size(size)  # type: ignore[arg-type]
        if place == 0:
            found = person.axe()
            assert found == [], f"{name}: {found}"
        wide = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name}: {wide} px too wide at {size['width']}"
        if PICTURES:
            path = Path(PICTURES) / f"{name}-{size['width']}.png"
            person.page.screenshot(path=str(path), full_page=True)
    if before != person.page.viewport_size:
        person.page.set_viewport_size(before)  # type: ignore[arg-type]


def look_twice(person: Reader, name: str) -> None:
    """`look` on a telephone and at a desk."""
    look(person, name, PHONE, DESK)


def session_token(login: str) -> str:
    """The cookie of who was signed in beforehand."""
    return f"a-session-of-{login}"


def sign_in_beforehand(
    parts: Parts, login: str, name: str, role: Role = Role.INTAKE, unit: str = "zhengfawei"
) -> str:
    """Somebody, of the intake desk, with a session of their own; the token of its cookie."""
    now, token = parts.ground.clock(), session_token(login)
    with parts.ground.database.write() as session:
        staff = Staff(
            login=login,
            name=name,
            unit=unit,
            role=role.value,
            password_hash="-",
            must_change_password=False,
            totp_secret=b"-",
            totp_last_step=0,
            failures=0,
            created_at=now,
        )
        session.add(staff)
        session.flush()
        session.add(
            StaffSession(
                staff_id=staff.id, token_hash=hash_token(token), created_at=now, seen_at=now
            )
        )
    return token


def file_named(name: str, content: bytes) -> list[dict[str, object]]:
    """A file as the browser's file chooser hands it over."""
    return [{"name": name, "mimeType": "application/octet-stream", "buffer": content}]


def fill_in(page: Page, answers: dict[str, str]) -> None:
    """Each field of a public form as a person fills it in: typed, chosen or ticked."""
    for key, value in answers.items():
        field = page.locator(f"[name={key}]").first
        kind = field.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            field.select_option(value)
        elif kind in ("radio", "checkbox"):
            tick(page.locator(f"[name={key}][value='{value}']"))
        else:
            field.fill(value)


def open_status(visitor: Reader, number: str, code: str) -> Page:
    page = visitor.visit("/status")
    page.locator("[name=number]").fill(number)
    page.locator("[name=query_code]").fill(code)
    visitor.follow(page.locator("main form[method=post] button[type=submit]"))
    expect(page.locator(".page-head .code")).to_have_text(number)
    return page


def sign_in_for_the_first_time(person: Reader, login: str, first: str, *, looks: bool) -> None:
    """One-time password, own password, authenticator."""
    page = person.visit("/staff/")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(first)
    if looks:
        look_twice(person, "sign-in")
    person.follow(page.get_by_role("button", name="登录"))
    page.get_by_label("原密码").fill(first)
    page.locator("#new").fill(PASSWORD)
    page.locator("#repeat").fill(PASSWORD)
    if looks:
        look_twice(person, "first-password")
    person.follow(page.get_by_role("button", name="保存"))
    secret = page.locator("code").inner_text()
    if looks:
        look_twice(person, "second-factor")
    page.locator("#code").fill(pyotp.TOTP(secret).at(moments.now()))
    person.follow(page.get_by_role("button", name="保存"))
    expect(page.get_by_role("link", name="我的登录")).to_be_visible()


def act(person: Reader, number: str, label: str, **inputs: str) -> None:
    """Open the matter and the form of an action, fill it in, send it, wait for the page after it."""
    page = person.page
    if not page.url.split("?")[0].endswith(f"/staff/items/{number}"):
        person.visit(f"/staff/items/{number}")
    else:
        page.reload()
    details = page.locator(".actions details").filter(
        has=page.locator("summary", has_text=re.compile(f"^{label}$"))
    )
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    for name, value in inputs.items():
        field = details.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    person.follow(details.get_by_role("button", name=label, exact=True))
