"""Who is reminded in WeChat of which submission, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from forms_backend.database.work import Repository
from forms_backend.submissions.tables import Submission, WechatReminder


class ReminderRepository(Repository):
    """Rows of `wechat_reminders`."""

    def put(self, reminder: WechatReminder) -> None:
        """In place of who was reminded of that submission before."""
        self._session.merge(reminder)
        self._session.flush()

    def of(self, submission_id: int) -> WechatReminder | None:
        """Who is reminded of that submission."""
        return self._session.get(WechatReminder, submission_id)

    def submissions_of(self, openid_digest: str) -> Sequence[Submission]:
        """What one reader is reminded of, in the order in which it came; locked."""
        return self._session.scalars(
            select(Submission)
            .join(WechatReminder, WechatReminder.submission_id == Submission.id)
            .where(WechatReminder.openid_digest == openid_digest)
            .order_by(Submission.id)
            .with_for_update(of=WechatReminder)
        ).all()

    def delete(self, submission_id: int) -> None:
        """The reader and the digest by which the row was found."""
        self._session.execute(
            delete(WechatReminder).where(WechatReminder.submission_id == submission_id)
        )
