"""`fabu check`: all that is wrong with a project, told at once.

Imports little: that nothing changed since the last check must be seen before the checks are loaded.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from publisher.editing.last_check import LastCheck, check_inputs, read_last, write_last
from publisher.model.finding import has_errors
from publisher.model.report import Format, report
from publisher.moment import build_moment
from publisher.parallel import without_garbage_collection
from publisher.project import Folders, config_dir, find_project


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([f.value for f in Format]),
    default=Format.TEXT.value,
    show_default=True,
    help="输出格式。",
)
@click.option("--verify", is_flag=True, help="全部重新读入，不用上次记下的结果。")
@click.option(
    "--since",
    metavar="REV",
    help="只显示从 REV（分支、标签、提交）以来改过的文件里的问题，和这些改动在别处引起的问题。",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
def check(form: str, verify: bool, since: str | None, paths: tuple[str, ...]) -> None:
    """检查稿件，一次列出全部问题。

    给出 PATH（文件或目录）时只显示它们的问题，其余稿件照样读入比对。
    有错误时退出码为 1，只有提醒时为 0。
    """
    folders = find_project()
    today = build_moment().date()
    chosen = [existing(path) for path in paths]
    with without_garbage_collection():
        checked = findings_today(folders, today, verify=verify)
    findings, files = list(checked.findings), set(checked.files)
    if chosen:
        _tell_strangers(paths, chosen, files, folders)
        findings = [f for f in findings if _is_among(f.path, chosen, folders)]
        files = {path for path in files if _is_among(path, chosen, folders)}
    if since:
        from publisher.editing.since import caused, changed_files

        findings = caused(findings, folders, since, today)
        touched = changed_files(folders.root, since)
        files = {path for path in files if path in touched} | {f.path for f in findings}
    output = report(findings, len(files), Format(form))
    if output:
        click.echo(output)
    sys.exit(1 if has_errors(findings) else 0)


def findings_today(folders: Folders, today: date, *, verify: bool) -> LastCheck:
    """What a check of the project finds, from the last one where it still holds. `verify` uses nothing
    of it."""
    last = None if verify else read_last(folders)
    found = None if last is None else _gone_on(folders, last, today)
    if found is None:
        from publisher.editing.checking import check_anew

        found = check_anew(folders, today, verify=verify)
    if found is not last:
        write_last(folders, found)
    return found


def _gone_on(folders: Folders, last: LastCheck, today: date) -> LastCheck | None:
    """`last` where nothing changed since; where little did, what follows from it. None where it takes a
    whole check."""
    inputs = check_inputs(folders, today, last.pages)
    if last.inputs == inputs:
        return last
    from publisher.editing.checking import check_changed

    return check_changed(folders, last, inputs, inputs.changed_since(last.inputs) or (), today)


def existing(path: str) -> Path:
    found = Path(path).absolute()
    if not found.exists():
        raise click.UsageError(f"没有“{path}”这个文件或目录")
    return found.resolve()


def _tell_strangers(
    paths: tuple[str, ...], chosen: list[Path], files: set[str], folders: Folders
) -> None:
    """Say of which of `paths` nothing is checked: neither manuscripts nor configuration."""
    config = config_dir(folders.root).resolve()
    strangers = [
        path
        for path, choice in zip(paths, chosen, strict=True)
        if not choice.is_relative_to(config)
        and not config.is_relative_to(choice)
        and not any(_is_among(file, [choice], folders) for file in files)
    ]
    if strangers:
        click.echo(f"提示：{'、'.join(strangers)} 里没有稿件，没有检查", err=True)


def _is_among(shown: str, chosen: list[Path], folders: Folders) -> bool:
    """Whether a path of a finding is one of the chosen files, or lies below a chosen folder."""
    plain = folders.root / shown
    paths = {plain, plain.resolve()}
    return any(path.is_relative_to(choice) for path in paths for choice in chosen)
