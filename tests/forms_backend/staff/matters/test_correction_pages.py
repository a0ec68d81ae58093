"""Corrections on the page of a matter: what is chosen now stands there, what changes is told."""

from __future__ import annotations

from typing import Any

import pytest

from forms_backend.identity.roles import Role
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.submissions.channel import Channel
from tests.forms_backend.staff.conftest import act


@pytest.fixture
def intake(sign_in: Any) -> Any:
    return sign_in("shouli", "zhengfawei", Role.INTAKE)


@pytest.fixture
def accusing(parts: Any, complaint: dict[str, Any]) -> str:
    words = {"description": "检查人员向我索贿，不给就停产半天，已有四次。"}
    form = parts.ground.forms["complaint"]
    return parts[SubmissionService].accept(form, complaint | words, channel=Channel.WEB).number


def test_the_form_shows_what_is_chosen_and_the_course_says_what_changed(intake, number) -> None:
    page = intake.open_form(f"/staff/items/{number}")
    assert '<option value="complaint.enforcement" selected>' in page.text
    assert '<option value="market" selected>' in page.text
    changed = {"kind": "complaint.payment", "region": "town", "accused": "-", "basis": "来电更正"}
    assert act(intake, number, "correct", **changed).status == 303
    page = intake.open_form(f"/staff/items/{number}")
    for said in (
        "类型和类别：投诉举报：拖欠账款、承诺不兑现",
        "原类型和类别：投诉举报：行政检查、处罚、强制",
        "原属地：开发区、产业园区",
        "被投诉单位：不填",
        "来电更正",
    ):
        assert said in page.text, said


def test_a_correction_that_changes_nothing_is_told_at_its_input(intake, number) -> None:
    same = {
        "kind": "complaint.enforcement",
        "region": "park",
        "accused": "market",
        "basis": "写的理由",
    }
    page = act(intake, number, "correct", **same)
    assert page.status == 422
    assert 'id="correct-kind-error"' in page.text
    assert "写的理由" in page.text


def test_words_of_an_accusation_lead_to_the_step(intake, accusing) -> None:
    number = accusing
    page = intake.open_form(f"/staff/items/{number}")
    assert "文中有“索贿”，可能是检举控告件" in page.text
    assert act(intake, number, "set_confidential", basis="核对属于检举").status == 303
    page = intake.open_form(f"/staff/items/{number}")
    assert "可能是检举控告件" not in page.text
    assert '<span class="mark">保密</span>' in page.text


def test_what_may_be_an_accusation_is_not_accepted_with_all(intake, accusing, number) -> None:
    other = accusing
    intake.open_form("/staff/items")
    page = intake.send("/staff/items/proposals", {"item": [f"{number}.1", f"{other}.1"]})
    assert "“全部采纳”不包括这一件" in page.text
    assert page.text.count(f'value="{other}.1"') == 1  # its own button alone
    assert page.text.count(f'value="{number}.1"') == 2
