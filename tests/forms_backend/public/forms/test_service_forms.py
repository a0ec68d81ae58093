"""The forms beside complaint and consultation: bookings, visits, opinions."""

from __future__ import annotations

from typing import Any

import pytest

from district import load_site_config
from district.casework.deadlines import ClockKind, load_deadlines
from district.casework.routing import load_routing
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.routing import MatterText, propose
from tests.reference import SITE_CONFIG

BOOKING: dict[str, Any] = {
    "firm": "示例童装有限公司",
    "name": "张三丰",
    "phone": "13800138000",
    "category": "labour",
    "manner": "online",
}
VISIT: dict[str, Any] = {
    "host": "firm",
    "firm": "示例童装有限公司",
    "name": "张三丰",
    "phone": "13800138000",
    "manner": "lecture",
    "category": "other",
    "attendance": "from-20",
    "region": "park",
    "address": "示例路 8 号",
    "description": "给班组长讲加班和工伤。",
}
OPINION: dict[str, Any] = {
    "draft": "enterprise-inspection",
    "attitude": "agree",
    "description": "赞成合并检查。",
    "identity": "anonymous",
}
REQUEST: dict[str, Any] = {
    "category": "erase",
    "description": "事情已经办完，请删除我的信息。",
    "whose": "own",
    "name": "张三丰",
    "phone": "13800138000",
}
VALID = {
    "health-check-booking": ("TJ", BOOKING),
    "legal-service-visit": ("SF", VISIT),
    "policy-opinion": ("YJ", OPINION),
    "personal-data": ("GX", REQUEST),
}


@pytest.mark.parametrize("form_id", VALID)
def test_each_form_is_accepted_under_its_own_prefix(browser, form_id: str) -> None:
    prefix, values = VALID[form_id]
    page = browser.fill_in(f"/forms/{form_id}", values)
    assert page.status == 200
    assert page.code(0) == f"{prefix}202611-000001"


@pytest.mark.parametrize(
    ("form_id", "change", "wrong"),
    [
        ("health-check-booking", {"manner": "on-site"}, ["address"]),
        ("health-check-booking", {"phone": ""}, ["phone"]),
        ("health-check-booking", {"preferred_hours": ["noon"]}, ["preferred_hours"]),
        ("health-check-booking", {"preferred_date": "下周"}, ["preferred_date"]),
        ("legal-service-visit", {"host": "park"}, ["firms_present"]),
        ("legal-service-visit", {"description": "讲法"}, ["description"]),
        ("policy-opinion", {"draft": "other"}, ["draft_other"]),
        ("policy-opinion", {"attitude": "amend"}, ["proposal"]),
        ("policy-opinion", {"identity": "firm"}, ["firm"]),
        ("policy-opinion", {"draft": "no-such"}, ["draft"]),
        ("policy-opinion", {"identity": "person", "email": "x"}, ["email"]),
        ("personal-data", {"category": "sell"}, ["category"]),
        ("personal-data", {"phone": ""}, ["phone"]),
    ],
)
def test_mistakes_and_what_a_choice_asks_for_are_shown_at_their_field(
    browser, form_id: str, change: dict[str, Any], wrong: list[str]
) -> None:
    page = browser.fill_in(f"/forms/{form_id}", VALID[form_id][1] | change)
    assert page.status == 422
    assert list(page.summary()) == wrong
    assert page.error_at(wrong[0])


def test_a_wished_date_may_lie_ahead(browser) -> None:
    page = browser.fill_in(
        "/forms/health-check-booking", BOOKING | {"preferred_date": "2026-12-01"}
    )
    assert page.status == 200


def test_an_anonymous_opinion_keeps_no_contact(browser, parts) -> None:
    browser.fill_in("/forms/policy-opinion", OPINION | {"phone": "13800138000", "name": "张三"})
    record = parts[SubmissionService].reveal("YJ202611-000001", actor="test")
    assert not {"phone", "name"} & {answer.key for answer in record.answers}
    assert record.summary.category == "enterprise-inspection"


def test_every_form_is_listed_with_the_others(browser, forms) -> None:
    text = browser.get("/forms/").text
    for form in forms.values():
        assert f'<a href="/forms/{form.id}">{form.title}</a>' in text


ROUTES = [
    ("health-check-booking", "labour", "justice"),
    ("legal-service-visit", "other", "justice"),
    ("policy-opinion", "enterprise-inspection", "justice"),
    ("policy-opinion", "service-contact-points", "zhengfawei"),
    ("policy-opinion", "other", "zhengfawei"),
    ("personal-data", "erase", "zhengfawei"),
]


@pytest.mark.parametrize(("form_id", "category", "unit"), ROUTES)
def test_each_form_is_proposed_to_one_unit(form_id: str, category: str, unit: str) -> None:
    matter = MatterText(form_id, category, None, None, False, "")
    assert propose(matter, load_routing(load_site_config(SITE_CONFIG), SITE_CONFIG)).unit == unit


def test_every_draft_on_which_opinions_are_asked_has_a_unit(forms) -> None:
    routing = load_routing(load_site_config(SITE_CONFIG), SITE_CONFIG)
    for option in forms["policy-opinion"].field("draft").options:
        matter = MatterText("policy-opinion", option.key, None, None, False, "")
        assert "没有涉法涉诉规则" not in "".join(propose(matter, routing).reasons), option.key


def test_each_form_has_its_own_time_to_answer_with_its_basis() -> None:
    deadlines = load_deadlines()
    days = {form: deadlines.for_form(form).of(ClockKind.ANSWER).days for form in VALID}
    assert days == {
        "health-check-booking": 5, "legal-service-visit": 10, "policy-opinion": 15,
        "personal-data": 15,
    }  # fmt: skip
    for form in VALID:
        rules = deadlines.for_form(form)
        assert rules.answer.basis != deadlines.default.answer.basis
        assert rules.answer.at_most is not None
