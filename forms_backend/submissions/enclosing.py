"""What may come with a submission besides its values, kept in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from forms_backend.ledger.actions import Action
from forms_backend.submissions.tables import Submission


class Enclosures(Protocol):
    """附件 that wait to be kept."""

    def keep(self, session: Session, submission: Submission, came: Action, at: datetime) -> None:
        """Write their rows and their ledger event; what lies on disk follows the transaction.

        `came` is the action that brought them. Raises AttachmentGoneError.
        """
