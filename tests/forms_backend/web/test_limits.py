"""What can be guessed is slowed: the routes are those of the application, no list of ours."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict

from forms_backend.web.limits import limiter

CODE = "query_code"
GUESS = {"number": "TS202611-000001", CODE: "0000-0000-0000-0000"}


class _Watched(ImmutableMultiDict):
    """Inputs of a request that know whether a query code was looked for."""

    looked_for = False

    def __contains__(self, key: object) -> bool:
        _Watched.looked_for |= key == CODE
        return super().__contains__(key)

    def __getitem__(self, key: str) -> str:
        _Watched.looked_for |= key == CODE
        return super().__getitem__(key)


def _public_posts(app: Flask) -> list[str]:
    """The address of everything that a visitor may send."""
    views, adapter = app.view_functions, app.url_map.bind("")
    return [
        adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1), method="POST")
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and views[rule.endpoint].__module__.startswith("forms_backend.public.")
    ]


def test_tries_of_a_query_code_are_counted_together_on_every_route_that_reads_one(
    make_app, open_browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(limit_status="1 per minute")
    browser = open_browser(app.test_client())
    browser.open_form("/status")
    monkeypatch.setattr(app.request_class, "parameter_storage_class", _Watched)

    def answer(url: str) -> tuple[int, bool]:
        _Watched.looked_for = False
        return browser.send(url, GUESS).status, _Watched.looked_for

    with monkeypatch.context() as unlimited:
        unlimited.setattr(limiter, "enabled", False)
        reading = [url for url in _public_posts(app) if answer(url)[1]]
    assert {"/status", "/status/withdraw", "/receipt", "/bookings/cancel"} < set(reading)
    assert answer(reading[0]) == (404, True)
    assert {url: answer(url) for url in reading} == dict.fromkeys(reading, (429, False))
