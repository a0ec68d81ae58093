"""`fabu ledger reindex`: the search of the work lists, built anew from the records."""

from __future__ import annotations

import click

from forms_backend.ledger.cli import ledger
from forms_backend.running import cli_messages
from forms_backend.running.command_line import open_parts
from forms_backend.worklists.index_service import IndexService

__all__ = ["ledger"]


@ledger.command("reindex")
def reindex_ledger() -> None:
    """重建工作台的检索（换了数据密钥，或检索的规则变了以后）。"""
    count = open_parts()[IndexService].reindex()
    click.echo(cli_messages.CLI_LEDGER_REINDEXED.format(count=count))
