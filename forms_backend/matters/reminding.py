"""微信提醒: a visitor binds a reader of the official account to a matter with number and query code, and
takes that back with one word. What stands in the database is the reader's openid, sealed, and a keyed
digest of it; both are gone with the reminder."""

from __future__ import annotations

from datetime import datetime

from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.actors import VISITOR
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters import messages as texts
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.outbox.repository import OutboxRepository
from forms_backend.outbox.service import Outbox, OutboxChannel
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.reminder_repository import ReminderRepository
from forms_backend.submissions.repository import SubmissionRepository
from forms_backend.submissions.tables import Consent, Submission, WechatReminder

WECHAT_CONSENT = "consent_wechat"
"""The key of the consent that asking for a reminder is; /status shows it and takes it back."""


def openid_name(number: str) -> str:
    """What the sealed openid of a matter is bound to."""
    return f"wechat:{number}"


_UNSENT = (OutboxChannel.WECHAT.value, "visitor")


class ReminderService:
    """Each method is one transaction."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        code_key: CodeKey,
        submissions: SubmissionService,
        outbox: Outbox,
        clock: Clock,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._code_key = code_key
        self._submissions = submissions
        self._clock = clock
        self.is_on = OutboxChannel.WECHAT in outbox.channels
        """Whether anything would be sent; who is bound can be let go in any case."""

    def ask(self, number: str, code: str, openid: str) -> bool:
        """Remind that reader of the matter from now on, and nobody else; False for a wrong pair."""
        if not (self.is_on and self._submissions.code_fits(number, code)):
            return False
        now = self._clock()
        with self._database.write() as work:
            submission = work[SubmissionRepository].find(number)
            if submission is None:
                return False
            digest = self._digest(openid)
            known = work[ReminderRepository].of(submission.id)
            if known is not None and known.openid_digest == digest:
                return True
            if known is not None:
                work[OutboxRepository].delete_unsent(*_UNSENT, number)
            sealed = self._cipher.encrypt(openid_name(number), openid.encode())
            reminder = WechatReminder(
                submission_id=submission.id, openid=sealed, openid_digest=digest, asked_at=now
            )
            work[ReminderRepository].put(reminder)
            _consent(work, submission, now)
            work[LedgerRepository].append(
                Action.CONSENT_GIVEN,
                number=number,
                actor=VISITOR,
                at=now,
                detail={"consent": WECHAT_CONSENT},
            )
        return True

    def cancel(self, openid: str) -> int:
        """Forget that reader; returns of how many matters."""
        now = self._clock()
        with self._database.write() as work:
            found = work[ReminderRepository].submissions_of(self._digest(openid))
            for submission in found:
                end_reminder(work, submission)
                consent = work[SubmissionRepository].lock_consent(submission.id, WECHAT_CONSENT)
                if consent is not None:
                    consent.withdrawn_at = now
                work[LedgerRepository].append(
                    Action.CONSENT_WITHDRAWN,
                    number=submission.number,
                    actor=VISITOR,
                    at=now,
                    detail={"consent": WECHAT_CONSENT},
                )
            return len(found)

    def _digest(self, openid: str) -> str:
        return self._code_key.digest("wechat-openid", openid)


def end_reminder(work: Work, submission: Submission) -> None:
    """The reader's openid goes, and what was to leave for it."""
    work[ReminderRepository].delete(submission.id)
    work[OutboxRepository].delete_unsent(*_UNSENT, submission.number)


def _consent(work: Work, submission: Submission, now: datetime) -> None:
    """Given now, for the first time or again."""
    submissions = work[SubmissionRepository]
    consent = submissions.lock_consent(submission.id, WECHAT_CONSENT)
    if consent is None:
        submissions.add_consent(
            Consent(
                submission_id=submission.id,
                key=WECHAT_CONSENT,
                text=texts.WECHAT_CONSENT,
                given_at=now,
            )
        )
    else:
        consent.text, consent.given_at, consent.withdrawn_at = texts.WECHAT_CONSENT, now, None
