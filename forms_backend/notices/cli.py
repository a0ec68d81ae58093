"""`fabu digest`: the notices of the day, for cron or systemd where no `fabu serve` runs."""

from __future__ import annotations

import click

from forms_backend.notices.daily import DailyNotices
from forms_backend.outbox import messages
from forms_backend.outbox.service import Outbox
from forms_backend.running.command_line import open_parts
from forms_backend.running.json_logs import configure_logs


@click.command()
def digest() -> None:
    """写今天的提醒、提要和督办清单；同一天写过的不再写，非工作日不写。"""
    parts = open_parts()
    configure_logs(parts.ground.settings.log_level)
    if not parts[Outbox].channels:
        click.echo(messages.CLI_NO_CHANNEL)
        return
    if not parts[DailyNotices].is_working_day():
        click.echo(messages.CLI_DIGEST_FREE)
        return
    click.echo(messages.CLI_DIGEST.format(written=parts[DailyNotices].write()))
