"""Whose request it is, seen from outside: limits, operators' pages, proxies that nobody named."""

from __future__ import annotations

import pytest

from forms_backend.web.sender import FORWARDING_HEADERS


def test_the_addresses_of_one_ipv6_network_share_a_limit(make_app) -> None:
    client = make_app(limit_search="20 per hour").test_client()

    def ask(address: str) -> int:
        return client.get("/search?q=a", environ_base={"REMOTE_ADDR": address}).status_code

    answers = [ask(f"2001:db8:1:2:{n:x}::{n:x}") for n in range(200)]
    assert answers.count(200) == 20
    assert ask("2001:db8:1:3::1") == 200
    assert [ask("192.0.2.1"), ask("::ffff:192.0.2.1")] == [200, 200]


@pytest.mark.parametrize("url", ["/metrics", "/readyz"])
def test_operators_pages_answer_this_machine_and_the_named_networks(make_app, url: str) -> None:
    client = make_app(monitoring_networks="10.1.0.0/16").test_client()

    def status(address: str) -> int:
        return client.get(url, environ_base={"REMOTE_ADDR": address}).status_code

    assert [status(a) for a in ("127.0.0.1", "10.1.2.3", "10.2.0.1", "")] == [200, 200, 403, 403]


@pytest.mark.parametrize("url", ["/metrics", "/forms/complaint", "/api/search?q=a", "/healthz"])
@pytest.mark.parametrize("header", FORWARDING_HEADERS)
def test_nobody_speaks_for_others_where_no_proxy_is_trusted(make_app, url: str, header) -> None:
    answer = make_app().test_client().get(url, headers={header: "127.0.0.1"})
    assert answer.status_code == 400
    assert "FABU_TRUSTED_PROXIES" in answer.text
