"""`fabu report`: reports, the work ledger and the public statistics as files."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from forms_backend.reports.files.formats import FORMATS
from forms_backend.reports.periods import EARLIEST, ReportKind, last_complete
from forms_backend.reports.service import ReportService
from forms_backend.running import cli_messages
from forms_backend.running.command_line import open_parts
from forms_backend.running.parts import Parts

AS_OF = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="哪一天出报告；统计这一天之前最近一个完整的统计期。不写为今天。",
)


def _day(as_of: datetime | None, parts: Parts) -> date:
    day = as_of.date() if as_of else parts[ReportService].today()
    if day < EARLIEST:
        raise click.UsageError(cli_messages.CLI_REPORT_TOO_EARLY.format(day=EARLIEST))
    return day


@click.group()
def report() -> None:
    """统计报告、工作台账和公开统计。"""


def _add(kind: ReportKind) -> None:
    @report.command(kind.value, help=f"{kind.label}。{kind.rule}")
    @AS_OF
    @click.option("--unit", help="只统计这个单位：units.yml 中的键、简称或全称。")
    @click.option(
        "--format", "ending", type=click.Choice(tuple(FORMATS)), help="不写则按 --out 的后缀。"
    )
    @click.option("--out", type=click.Path(path_type=Path), required=True, help="文件或目录。")
    def write(as_of: datetime | None, unit: str | None, ending: str | None, out: Path) -> None:
        _write(kind, as_of, unit, ending, out)


for _kind in ReportKind:
    _add(_kind)


def _write(
    kind: ReportKind, as_of: datetime | None, unit: str | None, ending: str | None, out: Path
) -> None:
    """One file, or into a directory one of the asked format, or of each."""
    suffix = out.suffix.removeprefix(".")
    if not out.is_dir() and (ending or suffix) not in FORMATS:
        raise click.UsageError(cli_messages.CLI_REPORT_FORMAT.format(known="、".join(FORMATS)))
    parts = open_parts()
    day = _day(as_of, parts)
    known = parts.ground.config.unit(unit) if unit else None
    found = parts[ReportService].report(
        kind, last_complete(kind, day), known.key if known else unit
    )
    endings = (ending,) if ending else tuple(FORMATS) if out.is_dir() else (suffix,)
    for one in endings:
        file = out / f"{found.file_name}.{one}" if out.is_dir() else out
        file.write_bytes(FORMATS[one].write(found))
        click.echo(
            cli_messages.CLI_REPORT_WRITTEN.format(
                title=f"{found.title} {found.subtitle}", path=file
            )
        )


@report.command("public")
@AS_OF
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="文件。"
)
def public(as_of: datetime | None, out: Path) -> None:
    """公开统计（JSON）：放到 content/statistics.json，下次生成网站时有统计页。"""
    parts = open_parts()
    day = _day(as_of, parts)
    record = parts[ReportService].public_statistics(day)
    out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    click.echo(cli_messages.CLI_REPORT_WRITTEN.format(title=cli_messages.STATISTICS, path=out))
