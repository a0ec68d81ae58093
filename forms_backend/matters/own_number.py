"""发到我的邮箱: who holds number and query code has the number and how the matter stands sent to an address.

The query code is never in a message, as in every other one: whoever reads a mailbox shall not read
the matter. The address is asked for this one message and kept nowhere else than in its envelope; what
counts messages is a keyed digest of it, and the ledger says only that somebody agreed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from district.models import Site
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.fields import messages
from forms_backend.fields.field_rules import InvalidValueError, check_email, clean_email
from forms_backend.identity.actors import VISITOR
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
)
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.visitor_service import PublicView, VisitorService
from forms_backend.outbox import messages as texts
from forms_backend.outbox.repository import OutboxRepository
from forms_backend.outbox.service import Message, Outbox, OutboxChannel
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import CodeKey

MOST_A_DAY = 3
"""Messages about one matter, and to one address: it may be mistyped, and nobody's mailbox is to be
filled, with however many matters."""
MOST_TOGETHER = 300
"""Messages of this kind in 24 hours, so that many addresses at one provider are no way either."""
A_DAY = timedelta(days=1)
LONGEST_ADDRESS = 254
CHANNELS = (OutboxChannel.MAIL,)
"""Ways on which a visitor may have it sent, where they are set up."""
_KEY = "number:"


class OwnNumber:
    """Sends number and state on request, one transaction each."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        visitors: VisitorService,
        code_key: CodeKey,
        site: Site,
        clock: Clock,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._visitors = visitors
        self._code_key = code_key
        self._site = site
        self._clock = clock

    @property
    def channels(self) -> tuple[OutboxChannel, ...]:
        """Those that are set up; empty: nothing is offered."""
        return tuple(one for one in CHANNELS if one in self._outbox.channels)

    def is_offered(self, view: PublicView) -> bool:
        """Not for what waits apart or was set aside: a flood of them is no way to send mails."""
        return bool(self.channels) and view.in_casework

    def send(self, number: str, code: str, address: str, *, agreed: bool) -> None:
        """Put the message into the outbox.

        Raises MatterNotFoundError for a wrong pair or where no way is set up, InvalidInputError for
        an address that is none, without consent, and when enough was sent today, NotAllowedError
        where it is not offered.
        """
        view = self._visitors.look_up(number, code) if self.channels else None
        if view is None:
            raise MatterNotFoundError(number)
        if not self.is_offered(view):
            raise NotAllowedError(Action.NUMBER_MAILED)
        recipient = clean_email(address[: LONGEST_ADDRESS + 1])
        problems = {} if agreed else {"agreed": messages.STATUS_MAIL_CONSENT_NEEDED}
        try:
            check_email(recipient)
        except InvalidValueError as error:
            problems["address"] = str(error)
        if problems:
            raise InvalidInputError(problems)
        now = self._clock()
        with self._database.write() as work:
            # The event first: it holds the end of the ledger, so that two who count wait for each other.
            work[LedgerRepository].append(
                Action.NUMBER_MAILED, number=view.number, actor=VISITOR, at=now, detail={}
            )
            if self._is_enough(work, view.number, now) or not any(
                self._outbox.post(work, self._message(view, recipient, now, turn), at=now)
                for turn in range(MOST_A_DAY)
            ):
                raise InvalidInputError({"address": messages.STATUS_MAIL_ENOUGH})

    def _is_enough(self, work: Work, number: str, now: datetime) -> bool:
        """Of this matter, this time counted, or of all together; an address is counted by its keys."""
        sent = [
            event
            for event in work[LedgerRepository].events_of(number)
            if event.action == Action.NUMBER_MAILED and local_date(event.at) == local_date(now)
        ]
        if len(sent) > MOST_A_DAY:
            return True
        mail, rows = OutboxChannel.MAIL.value, work[OutboxRepository]
        return rows.count_written(mail, now - A_DAY, _KEY) >= MOST_TOGETHER

    def _message(self, view: PublicView, recipient: str, now: datetime, turn: int) -> Message:
        name, _, host = recipient.casefold().rpartition("@")
        mailbox = f"{name.partition('+')[0]}@{host}"  # what stands behind + is no other mailbox
        digest = self._code_key.digest("mail-address", mailbox)[:32]
        words = {
            "number": view.number,
            "state": view.state.label,
            "link": f"{self._site.base_url}status",
        }
        return Message(
            kind="number",
            channel=OutboxChannel.MAIL,
            dedupe_key=f"{_KEY}{digest}:{local_date(now)}:{turn}",
            subject=texts.SUBJECT.format(
                site=self._site.name, what=texts.NUMBER_SUBJECT.format_map(words)
            ),
            body=texts.NUMBER_BODY.format_map(words) + texts.FOOT.format(site=self._site.name),
            recipient=recipient,
        )
