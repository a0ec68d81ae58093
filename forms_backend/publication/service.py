"""What may be told in public of a matter, with consent; each method is one transaction."""

from __future__ import annotations

from collections.abc import Mapping

from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.repository import MatterRepository, Pair
from forms_backend.matters.states.transitions import Need
from forms_backend.publication.deidentify import Identity, deidentify, identities
from forms_backend.publication.drafts import Told
from forms_backend.publication.errors import UntellableError
from forms_backend.publication.repository import TellingRepository
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.errors import SubmissionNotFoundError
from forms_backend.submissions.payload import CONTENT_KEYS, decode_answers
from forms_backend.submissions.repository import SubmissionRepository
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission

PUBLIC_ANSWER = "consent_public_answer"
CASE = "consent_case"
"""Keys of the consents in the forms."""

ANSWERED_FOR_GOOD = frozenset({State.DONE, State.CLEARED, State.ARCHIVED})
"""The visitor has the answer and it is no longer in dispute."""
CLOSED_FOR_GOOD = frozenset({State.CLEARED, State.ARCHIVED})


class TellingService:
    """公开答复 and 案例 out of matters, never with an identity field in them."""

    def __init__(
        self, database: Database, cipher: PayloadCipher, code_key: CodeKey, clock: Clock
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._code_key = code_key
        self._clock = clock

    def digest(self, number: str) -> str:
        """Stands for the number in public files; without our key nobody can trace it back."""
        return self._code_key.digest("public-answer", number)

    def answers(self, known: frozenset[str], *, actor: str) -> tuple[Told, ...]:
        """Every answer that may be public and whose digest is not in `known`, oldest first; that
        each was read goes into the ledger."""
        with self._database.write() as work:
            pairs = work[TellingRepository].answered_with(PUBLIC_ANSWER, ANSWERED_FOR_GOOD)
            wanted = [pair for pair in pairs if self.digest(pair[0].number) not in known]
            return tuple(self._tell(work, pair, actor, PUBLIC_ANSWER) for pair in wanted)

    def withdrawn(self) -> tuple[str, ...]:
        """Digests of everything whose consent to a public answer was taken back, sorted."""
        with self._database.read() as work:
            numbers = work[TellingRepository].withdrawn(PUBLIC_ANSWER)
            return tuple(sorted(map(self.digest, numbers)))

    def case(self, number: str, *, actor: str) -> Told:
        """What a case can be made of. Raises SubmissionNotFoundError; UntellableError when the
        matter is open or confidential, or the visitor did not consent or took it back."""
        with self._database.write() as work:
            pair = work[MatterRepository].find(number)
            if pair is None:
                raise SubmissionNotFoundError(number)
            _check_may_become_a_case(work, pair)
            return self._tell(work, pair, actor, CASE)

    def _tell(self, work: Work, pair: Pair, actor: str, purpose: str) -> Told:
        submission, matter = pair
        number = submission.number
        answers = decode_answers(self._cipher.decrypt(number, submission.payload))
        known = identities(answers)
        texts = {a.key: deidentify(a.display, known) for a in answers if a.key in CONTENT_KEYS}
        work[LedgerRepository].append(
            Action.REVEALED, number=number, actor=actor, at=self._clock(), detail={"for": purpose}
        )
        return Told(
            digest=self.digest(number),
            asked=local_date(submission.received_at),
            answered=local_date(matter.answer_delivered_at or submission.received_at),
            unit=matter.unit or matter.lead_unit,
            category=submission.category,
            title=texts.get("title", ""),
            description=texts.get("description", ""),
            wishes=texts.get("wishes", ""),
            answer=self._answer(work, submission, known),
        )

    def _answer(self, work: Work, submission: Submission, known: tuple[Identity, ...]) -> str:
        """The newest answer; a reviewed one, since only those are delivered."""
        newest = [
            writing
            for writing in work[MatterRepository].writings(submission.id)
            if (writing.action, writing.need) == (Action.SUBMIT_ANSWER.value, Need.ANSWER.value)
        ]
        if not newest:
            return ""
        text = self._cipher.decrypt(submission.number, newest[-1].payload).decode()
        return deidentify(text, known)


_REASONS: Mapping[str, str] = {
    "open": "这一件还没有销号，不能编成案例",
    "confidential": "检举控告件不得编成案例",
    "consent": "来件人没有同意用作案例，或者已经撤回同意",
}


def _check_may_become_a_case(work: Work, pair: Pair) -> None:
    submission, matter = pair
    consent = work[SubmissionRepository].consent(submission.id, CASE)
    if matter.confidential:
        raise UntellableError(submission.number, _REASONS["confidential"])
    if consent is None or consent.withdrawn_at is not None:
        raise UntellableError(submission.number, _REASONS["consent"])
    if State(submission.state) not in CLOSED_FOR_GOOD:
        raise UntellableError(submission.number, _REASONS["open"])
