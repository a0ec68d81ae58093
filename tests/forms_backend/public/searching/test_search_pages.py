"""Searching without JavaScript, and as JSON."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import html5lib
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from forms_backend.fields import messages
from forms_backend.public.searching import messages as search_messages
from tests.long import amount


def test_an_empty_search_says_what_to_type(browser) -> None:
    page = browser.get("/search")
    assert page.status == 200
    assert search_messages.SEARCH_START in page.text


def test_results_are_listed_with_links_snippets_and_total(browser) -> None:
    page = browser.get("/search?q=拖欠工资")
    assert page.status == 200
    assert "共 45 条结果" in page.text
    assert page.text.count("<article>") == 20
    assert re.search(r'<h2><a href="/cases/ld-\d{3}/">', page.text)
    assert "<mark>拖欠工资</mark>" in page.text
    assert "典型案例" in page.text


def test_facets_are_links_with_counts(browser) -> None:
    page = browser.get("/search?q=工资")
    assert 'href="/search?q=%E5%B7%A5%E8%B5%84&amp;kind=policy">政策解读（1）' in page.text
    assert "劳动用工（45）" in page.text
    only = browser.get("/search?q=工资&kind=policy")
    assert "共 1 条结果" in only.text
    assert 'aria-current="true">政策解读（1）' in only.text


def test_an_area_may_be_asked_for_by_its_key(browser) -> None:
    assert "共 45 条结果" in browser.get("/search?q=工资&area=labour").text


def test_pages_lead_to_each_other(browser) -> None:
    page = browser.get("/search?q=拖欠工资&page=2")
    assert 'rel="prev" href="/search?q=' in page.text
    assert 'rel="next" href="/search?q=' in page.text
    assert "第 2 页，共 3 页" in page.text
    assert '<ol class="results" start="21">' in page.text
    assert 'rel="next"' not in browser.get("/search?q=拖欠工资&page=3").text


def test_markup_in_documents_and_queries_is_shown_not_run(browser) -> None:
    page = browser.get("/search?q=工资保障<script>")
    assert "<script>alert" not in page.text
    assert "<script>" not in page.text.split("<main", 1)[1]
    page = browser.get("/search?q=工资保障金")
    assert "<b>" not in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_nothing_found_says_what_to_do_and_offers_to_ask(browser) -> None:
    page = browser.get("/search?q=zzzzqqqq")
    assert page.status == 200
    assert "没有找到" in page.text
    assert 'href="/forms/consultation"' in page.text


ODD = [
    "？！…—", "%", "*", "a*b?c", "(", ")", "\"", "'", "AND OR NOT", "title:[a TO b]", "~^2",
    "\\", "\x00", "\ud83d\ude00", "字" * 200, "  ", "第577条", "ﷺ", "\u202e", "<", "&lt;", "{{7*7}}",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("url", ["/search", "/api/search"])
def test_an_odd_query_never_fails(client, url: str, text: str) -> None:
    response = client.get(f"{url}?q={quote(text, errors='replace')}")
    assert response.status_code in (200, 400)
    assert "49" not in response.get_data(as_text=True)[:200]


@pytest.mark.parametrize(
    "query", ["q=" + "x" * 501, "q=a&page=0", "q=a&page=-1", "q=a&page=x", "q=a&page=9999999",
              "q=a&page=501", "q=a&kind=" + "k" * 501, "q=a&page=１"]
)  # fmt: skip
def test_what_cannot_be_searched_is_refused_with_a_sentence(client, query: str) -> None:
    page = client.get(f"/search?{query}")
    assert page.status_code == 400
    assert '<div class="notice"' in page.get_data(as_text=True)
    answer = client.get(f"/api/search?{query}")
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_query")
    assert answer.json["detail"]


@settings(
    max_examples=amount(25, 100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(q=st.text(max_size=210), kind=st.text(max_size=10), number=st.text(max_size=6))
@example(q="\ufffe", kind="\x00", number="²")
def test_no_query_whatever_makes_the_server_fail(client, q: str, kind: str, number: str) -> None:
    response = client.get("/search", query_string={"q": q, "kind": kind, "page": number})
    assert response.status_code in (200, 400)


def test_bytes_that_are_not_text_are_no_failure(client) -> None:
    assert client.get("/search?q=%ff%fe%00").status_code in (200, 400)


def test_the_interface_answers_with_hits_and_facets(client) -> None:
    answer = client.get("/api/search?q=工资&limit=2&kind=case&area=劳动用工")
    assert answer.status_code == 200
    assert answer.json["total"] == 45
    assert len(answer.json["hits"]) == 2
    hit = answer.json["hits"][0]
    names = {"id", "url", "kind", "title", "date", "score", "snippet_html", "section", "anchor"}
    assert set(hit) == {*names, "part_of"}
    assert hit["url"] == f"/cases/{hit['id']}/"
    assert {"value": "case", "label": "典型案例", "count": 45} in answer.json["facets"]["kind"]


def test_pages_of_the_interface_do_not_overlap(client) -> None:
    pages = [client.get(f"/api/search?q=工资&limit=20&page={n}").json["hits"] for n in (1, 2, 3)]
    ids = [hit["id"] for hits in pages for hit in hits]
    assert len(ids) == len(set(ids)) == 46


def test_without_an_index_the_reader_gets_a_sentence_and_the_log_the_command(
    make_app, open_browser, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    browser = open_browser(make_app(index_dir=tmp_path / "none").test_client())
    with caplog.at_level("ERROR", "fabu"):
        page = browser.get("/search?q=工资")
        answer = browser.get("/api/search?q=工资")
    assert page.status == 503
    assert messages.SEARCH_UNAVAILABLE in page.text
    assert "fabu index" not in page.text + answer.text
    assert answer.response.json["code"] == "search_unavailable"
    reasons = [
        record.fabu_fields["reason"]
        for record in caplog.records
        if record.message == "search_unavailable"
    ]
    assert all("fabu index" in reason for reason in reasons)
    assert len(reasons) == 2


def test_searches_are_limited(make_app) -> None:
    client = make_app(limit_search="2 per minute").test_client()
    statuses = [
        client.get(url).status_code for url in ("/search?q=a", "/api/search?q=a", "/search")
    ]
    assert statuses == [200, 200, 429]


def test_a_date_range_narrows_and_can_be_taken_away(browser) -> None:
    everything = browser.get("/api/search?q=工资").response.json["total"]
    page = browser.get("/search?q=工资&from=2099-01")
    assert "共 0 条结果" in page.text
    page = browser.get("/search?q=工资&from=2000-01&to=2099")
    assert f"共 {everything} 条结果" in page.text
    assert "去掉“2000-01 至 2099”" in page.text
    assert 'name="from" id="from" value="2000-01"' in page.text


@pytest.mark.parametrize("query", ["from=2025-13", "to=x", "from=2026&to=2025", "sort=size"])
def test_a_wrong_date_or_order_is_refused_with_a_sentence(client, query: str) -> None:
    assert client.get(f"/search?q=工资&{query}").status_code == 400
    answer = client.get(f"/api/search?q=工资&{query}")
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_query")
    assert answer.json["detail"] in (
        search_messages.SEARCH_BAD_DATES,
        search_messages.SEARCH_BAD_SORT,
    )


def test_results_can_be_ordered_by_date(client, browser) -> None:
    hits = client.get("/api/search?q=工资&sort=date&limit=50").json["hits"]
    dates = [hit["date"] for hit in hits]
    assert dates == sorted(dates, reverse=True)
    page = browser.get("/search?q=工资&sort=date")
    assert 'aria-current="true">按日期' in page.text
    assert "sort=date" in page.text.split('rel="next"')[1][:120]


def test_the_synonym_that_was_looked_for_is_named(client, browser) -> None:
    assert "“欠薪”也按“拖欠工资”查找。" in browser.get("/search?q=欠薪").text
    uses = client.get("/api/search?q=欠薪").json["synonyms"]
    assert uses == [{"typed": "欠薪", "words": ["拖欠工资"]}]


def test_a_misspelt_word_is_answered_with_a_suggestion(client, browser) -> None:
    words = client.get("/api/search?q=劳动佣工").json["suggestions"]
    assert "劳动用工" in words
    assert search_messages.SEARCH_SUGGESTIONS in browser.get("/search?q=劳动佣工").text


def test_quotes_and_exclusion_reach_the_engine(client) -> None:
    total = client.get("/api/search?q=工资").json["total"]
    assert client.get("/api/search", query_string={"q": "工资 -拖欠"}).json["total"] < total
    assert client.get("/api/search", query_string={"q": "“拖欠工资”"}).json["total"] == 45
    assert client.get("/api/search", query_string={"q": "“工资拖欠拖”"}).json["total"] == 0
