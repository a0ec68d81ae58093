"""The `fabu` command: one table of subcommands, each loaded only when it is used.

This module is the only place that knows both `publisher` and `forms_backend`; it names their
commands as text, so that starting one never imports the other.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from district import command_words
from district.errors import FabuError
from district.os_reasons import reason_of
from district.project_option import project_option, with_project

COMMANDS = {
    "build": "publisher.build_cli:build",
    "booklet": "publisher.booklet_cli:booklet",
    "export": "publisher.exporting.cli:export",
    "cite": "law.cli:cite",
    "laws": "publisher.editing.laws_cli:laws",
    "check": "publisher.editing.check_cli:check",
    "fix": "publisher.editing.cli:fix",
    "new": "publisher.editing.cli:new",
    "preview": "publisher.preview.cli:preview",
    "schema": "publisher.editing.cli:schema",
    "import": "publisher.importing.cli:import_command",
    "redact": "publisher.editing.redact_cli:redact_command",
    "publish": "publisher.publishing.cli:publish",
    "rollback": "publisher.publishing.cli:rollback",
    "releases": "publisher.publishing.cli:list_releases",
    "sign": "publisher.editing.sign_cli:sign",
    "retag": "publisher.editing.retag_cli:retag",
    "review": "publisher.editing.sign_cli:review",
    "purge": "publisher.editing.purge_cli:purge",
    "config": "district.cli:config",
    "start": "publisher.projects.cli:start",
    "adopt": "publisher.projects.cli:adopt",
    "index": "search.cli:index",
    "search": "search.cli:search",
    "init": "forms_backend.cli:init",
    "migrate": "forms_backend.cli:migrate",
    "serve": "forms_backend.cli:serve",
    "submissions": "forms_backend.matters.cli:submissions",
    "staff": "forms_backend.accounts.cli:staff",
    "ledger": "forms_backend.old_ledgers.cli:ledger",
    "register": "forms_backend.registers.cli:register",
    "filing": "forms_backend.filings.cli:filing",
    "report": "forms_backend.reports.cli:report",
    "receipt": "forms_backend.submissions.cli:receipt",
    "answers": "forms_backend.publication.cli:answers",
    "states": "forms_backend.matters.cli:states",
    "case": "forms_backend.publication.cli:case",
    "hearings": "forms_backend.bookings.cli:hearings",
    "subscriptions": "forms_backend.subscriptions.cli:subscriptions",
    "outbox": "forms_backend.outbox.cli:outbox",
    "digest": "forms_backend.notices.cli:digest",
    "backup": "forms_backend.keeping.cli:backup",
    "restore": "forms_backend.keeping.cli:restore",
    "migrate-database": "forms_backend.keeping.cli:migrate_database",
    "keys": "forms_backend.keeping.keys_cli:keys",
    "retention": "forms_backend.keeping.retention_cli:retention",
    "forge": "forms_backend.manuscripts.cli:forge",
    "up": "fabu:up",
}

WITHOUT_PROJECT = ("start", "adopt")
"""These make a project, so that there is none to choose."""

BEFORE_SERVING = (["init"], ["build", "--if-changed"], ["index"], ["migrate"])
"""What `fabu up` does before it serves; each is quick when there is nothing to do."""


class LazyGroup(click.Group):
    """A group whose commands are `module:attribute` texts in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return with_project(command, WITHOUT_PROJECT)


def build_backend(settings: Any) -> Any:
    """What commands of the backend find in their context: the builder of its parts."""
    return importlib.import_module("forms_backend.building").build_parts(settings)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "obj": build_backend},
    params=[project_option()],
)
@click.version_option(package_name="fabu-site", prog_name="fabu", help="显示版本。")
def cli() -> None:
    """法布：把 Markdown 变成可检索的普法网站，并受理投诉与咨询。"""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8000, show_default=True, help="监听端口。")
def up(host: str, port: int) -> None:
    """依次 init、build、index、migrate，然后 serve：一条命令把整站跑起来。"""
    released = importlib.import_module("district.project").has_release()
    if released:
        click.echo("提供的是 fabu publish 发布的版本，没有另外生成网站。")
    for arguments in BEFORE_SERVING:
        if released and arguments[0] in ("build", "index"):
            continue
        cli.main(arguments, prog_name="fabu", standalone_mode=False)
    cli.main(
        ["serve", "--host", host, "--port", str(port)], prog_name="fabu", standalone_mode=False
    )


def main() -> None:
    """Run the command line; an error that an operator can mend is one sentence and its exit code."""
    command_words.speak_chinese()
    try:
        cli()
    except FabuError as error:
        click.echo(f"错误：{error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        # A folder that may not be read, a full disk, a port in use: the operator's to mend.
        place = f"“{error.filename}”" if error.filename else ""
        click.echo(f"错误：无法读写{place}（{reason_of(error)}）", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
