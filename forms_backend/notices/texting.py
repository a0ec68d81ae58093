"""短信 about matters: number and what happened; to staff what is urgent, to visitors who consented."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from district.forms.reading import SMS_CONSENT
from forms_backend.accounts.address_book import PhoneBook, visitor_phone
from forms_backend.database.work import Work
from forms_backend.ledger.actions import Action
from forms_backend.matters.happening import Happening
from forms_backend.matters.states.permissions import Facts
from forms_backend.notices.rules import (
    URGING,
    VISITOR_TOLD_OF,
    Audience,
    audiences,
    told,
)
from forms_backend.outbox import messages as texts
from forms_backend.outbox.repository import OutboxRepository
from forms_backend.outbox.service import Message, Outbox, OutboxChannel
from forms_backend.running.clock import LOCAL_ZONE, local_date
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.repository import SubmissionRepository
from forms_backend.submissions.tables import Submission

VISITOR_TEXTED_OF = VISITOR_TOLD_OF - {Action.RECEIVED}
"""Not that something came in: anybody can type anybody's number. The page has just shown the receipt."""
A_DAY = timedelta(days=1)
MORNING, EVENING = time(8), time(21)
"""Visitors get no text outside of these hours."""


class Texting:
    """Where nobody gets texts."""

    def tell(
        self, work: Work, submission: Submission, facts: Facts, what: Happening, version: int
    ) -> None:
        """Of one action on a matter, within its transaction."""

    def tell_staff(
        self,
        work: Work,
        number: str,
        facts: Facts,
        wanted: frozenset[Audience],
        kind: str,
        occasion: str,
        at: datetime,
        *,
        except_actor: str = "",
    ) -> int:
        """Those of `wanted` who have a phone; returns how many texts were written."""
        return 0


NO_TEXTS = Texting()


class PhoneTexting(Texting):
    """Writes texts into the outbox, within two limits: a phone's own, and that of all together."""

    def __init__(
        self,
        outbox: Outbox,
        cipher: PayloadCipher,
        code_key: CodeKey,
        site_name: str,
        *,
        each: int,
        together: int,
    ) -> None:
        self._outbox = outbox
        self._cipher = cipher
        self._code_key = code_key
        self._site_name = site_name
        self._each = each
        self._together = together

    @property
    def _is_off(self) -> bool:
        return OutboxChannel.SMS not in self._outbox.channels

    def tell(
        self, work: Work, submission: Submission, facts: Facts, what: Happening, version: int
    ) -> None:
        if self._is_off:
            return
        occasion = f"{what.action}:{version}"
        if what.action in URGING:
            self.tell_staff(
                work,
                submission.number,
                facts,
                audiences(what.action, what.before or facts, facts),
                what.action.value,
                occasion,
                what.at,
                except_actor=what.actor,
            )
        if what.action in VISITOR_TEXTED_OF:
            self._tell_visitor(work, submission, what, occasion)

    def tell_staff(
        self,
        work: Work,
        number: str,
        facts: Facts,
        wanted: frozenset[Audience],
        kind: str,
        occasion: str,
        at: datetime,
        *,
        except_actor: str = "",
    ) -> int:
        if self._is_off:
            return 0
        book = PhoneBook(work, self._cipher, local_date(at))
        return sum(
            self._post(
                work,
                kind if kind in texts.KINDS else "urged",
                f"{number}:{occasion}:{person.login}",
                book.phone_of(person),
                number,
                texts.SMS_STAFF[kind],
                at,
            )
            for person in told(book.people, facts, wanted, except_actor=except_actor)
        )

    def _tell_visitor(
        self, work: Work, submission: Submission, what: Happening, occasion: str
    ) -> None:
        consent = work[SubmissionRepository].consent(submission.id, SMS_CONSENT)
        if consent is None or consent.withdrawn_at is not None:
            return
        phone = visitor_phone(self._cipher, submission)
        if phone is not None:
            self._post(
                work,
                "visitor",
                f"{submission.number}:{occasion}:visitor",
                phone,
                submission.number,
                what.action.public_label,
                what.at,
                not_before=by_day(what.at),
            )

    def _post(
        self,
        work: Work,
        kind: str,
        occasion: str,
        phone: str,
        number: str,
        what: str,
        at: datetime,
        not_before: datetime | None = None,
    ) -> bool:
        # The key of an occasion stays for half a year: it names no phone, only a keyed digest.
        prefix = f"sms:{self._code_key.digest('sms-phone', phone)[:32]}:"
        channel, rows, since = OutboxChannel.SMS, work[OutboxRepository], at - A_DAY
        if rows.count_written(channel.value, since, prefix) >= self._each:
            return False
        if rows.count_written(channel.value, since) >= self._together:
            return False
        body = texts.SMS.format(site=self._site_name, number=number, what=what)
        message = Message(kind, channel, prefix + occasion, "", body, phone)
        return self._outbox.post(work, message, at=at, not_before=not_before)


def by_day(at: datetime) -> datetime:
    """That moment, or the next morning where it lies in the evening or the night."""
    local = at.astimezone(LOCAL_ZONE)
    if MORNING <= local.time() < EVENING:
        return at
    day = local.date() + (A_DAY if local.time() >= EVENING else timedelta())
    return datetime.combine(day, MORNING, LOCAL_ZONE)
