"""The register of deliveries; each method is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from forms_backend.database.transactions import Database
from forms_backend.deliveries import messages
from forms_backend.deliveries.record import (
    PREFIX,
    DeliveryChannel,
    DeliveryRecord,
    Recipient,
    clean_receipt,
)
from forms_backend.deliveries.repository import DeliveryRepository
from forms_backend.deliveries.tables import BookletDelivery
from forms_backend.fields.field_rules import firm_as_counted
from forms_backend.identity.errors import InvalidInputError, MatterNotFoundError
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock, local_date, local_month
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.repository import SubmissionRepository

MOST_LOOKED_THROUGH = 2_000
WRITERS = tuple(role for role in Role if role.leads)
READERS = (*WRITERS, Role.AUDITOR)
"""Who keeps the register of the whole district, and who else may look into it."""


@dataclass(frozen=True)
class DeliveryRow:
    """One line of the register: no firm, no person."""

    number: str
    title: str
    delivered_on: date
    channel: DeliveryChannel
    copies: int
    unit: str
    login: str
    signed_on: date | None


@dataclass(frozen=True)
class DeliveryView:
    """A delivery opened by somebody who may read it."""

    row: DeliveryRow
    recipient: Recipient


@dataclass(frozen=True)
class Totals:
    """What was handed out in a period."""

    deliveries: int
    copies: int


class DeliveryService:
    """送阅登记."""

    def __init__(self, database: Database, cipher: PayloadCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def today(self) -> date:
        """The day in the district."""
        return local_date(self._clock())

    def log(self, person: Person, record: DeliveryRecord) -> str:
        """Keep a delivery; returns its number."""
        now = self._clock()
        with self._database.write() as work:
            number = work[SubmissionRepository].take_number(PREFIX, local_month(now))
            work[DeliveryRepository].add(
                BookletDelivery(
                    number=number,
                    title=record.title,
                    delivered_on=record.delivered_on,
                    channel=record.channel.value,
                    copies=record.copies,
                    unit=person.unit,
                    login=person.login,
                    created_at=now,
                    payload=self._cipher.encrypt(number, record.recipient.encode()),
                )
            )
            work[LedgerRepository].append(
                Action.BOOKLET_DELIVERED,
                number=number,
                actor=person.actor,
                at=now,
                detail={
                    "channel": record.channel.value,
                    "copies": str(record.copies),
                    "delivered_on": record.delivered_on.isoformat(),
                },
            )
            return number

    def sign(self, person: Person, number: str, typed: Mapping[str, str]) -> None:
        """Note who signed for it and when, once. Raises InvalidInputError, MatterNotFoundError."""
        now = self._clock()
        with self._database.write() as work:
            delivery = work[DeliveryRepository].find(number)
            if delivery is None:
                raise MatterNotFoundError(number)
            if delivery.signed_on is not None:
                raise InvalidInputError({"signed_by": messages.SIGNED_BEFORE})
            receipt = clean_receipt(typed, delivery.delivered_on, local_date(now))
            known = Recipient.decode(self._cipher.decrypt(number, delivery.payload))
            signed = replace(known, signed_by=receipt.signed_by)
            delivery.payload = self._cipher.encrypt(number, signed.encode())
            delivery.signed_on = receipt.signed_on
            work[LedgerRepository].append(
                Action.BOOKLET_SIGNED,
                number=number,
                actor=person.actor,
                at=now,
                detail={"signed_on": receipt.signed_on.isoformat()},
            )

    def rows(self, limit: int) -> tuple[DeliveryRow, ...]:
        """The newest deliveries."""
        with self._database.read() as work:
            return tuple(map(_row, work[DeliveryRepository].newest(limit)))

    def of_firm(self, person: Person, firm: str) -> tuple[DeliveryRow, ...]:
        """Those among the newest deliveries that went to the firm, for who has recorded that its
        file was opened; none for whom the register is not open to."""
        wanted = firm_as_counted(firm)
        if person.role not in READERS or not wanted:
            return ()
        with self._database.read() as work:
            return tuple(
                _row(one)
                for one in work[DeliveryRepository].newest(MOST_LOOKED_THROUGH)
                if firm_as_counted(self._firm(one)) == wanted
            )

    def _firm(self, delivery: BookletDelivery) -> str:
        try:
            sealed = self._cipher.decrypt(delivery.number, delivery.payload)
        except DecryptionError:
            return ""
        return Recipient.decode(sealed).firm

    def open(self, person: Person, number: str) -> DeliveryView:
        """A delivery with the firm; that it was read goes into the ledger. Raises
        MatterNotFoundError."""
        now = self._clock()
        with self._database.write() as work:
            delivery = work[DeliveryRepository].find(number)
            if delivery is None:
                raise MatterNotFoundError(number)
            work[LedgerRepository].append(
                Action.DELIVERY_READ, number=number, actor=person.actor, at=now, detail={}
            )
            recipient = Recipient.decode(self._cipher.decrypt(number, delivery.payload))
            return DeliveryView(_row(delivery), recipient)

    def totals(self, first: date, last: date) -> Totals:
        """What was handed out from `first` to `last`; for reports."""
        with self._database.read() as work:
            return Totals(*work[DeliveryRepository].totals(first, last))


def _row(delivery: BookletDelivery) -> DeliveryRow:
    return DeliveryRow(
        delivery.number,
        delivery.title,
        delivery.delivered_on,
        DeliveryChannel(delivery.channel),
        delivery.copies,
        delivery.unit,
        delivery.login,
        delivery.signed_on,
    )
