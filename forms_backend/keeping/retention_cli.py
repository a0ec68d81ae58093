"""`fabu retention`."""

from __future__ import annotations

import getpass

import click

from forms_backend import schema
from forms_backend.attachments.wiring import build_attachments
from forms_backend.bookings import messages as seat_messages
from forms_backend.bookings.deletion import delete_old_bookings
from forms_backend.clock import local_text, system_clock
from forms_backend.crypto import PayloadCipher
from forms_backend.db import Database
from forms_backend.keeping import messages
from forms_backend.keeping.retention import DueMatter, RetentionService
from forms_backend.settings import Settings, load_settings
from site_config import CONFIG_DIR, load_site_config
from site_config.loader import own_or_default
from site_config.retention import FILE, load_retention


def retention_service(settings: Settings, database: Database) -> RetentionService:
    """Built from settings. Raises ConfigError when retention.yml is wrong."""
    own = settings.config_dir
    directory = own if (own / "site.yml").is_file() else CONFIG_DIR
    cipher = PayloadCipher(settings.data_key)
    return RetentionService(
        database,
        cipher,
        load_retention(own_or_default(directory, FILE)),
        build_attachments(settings, database, cipher, system_clock),
        system_clock,
    )


@click.command()
@click.option("--dry-run", is_flag=True, help="只列出到期的，不改动。")
def retention(dry_run: bool) -> None:
    """匿名化保存期满的办件，删除期满的登录记录；统计和台账保留，没有办结的不动。"""
    settings = load_settings()
    database = Database(settings.database_url)
    try:
        schema.check_schema(database)
        _run(retention_service(settings, database), dry_run=dry_run)
        _delete_bookings(settings, database, dry_run=dry_run)
    finally:
        database.close()


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
    done = service.run(actor=f"cli:{getpass.getuser()}")
    click.echo(messages.RETENTION_DONE.format(count=done))


def _delete_bookings(settings: Settings, database: Database, *, dry_run: bool) -> None:
    """Seats at hearings have a period of their own, in bookings.yml."""
    own = settings.config_dir
    config = load_site_config(own if (own / "site.yml").is_file() else CONFIG_DIR)
    days = config.bookings.booking.delete_after_days
    done = delete_old_bookings(database, days, system_clock, dry_run=dry_run)
    if done.hearings:
        text = seat_messages.CLI_PURGE_DUE if dry_run else seat_messages.CLI_PURGED
        click.echo(text.format(bookings=done.bookings, hearings=done.hearings, days=days))


def _line(matter: DueMatter) -> str:
    return messages.RETENTION_ITEM.format(
        number=matter.number, form=matter.form_id, closed=local_text(matter.closed_at)
    )
