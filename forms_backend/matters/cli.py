"""`fabu states`: the state table in the handbook follows from the program."""

from __future__ import annotations

from pathlib import Path

import click

from forms_backend.matters.state_tables import with_state_tables
from forms_backend.running import cli_messages

PAGE = Path("content/handbook/casework.md")


@click.command()
@click.option("--check", "only_check", is_flag=True, help="不写文件；过时则退出码为 1。")
def states(only_check: bool) -> None:
    """由状态表更新手册“办件流程”页里的表格。"""
    text = PAGE.read_text(encoding="utf-8")
    wanted = with_state_tables(text)
    if text == wanted:
        click.echo(cli_messages.CLI_STATES_CURRENT.format(path=PAGE))
        return
    if only_check:
        click.echo(cli_messages.CLI_STATES_STALE.format(path=PAGE), err=True)
        raise SystemExit(1)
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    click.echo(cli_messages.CLI_STATES_WRITTEN.format(path=PAGE))
