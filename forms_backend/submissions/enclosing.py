"""What may come with a submission besides its values, kept in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from forms_backend.database.work import Work
from forms_backend.ledger.actions import Action
from forms_backend.submissions.tables import Submission


class Enclosure(Protocol):
    """附件 that wait to be kept, or the visit at which the matter came up."""

    def keep(self, work: Work, submission: Submission, came: Action, at: datetime) -> None:
        """Write its rows and its ledger event; what lies on disk follows the transaction.

        `came` is the action that brought it. May raise what undoes the whole: AttachmentGoneError,
        MatterNotFoundError.
        """
