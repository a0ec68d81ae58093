"""`fabu staff`: accounts of those who work on matters."""

from __future__ import annotations

import click

from forms_backend.accounts.leaving import PostService
from forms_backend.accounts.service import StaffService
from forms_backend.accounts.sessions import SessionService
from forms_backend.identity.roles import Role
from forms_backend.running import cli_messages
from forms_backend.running.command_line import open_parts, operator


@click.group()
def staff() -> None:
    """工作人员账号。"""


@staff.command("add")
@click.argument("login")
@click.option("--name", required=True, help="姓名。")
@click.option("--unit", required=True, help="单位：units.yml 中的键、简称或全称。")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="岗位。"
)
@click.option("--email", default="", help="工作邮箱，接收办件提醒；加密保存。")
def add_staff(login: str, name: str, unit: str, role: str, email: str) -> None:
    """新增账号，显示一次性密码。"""
    parts = open_parts()
    password = parts[StaffService].add(login, name, unit, Role(role), actor=operator(), email=email)
    known = parts.ground.config.unit(unit)
    click.echo(
        cli_messages.CLI_STAFF_ADDED.format(
            login=login,
            unit=known.short if known else unit,
            role=Role(role).label,
            password=password,
        )
    )


@staff.command("disable")
@click.argument("login")
@click.option(
    "--hand-to", default="", help="接手在办件的承办人账号；不写则退回本单位，由同事接手。"
)
def disable_staff(login: str, hand_to: str) -> None:
    """停用账号，结束它的全部登录，移交在办的件。"""
    count = open_parts()[PostService].disable(login, actor=operator(), successor=hand_to)
    click.echo(cli_messages.CLI_STAFF_DISABLED.format(login=login))
    _tell_handed_over(count)


@staff.command("move")
@click.argument("login")
@click.option("--unit", required=True, help="新单位：units.yml 中的键、简称或全称。")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="新岗位。"
)
@click.option("--hand-to", default="", help="接手在办件的承办人账号；不写则退回原单位。")
def move_staff(login: str, unit: str, role: str, hand_to: str) -> None:
    """调动单位或岗位，结束全部登录，移交在办的件。"""
    count = open_parts()[PostService].move(
        login, unit, Role(role), actor=operator(), successor=hand_to
    )
    click.echo(cli_messages.CLI_STAFF_MOVED.format(login=login, role=Role(role).label))
    _tell_handed_over(count)


def _tell_handed_over(count: int) -> None:
    if count:
        click.echo(cli_messages.CLI_STAFF_HANDED_OVER.format(count=count))


@staff.command("end-sessions")
@click.argument("login")
def end_staff_sessions(login: str) -> None:
    """结束账号的全部登录。"""
    open_parts()[SessionService].end_all(login, actor=operator())
    click.echo(cli_messages.CLI_STAFF_SESSIONS_ENDED.format(login=login))


@staff.command("reset-totp")
@click.argument("login")
def reset_staff_totp(login: str) -> None:
    """验证器丢失时解除动态口令，显示新的一次性密码；本人登录后重新绑定。"""
    password = open_parts()[SessionService].reset_second_factor(login, actor=operator())
    click.echo(cli_messages.CLI_STAFF_TOTP_RESET.format(login=login, password=password))


@staff.command("new-password")
@click.argument("login")
def new_staff_password(login: str) -> None:
    """一次性密码丢失或过期时再发一个，结束全部登录；动态口令不变。"""
    password = open_parts()[SessionService].new_password(login, actor=operator())
    click.echo(cli_messages.CLI_STAFF_NEW_PASSWORD.format(login=login, password=password))


@staff.command("list")
def list_staff() -> None:
    """列出账号。"""
    parts = open_parts()
    accounts = parts[StaffService].accounts()
    if not accounts:
        click.echo(cli_messages.CLI_STAFF_NONE)
        return
    active, pending, disabled = cli_messages.CLI_STAFF_STATES
    click.echo("\t".join(cli_messages.CLI_STAFF_HEAD))
    for account in accounts:
        unit = parts.ground.config.unit(account.unit)
        state = (
            disabled if account.disabled_at else active if account.has_second_factor else pending
        )
        name = unit.short if unit else account.unit
        click.echo("\t".join((account.login, account.name, name, account.role.label, state)))
