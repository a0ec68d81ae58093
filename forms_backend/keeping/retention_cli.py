"""`fabu retention`."""

from __future__ import annotations

import click

from forms_backend.bookings import messages as seat_messages
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.keeping import messages
from forms_backend.keeping.retention import DueMatter, RetentionService
from forms_backend.running.clock import local_text
from forms_backend.running.command_line import open_parts, operator
from forms_backend.subscriptions import messages as subscription_messages
from forms_backend.subscriptions.service import delete_unconfirmed
from forms_backend.subscriptions.wiring import SubscriptionOffice


@click.command()
@click.option("--dry-run", is_flag=True, help="只列出到期的，不改动。")
def retention(dry_run: bool) -> None:
    """匿名化保存期满的办件，删除期满的登录记录；统计和台账保留，没有办结的不动。"""
    parts = open_parts()
    _run(parts[RetentionService], dry_run=dry_run)
    _delete_bookings(parts[BookingOffice], dry_run=dry_run)
    _delete_unconfirmed(parts[SubscriptionOffice], dry_run=dry_run)


def _run(service: RetentionService, *, dry_run: bool) -> None:
    due, records = service.due_matters(), service.due_records()
    if not due and not any(records.values()):
        click.echo(messages.RETENTION_NOTHING)
        return
    for matter in due:
        click.echo(_line(matter))
    for kind, count in records.items():
        click.echo(messages.RETENTION_RECORDS.format(label=kind.label, count=count))
    if dry_run:
        click.echo(messages.RETENTION_WOULD.format(count=len(due)))
        return
    done = service.run(actor=operator())
    click.echo(messages.RETENTION_DONE.format(count=done))


def _delete_bookings(office: BookingOffice, *, dry_run: bool) -> None:
    """Seats at hearings have a period of their own, in bookings.yml."""
    days = office.tools.rules.booking.delete_after_days
    done = office.delete_old(dry_run=dry_run)
    if done.hearings:
        text = seat_messages.CLI_PURGE_DUE if dry_run else seat_messages.CLI_PURGED
        click.echo(text.format(bookings=done.bookings, hearings=done.hearings, days=days))


def _delete_unconfirmed(office: SubscriptionOffice, *, dry_run: bool) -> None:
    """Subscriptions that nobody confirmed within 48 hours."""
    count = delete_unconfirmed(office.tools.database, office.tools.clock, dry_run=dry_run)
    if count:
        due, done = subscription_messages.CLI_LAPSED_DUE, subscription_messages.CLI_LAPSED
        click.echo((due if dry_run else done).format(count=count))


def _line(matter: DueMatter) -> str:
    return messages.RETENTION_ITEM.format(
        number=matter.number, form=matter.form_id, closed=local_text(matter.closed_at)
    )
