"""`fabu import`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from district import load_site_config
from district.import_formats import load_import_formats
from district.project import var_dir
from publisher.checks import check_context
from publisher.editing.redact_cli import read_key
from publisher.importing.desk import Desk
from publisher.importing.forms import KINDS
from publisher.importing.record import Record
from publisher.importing.report import Outcome, write_report
from publisher.model.documents.document import Kind
from publisher.moment import build_moment
from publisher.project import config_dir, find_project


@click.command("import")
@click.argument("source", metavar="FILE|FOLDER", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--kind", type=click.Choice([kind.value for kind in KINDS]), help="稿件种类；不写则由段落认出。"
)
@click.option(
    "--type", "case_type", metavar="案例类型", help="如 裁判案例、调解案例；不写则由段落认出。"
)
@click.option(
    "--map",
    "own_map",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="这一批稿件自己的对照表，写法同 site_config/import.yml。",
)
@click.option("--dry-run", is_flag=True, help="只出报告，不写稿件。")
def import_command(
    source: Path, kind: str | None, case_type: str | None, own_map: Path | None, dry_run: bool
) -> None:
    """把 Word、WPS、网页、PDF、文本里的旧稿变成草稿，从不发布。

    FILE 是一个文件，FOLDER 是一个文件夹（连同里面的文件夹）；旁边有 metadata.xlsx 的，照它填头信息。
    段落照体例归好，头信息逐项提议，没有写明的标【待填】；修订里删去的和批注不带入。
    再运行一次，没有人动过的草稿会更新，动过的只列出名字。报告写在 var/imports/ 里。
    """
    folders = find_project()
    directory = config_dir(folders.root)
    config = load_site_config(directory)
    term = config.vocabulary.terms("case_types").find(case_type) if case_type else None
    if case_type and term is None:
        labels = "、".join(config.vocabulary.terms("case_types").labels)
        raise click.UsageError(f"没有“{case_type}”这种案例类型；可选：{labels}")
    if term and kind not in (None, Kind.CASE.value):
        raise click.UsageError("--type 只用于案例（--kind case）")
    now = build_moment()
    var = var_dir(folders.root)
    desk = Desk(
        context=check_context(folders, config, now.date()),
        formats=load_import_formats(directory, own_map),
        key=read_key(folders.root),
        record=Record(var),
        now=now,
        kind=Kind(kind) if kind else None,
        case_type=term.key if term else None,
        write=not dry_run,
    )
    results = []
    try:
        for result in desk.take_in(source):
            results.append(result)
            reason = f"：{result.told[0]}" if result.outcome is Outcome.UNREAD else ""
            click.echo(f"{result.outcome.value}　{result.original}　{result.path}{reason}")
    finally:
        if not dry_run:
            desk.record.save()
    page = write_report(var / "imports" / f"{now:%Y%m%d-%H%M%S}", results)
    counts = Counter(result.outcome for result in results)
    said = "，".join(
        f"{outcome.value} {counts[outcome]} 篇" for outcome in Outcome if counts[outcome]
    )
    click.echo(f"共 {len(results)} 篇：{said or '没有可以导入的文件'}。报告：{page}")
    sys.exit(1 if counts[Outcome.UNREAD] or not results else 0)
