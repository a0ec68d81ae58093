"""`fabu states`: the state table in the handbook follows from the program; `fabu submissions`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from district.project import find_root
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.states.state_tables import with_state_tables
from forms_backend.running import cli_messages
from forms_backend.running.clock import local_text, received_text
from forms_backend.running.command_line import open_parts, operator
from forms_backend.running.parts import Parts
from forms_backend.submissions.views import Record, Summary

PAGE = "content/handbook/casework.md"


@click.command()
@click.option("--check", "only_check", is_flag=True, help="不写文件；过时则退出码为 1。")
def states(only_check: bool) -> None:
    """由状态表更新手册“办件流程”页里的表格。"""
    page = find_root() / PAGE
    text = page.read_text(encoding="utf-8")
    wanted = with_state_tables(text)
    if text == wanted:
        click.echo(cli_messages.CLI_STATES_CURRENT.format(path=PAGE))
        return
    if only_check:
        click.echo(cli_messages.CLI_STATES_STALE.format(path=PAGE), err=True)
        raise SystemExit(1)
    page.write_text(wanted, encoding="utf-8", newline="\n")
    click.echo(cli_messages.CLI_STATES_WRITTEN.format(path=PAGE))


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
    parts = open_parts()
    found = parts[SubmissionService].list_latest(limit, form_id=form_id)
    if not found:
        click.echo(cli_messages.CLI_NO_SUBMISSIONS)
        return
    for line in (cli_messages.CLI_LIST_HEAD, *(_list_line(parts, item) for item in found)):
        click.echo("\t".join(line))


def _list_line(parts: Parts, item: Summary) -> Sequence[str]:
    form = parts.ground.forms.get(item.form_id)
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
    parts = open_parts()
    record = parts[SubmissionService].reveal(number.strip().upper(), actor=operator())
    click.echo(_record_text(parts, record))


def _record_text(parts: Parts, record: Record) -> str:
    form = parts.ground.forms.get(record.summary.form_id)
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
