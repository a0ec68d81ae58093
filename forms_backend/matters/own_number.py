"""发到我的邮箱: who holds number and query code has the number and how the matter stands sent to an address.

The query code is never in a message, as in every other one: whoever reads a mailbox shall not read
the matter. The address is asked for this one message and kept nowhere else than in its envelope.
"""

from __future__ import annotations

from datetime import datetime

from district.models import Site
from forms_backend.database.transactions import Database
from forms_backend.fields import messages
from forms_backend.fields.field_rules import InvalidValueError, check_email, clean_email
from forms_backend.identity.errors import InvalidInputError, MatterNotFoundError
from forms_backend.matters.visitor_service import PublicView, VisitorService
from forms_backend.outbox import messages as texts
from forms_backend.outbox.service import Message, Outbox, OutboxChannel
from forms_backend.running.clock import Clock, local_date

MOST_A_DAY = 3
"""Messages about one matter: an address may be mistyped, and nobody's mailbox is to be filled."""
LONGEST_ADDRESS = 254
CHANNELS = (OutboxChannel.MAIL,)
"""Ways on which a visitor may have it sent, where they are set up."""


class OwnNumber:
    """Sends number and state on request, one transaction each."""

    def __init__(
        self, database: Database, outbox: Outbox, visitors: VisitorService, site: Site, clock: Clock
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._visitors = visitors
        self._site = site
        self._clock = clock

    @property
    def channels(self) -> tuple[OutboxChannel, ...]:
        """Those that are set up; empty: nothing is offered."""
        return tuple(one for one in CHANNELS if one in self._outbox.channels)

    def send(self, number: str, code: str, address: str, *, agreed: bool) -> None:
        """Put the message into the outbox.

        Raises MatterNotFoundError for a wrong pair or where no way is set up, InvalidInputError for
        an address that is none, without consent, and when enough was sent today.
        """
        view = self._visitors.look_up(number, code) if self.channels else None
        if view is None:
            raise MatterNotFoundError(number)
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
            if not any(
                self._outbox.post(work, self._message(view, recipient, now, turn), at=now)
                for turn in range(MOST_A_DAY)
            ):
                raise InvalidInputError({"address": messages.STATUS_MAIL_ENOUGH})

    def _message(self, view: PublicView, recipient: str, now: datetime, turn: int) -> Message:
        words = {
            "number": view.number,
            "state": texts.NUMBER_SET_ASIDE if view.discarded else view.state.label,
            "link": f"{self._site.base_url}status",
        }
        return Message(
            kind="number",
            channel=OutboxChannel.MAIL,
            dedupe_key=f"number:{view.number}:{local_date(now)}:{turn}",
            subject=texts.SUBJECT.format(
                site=self._site.name, what=texts.NUMBER_SUBJECT.format_map(words)
            ),
            body=texts.NUMBER_BODY.format_map(words) + texts.FOOT.format(site=self._site.name),
            recipient=recipient,
        )
