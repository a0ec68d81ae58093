"""Questions asked twice, and what the calendar's events lead to."""

import pytest

from tests.publisher.manuscripts import FAQ, VIDEO, changed, line_of, text_of
from tests.publisher.site_project import with_keys

CALENDAR = "content/calendar.yml"


def codes(findings):
    return [(f.path, f.line, f.code) for f in findings]


def test_a_question_that_is_asked_twice_is_found_at_the_second(check):
    text = text_of(FAQ).replace("## 什么时候可以解除合同？", "## 第一步做什么？")
    line = len(text[: text.rindex("## 第一步")].split("\n"))
    assert codes(check({FAQ: text})) == [(FAQ, line, "S302")]


def test_a_heading_in_code_is_no_question(check):
    text = text_of(FAQ).replace("## 什么时候可以解除合同？", "```\n## 不是问题\n```")
    assert codes(check({FAQ: text})) == [(FAQ, line_of(FAQ, "先找出") - 1, "S308")]


def test_related_documents_must_exist(check):
    found = check(changed(FAQ, "[answer-late-delivery]", "[nowhere]"))
    assert codes(found) == [(FAQ, line_of(FAQ, "related"), "C213")]


@pytest.mark.parametrize(
    "page", ["/forms/consultation", "/forms/", "/faqs/faq-delivery/", "ld-unsigned", "/cases/"]
)
def test_an_event_leads_to_a_document_or_an_address_of_the_site(check, page):
    assert check(changed(CALENDAR, "page: faq-delivery", f"page: {page}")) == []


@pytest.mark.parametrize(
    ("page", "code"), [("nowhere", "C213"), ("/no/such/page/", "C213"), ("video-notice", "L404")]
)
def test_an_event_that_leads_nowhere_is_found_at_its_id(check, page, code):
    files = changed(CALENDAR, "page: faq-delivery", f"page: {page}")
    files[VIDEO] = with_keys(text_of(VIDEO), status="draft")
    assert codes(check(files)) == [(CALENDAR, line_of(CALENDAR, "id: lecture"), code)]
