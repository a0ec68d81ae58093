"""`fabu submissions` and `fabu receipt`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from forms_backend.running import cli_messages
from forms_backend.running.clock import local_text, received_text
from forms_backend.running.command_line import open_services, operator
from forms_backend.running.settings import load_settings
from forms_backend.submissions.receipts import ReceiptSigner, verify_receipt
from forms_backend.submissions.views import Record, Summary
from forms_backend.web.context import Services


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
    parts = open_services()
    found = parts.submissions.list_latest(limit, form_id=form_id)
    if not found:
        click.echo(cli_messages.CLI_NO_SUBMISSIONS)
        return
    for line in (cli_messages.CLI_LIST_HEAD, *(_list_line(parts, item) for item in found)):
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
        received_text(item.received_at),
        item.state.label,
        item.channel.label,
        labels.get(item.category or "", item.category or ""),
    )


@submissions.command("show")
@click.argument("number")
def show_submission(number: str) -> None:
    """解密并显示一件提交；这次查看会记入台账。"""
    parts = open_services()
    record = parts.submissions.reveal(number.strip().upper(), actor=operator())
    click.echo(_record_text(parts, record))


def _record_text(parts: Services, record: Record) -> str:
    form = parts.forms.get(record.summary.form_id)
    lines = [
        cli_messages.CLI_RECORD_HEAD.format(
            number=record.summary.number,
            form=form.title if form else record.summary.form_id,
            channel=record.summary.channel.label,
            state=record.summary.state.label,
            received=received_text(record.summary.received_at),
        ),
        "",
        *(f"{answer.label}：{answer.display}" for answer in record.answers),
        "",
        *(f"{local_text(step.at)}  {step.action.label}（{step.actor}）" for step in record.steps),
    ]
    return "\n".join(lines)


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
        click.echo(cli_messages.CLI_RECEIPT_FALSE)
        raise SystemExit(1)
    click.echo(
        cli_messages.CLI_RECEIPT_TRUE.format(
            number=found.number, received=received_text(found.received_at)
        )
    )
