"""微信提醒 about matters: number and what happened, to the reader whom the visitor bound."""

from __future__ import annotations

from forms_backend.database.work import Work
from forms_backend.matters.happening import Happening
from forms_backend.matters.reminding import openid_name
from forms_backend.notices.texting import VISITOR_TEXTED_OF, by_day
from forms_backend.outbox.service import Message, Outbox, OutboxChannel
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.reminder_repository import ReminderRepository
from forms_backend.submissions.tables import Submission


def remind_visitor(
    work: Work,
    outbox: Outbox,
    cipher: PayloadCipher,
    submission: Submission,
    what: Happening,
    version: int,
) -> None:
    """Of one action on a matter, within its transaction; by day, as texts."""
    if OutboxChannel.WECHAT not in outbox.channels or what.action not in VISITOR_TEXTED_OF:
        return
    reminder = work[ReminderRepository].of(submission.id)
    if reminder is None:
        return
    number = submission.number
    message = Message(
        "visitor",
        OutboxChannel.WECHAT,
        f"wechat:{number}:{what.action}:{version}",
        number,
        what.action.public_label,
        cipher.decrypt(openid_name(number), reminder.openid).decode(),
    )
    outbox.post(work, message, at=what.at, not_before=by_day(what.at))
