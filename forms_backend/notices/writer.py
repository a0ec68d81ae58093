"""Writing notices of what happened to a matter, in the transaction in which it happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from district.casework.deadlines import ClockKind
from district.forms.reading import SMS_CONSENT
from district.models import Site
from forms_backend.accounts.address_book import AddressBook, visitor_address
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.matters.happening import Happening, MatterNotices
from forms_backend.matters.tables import Matter
from forms_backend.notices.bell import facts_of, ring, ring_people
from forms_backend.notices.rules import URGING, VISITOR_TOLD_OF, audiences, told
from forms_backend.notices.texting import NO_TEXTS, Texting
from forms_backend.notices.wechat import remind_visitor
from forms_backend.outbox import messages as texts
from forms_backend.outbox.repository import OutboxRepository
from forms_backend.outbox.service import Message, Outbox, OutboxChannel
from forms_backend.running.clock import LOCAL_ZONE, local_date
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission


class NoticeWriter(MatterNotices):
    """Puts notices into the outbox: to staff by the state table, to the visitor by mail."""

    def __init__(
        self,
        outbox: Outbox,
        cipher: PayloadCipher,
        code_key: CodeKey,
        site: Site,
        texting: Texting = NO_TEXTS,
    ) -> None:
        self._outbox = outbox
        self._cipher = cipher
        self._code_key = code_key
        self._site = site
        self._texting = texting

    def tell(self, work: Work, submission: Submission, matter: Matter, what: Happening) -> None:
        """Everybody who is to hear of it: by the bell, by text where it is urgent or a visitor has
        consented, in WeChat where a visitor asked for it, and by mail where there is a mail server."""
        ring(work, submission, matter, what)
        self._texting.tell(work, submission, facts_of(submission, matter), what, matter.version)
        remind_visitor(work, self._outbox, self._cipher, submission, what, matter.version)
        if OutboxChannel.MAIL not in self._outbox.channels:
            return
        self._tell_staff(work, submission, matter, what)
        if what.action in VISITOR_TOLD_OF:
            self._tell_visitor(work, submission, matter, what)

    def tell_people(
        self,
        work: Work,
        submission: Submission,
        action: Action,
        people: Sequence[Person],
        occasion: str,
        at: datetime,
    ) -> None:
        """By the bell, and by mail where there is a mail server: number and action, no word of what
        was written."""
        ring_people(work, submission, action, people, at)
        if OutboxChannel.MAIL not in self._outbox.channels:
            return
        book = AddressBook(work, self._cipher, local_date(at))
        number, reachable = submission.number, {one.login for one in book.people}
        words = {"number": number, "action": action.label, "link": self._item_link(number)}
        for person in people:
            if person.login not in reachable:
                continue
            message = self._mail(
                "team",
                f"team:{action}:{number}:{occasion}:{person.login}",
                texts.TEAM_SUBJECTS[action.value].format_map(words),
                texts.TEAM_BODY.format_map(words),
                book.address_of(person),
            )
            self._outbox.post(work, message, at=at)

    def consent_withdrawn(self, work: Work, submission: Submission, key: str) -> None:
        """Texts that wait for the morning, or to be sent again, do not leave."""
        if key == SMS_CONSENT:
            unsent = (OutboxChannel.SMS.value, "visitor", submission.number)
            work[OutboxRepository].delete_unsent(*unsent)

    def _tell_staff(
        self, work: Work, submission: Submission, matter: Matter, what: Happening
    ) -> None:
        facts = facts_of(submission, matter)
        wanted = audiences(what.action, what.before or facts, facts)
        if not wanted:
            return
        book = AddressBook(work, self._cipher, local_date(what.at))
        for person in told(book.people, facts, wanted, except_actor=what.actor):
            message = self._work_message(submission, matter, what, person, book.address_of(person))
            self._outbox.post(work, message, at=what.at)

    def _work_message(
        self, submission: Submission, matter: Matter, what: Happening, person: Person, address: str
    ) -> Message:
        number, is_new = submission.number, what.before is None
        hour = what.at.astimezone(LOCAL_ZONE).strftime("%Y%m%d%H")
        occasion = f"new:{hour}" if is_new else f"{what.action}:{number}:{matter.version}"
        subject = texts.NEW_SUBJECT if is_new else _work_subject(what.action)
        words = {
            "number": number,
            "action": what.action.label,
            "due": due_text(matter),
            "state": State(submission.state).label,
            "link": self._item_link(number),
        }
        return self._mail(
            "urged" if what.action in URGING else "work",
            f"work:{occasion}:{person.login}",
            subject.format_map(words),
            (texts.NEW_BODY if is_new else texts.WORK_BODY).format_map(words),
            address,
        )

    def _tell_visitor(
        self, work: Work, submission: Submission, matter: Matter, what: Happening
    ) -> None:
        address = visitor_address(self._cipher, submission)
        if address is None:
            return
        action, number = what.action.value, submission.number
        occasion = f"{action}:{number}:{matter.version}"
        if what.action is Action.RECEIVED:
            # Anybody can type anybody's address: one such mail a day and address, not one a submit.
            digest = self._code_key.digest("mail-address", address.casefold())[:32]
            occasion = f"{action}:{digest}:{local_date(what.at)}"
        body = texts.VISITOR_BODIES[action].format(number=number)
        link = texts.VISITOR_LINK.format(link=f"{self._site.base_url}status")
        subject = texts.VISITOR_SUBJECTS[action].format(number=number)
        message = self._mail("visitor", f"visitor:{occasion}", subject, body + link, address)
        self._outbox.post(work, message, at=what.at)

    def _mail(self, kind: str, key: str, subject: str, body: str, address: str) -> Message:
        return Message(
            kind=kind,
            channel=OutboxChannel.MAIL,
            dedupe_key=key,
            subject=texts.SUBJECT.format(site=self._site.name, what=subject),
            body=body + texts.FOOT.format(site=self._site.name),
            recipient=address,
        )

    def _item_link(self, number: str) -> str:
        return f"{self._site.base_url}staff/items/{number}"


def _work_subject(action: Action) -> str:
    if action in URGING:
        return texts.URGED_SUBJECT
    return texts.WITHDRAWN_SUBJECT if action is Action.WITHDRAW else texts.WORK_SUBJECT


def due_text(matter: Matter) -> str:
    """The clock that is due first, in words."""
    if matter.due_on is None or matter.due_kind is None:
        return texts.NO_DUE
    return texts.DUE.format(
        clock=ClockKind(matter.due_kind).label,
        due_on=matter.due_on,
        provisional=texts.PROVISIONAL if matter.provisional else "",
    )
