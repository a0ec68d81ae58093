"""`fabu answers export` and `fabu case draft`: out of the casework, into the hands of editors."""

from __future__ import annotations

import re
from pathlib import Path

import click

from forms_backend.publication.drafts import answer_draft, case_draft
from forms_backend.publication.service import TellingService
from forms_backend.running import cli_messages
from forms_backend.running.clock import local_date
from forms_backend.running.command_line import open_parts, operator

ANSWERS = Path("content/answers")
DRAFTS = Path("cases_library/drafts")
WITHDRAWN = "withdrawn.yml"

_SUBMISSION = re.compile(r"^submission:\s*[\"']?([0-9a-f]{64})", re.MULTILINE)


def _known(folder: Path) -> frozenset[str]:
    """Digests of the answers that editors already have; those files are theirs."""
    return frozenset(
        found
        for file in sorted(folder.glob("**/*.md"))
        for found in _SUBMISSION.findall(file.read_text(encoding="utf-8", errors="replace"))
    )


@click.group()
def answers() -> None:
    """公开答复。"""


@answers.command("export")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=ANSWERS, show_default=True,
    help="写到哪个目录。",
)  # fmt: skip
def export_answers(out: Path) -> None:
    """把来件人同意公开的答复写成隐去身份的草稿，并更新撤回名单；已有的稿件不动。"""
    parts = open_parts()
    today = local_date(parts.ground.clock())
    out.mkdir(parents=True, exist_ok=True)
    written = 0
    for told in parts[TellingService].answers(_known(out), actor=operator()):
        name, text = answer_draft(told, parts.ground.config, today)
        _write(out / name, text)
        written += 1
    withdrawn = parts[TellingService].withdrawn()
    lines = "".join(f'  - "{digest}"\n' for digest in withdrawn)
    head = f"# {cli_messages.CLI_WITHDRAWN_HEAD}\n"
    _write(out / WITHDRAWN, f"{head}withdrawn:\n{lines}" if lines else f"{head}withdrawn: []\n")
    click.echo(
        cli_messages.CLI_ANSWERS_EXPORTED.format(count=written, out=out, withdrawn=len(withdrawn))
    )


@click.group()
def case() -> None:
    """案例草稿。"""


@case.command("draft")
@click.argument("number")
@click.option("--type", "type_word", default="work-practice", show_default=True, help="案例类型。")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=DRAFTS, show_default=True,
    help="写到哪个目录。",
)  # fmt: skip
def draft_case(number: str, type_word: str, out: Path) -> None:
    """把已销号、来件人同意用作案例的一件写成隐去身份的案例草稿。"""
    parts = open_parts()
    terms = parts.ground.config.vocabulary.terms("case_types")
    case_type = terms.find(type_word)
    if case_type is None:
        raise click.UsageError(
            cli_messages.CLI_CASE_TYPE.format(word=type_word, known="、".join(terms.labels))
        )
    told = parts[TellingService].case(number.strip().upper(), actor=operator())
    name, text = case_draft(told, parts.ground.config, local_date(parts.ground.clock()), case_type)
    path = out / name
    if path.exists():
        raise click.UsageError(cli_messages.CLI_DRAFT_EXISTS.format(path=path))
    out.mkdir(parents=True, exist_ok=True)
    _write(path, text)
    click.echo(cli_messages.CLI_CASE_DRAFTED.format(path=path))


def _write(path: Path, text: str) -> None:
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
