"""Asking, confirming and leaving; each change is one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from forms_backend.database.errors import ConflictError
from forms_backend.database.limits import HANDLE_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.outbox.service import Outbox, OutboxChannel
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.subscriptions.documents_file import DocumentsFile
from forms_backend.subscriptions.links import MailLinks, Purpose
from forms_backend.subscriptions.mails import Mails
from forms_backend.subscriptions.news import published_lately, told_after
from forms_backend.subscriptions.payload import Subscriber, address_hash, seal, unseal
from forms_backend.subscriptions.repository import SubscriptionRepository
from forms_backend.subscriptions.schedule import latest_slot
from forms_backend.subscriptions.tables import Subscription, SubscriptionRequest
from forms_backend.subscriptions.topics import Catalogue, Topic, is_wanted

CONFIRM_WITHIN = timedelta(hours=48)
MOST_REQUESTS = 3
"""Mails that strangers can cause to one address within these 48 hours."""
READER = "visitor"
SYSTEM = "system"


@dataclass(frozen=True)
class Tools:
    """What the services of this package share."""

    database: Database
    cipher: PayloadCipher
    code_key: CodeKey
    outbox: Outbox
    catalogue: Catalogue
    documents: DocumentsFile
    links: MailLinks
    mails: Mails
    clock: Clock
    weekday: int
    hour: int

    @property
    def is_on(self) -> bool:
        """Whether mails can leave at all."""
        return OutboxChannel.MAIL in self.outbox.channels


class SubscriptionService:
    """What a reader does."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def ask(self, subscriber: Subscriber) -> None:
        """Write the mail that asks for confirmation, unless this address got too many.

        Nothing that the caller sees tells whether the address is known.
        """
        tools, now = self._tools, self._tools.clock()
        handle = secrets.token_hex(HANDLE_LENGTH // 2)
        hashed = address_hash(tools.code_key, subscriber.address)
        topics = tools.catalogue.find(subscriber.topics)
        with tools.database.write() as work:
            repository = work[SubscriptionRepository]
            if repository.count_requests(hashed, now - CONFIRM_WITHIN) >= MOST_REQUESTS:
                return
            repository.add(
                SubscriptionRequest(
                    handle=handle,
                    address_hash=hashed,
                    payload=seal(tools.cipher, handle, subscriber),
                    asked_at=now,
                )
            )
            mail = tools.mails.confirmation(subscriber.address, handle, topics)
            tools.outbox.post(work, mail, at=now)

    def asked_topics(self, token: str) -> tuple[Topic, ...] | None:
        """What a confirmation link is about; None when it is used up, too old or not ours."""
        tools = self._tools
        handle = tools.links.handle(Purpose.CONFIRM, token)
        if handle is None:
            return None
        with tools.database.read() as work:
            row = _request(work, handle, tools)
            if row is None:
                return None
            return tools.catalogue.find(unseal(tools.cipher, handle, row.payload).topics)

    def confirm(self, token: str) -> bool:
        """Start the subscription, or change the choices of the one that the address has.

        False when the link is used up, too old or not ours.
        """
        handle = self._tools.links.handle(Purpose.CONFIRM, token)
        if handle is None:
            return False
        try:
            return self._confirm(handle)
        except ConflictError:  # another request of this address was confirmed at the same moment
            return self._confirm(handle)

    def _confirm(self, handle: str) -> bool:
        tools, now = self._tools, self._tools.clock()
        with tools.database.write() as work:
            repository = work[SubscriptionRepository]
            request = _request(work, handle, tools)
            if request is None or handle not in repository.lock_requests(request.address_hash):
                return False
            subscriber = unseal(tools.cipher, handle, request.payload)
            row = repository.of_address(request.address_hash)
            if row is None:
                self._start(repository, request.address_hash, subscriber)
            else:
                self._change(row, subscriber)
            repository.delete_requests_of(request.address_hash)
            work[LedgerRepository].append(
                Action.SUBSCRIBED,
                number=None,
                actor=READER,
                at=now,
                detail={"topics": str(len(subscriber.topics))},
            )
        return True

    def _start(
        self, repository: SubscriptionRepository, hashed: str, subscriber: Subscriber
    ) -> None:
        """What is published by now is no news for a new subscriber."""
        tools, now = self._tools, self._tools.clock()
        handle = secrets.token_hex(HANDLE_LENGTH // 2)
        recent = published_lately(tools.documents.read(), local_date(now))
        repository.add(
            Subscription(
                handle=handle,
                address_hash=hashed,
                payload=seal(tools.cipher, handle, subscriber),
                confirmed_at=now,
                slot=latest_slot(now, tools.weekday, tools.hour),
                told=told_after(recent, b"", recent),
            )
        )

    def _change(self, row: Subscription, subscriber: Subscriber) -> None:
        """What the old choices left out is no news because of the new ones."""
        tools = self._tools
        old = tools.catalogue.find(unseal(tools.cipher, row.handle, row.payload).topics)
        recent = published_lately(tools.documents.read(), local_date(tools.clock()))
        left_out = [document for document in recent if not is_wanted(document, old)]
        row.told = told_after(recent, row.told, left_out)
        row.payload = seal(tools.cipher, row.handle, subscriber)

    def knows_leaving_link(self, token: str) -> bool:
        """Whether the link is one of ours, also when it was used already."""
        return self._tools.links.handle(Purpose.LEAVE, token) is not None

    def leave(self, token: str) -> bool:
        """Delete the subscription at once; False when the link is not one of ours.

        Leaving twice is leaving once.
        """
        tools = self._tools
        handle = tools.links.handle(Purpose.LEAVE, token)
        if handle is None:
            return False
        with tools.database.write() as work:
            repository = work[SubscriptionRepository]
            hashed = repository.address_hash_of(handle)
            if hashed is not None:
                repository.lock_requests(hashed)
            row = repository.of_address(hashed) if hashed is not None else None
            if row is not None:
                repository.delete(row)
                work[LedgerRepository].append(
                    Action.UNSUBSCRIBED, number=None, actor=READER, at=tools.clock(), detail={}
                )
        return True


def _request(work: Work, handle: str, tools: Tools) -> SubscriptionRequest | None:
    return work[SubscriptionRepository].request(handle, tools.clock() - CONFIRM_WITHIN)


def delete_unconfirmed(database: Database, clock: Clock, *, dry_run: bool = False) -> int:
    """Delete requests that nobody confirmed within CONFIRM_WITHIN: one transaction with its ledger
    event; returns how many. `dry_run` only counts."""
    now = clock()
    with database.read() as work:
        due = work[SubscriptionRepository].count_lapsed(now - CONFIRM_WITHIN)
    if dry_run or not due:
        return due
    with database.write() as work:
        count = work[SubscriptionRepository].delete_lapsed(now - CONFIRM_WITHIN)
        if count:
            work[LedgerRepository].append(
                Action.SUBSCRIPTION_LAPSED,
                number=None,
                actor=SYSTEM,
                at=now,
                detail={"count": str(count)},
            )
    return count
