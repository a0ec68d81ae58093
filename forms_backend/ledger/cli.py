"""`fabu ledger`: the proof that what was done is as it was written."""

from __future__ import annotations

from pathlib import Path

import click

from forms_backend.ledger.published_head import read_published_head
from forms_backend.ledger.service import LedgerService
from forms_backend.running import cli_messages
from forms_backend.running.command_line import open_parts


@click.group()
def ledger() -> None:
    """台账。"""


@ledger.command("verify")
@click.option(
    "--head",
    "head_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="以前公布的台账末条（/ledger/head.json），一并核对。",
)
def verify_ledger(head_file: Path | None) -> None:
    """逐条核对台账；有一条对不上就指出是哪一条，退出码 1。"""
    published = read_published_head(head_file) if head_file else None
    report = open_parts()[LedgerService].verify(*([published] if published else []))
    if report.is_intact:
        click.echo(cli_messages.CLI_LEDGER_INTACT.format(count=report.checked, head=report.head))
        if published:
            click.echo(cli_messages.CLI_LEDGER_HEAD_MATCHES.format(sequence=published.sequence))
        return
    click.echo(
        cli_messages.CLI_LEDGER_BROKEN.format(
            row=report.broken_at, reason=report.reason, count=report.checked
        )
    )
    raise SystemExit(1)
