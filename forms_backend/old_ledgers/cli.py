"""`fabu ledger import`: what an office kept before, as matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import click

from district.casework.retention import load_retention
from district.errors import FabuError
from forms_backend.office_files.sheet_reading import (
    Sheet,
    SheetError,
    SheetTooLargeError,
    TooManyRowsError,
    read_sheet,
)
from forms_backend.old_ledgers import messages as texts
from forms_backend.old_ledgers.map_file import MOST_HEADER_ROW, Terms, load_map
from forms_backend.old_ledgers.old_matter import OldMatter, past_keeping
from forms_backend.old_ledgers.reading import MOST_ROWS, read_old_ledger
from forms_backend.old_ledgers.service import OldLedgerService, Outcome
from forms_backend.running.clock import local_date
from forms_backend.running.command_line import open_parts, operator
from forms_backend.worklists.cli import ledger

__all__ = ["ledger"]

MOST_TOLD = 100
_DAY = timedelta(days=1)
"""The retention runs in the night after the import."""
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@ledger.command("import")
@click.argument("file", type=_FILE)
@click.option("--map", "map_file", required=True, type=_FILE, help="对应文件：哪一列是什么。")
@click.option("--dry-run", is_flag=True, help="只检查，说明会导入什么，不写入。")
def import_ledger(file: Path, map_file: Path, dry_run: bool) -> None:
    """把以前的 Excel 台账作为办件导入；有一处不对，一件也不导入。再次导入同一份，不会重复。"""
    parts = open_parts()
    found = load_map(map_file, parts[Terms])
    sheet = _sheet(file)
    today = local_date(parts.ground.clock())
    read = read_old_ledger(found, sheet, parts[Terms], today)
    if read.problems:
        raise FabuError(_problems(file, read.problems))
    service = parts[OldLedgerService]
    if dry_run:
        outcome = service.look_at(found.name, read.matters)
    else:
        outcome = service.take_in(found.name, read.matters, actor=operator())
    periods = load_retention(parts.ground.directory).submissions
    past = past_keeping(outcome.taken, periods, today + _DAY)
    for line in _report(outcome, len(read.matters), past, dry_run):
        click.echo(line)


def _sheet(file: Path) -> Sheet:
    """Raises FabuError: what cannot be read, by the place where that is known."""
    try:
        with file.open("rb") as stream:
            return read_sheet(stream, MOST_ROWS + MOST_HEADER_ROW)
    except TooManyRowsError as error:
        told = texts.TOO_MANY_ROWS.format(row=error.row, most=MOST_ROWS)
        raise FabuError(f"{file}：{told}") from error
    except SheetTooLargeError as error:
        raise FabuError(f"{file}：{texts.TOO_LARGE}") from error
    except SheetError as error:
        raise FabuError(f"{file}：{texts.BROKEN}") from error


def _problems(file: Path, problems: Sequence[str]) -> str:
    told = [f"  {problem}" for problem in problems[:MOST_TOLD]]
    if len(problems) > MOST_TOLD:
        told.append(f"  {texts.CLI_MORE.format(count=len(problems) - MOST_TOLD)}")
    return texts.CLI_PROBLEMS.format(path=file, count=len(problems), problems="\n".join(told))


def _report(outcome: Outcome, rows: int, past: int, dry_run: bool) -> Iterable[str]:
    taken = outcome.taken
    still_open = sum(matter.is_open for matter in taken)
    yield texts.CLI_COUNTS.format(
        rows=rows,
        verb=texts.CLI_WILL if dry_run else texts.CLI_DID,
        taken=len(taken),
        closed=len(taken) - still_open,
        open=still_open,
        known=outcome.known,
    )
    if past:
        yield texts.CLI_PAST_KEEPING.format(count=past)
    for name, of in _GROUPS:
        if taken:
            counts = Counter(map(of, taken)).most_common()
            told = "、".join(f"{label} {count}" for label, count in counts)
            yield texts.CLI_BY.format(name=name, counts=told)
    undated = sum(not matter.is_open and matter.due_on is None for matter in taken)
    if undated:
        yield texts.CLI_DATES.format(count=undated)
    if outcome.changed:
        listed = "、".join(map(str, outcome.changed[:MOST_TOLD]))
        yield texts.CLI_CHANGED.format(count=len(outcome.changed), rows=listed)
    if outcome.numbers:
        numbers = sorted(outcome.numbers)
        yield texts.CLI_NUMBERS.format(first=numbers[0], last=numbers[-1])
    if dry_run:
        yield texts.CLI_DRY


_GROUPS: tuple[tuple[str, Callable[[OldMatter], str]], ...] = (
    ("事项", lambda matter: matter.form.title),
    ("渠道", lambda matter: matter.channel.label),
    ("结果", lambda matter: matter.result.label),
    ("收件年份", lambda matter: str(matter.received_on.year)),
)
