"""`fabu subscriptions`."""

from __future__ import annotations

import click

from forms_backend.running.command_line import open_parts
from forms_backend.running.json_logs import configure_logs
from forms_backend.subscriptions import messages
from forms_backend.subscriptions.wiring import SubscriptionOffice


@click.group()
def subscriptions() -> None:
    """邮件订阅。"""


@subscriptions.command("send")
def send() -> None:
    """写好到期的每周邮件，放进发件箱；删除逾期未确认的订阅。"""
    parts = open_parts()
    configure_logs(parts.ground.settings.log_level)
    office = parts[SubscriptionOffice]
    written, lapsed = office.look_after()
    if not office.tools.is_on:
        click.echo(messages.CLI_OFF)
    else:
        click.echo(
            messages.CLI_SENT.format(
                slot=written.slot, subscribers=written.subscribers, written=written.mails
            )
        )
    if lapsed:
        click.echo(messages.CLI_LAPSED.format(count=lapsed))
