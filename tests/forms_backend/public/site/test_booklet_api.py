"""`/booklets` over HTTP: token, refusals, limits, and whose booklet it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from forms_backend.booklets import messages
from forms_backend.booklets.order import BookletFormat, Order
from forms_backend.booklets.press import BusyError, Press
from search.document import Document, write_documents

ORDER = {"title": "我的一册", "cases": ["ld-001"], "format": "pdf"}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """A press that prints at once; returns what it printed."""
    printed: list[Order] = []

    def make(self: Press, order: Order, name: str) -> Path:
        printed.append(order)
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / "draft"
        draft.write_bytes(b"%PDF-1.7 booklet")
        return self._shelf.put(draft, name, order.format)

    monkeypatch.setattr(Press, "make", make)
    monkeypatch.setattr(Press, "has_manuscripts", True)
    return printed


@pytest.fixture
def with_cases(site_dir: Path) -> None:
    documents = [Document("ld-001", "案例", "文", kind="case"), Document("p", "政策", "文")]
    write_documents(site_dir.parent / "documents.jsonl", documents)


class Basket:
    """A browser with a basket."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.token = self.client.get("/booklets/state").get_json().get("csrf_token", "")

    def order(self, data: Any, **headers: str) -> Any:
        sent = {"X-CSRFToken": self.token} | headers
        return self.client.post("/booklets", json=data, headers=sent)


def test_an_order_is_made_once_and_fetched(app: Flask, with_cases: None, made: list[Order]) -> None:
    basket = Basket(app)
    answer = basket.order(ORDER)
    assert answer.status_code == 200
    assert answer.get_json()["label"] == "PDF，1 KB"
    assert basket.order(ORDER).get_json() == answer.get_json()
    assert made == [Order("我的一册", ("ld-001",), BookletFormat.PDF)]
    file = basket.client.get("/" + answer.get_json()["url"])
    assert file.data == b"%PDF-1.7 booklet"
    assert file.mimetype == "application/pdf"
    assert "attachment; filename=booklet.pdf" in file.headers["Content-Disposition"]
    assert file.headers["Cache-Control"] == "no-cache"
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_a_booklet_is_for_the_browser_that_ordered_it(
    app: Flask, with_cases: None, made: list[Order]
) -> None:
    url = "/" + Basket(app).order(ORDER).get_json()["url"]
    assert Basket(app).client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({"cases": ["p"]}, 422, "本站没有或已撤下：p"),
        ({"cases": ["no-such"]}, 422, "本站没有或已撤下"),
        ({"title": "长" * 41}, 422, "最多 40 个字"),
    ],
)
def test_what_cannot_be_made_is_refused(
    app: Flask, with_cases: None, made: list[Order], data: dict[str, Any], status: int, said: str
) -> None:
    answer = Basket(app).order(ORDER | data)
    assert answer.status_code == status
    assert said in answer.get_json()["error"]
    assert made == []


def test_an_order_needs_the_token(app: Flask, with_cases: None, made: list[Order]) -> None:
    basket = Basket(app)
    assert basket.order(ORDER, **{"X-CSRFToken": "guessed"}).status_code == 400
    assert basket.client.post("/booklets", data=b"[]").status_code == 400
    assert made == []


def test_orders_are_limited(make_app: Any, with_cases: None, made: list[Order]) -> None:
    basket = Basket(make_app(limit_booklets="2 per minute"))
    assert [basket.order(ORDER).status_code for _ in range(3)] == [200, 200, 429]


def test_while_another_is_typeset_the_reader_is_asked_to_wait(
    app: Flask, with_cases: None, made: list[Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object) -> Path:
        raise BusyError(messages.BUSY)

    monkeypatch.setattr(Press, "make", busy)
    answer = Basket(app).order(ORDER)
    assert (answer.status_code, answer.get_json()["error"]) == (503, messages.BUSY)
    assert answer.headers["Retry-After"] == "5"


def test_where_there_are_no_manuscripts_the_basket_learns_it_first(make_app: Any) -> None:
    client = make_app(project_dir=Path("/nowhere")).test_client()
    told = client.get("/booklets/state").get_json()
    assert told["ready"] is False
    assert "fabu booklet --selection" in told["error"]
