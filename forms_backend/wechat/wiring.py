"""The official account of a site, built once where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from forms_backend.bookings.wiring import BookingOffice
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.reminding import ReminderService
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.outbox.service import Outbox
from forms_backend.running.parts import Parts
from forms_backend.wechat.answers import Answers
from forms_backend.wechat.gateway import Credentials, Gateway
from forms_backend.wechat.recent import RecentAnswers
from forms_backend.wechat.status import PlainStatus
from search.server.service import SearchService


@dataclass(frozen=True)
class WechatAccount:
    """公众号."""

    gateway: Gateway
    answers: Answers
    recent: RecentAnswers


def build(parts: Parts) -> None:
    """Adds the account where the settings name one. Nothing starts or connects."""
    ground, settings = parts.ground, parts.ground.settings
    token = settings.wechat_token.get_secret_value()
    if not token:
        return
    aes_key = settings.wechat_aes_key.get_secret_value()
    bookings = parts[BookingOffice]
    status = PlainStatus(
        parts[VisitorService], bookings.own, bookings.form.prefix, ground.forms, ground.config
    )
    reminders = ReminderService(
        ground.database,
        ground.cipher,
        ground.code_key,
        parts[SubmissionService],
        parts[Outbox],
        ground.clock,
    )
    parts.add(
        WechatAccount(
            Gateway(Credentials(token, settings.wechat_app_id, aes_key)),
            Answers(
                ground.config.site,
                frozenset(ground.forms),
                parts[SearchService],
                status,
                reminders,
            ),
            RecentAnswers(),
        )
    )
