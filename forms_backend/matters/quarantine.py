"""隔离: what came in a burst is looked at by people before it becomes work.

A flood of junk is cleared in one step; what is genuine becomes a matter as if it had just come, with
the periods of the law counted from the day on which it was sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from district.forms.fields import FieldKind
from forms_backend.database.limits import DETAIL_LENGTH, NUMBER_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.actors import VISITOR
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.clocks import due_detail
from forms_backend.matters.happening import RECEIVED_AT, Happening, MatterNotices
from forms_backend.matters.intake_service import MatterOpener
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.payload import Answer, decode_answers
from forms_backend.submissions.quarantine_repository import QuarantineRepository
from forms_backend.submissions.tables import Quarantine, Submission

MOST_AT_ONCE = 500
SHOWN_CHARACTERS = 80
_NAMED_AT_ONCE = DETAIL_LENGTH // (NUMBER_LENGTH + 1) - 10
"""So many numbers fit into the detail of one event."""
_TEXTS = (FieldKind.LONGTEXT.value, FieldKind.TEXT.value)


@dataclass(frozen=True)
class Held:
    """One submission that waits: enough of it to tell junk from a matter."""

    number: str
    form_id: str
    category: str | None
    received_at: datetime
    excerpt: str


class QuarantineService:
    """Each method is one transaction; what is read and what is decided is in the ledger."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        clock: Clock,
        opener: MatterOpener,
        notices: MatterNotices,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._opener = opener
        self._notices = notices

    def count(self, person: Person | None = None) -> int:
        """How many wait for `person`; for None, how many there are."""
        if person is not None and not person.role.leads:
            return 0
        with self._database.read() as work:
            return work[QuarantineRepository].count(person.unit if person else None)

    def count_discarded(self, person: Person) -> int:
        """How many `person` could still let in that were discarded."""
        if not person.role.leads:
            return 0
        with self._database.read() as work:
            return work[QuarantineRepository].count_discarded(person.unit)

    def waiting(self, person: Person) -> Sequence[Held]:
        """The oldest that wait for `person`'s unit, at most MOST_AT_ONCE; that they were read is an
        event that names them, one for every _NAMED_AT_ONCE. Raises DecryptionError."""
        with self._database.write() as work:
            found = work[QuarantineRepository].waiting(person.unit, limit=MOST_AT_ONCE)
            return self._read(work, person, found)

    def discarded(self, person: Person) -> Sequence[Held]:
        """As `waiting`, of what was discarded and is still kept, the latest decision first."""
        with self._database.write() as work:
            found = work[QuarantineRepository].discarded(person.unit, limit=MOST_AT_ONCE)
            return self._read(work, person, found)

    def _read(
        self, work: Work, person: Person, found: Sequence[tuple[Submission, Quarantine]]
    ) -> Sequence[Held]:
        for start in range(0, len(found), _NAMED_AT_ONCE):
            numbers = [s.number for s, _ in found[start : start + _NAMED_AT_ONCE]]
            work[LedgerRepository].append(
                Action.QUARANTINE_READ,
                number=None,
                actor=person.actor,
                at=self._clock(),
                detail={"count": str(len(numbers)), "numbers": "、".join(numbers)},
            )
        return [self._held(submission) for submission, _ in found]

    def _held(self, submission: Submission) -> Held:
        answers = decode_answers(self._cipher.decrypt(submission.number, submission.payload))
        return Held(
            submission.number,
            submission.form_id,
            submission.category,
            submission.received_at,
            _excerpt(answers),
        )

    def release(self, person: Person, numbers: Collection[str]) -> int:
        """These are genuine, also those that were discarded before: each gets its matter and clocks,
        its sender is told. Returns how many of them were still waiting or discarded."""
        return self._decide(person, numbers, genuine=True)

    def discard(self, person: Person, numbers: Collection[str]) -> int:
        """These are junk: they stay as they are until their period of keeping is over."""
        return self._decide(person, numbers, genuine=False)

    def _decide(self, person: Person, numbers: Collection[str], *, genuine: bool) -> int:
        now = self._clock()
        with self._database.write() as work:
            found = work[QuarantineRepository].lock(person.unit, numbers, discarded_too=genuine)
            for submission, held in found:
                held.genuine, held.decided_at = genuine, now
                if genuine:
                    self._open(work, submission, held.accused_unit, person, now)
                else:
                    self._record(work, Action.DISCARDED, submission, person, now, {})
            return len(found)

    def _open(
        self, work: Work, submission: Submission, accused: str | None, person: Person, now: datetime
    ) -> None:
        matter = self._opener.open(work, submission, accused)
        detail = {
            "form": submission.form_id,
            "channel": submission.channel,
            "content": submission.payload_digest,
            RECEIVED_AT: submission.received_at.isoformat(),
        }
        self._record(work, Action.RECEIVED, submission, person, now, detail | due_detail(matter))
        self._notices.tell(work, submission, matter, Happening(Action.RECEIVED, VISITOR, now))

    def _record(
        self,
        work: Work,
        action: Action,
        submission: Submission,
        person: Person,
        now: datetime,
        detail: Mapping[str, str],
    ) -> None:
        work[LedgerRepository].append(
            action, number=submission.number, actor=person.actor, at=now, detail=detail
        )


def _excerpt(answers: Sequence[Answer]) -> str:
    """The beginning of the longest text that was written; no name, no number to call."""
    texts = [a.display for a in answers if a.kind in _TEXTS]
    longest = max(texts, key=len, default="")
    return " ".join(longest.split())[:SHOWN_CHARACTERS]
