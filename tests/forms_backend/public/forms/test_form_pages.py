"""The forms as a visitor meets them in a browser, without JavaScript."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest

from forms_backend.fields import messages
from forms_backend.matters.intake_service import SubmissionService

URL = "/forms/complaint"


def values_of(page: Any, key: str) -> str:
    root = html5lib.parse(page.text, namespaceHTMLElements=False)
    control = root.find(f".//*[@id='field-{key}']")
    return str(control.get("value") if control.tag == "input" else control.text).strip()


def test_both_forms_stand_in_the_shell_of_the_site(browser) -> None:
    for form_id, title in (("complaint", "投诉举报"), ("consultation", "法律咨询")):
        page = browser.get(f"/forms/{form_id}")
        assert page.status == 200
        assert f"<title>{title} - 示例站</title>" in page.text
        assert "<header>页头</header>" in page.text
        assert "<!--fabu:" not in page.text


@pytest.mark.parametrize("url", [URL, "/forms/consultation", "/forms", "/status", "/search?q=工资"])
def test_pages_are_valid_html(browser, url: str) -> None:
    html5lib.HTMLParser(strict=True).parse(browser.get(url).text)


def test_pages_with_errors_are_valid_html(browser) -> None:
    page = browser.fill_in(URL, {"in_proceedings": "yes", "unit": "other-unit"})
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_every_id_is_unique_and_every_label_has_its_control(browser) -> None:
    root = html5lib.parse(browser.fill_in(URL, {}).text, namespaceHTMLElements=False)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    for label in root.iter("label"):
        assert label.get("for") in ids
    for node in root.iter():
        for described in (node.get("aria-describedby") or "").split():
            assert described in ids


def test_one_matter_and_the_whole_privacy_notice_are_said(browser, forms) -> None:
    text = browser.get(URL).text
    notice = forms["complaint"].notice
    assert forms["complaint"].one_matter in text
    for part in (notice.controller, notice.purpose, notice.kinds, notice.retention, notice.rights):
        assert part in text
    assert "{" not in notice.controller + notice.contact


def test_consents_are_separate_and_not_ticked(browser) -> None:
    root = html5lib.parse(browser.get(URL).text, namespaceHTMLElements=False)
    boxes = [n for n in root.iter("input") if (n.get("name") or "").startswith("consent_")]
    assert {box.get("name") for box in boxes} == {"consent_public_answer", "consent_case"}
    assert all(box.get("checked") is None for box in boxes)


def test_a_complaint_gets_number_and_query_code(browser, complaint) -> None:
    page = browser.fill_in(URL, complaint)
    assert page.status == 200
    assert page.code(0) == "TS202611-000001"
    groups = page.code(1).split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert "2026-11-20 15:30" in page.text


def test_a_consultation_can_be_anonymous(browser, consultation) -> None:
    page = browser.fill_in("/forms/consultation", consultation)
    assert page.status == 200
    assert page.code(0) == "ZX202611-000001"


REQUIRED = ("name", "firm", "region", "category", "unit", "title", "description", "wishes",
            "in_proceedings")  # fmt: skip

BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("phone", {"phone": "12345"}, messages.FIELD_PHONE),
    ("phone", {"phone": "电话"}, messages.FIELD_PHONE),
    ("phone", {"phone": "", "email": ""}, "请填写联系电话或电子邮箱，至少一项，否则无法答复您。"),
    ("email", {"email": "zhang@"}, messages.FIELD_EMAIL),
    ("email", {"email": "a b@example.com"}, messages.FIELD_EMAIL),
    ("uscc", {"uscc": "911100006000373410"}, messages.FIELD_USCC),
    ("uscc", {"uscc": "9111"}, messages.FIELD_USCC),
    ("occurred", {"occurred": "2026-11-21"}, messages.FIELD_DATE_FUTURE),
    ("occurred", {"occurred": "2026-02-30"},
     "没有这一天（2026 年 2 月只有 28 天）：这一年二月没有 30 日。"),
    ("occurred", {"occurred": "昨天"}, messages.FIELD_DATE),
    ("occurred", {"occurred": "1899-01-01"}, messages.FIELD_DATE_TOO_OLD),
    ("category", {"category": "no-such"}, messages.FIELD_CHOICE_UNKNOWN),
    ("region", {"region": "<script>"}, messages.FIELD_CHOICE_UNKNOWN),
    ("title", {"title": "字" * 61}, messages.FIELD_TOO_LONG.format(limit=60, length=61)),
    ("title", {"title": "一行\n两行"}, messages.FIELD_ONE_LINE),
    ("description", {"description": "太短"}, messages.FIELD_TOO_SHORT.format(limit=10)),
    ("description", {"description": "字" * 3001},
     messages.FIELD_TOO_LONG.format(limit=3000, length=3001)),
    ("name", {"name": "张\ufffd三"}, messages.FIELD_UNREADABLE),
    ("unit_other", {"unit": "other-unit"}, "请填写被投诉单位的名称。"),
    ("proceedings", {"in_proceedings": "yes"}, "请选择进入了哪些程序。"),
    ("proceedings", {"in_proceedings": "yes", "proceedings": ["litigation", "x"]},
     messages.FIELD_CHOICE_UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("key", "change", "message"), BROKEN)
def test_a_mistake_is_shown_at_its_field_and_nowhere_else(
    browser, parts, complaint, key: str, change: dict[str, Any], message: str
) -> None:
    page = browser.fill_in(URL, complaint | change)
    assert page.status == 422
    assert page.error_at(key) == message
    assert list(page.summary()) == [key]
    assert message in page.summary()[key]
    assert parts[SubmissionService].list_latest(10) == []


@pytest.mark.parametrize("key", REQUIRED)
def test_what_is_required_is_asked_for_at_its_field(browser, complaint, key: str) -> None:
    page = browser.fill_in(URL, complaint | {key: " \u3000 "})
    assert page.error_at(key)
    assert list(page.summary()) == [key]


def test_all_mistakes_are_shown_at_once_in_the_order_of_the_page(browser) -> None:
    page = browser.fill_in(URL, {})
    assert list(page.summary()) == [
        "name",
        "phone",
        "firm",
        "region",
        "category",
        "unit",
        "title",
        "description",
        "wishes",
        "in_proceedings",
    ]
    assert 'role="alert" tabindex="-1"' in page.text
    assert "<title>有误：投诉举报 - 示例站</title>" in page.text


def test_what_was_typed_is_kept_and_escaped(browser, complaint) -> None:
    typed = complaint | {
        "name": '"><script>alert(1)</script>',
        "description": "\n</textarea><b>粗</b> & 结尾足够长了",
        "email": "wrong",
        "proceedings": ["petition"],
        "consent_case": "y",
    }
    page = browser.fill_in(URL, typed)
    assert "<script>alert" not in page.text
    assert values_of(page, "name") == typed["name"]
    assert values_of(page, "description") == typed["description"].strip()
    assert 'value="park" checked' in page.text
    assert '<option value="market" selected>' in page.text
    assert 'value="petition" checked' in page.text
    assert 'name="consent_case" id="field-consent_case" value="y" checked' in page.text


def test_typed_numbers_may_be_full_width_or_spaced(browser, parts, complaint) -> None:
    change = {
        "phone": "＋８６ 138-0013-8000",
        "uscc": "9111 0000 6000 3734 1l",
        "occurred": "2026/11/2",
    }
    assert browser.fill_in(URL, complaint | change).status == 200
    record = parts[SubmissionService].reveal("TS202611-000001", actor="test")
    kept = {answer.key: answer.value for answer in record.answers}
    assert kept["phone"] == "13800138000"
    assert kept["uscc"] == "91110000600037341L"
    assert kept["occurred"] == "2026-11-02"


def test_answers_to_questions_that_were_not_asked_are_not_kept(browser, parts, complaint) -> None:
    hidden = {"unit_other": "某局", "proceedings": ["litigation"], "case_number": "x" * 999}
    assert browser.fill_in(URL, complaint | hidden).status == 200
    record = parts[SubmissionService].reveal("TS202611-000001", actor="test")
    assert not {"unit_other", "proceedings", "case_number"} & {a.key for a in record.answers}


def test_conditional_questions_are_kept_when_asked(browser, parts, complaint) -> None:
    asked = {
        "unit": "other-unit",
        "unit_other": "某某局",
        "in_proceedings": "yes",
        "proceedings": ["litigation", "petition"],
    }
    assert browser.fill_in(URL, complaint | asked).status == 200
    record = parts[SubmissionService].reveal("TS202611-000001", actor="test")
    shown = {answer.key: answer.display for answer in record.answers}
    assert shown["unit_other"] == "某某局"
    assert shown["proceedings"] == "诉讼或执行、信访、12345 热线"


def test_reloading_the_receipt_gives_the_same_receipt(browser, parts, complaint) -> None:
    first = browser.fill_in(URL, complaint)
    again = browser.send(URL, complaint)
    assert again.status == 200
    assert (again.code(0), again.code(1)) == (first.code(0), first.code(1))
    assert len(parts[SubmissionService].list_latest(10)) == 1


def test_going_back_and_changing_the_text_sends_a_new_submission(browser, parts, complaint) -> None:
    first = browser.fill_in(URL, complaint)
    changed = browser.send(URL, complaint | {"wishes": "另外还请书面答复。"})
    assert changed.code(0) != first.code(0)
    assert len(parts[SubmissionService].list_latest(10)) == 2


def test_correcting_a_mistake_keeps_the_key_of_the_page(browser, complaint) -> None:
    browser.open_form(URL)
    key = browser.hidden["idempotency_key"]
    page = browser.send(URL, complaint | {"title": ""})
    assert f'name="idempotency_key" value="{key}"' in page.text


def test_without_csrf_token_nothing_is_stored_and_nothing_typed_is_lost(
    browser, parts, complaint
) -> None:
    browser.open_form(URL)
    browser.hidden["csrf_token"] = "forged"
    page = browser.send(URL, complaint)
    assert page.status == 400
    assert messages.FORM_EXPIRED in page.text
    assert values_of(page, "name") == complaint["name"]
    assert parts[SubmissionService].list_latest(10) == []


def test_a_token_of_another_visitor_is_refused(app, open_browser, complaint) -> None:
    attacker, victim = open_browser(app.test_client()), open_browser(app.test_client())
    attacker.open_form(URL)
    victim.open_form(URL)
    victim.hidden["csrf_token"] = attacker.hidden["csrf_token"]
    assert victim.send(URL, complaint).status == 400


def test_who_fills_the_hidden_field_must_press_the_button_again(browser, parts, complaint) -> None:
    page = browser.fill_in(URL, complaint | {"leave_empty": "http://spam.example"})
    assert page.status == 422
    assert messages.FORM_HONEYPOT in page.text
    assert "spam.example" not in page.text
    assert parts[SubmissionService].list_latest(10) == []
    assert browser.send(URL, complaint).status == 200


def test_an_unknown_form_is_the_sites_own_404(browser) -> None:
    page = browser.get("/forms/no-such-form")
    assert page.status == 404
    assert "本站没有这一页" in page.text


def test_too_many_submissions_get_a_clear_page(make_app, open_browser, complaint) -> None:
    browser = open_browser(make_app(limit_submit="2 per hour").test_client())
    browser.open_form(URL)
    assert [browser.send(URL, complaint).status for _ in range(3)] == [200, 200, 429]
    page = browser.send(URL, complaint)
    assert messages.ERRORS["too_many_requests"][1] in page.text
    assert int(page.response.headers["Retry-After"]) > 0
    assert browser.get(URL).status == 200


def test_a_body_over_the_limit_gets_a_clear_page(browser, complaint) -> None:
    browser.open_form(URL)
    page = browser.send(URL, complaint | {"description": "字" * 200_000})
    assert page.status == 413
    assert messages.ERRORS["payload_too_large"][1] in page.text


def test_a_stopped_database_gives_a_page_with_phone_and_address(
    make_app, open_browser, complaint, parts
) -> None:
    app = make_app(database_url="postgresql://nobody@127.0.0.1:1/none")
    page = open_browser(app.test_client()).fill_in(URL, complaint)
    assert page.status == 503
    assert messages.ERRORS["unavailable"][1] in page.text
    assert parts.ground.config.site.phone in page.text
    assert page.response.headers["Retry-After"]


def test_guessing_codes_at_the_printed_receipt_is_limited_as_at_the_status_page(
    make_app, open_browser
) -> None:
    browser = open_browser(make_app(limit_status="2 per minute").test_client())
    browser.open_form("/status")
    guess = {"number": "TS202611-000001", "query_code": "0000-0000-0000-0000"}
    answers = [browser.send("/receipt", guess).status for _ in range(3)]
    assert answers[2] == 429
    assert 429 not in answers[:2]
