"""Taking in submissions, telling their state, and opening them for an operator."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from district.forms.fields import LedgerColumn, Value
from district.forms.models import FormDefinition
from forms_backend.database.errors import ConflictError
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.actors import VISITOR
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.clocks import Clocks, due_detail
from forms_backend.matters.happening import NO_NOTICES, Happening, MatterNotices
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.states.transitions import STATES
from forms_backend.matters.tables import Matter
from forms_backend.running.clock import Clock, local_date, local_month
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.blind_index import blind_index
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.enclosing import Enclosure
from forms_backend.submissions.errors import IdempotencyConflictError, SubmissionNotFoundError
from forms_backend.submissions.incoming import Incoming, prepare
from forms_backend.submissions.intake import TakenIn
from forms_backend.submissions.intake_repository import IntakeRepository
from forms_backend.submissions.payload import canonical_values, column_values, decode_answers
from forms_backend.submissions.quarantine_repository import QuarantineRepository
from forms_backend.submissions.repeats import Sent, find_repeated, key_to_store, repeat_keys
from forms_backend.submissions.repository import SubmissionRepository
from forms_backend.submissions.search_repository import SearchRepository
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Quarantine, Submission
from forms_backend.submissions.views import Receipt as Receipt
from forms_backend.submissions.views import Record as Record
from forms_backend.submissions.views import Step as Step
from forms_backend.submissions.views import Summary as Summary


class MatterOpener:
    """Opens the casework of each submission."""

    def __init__(self, rules: CaseworkRules) -> None:
        self._routing = rules.routing
        self._clocks = Clocks(rules)

    def open(self, work: Work, submission: Submission, accused_unit: str | None) -> Matter:
        """Add the matter of `submission`: who leads it, whether it is confidential, first clock."""
        confidential = self._is_confidential(submission)
        matter = Matter(
            submission_id=submission.id,
            version=1,
            state=submission.state,
            lead_unit=self._routing.lead_for(accused_unit, confidential=confidential),
            accused_unit=accused_unit,
            confidential=confidential,
            bounces=0,
            extended=False,
            supervisions=0,
            provisional=False,
        )
        self._clocks.open(
            work,
            matter,
            submission.form_id,
            STATES[State(submission.state)].clocks,
            local_date(submission.received_at),
        )
        return matter

    def hold(
        self, work: Work, submission: Submission, accused_unit: str | None, now: datetime
    ) -> None:
        """In place of a matter: `submission` waits for the unit that would lead it."""
        confidential = self._is_confidential(submission)
        lead = self._routing.lead_for(accused_unit, confidential=confidential)
        work[QuarantineRepository].add(
            Quarantine(
                submission_id=submission.id,
                since=now,
                lead_unit=lead,
                accused_unit=accused_unit,
                confidential=confidential,
            )
        )

    def _is_confidential(self, submission: Submission) -> bool:
        return submission.category in self._routing.confidential_categories


class SubmissionService:
    """来件 in and out of the database; each method is one transaction."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        code_key: CodeKey,
        clock: Clock,
        opener: MatterOpener,
        notices: MatterNotices = NO_NOTICES,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._index = blind_index(cipher)
        self._code_key = code_key
        self._clock = clock
        self._opener = opener
        self._notices = notices

    def accept(
        self,
        form: FormDefinition,
        values: Mapping[str, Value],
        *,
        channel: Channel,
        idempotency_key: str | None = None,
        taken_in: TakenIn | None = None,
        enclosures: Sequence[Enclosure] = (),
        in_burst: bool = False,
    ) -> Receipt:
        """Keep one submission and its ledger event, or return the receipt it already has.

        `taken_in` says how it came when staff wrote it down for the visitor. What came `in_burst`
        gets its receipt and waits in quarantine, without a matter.

        On a page the key belongs to key and content together: who goes back, changes the text and
        sends again has sent something new, and it must not be lost. A client of the JSON interface
        that reuses a key for other content has a bug: IdempotencyConflictError.
        """
        digest = self._code_key.digest("payload", form.id, canonical_values(values))
        sent = Sent(form, values, channel, idempotency_key, digest)
        keys = repeat_keys(self._code_key, sent, self._clock())
        incoming = prepare(form, values, channel, digest, self._index)
        try:
            with self._database.write() as work:
                submissions = work[SubmissionRepository]
                stored = submissions.find_by_idempotency(keys.all)
                known = repeated = find_repeated(stored, keys, self._clock())
                if known is None:
                    now = self._clock()
                    key_hash = key_to_store(stored, keys)
                    received = taken_in.received_at(now) if taken_in else now
                    known = self._insert(submissions, incoming, key_hash, now, received)
                    if taken_in:
                        work[IntakeRepository].add(known, taken_in, self._cipher)
                    accused = incoming.columns.get(LedgerColumn.ACCUSED_UNIT)
                    matter = None
                    if in_burst:
                        self._opener.hold(work, known, accused, now)
                    else:
                        matter = self._opener.open(work, known, accused)
                    work[SearchRepository].add_first(known.id, incoming.trapdoors)
                    work[LedgerRepository].append(
                        Action.RECEIVED if matter else Action.QUARANTINED,
                        number=known.number,
                        actor=taken_in.actor if taken_in else VISITOR,
                        at=now,
                        detail={"form": form.id, "channel": channel.value, "content": digest}
                        | (taken_in.detail if taken_in else {})
                        | (due_detail(matter) if matter else {}),
                    )
                    for enclosure in enclosures:
                        enclosure.keep(work, known, Action.RECEIVED, now)
                    actor = taken_in.actor if taken_in else VISITOR
                    if matter:
                        happening = Happening(Action.RECEIVED, actor, now)
                        self._notices.tell(work, known, matter, happening)
                return self._receipt_for(known, digest, repeated=repeated is not None)
        except ConflictError:
            # A parallel request with the same key was first (possible on PostgreSQL only).
            with self._database.read() as work:
                stored = work[SubmissionRepository].find_by_idempotency(keys.all)
                known = find_repeated(stored, keys, self._clock())
                if known is None:
                    raise
                return self._receipt_for(known, digest, repeated=True)

    def find_repeat(
        self,
        form: FormDefinition,
        values: Mapping[str, Value],
        *,
        channel: Channel,
        idempotency_key: str,
    ) -> Receipt | None:
        """The receipt that this key and content would get again; None when they are new."""
        digest = self._code_key.digest("payload", form.id, canonical_values(values))
        sent = Sent(form, values, channel, idempotency_key, digest)
        keys = repeat_keys(self._code_key, sent, self._clock())
        with self._database.read() as work:
            stored = work[SubmissionRepository].find_by_idempotency(keys.all)
            known = find_repeated(stored, keys, self._clock())
            return self._receipt_for(known, digest, repeated=True) if known else None

    def receipt_of(self, number: str) -> Receipt | None:
        """The receipt with its query code, for who has just sent the submission and nobody else."""
        with self._database.read() as work:
            known = work[SubmissionRepository].find(number)
            return self._receipt_for(known, known.payload_digest) if known else None

    def _insert(
        self,
        submissions: SubmissionRepository,
        incoming: Incoming,
        key_hash: str,
        now: datetime,
        received: datetime,
    ) -> Submission:
        form = incoming.form
        number = submissions.take_number(form.prefix, local_month(now))
        code = self._code_key.query_code(number, key_hash)
        submission = Submission(
            number=number,
            form_id=form.id,
            channel=incoming.channel.value,
            state=State.RECEIVED.value,
            category=incoming.columns.get(LedgerColumn.CATEGORY),
            region=incoming.columns.get(LedgerColumn.REGION),
            sender=incoming.columns.get(LedgerColumn.SENDER),
            firm_size=incoming.columns.get(LedgerColumn.FIRM_SIZE),
            industry=incoming.columns.get(LedgerColumn.INDUSTRY),
            received_at=received,
            notice_version=form.notice.version,
            payload=self._cipher.encrypt(number, incoming.payload),
            payload_digest=incoming.digest,
            idempotency_hash=key_hash,
            query_code_hash=self._code_key.query_code_hash(number, code),
        )
        submissions.add(submission, incoming.consents)
        return submission

    def _receipt_for(
        self, submission: Submission, digest: str, *, repeated: bool = False
    ) -> Receipt:
        if not hmac.compare_digest(submission.payload_digest, digest):
            raise IdempotencyConflictError
        code = self._code_key.query_code(submission.number, submission.idempotency_hash)
        return Receipt(submission.number, code, submission.received_at, repeated)

    def code_fits(self, number: str, typed_code: str) -> bool:
        """Whether the query code belongs to the number.

        The same work is done whether the number exists or not.
        """
        with self._database.read() as work:
            submission = work[SubmissionRepository].find(number)
            stored = submission.query_code_hash if submission else None
            return self._code_key.code_fits(number, typed_code, stored)

    def list_latest(
        self, limit: int, *, form_id: str | None = None, since: datetime | None = None
    ) -> Sequence[Summary]:
        """The newest submissions first, without their content."""
        with self._database.read() as work:
            return [_summary(s) for s in work[SubmissionRepository].latest(limit, form_id, since)]

    def reveal(self, number: str, *, actor: str) -> Record:
        """Decrypt one submission for `actor` and record in the ledger that it was read.

        Raises SubmissionNotFoundError, DecryptionError.
        """
        with self._database.write() as work:
            submission = work[SubmissionRepository].find(number)
            if submission is None:
                raise SubmissionNotFoundError(number)
            payload = self._cipher.decrypt(number, submission.payload)
            ledger = work[LedgerRepository]
            ledger.append(Action.REVEALED, number=number, actor=actor, at=self._clock(), detail={})
            return Record(
                summary=_summary(submission),
                answers=decode_answers(payload),
                steps=tuple(map(_step, ledger.events_of(number))),
            )

    def open_missing_matters(self, forms: Mapping[str, FormDefinition]) -> int:
        """Open a matter for every submission that came before casework did; returns how many."""
        with self._database.write() as work:
            found = work[MatterRepository].submissions_without_matter()
            for submission in found:
                form = forms.get(submission.form_id)
                payload = self._cipher.decrypt(submission.number, submission.payload)
                values = {answer.key: answer.value for answer in decode_answers(payload)}
                columns = column_values(form, values) if form else {}
                self._opener.open(work, submission, columns.get(LedgerColumn.ACCUSED_UNIT))
            return len(found)


def _step(event: LedgerEvent) -> Step:
    return Step(action=Action(event.action), at=event.at, actor=event.actor)


def _summary(submission: Submission) -> Summary:
    return Summary(
        number=submission.number,
        form_id=submission.form_id,
        channel=Channel(submission.channel),
        state=State(submission.state),
        category=submission.category,
        region=submission.region,
        received_at=submission.received_at,
    )
