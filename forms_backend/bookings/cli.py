"""`fabu hearings`."""

from __future__ import annotations

import click

from forms_backend.bookings import messages
from forms_backend.bookings.desk import HearingRow
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.running.clock import local_text
from forms_backend.running.command_line import open_parts


@click.group()
def hearings() -> None:
    """旁听场次和预约。"""


@hearings.command("list")
def list_hearings() -> None:
    """列出场次和席位数字（不含个人信息）。"""
    rows = open_parts()[BookingOffice].desk.hearings()
    if not rows:
        click.echo(messages.CLI_NO_HEARINGS)
        return
    for line in (messages.CLI_HEARING_COLUMNS, *map(_line, rows)):
        click.echo("\t".join(line))


def _line(row: HearingRow) -> tuple[str, ...]:
    counts = row.counts
    figures = (counts.seats, counts.booked, counts.offered, counts.waiting, row.calls)
    return (row.hearing_id, local_text(row.starts), row.state.label, *map(str, figures))


@hearings.command("sync")
def sync() -> None:
    """对照网站上的场次：改期、取消通知预约人，候补逾期让给下一位，删除到期的预约。"""
    office = open_parts()[BookingOffice]
    report, gone = office.look_after()
    click.echo(
        messages.CLI_SYNCED.format(
            moved=report.moved,
            cancelled=report.cancelled,
            told=report.told,
            calls=report.calls,
            offers=report.offers,
            lapsed=report.lapsed,
        )
    )
    if gone.hearings:
        days = office.tools.rules.booking.delete_after_days
        click.echo(
            messages.CLI_PURGED.format(bookings=gone.bookings, days=days, hearings=gone.hearings)
        )
