"""Reading and writing what staff took in, inside a transaction that the caller holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forms_backend.database.work import Repository
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.intake import TakenIn, Told
from forms_backend.submissions.tables import Intake, Submission


@dataclass(frozen=True)
class IntakeView:
    """How a submission came, as staff read it."""

    source: str
    received_on: date
    told: Told
    actor: str
    reference: str | None
    due_on: date | None


class IntakeRepository(Repository):
    """登记来件."""

    def add(self, submission: Submission, taken_in: TakenIn, cipher: PayloadCipher) -> None:
        """Keep how `submission` came; the reference number encrypted, it may name people."""
        reference = None
        if taken_in.reference is not None:
            reference = cipher.encrypt(submission.number, taken_in.reference.encode())
        self._session.add(
            Intake(
                submission_id=submission.id,
                source=taken_in.source,
                received_on=taken_in.received_on,
                told=taken_in.told.value,
                actor=taken_in.actor,
                reference=reference,
                due_on=taken_in.due_on,
            )
        )
        self._session.flush()

    def find(self, submission: Submission, cipher: PayloadCipher) -> IntakeView | None:
        """How it came; None for what a visitor sent."""
        found = self._session.get(Intake, submission.id)
        if found is None:
            return None
        reference = None
        if found.reference is not None:
            reference = cipher.decrypt(submission.number, found.reference).decode()
        return IntakeView(
            found.source, found.received_on, Told(found.told), found.actor, reference, found.due_on
        )
