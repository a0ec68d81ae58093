"""`fabu ledger`: the proof that what was done is as it was written."""

from __future__ import annotations

from pathlib import Path

import click

from forms_backend.ledger.heads_log import read_heads
from forms_backend.ledger.service import LedgerService
from forms_backend.running import cli_messages
from forms_backend.running.command_line import open_parts


@click.group()
def ledger() -> None:
    """台账。"""


@ledger.command("verify")
@click.option(
    "--head",
    "head_files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="另存的台账末条（/ledger/head.json，或别处保存的 heads.log），一并核对；可以写多次。",
)
def verify_ledger(head_files: tuple[Path, ...]) -> None:
    """逐条核对台账、它记下的每一行数据、写下的每个末条；有一处对不上就指出是哪里，退出码 1。"""
    published = [head for file in head_files for head in read_heads(file)]
    report = open_parts()[LedgerService].verify(*published)
    if not report.is_intact:
        text = cli_messages.CLI_LEDGER_BROKEN
        click.echo(text.format(verdict=report.verdict(), count=report.checked))
        raise SystemExit(1)
    click.echo(cli_messages.CLI_LEDGER_INTACT.format(count=report.checked, head=report.head))
    click.echo(cli_messages.CLI_LEDGER_ANCHORS.format(count=report.anchors))
    for head in published:
        click.echo(cli_messages.CLI_LEDGER_HEAD_MATCHES.format(sequence=head.sequence))
