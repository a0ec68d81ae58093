"""`fabu forge`: where main of the editing repository is pushed to."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from district.errors import FabuError
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.errors import EditingError
from forms_backend.manuscripts.forge import ACCOUNT, Forge, checked_forge
from forms_backend.manuscripts.forge_desk import ForgeDesk, Outcome
from forms_backend.running.command_line import open_parts

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def forge() -> None:
    """签发以后把编辑的仓库推送到代码托管平台，并取回别人在平台上合并的改动。"""


def _desk() -> ForgeDesk:
    parts = open_parts()
    if parts.ground.settings.editing_repository is None:
        raise FabuError("没有设 FABU_EDITING_REPOSITORY，没有编辑的仓库可以推送")
    return parts[ForgeDesk]


@forge.command("set")
@click.argument("url")
@click.option("--branch", default="main", show_default=True, help="平台上的分支。")
@click.option("--user", default=ACCOUNT, show_default=True, help="令牌所属的账号。")
@click.option("--token-file", type=_FILE, help="写着令牌的文件（https）；不写则在终端里输入。")
@click.option("--key-file", type=_FILE, help="没有口令的 SSH 私钥（ssh）。")
@click.option(
    "--known-hosts", type=_FILE, help="平台的主机公钥，known_hosts 格式，核对过指纹（ssh）。"
)
def set_forge(
    url: str, branch: str, user: str, token_file: Path | None, key_file: Path | None,
    known_hosts: Path | None,
) -> None:  # fmt: skip
    """设定平台的地址和凭据，加密存在 var/；地址里不写密码。设好后推送一次。"""
    desk = _desk()
    token = token_file.read_text(encoding="utf-8").strip() if token_file else ""
    if url.startswith("https://") and not token:
        token = click.prompt("令牌", hide_input=True)
    try:
        made = checked_forge(
            Forge(
                url, branch, user, token, key_file.read_text("utf-8") if key_file else "",
                known_hosts.read_text("utf-8") if known_hosts else "",
            )
        )  # fmt: skip
    except (EditingError, UnicodeDecodeError) as error:
        raise click.UsageError(str(error)) from error
    desk.vault.write(made)
    click.echo(messages.FORGE_SET)
    _push(desk)


@forge.command()
def push() -> None:
    """现在就取回、推送一次；没有成功的返回 1。"""
    _push(_desk())


def _push(desk: ForgeDesk) -> None:
    if not desk.vault.is_set:
        raise FabuError(messages.FORGE_NOT_SET)
    made = desk.run()
    if made is Outcome.BUSY:
        click.echo(messages.FORGE_WAITS, err=True)
        made = desk.run(waits=True)
    if made is Outcome.FAILED:
        click.echo(desk.state().problem, err=True)
        sys.exit(1)
    click.echo(messages.FORGE_PUSHED.format(commit=desk.state().commit[:12]))


@forge.command()
def status() -> None:
    """推送到哪里，最近一次怎么样；没有成功的返回 1。不显示凭据。"""
    desk = _desk()
    try:
        made = desk.vault.read()
    except EditingError as error:
        raise FabuError(str(error)) from error
    if made is None:
        click.echo(messages.FORGE_NOT_SET)
        return
    state = desk.state()
    click.echo(f"{made.url}　{made.branch}")
    if state.problem:
        click.echo(f"{state.since} 起没有推送成：{state.problem}", err=True)
        sys.exit(1)
    click.echo(messages.FORGE_PUSHED.format(commit=state.commit[:12] or "-"))


@forge.command()
def forget() -> None:
    """不再推送，删去地址和凭据。"""
    click.echo(messages.FORGE_FORGOTTEN if _desk().vault.forget() else messages.FORGE_NOT_SET)
