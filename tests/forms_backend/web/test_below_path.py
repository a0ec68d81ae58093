"""The application below a path: addresses, redirects and cookies begin there."""

from __future__ import annotations

from typing import Any

import pytest

from district import load_site_config
from tests.reference import SITE_CONFIG


@pytest.fixture
def client(make_app: Any) -> Any:
    config = load_site_config(SITE_CONFIG)
    url = "https://www.example.gov.cn/fazhi/"
    site = config.site.model_validate(config.site.model_dump() | {"url": url})
    return make_app(config=config.model_copy(update={"site": site})).test_client()


@pytest.mark.parametrize("before", ["/fazhi", ""], ids=["passed on", "taken off by the proxy"])
def test_pages_answer_whether_or_not_the_proxy_takes_the_path_off(client: Any, before: str) -> None:
    page = client.get(f"{before}/forms/complaint").text
    assert 'action="/fazhi/forms/complaint"' in page
    assert 'src="/fazhi/_forms/forms.js"' in page
    assert 'href="/fazhi/status"' in page


def test_redirects_and_hits_begin_with_the_path(client: Any) -> None:
    assert client.get("/fazhi/cases/ld-001").headers["Location"] == "/fazhi/cases/ld-001/"
    assert client.get("/fazhi").status_code == 200
    hits = client.get("/fazhi/api/search?q=工资").json["hits"]
    assert all(hit["url"].startswith("/fazhi/") for hit in hits)


def test_cookies_are_not_sent_to_the_rest_of_the_domain(client: Any) -> None:
    cookies = client.get("/fazhi/forms/complaint").headers.getlist("Set-Cookie")
    assert cookies
    assert all("Path=/fazhi/" in cookie for cookie in cookies)


def test_a_path_that_only_begins_alike_is_another(client: Any) -> None:
    assert client.get("/fazhibu/").status_code == 404


def test_health_is_asked_on_the_machine_itself(client: Any) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/fazhi/healthz").status_code == 200
