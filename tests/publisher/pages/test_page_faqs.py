"""FAQ pages: questions at the top, structured data from the plain text."""

import json

from html5lib import HTMLParser

from publisher.pages.faqs import faq_pages
from publisher.pages.parts.card import Cards
from tests.publisher.manuscripts import FAQ, text_of
from tests.publisher.site_project import with_keys


def faq_job(published, text=None):
    library, config = published({FAQ: text} if text else None)
    return next(j for j in faq_pages(library, config, Cards()) if j.entry)


def test_the_page_carries_its_questions_and_answers_as_data(published):
    data = next(d for d in faq_job(published).view.json_ld if d["@type"] == "FAQPage")
    assert [(q["name"], q["acceptedAnswer"]["text"]) for q in data["mainEntity"]] == [
        ("第一步做什么？", "发一份书面催告，给对方合理期限。\n写明欠多少货；\n写明哪天之前补齐。"),
        (
            "什么时候可以解除合同？",
            "催告的期限过了仍不交的，可以解除。\n怎样通知\n用可以查询签收的方式。",
        ),
    ]
    assert data["url"] == "https://www.minghu.gov.cn/faqs/faq-delivery/"


def test_chosen_documents_stand_below_or_else_cases_of_the_same_areas(published):
    assert [c.id for c in faq_job(published).context["related"]] == ["answer-late-delivery"]
    text = with_keys(text_of(FAQ), related=None, areas="[劳动用工]")
    assert {c.id for c in faq_job(published, text).context["related"]} >= {"ld-unsigned"}


def test_every_question_of_the_table_has_its_place_on_the_page(built_site):
    html = (built_site / "faqs/faq-delivery/index.html").read_text(encoding="utf-8")
    tree = HTMLParser(namespaceHTMLElements=False).parse(html)
    asked = next(e for e in tree.iter("nav") if e.get("aria-labelledby") == "asked")
    places = [a.get("href") for a in asked.iter("a")]
    headings = [f"#{h.get('id')}" for h in tree.iter("h2") if h.get("id")]
    assert places == ["#第一步做什么", "#什么时候可以解除合同"]
    assert set(places) <= set(headings)
    kinds = [
        json.loads(e.text)["@type"]
        for e in tree.iter("script")
        if e.get("type") == "application/ld+json"
    ]
    assert sorted(kinds) == ["Article", "BreadcrumbList", "FAQPage"]


def test_the_first_answers_stand_under_the_title(built_site):
    html = (built_site / "faqs/faq-delivery/index.html").read_text(encoding="utf-8")
    tree = HTMLParser(namespaceHTMLElements=False).parse(html)
    box = next(e for e in tree.iter("section") if e.get("aria-labelledby") == "advice")
    points = list(box.iter("li"))
    assert [li.find("a").get("href") for li in points] == ["#第一步做什么", "#什么时候可以解除合同"]
    assert all("".join(li.find("a").tail or "").strip() for li in points)
