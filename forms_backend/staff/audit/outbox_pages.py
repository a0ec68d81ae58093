"""The outbox, for the administrator: what could not be sent, without recipients and texts."""

from __future__ import annotations

from collections.abc import Collection

from flask import Response

from forms_backend.identity.roles import Role
from forms_backend.outbox import messages as notice_messages
from forms_backend.outbox.failures import failure_label
from forms_backend.outbox.queue import OutboxQueue
from forms_backend.outbox.service import Outbox, OutboxChannel, OutboxState
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.rendering import page
from forms_backend.web.context import ground, part

SHOWN = 200


def _outbox_page(status: int = 200, notice: str | None = None) -> Response:
    queue, channels = part(OutboxQueue), part(Outbox).channels
    return page(
        "outbox.html",
        notice_messages.PAGE,
        status,
        n=notice_messages,
        notice=notice,
        failed=status >= 400,
        waiting=queue.listed(OutboxState.WAITING, SHOWN),
        given_up=queue.listed(OutboxState.FAILED, SHOWN),
        stats=queue.stats(),
        channels=[channel.label for channel in sorted(channels)],
        failure_label=failure_label,
        sms=_sms_line(channels),
    )


def _sms_line(channels: Collection[OutboxChannel]) -> str:
    """How many texts left, what they cost, and the limits; empty where none is sent."""
    if OutboxChannel.SMS not in channels:
        return ""
    settings, count = ground().settings, part(OutboxQueue).sent_since(OutboxChannel.SMS, 30)
    cost = notice_messages.SMS_COST.format(yuan=f"{count * settings.sms_price_fen / 100:.2f}")
    return notice_messages.SMS_COUNT.format(
        count=count,
        cost=cost if settings.sms_price_fen else "",
        each=settings.sms_per_person,
        all=settings.sms_per_day,
    )


@allow_roles(Role.ADMINISTRATOR)
def outbox() -> Response:
    """What was given up, and what waits."""
    return _outbox_page()


@allow_roles(Role.ADMINISTRATOR)
def resend_message(message_id: int) -> Response:
    """All attempts again, from now on."""
    done = part(OutboxQueue).resend(message_id, actor=current_person().actor)
    return _decided(done, notice_messages.RESENT)


@allow_roles(Role.ADMINISTRATOR)
def drop_message(message_id: int) -> Response:
    """It will not be sent, and its text is erased."""
    done = part(OutboxQueue).drop(message_id, actor=current_person().actor)
    return _decided(done, notice_messages.DROPPED)


def _decided(done: bool, notice: str) -> Response:
    return _outbox_page(notice=notice) if done else _outbox_page(409, notice_messages.NOT_FAILED)


ROUTES = (
    ("/outbox", "outbox", outbox, "GET"),
    ("/outbox/<int:message_id>/resend", "resend_message", resend_message, "POST"),
    ("/outbox/<int:message_id>/drop", "drop_message", drop_message, "POST"),
)
