"""The staff zone in a browser, without JavaScript; people who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from flask import Flask

from forms_backend.accounts.service import StaffService
from forms_backend.identity.roles import Role
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.running.parts import Parts
from forms_backend.submissions.channel import Channel

PASSWORD = "A-Good-Password-1"


def prepare_account(parts: Parts, login: str, unit: str, role: Role) -> str:
    """An account that has done its first steps; returns its TOTP secret."""
    first = parts[StaffService].add(login, f"{role.label}{login}", unit, role, actor="cli:test")
    person = parts[StaffService].resume(parts[StaffService].sign_in(login, first, "")).person  # type: ignore[union-attr]
    parts[StaffService].change_password(person, first, PASSWORD)
    secret = parts[StaffService].offer_second_factor(person)
    parts[StaffService].set_second_factor(person, pyotp.TOTP(secret).at(parts.ground.clock()))
    return secret


@pytest.fixture
def sign_in(app: Flask, parts: Parts, open_browser: Any, clock: Any) -> Callable[..., Any]:
    """`sign_in("li", "court", Role.HANDLER)` gives a browser in which that person is signed in."""

    def enter(login: str, unit: str, role: Role) -> Any:
        secret = prepare_account(parts, login, unit, role)
        clock.move(minutes=1)
        browser = open_browser(app.test_client())
        page = browser.fill_in(
            "/staff/sign-in",
            {"login": login, "password": PASSWORD, "code": pyotp.TOTP(secret).at(clock())},
        )
        assert page.status == 303, page.text
        return browser

    return enter


@pytest.fixture
def number(parts: Parts, complaint: dict[str, Any]) -> str:
    receipt = parts[SubmissionService].accept(
        parts.ground.forms["complaint"], complaint, channel=Channel.WEB
    )
    return receipt.number


def act(browser: Any, number: str, action: str, **inputs: str) -> Any:
    """Open the matter and send one of its forms."""
    page = browser.open_form(f"/staff/items/{number}")
    assert page.status == 200
    return browser.send(f"/staff/items/{number}/{action}", inputs)
