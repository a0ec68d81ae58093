"""邮件订阅 on a phone: from the page of feeds to a confirmed subscription, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from forms_backend.application import create_app
from forms_backend.database import schema
from forms_backend.database.transactions import Database
from forms_backend.running.parts import Parts
from forms_backend.subscriptions.tables import Subscription, SubscriptionRequest
from forms_backend.subscriptions.wiring import SubscriptionOffice
from forms_backend.web.context import EXTENSION
from tests import moments
from tests.browser.conftest import PHONE, Reader, live_settings, serving


@pytest.fixture(scope="module")
def mail_app(real_site: Path, live_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The real site with a mail server set up; nothing is sent, the outbox is enough."""
    folder = tmp_path_factory.mktemp("mail")
    url = f"sqlite:///{folder / 'mail.sqlite3'}"
    database = Database(url)
    schema.upgrade(database)
    database.close()
    settings = live_settings(real_site, live_index, folder, url)
    mail = {"smtp_host": "127.0.0.1", "smtp_from": "fabu@example.com"}
    return create_app(settings.model_copy(update=mail), clock=moments.now)


@pytest.fixture
def person(mail_app: Flask, browser: Browser) -> Iterator[Reader]:
    with serving(mail_app) as address:
        context = browser.new_context(viewport=PHONE, locale="zh-CN")
        yield Reader(context.new_page(), address)
        context.close()


def handle_of(app: Flask, table: type[Subscription] | type[SubscriptionRequest]) -> str:
    parts: Parts = app.extensions[EXTENSION]
    with parts.ground.database.read() as session:
        return session.scalars(select(table.handle)).one()


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_from_the_feeds_to_a_subscription_and_out_again(person: Reader, mail_app: Flask) -> None:
    page = person.visit("/feeds/")
    page.get_by_role("link", name="也可以用邮箱订阅").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("邮件订阅")
    assert person.axe() == []
    page.get_by_role("button", name="发确认邮件").click()
    expect(page.get_by_role("alert")).to_contain_text("请至少选一项")
    assert person.axe() == []
    page.get_by_role("checkbox", name="劳动用工").check()
    page.get_by_role("textbox", name="邮箱").fill("li.si@example.com")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="发确认邮件").click()
    expect(heading).to_have_text("请查收确认邮件")
    assert person.axe() == []

    links = mail_app.extensions[EXTENSION][SubscriptionOffice].tools.links
    page = person.visit(path_of(links.confirm(handle_of(mail_app, SubscriptionRequest))))
    expect(page.locator("main")).to_contain_text("劳动用工")
    assert person.axe() == []
    page.get_by_role("button", name="确认订阅").click()
    expect(heading).to_have_text("订阅成功")

    page = person.visit(path_of(links.leave(handle_of(mail_app, Subscription))))
    assert person.axe() == []
    page.get_by_role("button", name="确认退订").click()
    expect(heading).to_have_text("已退订")
    assert [p for p in person.problems if "422" not in p] == []
