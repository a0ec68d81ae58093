"""`fabu filing`: who has not filed, and the points of a period as a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from forms_backend.filings import messages as texts
from forms_backend.filings.assessment_files import Results, results_word, results_workbook
from forms_backend.filings.assessment_service import AssessmentService
from forms_backend.filings.due import report_kind
from forms_backend.filings.reading import FilingReader
from forms_backend.reports.periods import EARLIEST, last_complete, period_label
from forms_backend.reports.service import ReportService
from forms_backend.running import cli_messages
from forms_backend.running.command_line import open_parts

_FILES = {".docx": results_word, ".xlsx": results_workbook}


@click.group()
def filing() -> None:
    """报送和考评。"""


@filing.command("missing")
def missing() -> None:
    """逾期没有报送的单位，一行一份；没有的返回 0，有的返回 1。"""
    parts = open_parts()
    late = parts[FilingReader].late()
    for one in late:
        kind = report_kind(one.asked.kind)
        click.echo(
            texts.CLI_MISSING.format(
                kind=kind.label,
                period=period_label(kind, one.asked.period),
                unit=parts[ReportService].labels.unit(one.unit),
                due=one.asked.due.on,
            )
        )
    if late:
        raise SystemExit(1)
    click.echo(texts.CLI_NOBODY)


@filing.command("assessment")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="统计这一天之前最近一个完整的考评期。不写为今天。",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True,
              help="文件，后缀 .docx 或 .xlsx。")  # fmt: skip
def assessment(as_of: datetime | None, out: Path) -> None:
    """考评结果：各单位得分和每一项的依据。"""
    if out.suffix not in _FILES:
        raise click.UsageError(cli_messages.CLI_REPORT_FORMAT.format(known="docx、xlsx"))
    parts = open_parts()
    service = parts[AssessmentService]
    if not service.is_defined():
        raise click.UsageError(texts.CLI_NO_ASSESSMENT)
    day = as_of.date() if as_of else parts[ReportService].today()
    if day < EARLIEST:
        raise click.UsageError(cli_messages.CLI_REPORT_TOO_EARLY.format(day=EARLIEST))
    period = last_complete(service.kind, day)
    label = period_label(service.kind, period)
    sender = parts.ground.config.site.organiser
    results = Results(service.assessment, service.results(period), label, period.last, sender)
    out.write_bytes(_FILES[out.suffix](results, parts[ReportService].labels.unit))
    click.echo(
        cli_messages.CLI_REPORT_WRITTEN.format(title=f"{service.assessment.name} {label}", path=out)
    )
