"""`fabu init`, `migrate`, `serve`, `submissions`, `staff`, `ledger`, `receipt`."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path

import click

from forms_backend import build_services, create_app, messages, schema, server
from forms_backend.bookings.keeper import seats_looked_after
from forms_backend.casework.published_head import read_published_head
from forms_backend.casework.receipts import ReceiptSigner, verify_receipt
from forms_backend.casework.roles import Role
from forms_backend.casework.service import Record, Summary
from forms_backend.clock import local_text
from forms_backend.context import EXTENSION, Services, prepare_matters
from forms_backend.db import Database
from forms_backend.json_logs import configure_logs
from forms_backend.keeping.daily import ACTOR, running_daily
from forms_backend.keeping.retention_cli import retention_service
from forms_backend.secrets_file import NAMES, write_missing_secrets
from forms_backend.settings import SECRETS_FILE, find_var_dir, load_settings
from forms_backend.shell import SHELL_FILE


@click.command()
def init() -> None:
    """生成运行所需的密钥（已有的不动）。"""
    path = find_var_dir(Path.cwd()) / SECRETS_FILE
    written = write_missing_secrets(path)
    if not written:
        click.echo(messages.CLI_INIT_KEPT.format(path=path))
    elif written == NAMES:
        click.echo(messages.CLI_INIT_WRITTEN.format(path=path))
    else:
        click.echo(messages.CLI_INIT_COMPLETED.format(path=path, names="、".join(written)))


@click.command()
def migrate() -> None:
    """把数据库结构升级到本程序需要的版本。"""
    database = Database(load_settings().database_url)
    try:
        schema.upgrade(database)
        click.echo(messages.CLI_MIGRATED.format(revision=schema.current_revision(database)))
    finally:
        database.close()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="监听端口。"
)
def serve(host: str, port: int) -> None:
    """在一个进程中提供网站、表单和接口。"""
    settings = load_settings()
    configure_logs(settings.log_level)
    app = create_app(settings)
    parts: Services = app.extensions[EXTENSION]
    schema.check_schema(parts.database)
    prepare_matters(parts)
    if not (settings.site_dir / SHELL_FILE).is_file():
        click.echo(messages.CLI_NO_SITE.format(path=settings.site_dir), err=True)
    if not settings.index_dir.is_dir():
        click.echo(messages.CLI_NO_INDEX, err=True)
    kept = retention_service(settings, parts.database)
    with running_daily(lambda: kept.run(actor=ACTOR)), seats_looked_after(parts.bookings):
        server.serve(
            app,
            host,
            port,
            settings.threads,
            on_ready=lambda url: click.echo(messages.CLI_SERVING.format(url=url)),
        )
    click.echo(messages.CLI_STOPPED)


def _services() -> Services:
    parts = build_services(load_settings())
    schema.check_schema(parts.database)
    return parts


@click.group()
def submissions() -> None:
    """查看收到的投诉和咨询。"""


@submissions.command("list")
@click.option("--form", "form_id", help="只看这张表，如 complaint。")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="最多列出几件。"
)
def list_submissions(form_id: str | None, limit: int) -> None:
    """列出收到的提交（不含个人信息），新的在前。"""
    parts = _services()
    found = parts.submissions.list_latest(limit, form_id=form_id)
    if not found:
        click.echo(messages.CLI_NO_SUBMISSIONS)
        return
    for line in (messages.CLI_LIST_HEAD, *(_list_line(parts, item) for item in found)):
        click.echo("\t".join(line))


def _list_line(parts: Services, item: Summary) -> Sequence[str]:
    form = parts.forms.get(item.form_id)
    labels = {
        option.key: option.label
        for field in (form.fields if form else ())
        if field.key == "category"
        for option in field.options
    }
    return (
        item.number,
        local_text(item.received_at),
        item.state.label,
        item.channel.label,
        labels.get(item.category or "", item.category or ""),
    )


@submissions.command("show")
@click.argument("number")
def show_submission(number: str) -> None:
    """解密并显示一件提交；这次查看会记入台账。"""
    parts = _services()
    record = parts.submissions.reveal(number.strip().upper(), actor=f"cli:{getpass.getuser()}")
    click.echo(_record_text(parts, record))


def _record_text(parts: Services, record: Record) -> str:
    form = parts.forms.get(record.summary.form_id)
    lines = [
        messages.CLI_RECORD_HEAD.format(
            number=record.summary.number,
            form=form.title if form else record.summary.form_id,
            channel=record.summary.channel.label,
            state=record.summary.state.label,
            received=local_text(record.summary.received_at),
        ),
        "",
        *(f"{answer.label}：{answer.display}" for answer in record.answers),
        "",
        *(f"{local_text(step.at)}  {step.action.label}（{step.actor}）" for step in record.steps),
    ]
    return "\n".join(lines)


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
    parts = _services()
    password = parts.staff.add(
        login, name, unit, Role(role), actor=f"cli:{getpass.getuser()}", email=email
    )
    known = parts.config.unit(unit)
    click.echo(
        messages.CLI_STAFF_ADDED.format(
            login=login,
            unit=known.short if known else unit,
            role=Role(role).label,
            password=password,
        )
    )


@staff.command("disable")
@click.argument("login")
def disable_staff(login: str) -> None:
    """停用账号，结束它的全部登录。"""
    _services().staff.disable(login, actor=f"cli:{getpass.getuser()}")
    click.echo(messages.CLI_STAFF_DISABLED.format(login=login))


@staff.command("end-sessions")
@click.argument("login")
def end_staff_sessions(login: str) -> None:
    """结束账号的全部登录。"""
    _services().sessions.end_all(login, actor=f"cli:{getpass.getuser()}")
    click.echo(messages.CLI_STAFF_SESSIONS_ENDED.format(login=login))


@staff.command("reset-totp")
@click.argument("login")
def reset_staff_totp(login: str) -> None:
    """验证器丢失时解除动态口令，显示新的一次性密码；本人登录后重新绑定。"""
    password = _services().sessions.reset_second_factor(login, actor=f"cli:{getpass.getuser()}")
    click.echo(messages.CLI_STAFF_TOTP_RESET.format(login=login, password=password))


@staff.command("list")
def list_staff() -> None:
    """列出账号。"""
    parts = _services()
    accounts = parts.staff.accounts()
    if not accounts:
        click.echo(messages.CLI_STAFF_NONE)
        return
    active, pending, disabled = messages.CLI_STAFF_STATES
    click.echo("\t".join(messages.CLI_STAFF_HEAD))
    for account in accounts:
        unit = parts.config.unit(account.unit)
        state = (
            disabled if account.disabled_at else active if account.has_second_factor else pending
        )
        name = unit.short if unit else account.unit
        click.echo("\t".join((account.login, account.name, name, account.role.label, state)))


@click.group()
def ledger() -> None:
    """台账。"""


@ledger.command("reindex")
def reindex_ledger() -> None:
    """重建工作台的检索（换了数据密钥，或检索的规则变了以后）。"""
    count = _services().lists.reindex()
    click.echo(messages.CLI_LEDGER_REINDEXED.format(count=count))


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
    report = _services().submissions.verify_ledger(published)
    if report.is_intact:
        click.echo(messages.CLI_LEDGER_INTACT.format(count=report.checked, head=report.head))
        if published:
            click.echo(messages.CLI_LEDGER_HEAD_MATCHES.format(sequence=published.sequence))
        return
    click.echo(
        messages.CLI_LEDGER_BROKEN.format(
            row=report.broken_at, reason=report.reason, count=report.checked
        )
    )
    raise SystemExit(1)


@click.group()
def receipt() -> None:
    """回执。"""


@receipt.command("verify")
@click.argument("link")
@click.option("--key", "public_key", help="公钥（base64）；不写则用本机 FABU_CODE_KEY 的。")
def verify_receipt_link(link: str, public_key: str | None) -> None:
    """核对回执二维码中的签名，不联网、不查数据库；不属实时退出码 1。"""
    key = public_key or ReceiptSigner(load_settings().code_key, "").public_key
    found = verify_receipt(link, key)
    if found is None:
        click.echo(messages.CLI_RECEIPT_FALSE)
        raise SystemExit(1)
    click.echo(
        messages.CLI_RECEIPT_TRUE.format(
            number=found.number, received=local_text(found.received_at)
        )
    )
