"""Asking, confirming, weekly mails and leaving, on SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from forms_backend.ledger.repository import LedgerRepository
from forms_backend.outbox.service import Outbox
from forms_backend.subscriptions.payload import Subscriber
from forms_backend.subscriptions.service import SubscriptionService
from forms_backend.subscriptions.weekly import WeeklyMail
from forms_backend.subscriptions.wiring import SubscriptionOffice
from tests.forms_backend.subscriptions.conftest import READER, PostRoom, document, token_in

NEW = document("new", "2026-11-21", area="劳动用工")
OLD = document("old", "2026-11-10", area="劳动用工")


def test_nothing_is_stored_as_active_before_the_confirmation(post_room: PostRoom) -> None:
    token = post_room.ask("area:labour")
    assert post_room.rows("subscriptions") == []
    asked = post_room.office.service.asked_topics(token)
    assert [topic.label for topic in asked or ()] == ["劳动用工"]
    assert post_room.office.service.confirm(token)
    assert len(post_room.rows("subscriptions")) == 1
    assert post_room.rows("subscription_requests") == []
    assert not post_room.office.service.confirm(token), "a link is used once"


def test_addresses_are_nowhere_in_the_database(post_room: PostRoom) -> None:
    post_room.subscribe("all")
    post_room.ask("all", address="wang.wu@example.com")
    for table in ("subscriptions", "subscription_requests", "outbox_messages", "ledger_events"):
        stored = repr(post_room.rows(table))
        assert "example.com" not in stored
        assert "area:" not in stored


def test_a_week_with_news_brings_one_mail_and_one_without_none(post_room: PostRoom) -> None:
    post_room.subscribe("area:labour")
    assert post_room.next_monday() == []  # what was there before is no news
    post_room.publish(OLD, NEW, document("other", "2026-11-22", area="公司治理"))
    assert post_room.office.weekly.write().mails == 0  # this week's issue is over
    (mail,) = post_room.next_monday()
    assert mail.recipient == READER
    assert "本周新内容 1 篇：标题 new" in mail.subject
    assert "/cases/new/" in mail.body
    assert "标题 old" not in mail.body
    assert "标题 other" not in mail.body
    assert post_room.office.weekly.write().mails == 0
    assert post_room.next_monday() == []


def test_what_goes_online_late_is_told_and_nothing_twice(post_room: PostRoom) -> None:
    post_room.subscribe("all")
    post_room.publish(OLD, NEW)
    assert len(post_room.next_monday()) == 1
    post_room.publish(OLD, NEW, document("reviewed-for-long", "2026-11-19"))
    (mail,) = post_room.next_monday()
    assert "reviewed-for-long" in mail.body
    assert "标题 new" not in mail.body


def test_two_processes_write_each_mail_once(post_room: PostRoom) -> None:
    for n in range(30):
        post_room.subscribe("all", address=f"reader{n}@example.com")
    post_room.publish(OLD, NEW)
    post_room.clock.move(days=7)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _n: post_room.office.weekly.write(), range(2)))
    recipients = [mail.recipient for mail in post_room.mails("news")]
    assert len(recipients) == len(set(recipients)) == 30


def test_choosing_again_changes_the_choice_after_a_confirmation(post_room: PostRoom) -> None:
    post_room.subscribe("area:labour")
    waiting = document("governance", "2026-11-19", area="公司治理")
    post_room.publish(OLD, NEW, waiting)
    token = post_room.ask("area:governance", address=READER.upper())
    assert len(post_room.rows("subscriptions")) == 1
    post_room.office.service.confirm(token)
    assert len(post_room.rows("subscriptions")) == 1
    assert post_room.next_monday() == []  # what the old choice left out is no news by the new one
    coming = document("coming", "2026-11-28", area="公司治理")
    post_room.publish(OLD, NEW, waiting, coming)
    post_room.clock.move(days=2)
    (mail,) = post_room.next_monday()
    assert "标题 coming" in mail.body
    assert "标题 governance" not in mail.body


def test_leaving_deletes_everything_at_once_and_can_be_repeated(post_room: PostRoom) -> None:
    post_room.subscribe("all")
    post_room.publish(OLD, NEW)
    (mail,) = post_room.next_monday()
    post_room.ask("kind:case")
    token = token_in(mail.unsubscribe, "one-click")
    assert token == token_in(mail.body, "leave")
    assert post_room.office.service.leave(token)
    assert post_room.rows("subscriptions") == []
    assert post_room.rows("subscription_requests") == []
    assert post_room.mails("news") == []  # the mail that had not left either
    assert post_room.office.service.leave(token)
    assert not post_room.office.service.leave(token[:-1] + "x")
    with post_room.database.read() as session:
        actions = [event.action for event in session[LedgerRepository].latest(9)]
    assert sorted(actions) == ["subscribed", "unsubscribed"]


def test_unconfirmed_requests_lapse_after_48_hours(post_room: PostRoom) -> None:
    token = post_room.ask("all")
    post_room.clock.move(hours=47, minutes=59)
    assert post_room.office.delete_unconfirmed() == 0
    assert post_room.office.service.asked_topics(token) is not None
    post_room.clock.move(minutes=1)
    assert not post_room.office.service.confirm(token)
    assert post_room.office.delete_unconfirmed() == 1
    assert post_room.rows("subscription_requests") == []


def test_strangers_cannot_fill_a_mailbox(post_room: PostRoom) -> None:
    for _ in range(5):
        post_room.office.service.ask(Subscriber(READER, ("all",)))
    assert len(post_room.mails("subscribe")) == 3
    post_room.clock.move(hours=49)
    post_room.office.service.ask(Subscriber(READER, ("all",)))
    assert len(post_room.mails("subscribe")) == 4


def test_two_requests_confirmed_at_once_are_one_subscription(post_room: PostRoom) -> None:
    tokens = [post_room.ask("all"), post_room.ask("area:labour")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(post_room.office.service.confirm, tokens))
    assert len(post_room.rows("subscriptions")) == 1


@pytest.fixture
def without_mail(post_room: PostRoom) -> SubscriptionOffice:
    tools = replace(post_room.office.tools, outbox=Outbox(post_room.office.tools.cipher, set()))
    return SubscriptionOffice(SubscriptionService(tools), WeeklyMail(tools), tools)


def test_no_news_is_lost_while_no_mail_server_is_set_up(
    post_room: PostRoom, without_mail: SubscriptionOffice
) -> None:
    post_room.subscribe("all")
    post_room.publish(OLD, NEW)
    post_room.clock.move(days=7)
    assert without_mail.weekly.write().mails == 0
    assert post_room.office.weekly.write().mails == 1
