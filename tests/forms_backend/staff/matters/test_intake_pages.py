"""Writing down a visitor's matter at the desk, as the person at the desk does it."""

from __future__ import annotations

import re

import html5lib
import pytest

from forms_backend.identity.roles import Role
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.staff import messages

WINDOW = {
    "intake-source": "window", "intake-received_on": "2026-11-19", "intake-told": "orally",
    "consent_case": "y",
}  # fmt: skip


@pytest.fixture
def desk(sign_in):
    return sign_in("shouli", "zhengfawei", Role.INTAKE)


def test_the_desk_writes_it_down_hands_over_a_receipt_and_finds_it_in_the_list(
    desk, complaint, parts
) -> None:
    page = desk.fill_in("/staff/intake/complaint", complaint | WINDOW)
    assert page.status == 201, page.text
    number, code = page.code(0), page.code(1)
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert ">2026-11-19</time>" in page.text, "nobody noted the hour"
    item = desk.get(f"/staff/items/{number}")
    assert "窗口" in item.text
    assert "已口头告知" in item.text
    html5lib.HTMLParser(strict=True).parse(item.text)
    assert number in desk.get("/staff/items").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    desk.hidden = hidden
    printed = desk.send("/receipt", {})
    assert printed.status == 200
    assert code in printed.text
    view = parts[VisitorService].look_up(number, code)
    assert [c.key for c in view.consents] == ["consent_case"]


def test_the_desk_and_the_visitor_are_held_to_the_same_rules(desk, complaint) -> None:
    page = desk.fill_in(
        "/staff/intake/complaint", complaint | WINDOW | {"phone": "12", "title": ""}
    )
    assert page.status == 422
    assert {"phone", "title"} <= set(page.summary())
    assert page.error_at("phone")
    assert complaint["description"] in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_mistakes_about_the_source_stand_at_their_inputs_and_nothing_is_lost(
    desk, complaint
) -> None:
    wrong = {"intake-source": "above", "intake-received_on": "2026-12-01", "intake-reference": ""}
    page = desk.fill_in("/staff/intake/complaint", complaint | wrong)
    assert page.status == 422
    for key in ("received_on", "told", "reference", "due_on"):
        assert f'href="#intake-{key}"' in page.text
        assert f'id="intake-{key}-error"' in page.text
    assert complaint["description"] in page.text
    assert desk.get("/staff/items").text.count("TS202611-") == 0


def test_only_the_intake_desk_takes_in(sign_in, desk) -> None:
    handler = sign_in("li", "court", Role.HANDLER)
    assert handler.get("/staff/intake").status == 403
    assert handler.get("/staff/intake/complaint").status == 403
    assert desk.get("/staff/intake/no-such-form").status == 404
    listed = desk.get("/staff/intake")
    assert messages.INTAKE in listed.text
    html5lib.HTMLParser(strict=True).parse(listed.text)
