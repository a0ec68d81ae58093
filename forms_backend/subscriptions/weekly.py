"""The weekly mail: one look at each subscription a week, a mail where there is news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forms_backend.outbox.service import Message
from forms_backend.running.clock import local_date
from forms_backend.subscriptions.documents_file import Published
from forms_backend.subscriptions.news import choose_news, published_lately, told_after
from forms_backend.subscriptions.payload import unseal
from forms_backend.subscriptions.repository import SubscriptionRepository
from forms_backend.subscriptions.schedule import latest_slot
from forms_backend.subscriptions.service import Tools
from forms_backend.subscriptions.tables import Subscription

BATCH = 100
"""Subscriptions of one transaction: submissions wait for the write lock meanwhile."""


@dataclass(frozen=True)
class Written:
    """What came of a run for the issue of day `slot`."""

    slot: date
    subscribers: int
    mails: int


class WeeklyMail:
    """Writes the mails of a week into the outbox; running twice writes nothing twice."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def write(self) -> Written:
        """The issue that is due now. Without a mail server, or before the first build, nothing is
        looked at, so that nothing is lost."""
        tools, now = self._tools, self._tools.clock()
        slot = latest_slot(now, tools.weekday, tools.hour)
        documents = tools.documents.read()
        written = 0
        if tools.is_on and documents:
            recent = published_lately(documents, local_date(now))
            while (batch := self._write_batch(slot, recent)) is not None:
                written += batch
        with tools.database.read() as work:
            return Written(slot, work[SubscriptionRepository].count(), written)

    def _write_batch(self, slot: date, recent: list[Published]) -> int | None:
        """Mails written for the next subscriptions; None when all were looked at."""
        tools = self._tools
        with tools.database.read() as work:  # the write lock is for those who have to write
            if not work[SubscriptionRepository].due(slot, 1):
                return None
        with tools.database.write() as work:
            rows = work[SubscriptionRepository].due(slot, BATCH)
            mails = [mail for row in rows if (mail := self._look_at(row, slot, recent))]
            for mail in mails:
                tools.outbox.post(work, mail, at=tools.clock())
            return len(mails) if rows else None

    def _look_at(self, row: Subscription, slot: date, recent: list[Published]) -> Message | None:
        """The mail of one subscriber, if there is news; the row remembers either way."""
        tools = self._tools
        subscriber = unseal(tools.cipher, row.handle, row.payload)
        topics = tools.catalogue.find(subscriber.topics)
        found = choose_news(recent, topics, row.told)
        row.slot = slot
        row.told = told_after(recent, row.told, found)
        if not found:
            return None
        return tools.mails.news(subscriber.address, row.handle, slot.isoformat(), topics, found)
