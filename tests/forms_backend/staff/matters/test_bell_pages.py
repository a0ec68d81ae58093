"""The bell in the zone: a count in the head of each page, marks, and the way to the matter."""

from __future__ import annotations

from forms_backend.identity.roles import Role
from tests.forms_backend.staff.conftest import act


def test_the_head_counts_what_is_new_until_it_was_opened(sign_in, number) -> None:
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    handler = sign_in("chengban", "court", Role.HANDLER)
    for action, inputs in (
        ("register", {}), ("accept", {}), ("assign", {"unit": "court", "basis": "审判事项"}),
    ):  # fmt: skip
        assert act(intake, number, action, **inputs).status == 303
    mark = '提醒 <b class="unseen">1</b>'
    assert mark in handler.get("/staff/items").text
    page = handler.get("/staff/bell")
    assert '<span class="mark">新</span>' in page.text
    assert f'<a href="/staff/items/{number}">{number}</a> <strong>分流到单位</strong>' in page.text
    handler.get(f"/staff/items/{number}")
    assert mark not in handler.get("/staff/items").text
    assert "新</span>" not in handler.get("/staff/bell").text
    act(intake, number, "recall", basis="分错了")
    assert handler.get("/staff/bell").text.count(number) == 0


def test_all_is_marked_with_one_click(sign_in, number) -> None:
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    handler = sign_in("chengban", "court", Role.HANDLER)
    for action, inputs in (
        ("register", {}), ("accept", {}), ("assign", {"unit": "court", "basis": "审判事项"}),
    ):  # fmt: skip
        act(intake, number, action, **inputs)
    handler.open_form("/staff/bell")
    assert handler.send("/staff/bell", {}).status in (200, 303)
    assert '提醒 <b class="unseen">' not in handler.get("/staff/items").text
