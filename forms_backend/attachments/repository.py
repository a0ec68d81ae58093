"""Rows of attachments, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from forms_backend.attachments.tables import Attachment
from forms_backend.database.work import Repository
from forms_backend.submissions.tables import Submission


class AttachmentRepository(Repository):
    """Queries on attachments."""

    def add(self, attachment: Attachment) -> None:
        """Insert a row."""
        self._session.add(attachment)
        self._session.flush()

    def of_number(self, number: str) -> Sequence[Attachment]:
        """Attachments of a submission, in the order in which they came."""
        return self._session.scalars(
            select(Attachment)
            .join(Submission, Submission.id == Attachment.submission_id)
            .where(Submission.number == number)
            .order_by(Attachment.id)
        ).all()

    def find(self, submission_id: int, attachment_id: int) -> Attachment | None:
        """One attachment, only if it belongs to that submission."""
        return self._session.scalars(
            select(Attachment).where(
                Attachment.id == attachment_id, Attachment.submission_id == submission_id
            )
        ).one_or_none()

    def is_named(self, storage_name: str) -> bool:
        """Whether a row names this file."""
        query = select(Attachment.id).where(Attachment.storage_name == storage_name)
        return self._session.scalars(query).first() is not None

    def delete_of(self, submission_id: int) -> list[str]:
        """Delete the rows of a submission; returns the names of their files."""
        names = self._session.scalars(
            select(Attachment.storage_name).where(Attachment.submission_id == submission_id)
        ).all()
        self._session.execute(
            delete(Attachment)
            .where(Attachment.submission_id == submission_id)
            .execution_options(synchronize_session="fetch")
        )
        return list(names)
