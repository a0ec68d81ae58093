"""`fabu outbox`: for cron or systemd where no `fabu serve` runs, and for a look."""

from __future__ import annotations

import click

from forms_backend.outbox import messages as notice_messages
from forms_backend.outbox.failures import failure_label
from forms_backend.outbox.queue import OutboxQueue, QueuedMessage
from forms_backend.outbox.sender import OutboxSender
from forms_backend.outbox.service import Outbox, OutboxState
from forms_backend.running.clock import local_text
from forms_backend.running.command_line import open_parts
from forms_backend.running.json_logs import configure_logs
from forms_backend.running.parts import Parts


def _parts() -> Parts:
    parts = open_parts()
    configure_logs(parts.ground.settings.log_level)
    return parts


@click.group()
def outbox() -> None:
    """通知的发送。"""


@outbox.command("send")
def send_outbox() -> None:
    """发出现在该发的通知；有通知用完重试次数时退出码 1。"""
    parts = _parts()
    if not parts[Outbox].channels:
        click.echo(notice_messages.CLI_NO_CHANNEL)
    done = parts[OutboxSender].send_due()
    click.echo(
        notice_messages.CLI_SENT.format(
            sent=done.sent, postponed=done.postponed, given_up=done.given_up
        )
    )
    if done.given_up:
        raise SystemExit(1)


@outbox.command("list")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=200, show_default=True, help="最多列出几条。"
)
def list_outbox(limit: int) -> None:
    """列出失败和待发的通知（没有收件人和内容），失败的在前。"""
    queue = _parts()[OutboxQueue]
    found = [*queue.listed(OutboxState.FAILED, limit), *queue.listed(OutboxState.WAITING, limit)]
    if not found:
        click.echo(notice_messages.CLI_LIST_NONE)
        return
    for line in (notice_messages.CLI_LIST_HEAD, *map(_line, found[:limit])):
        click.echo("\t".join(line))


def _line(message: QueuedMessage) -> tuple[str, ...]:
    return (
        str(message.id),
        message.state.label,
        notice_messages.KINDS[message.kind],
        message.channel.label,
        str(message.attempts),
        local_text(message.created_at),
        local_text(message.next_attempt_at),
        failure_label(message.last_error),
    )
