"""旧台账 taken in: all matters of a file in one transaction, none twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from district.casework.deadlines import ClockKind
from district.forms.fields import LedgerColumn
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.clocks import Clocks, answer_due_detail, due_detail
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.states.steps import Need
from forms_backend.matters.tables import Matter
from forms_backend.old_ledgers.old_matter import OldMatter, answer_clock, clock_starts
from forms_backend.running.clock import LOCAL_ZONE, Clock, local_date
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.blind_index import blind_index
from forms_backend.submissions.payload import encode_payload
from forms_backend.submissions.repository import SubmissionRepository
from forms_backend.submissions.search_repository import SearchRepository
from forms_backend.submissions.tables import Submission

NO_NOTICE = "-"
"""In place of the version of a notice: what was told to the visitor then is not known."""
ROW, CONTENT = "row_digest", "content_digest"
"""In the ledger, under our key: which row it was, and what it said."""


@dataclass(frozen=True)
class _Keyed:
    """A matter that is not in the ledger yet, ready to be written."""

    matter: OldMatter
    row: str
    content: str
    payload: bytes
    trapdoors: frozenset[bytes]


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do. `changed` are rows that were taken in before and say something
    else now: nothing was done with them."""

    taken: tuple[OldMatter, ...]
    known: int
    changed: tuple[int, ...]
    numbers: tuple[str, ...] = ()


class OldLedgerService:
    """Each method is one transaction."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        code_key: CodeKey,
        rules: CaseworkRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._code_key = code_key
        self._index = blind_index(cipher)
        self._routing = rules.routing
        self._clocks = Clocks(rules)
        self._clock = clock

    def look_at(self, name: str, matters: Sequence[OldMatter]) -> Outcome:
        """What `take_in` would do; nothing is written."""
        with self._database.read() as work:
            new, changed = self._new_ones(work, name, matters)
        taken = tuple(keyed.matter for keyed in new)
        return Outcome(taken, len(matters) - len(taken), changed)

    def take_in(self, name: str, matters: Sequence[OldMatter], *, actor: str) -> Outcome:
        """Write every matter that the ledger `name` has not given before, each with its event, or none
        of them. Nobody is told: who has something to do finds it in the lists."""
        now = self._clock()
        with self._database.write() as work:
            new, changed = self._new_ones(work, name, matters)
            numbers = tuple(self._write(work, name, keyed, now, actor) for keyed in new)
        taken = tuple(keyed.matter for keyed in new)
        return Outcome(taken, len(matters) - len(taken), changed, numbers)

    def _new_ones(
        self, work: Work, name: str, matters: Sequence[OldMatter]
    ) -> tuple[list[_Keyed], tuple[int, ...]]:
        # The ledger remembers rows whose matters were made anonymous long ago.
        known = {
            detail[ROW]: detail[CONTENT]
            for detail in work[LedgerRepository].details_of(Action.IMPORTED)
        }
        new, changed = [], []
        for matter in matters:
            row = self._code_key.digest("old ledger row", name, matter.number or matter.content)
            content = self._code_key.digest("old ledger content", name, matter.content)
            if row not in known:
                payload = encode_payload(matter.form, matter.answers, notice_version=NO_NOTICE)
                trapdoors = self._index.trapdoors(matter.texts)
                new.append(_Keyed(matter, row, content, payload, trapdoors))
            elif known[row] != content:
                changed.append(matter.row)
        return new, tuple(changed)

    def _write(self, work: Work, name: str, keyed: _Keyed, now: datetime, actor: str) -> str:
        matter = keyed.matter
        submission = self._submission(work, keyed)
        row = self._matter(submission, matter)
        answer, today = answer_clock(matter), local_date(now)
        self._clocks.open_begun(
            work,
            row,
            matter.form.id,
            clock_starts(matter, today),
            (answer.started_on, answer.rule) if answer else None,
        )
        work[SearchRepository].add_first(submission.id, keyed.trapdoors)
        if matter.answer:
            sealed = self._cipher.encrypt(submission.number, matter.answer.encode())
            work[MatterRepository].add_writing(
                submission.id, Action.IMPORTED, Need.ANSWER.value, actor, now, sealed
            )
        detail = matter.detail() | {"source": name, ROW: keyed.row, CONTENT: keyed.content}
        detail |= due_detail(row)
        if ClockKind.ANSWER in clock_starts(matter, today):
            detail |= answer_due_detail(work, row)
        work[LedgerRepository].append(
            Action.IMPORTED, number=submission.number, actor=actor, at=now, detail=detail
        )
        return submission.number

    def _submission(self, work: Work, keyed: _Keyed) -> Submission:
        """What came, under a number of the month in which it came."""
        matter, submissions = keyed.matter, work[SubmissionRepository]
        number = submissions.take_number(matter.form.prefix, f"{matter.received_on:%Y%m}")
        # A code that nobody was given: the receipt of an old ledger opens no page.
        code = self._code_key.query_code(number, keyed.row)
        submission = Submission(
            number=number,
            form_id=matter.form.id,
            channel=matter.channel.value,
            state=matter.state.value,
            category=matter.columns.get(LedgerColumn.CATEGORY),
            region=matter.columns.get(LedgerColumn.REGION),
            sender=matter.columns.get(LedgerColumn.SENDER),
            firm_size=matter.columns.get(LedgerColumn.FIRM_SIZE),
            industry=matter.columns.get(LedgerColumn.INDUSTRY),
            received_at=_begin_of(matter.received_on),
            notice_version=NO_NOTICE,
            payload=self._cipher.encrypt(number, keyed.payload),
            payload_digest=keyed.content,
            idempotency_hash=keyed.row,
            query_code_hash=self._code_key.query_code_hash(number, code),
        )
        submissions.add(submission, ())
        return submission

    def _matter(self, submission: Submission, matter: OldMatter) -> Matter:
        confidential = submission.category in self._routing.confidential_categories
        accused = matter.columns.get(LedgerColumn.ACCUSED_UNIT)
        delivered, answered = matter.delivered_on, matter.answered_on
        return Matter(
            submission_id=submission.id,
            version=1,
            state=submission.state,
            lead_unit=self._routing.lead_for(accused, confidential=confidential),
            unit=matter.unit,
            accused_unit=accused,
            confidential=confidential,
            bounces=0,
            extended=False,
            satisfied=matter.satisfied,
            answer_delivered_at=_begin_of(delivered) if delivered else None,
            closed_at=_begin_of(answered) if answered else None,
            supervisions=0,
            provisional=False,
        )


def _begin_of(day: date) -> datetime:
    """Nobody noted the hour."""
    return datetime.combine(day, time(), LOCAL_ZONE)
