"""The option `--project DIR` that every command takes, before or after its name."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import click

from district.project import VARIABLE


def project_option() -> click.Option:
    """An option that names the project of this command and of every process that it starts."""
    return click.Option(
        ["--project"],
        type=click.Path(file_okay=False),
        metavar="DIR",
        callback=_choose,
        expose_value=False,
        is_eager=True,
        help="网站工程的目录；不写则是当前目录往上第一个有 mkdocs.yml 的。",
    )


def _choose(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(Path(value).resolve())
    ctx.call_on_close(lambda: _restore(before))


def _restore(before: str | None) -> None:
    if before is None:
        os.environ.pop(VARIABLE, None)
    else:
        os.environ[VARIABLE] = before


def with_project(command: click.Command, without: Collection[str] = ()) -> click.Command:
    """`command`, and every command below it, with the option; names in `without` stay as they are."""
    if command.name not in without and "project" not in {p.name for p in command.params}:
        command.params.append(project_option())
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_project(below, without)
    return command
