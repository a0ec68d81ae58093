"""`fabu fix`: rewrites a manuscript where what its author meant is certain.

Each mend belongs to a finding: it starts at the finding's line and touches nothing that the check
did not tell. What is left over stays a finding.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publisher.checks.body.unmade_headings import HASHES, bare_name
from publisher.checks.body.unmade_markup import (
    BULLET,
    FENCED_ROW,
    FULL_WIDTH_LINK,
    HIGHLIGHT,
    NUMBERED,
    ROW,
    SPACED_HAN,
    TIGHT,
)
from publisher.model.finding import Finding
from publisher.prose.source_lines import is_separator

Lines = list[str]
Mend = Callable[[Lines, int], None]
"""Changes `lines` from the place (from 0) of a finding on; it may add and take away lines."""

_UNDERLINE = re.compile(r"\s*(?:-{3,}|={3,})\s*")
_CUT_VALUE = re.compile(r"^(\s*[\w-]+:[ ]*)([^'\"\s#](?:.*\S)?)\s*$")
_NUMBER = re.compile(r"^\s*(\d{1,3})[、．.)）][ \t]*")
_BLANKS = re.compile("^[ \t\u3000]+")


def mended(text: str, findings: Sequence[Finding]) -> str:
    """`text` of one file with every certain mend for `findings`, which are about this text."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    # From below, so that a mend that adds lines leaves the places of the others as they are.
    for finding in sorted(findings, key=lambda f: (-f.line, f.code)):
        mend = _MENDS.get(finding.code)
        if mend is not None and finding.line <= len(lines):
            mend(lines, finding.line - 1)
    return "\n".join(lines)


@dataclass(frozen=True)
class Edit:
    """The lines `was` of a file, from the line `line` on (from 1), become the lines `now`; both hold at
    least one."""

    line: int
    was: tuple[str, ...]
    now: tuple[str, ...]


def edit_for(text: str, finding: Finding) -> Edit | None:
    """What the certain mend of this one finding changes in `text`, whose lines end in \\n; None where
    there is no such mend."""
    if finding.code not in _MENDS or "\r" in text or text.startswith("\ufeff"):
        return None
    was, now = text.split("\n"), mended(text, [finding]).split("\n")
    if was == now:
        return None
    least = min(len(was), len(now))
    same = next((at for at in range(least) if was[at] != now[at]), least)
    end = next((n for n in range(least - same) if was[-1 - n] != now[-1 - n]), least - same)
    if (
        same + end == least
    ):  # lines that only come or go are told with the one behind, or before, them
        same, end = (same, end - 1) if end else (same - 1, end)
    return Edit(same + 1, tuple(was[same : len(was) - end]), tuple(now[same : len(now) - end]))


def difference(path: str, before: str, after: str) -> str:
    """What `fabu fix` would change, as a unified diff; empty when nothing."""
    return "".join(
        difflib.unified_diff(
            before.splitlines(keepends=True), after.splitlines(keepends=True), path, path, n=1
        )
    )


def _make_heading(lines: Lines, at: int) -> None:
    hashes = HASHES.match(lines[at].strip())
    if hashes:
        lines[at] = f"{'#' * len(hashes[1])} {hashes[2].strip()}"
        return
    lines[at] = f"## {bare_name(lines[at].strip().strip('*_ '))}"
    below = at + 1
    if below < len(lines) and _UNDERLINE.fullmatch(lines[below]):
        del lines[below]
    if at + 1 < len(lines) and lines[at + 1].strip():
        lines.insert(at + 1, "")


def _make_table(lines: Lines, at: int) -> None:
    end = at
    while end < len(lines) and _is_row(lines[end]):
        end += 1
    rows = [_cells(line) for line in lines[at:end] if not is_separator(line.replace("｜", "|"))]
    if len(rows) < 2:
        return
    width = max(map(len, rows))
    made = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    made.insert(1, "|" + "---|" * width)
    before = [""] if at and lines[at - 1].strip() else []
    after = [""] if end < len(lines) and lines[end].strip() else []
    lines[at:end] = [*before, *made, *after]


def _is_row(line: str) -> bool:
    return "\t" in line.strip() or bool(FENCED_ROW.match(line) or ROW.match(line))


def _cells(line: str) -> list[str]:
    text = line.strip().replace("｜", "|")
    if "|" not in text:
        return [cell.strip() for cell in text.split("\t")]
    return [cell.strip() for cell in text.removeprefix("|").removesuffix("|").split("|")]


def _make_list(lines: Lines, at: int) -> None:
    end = at
    while end < len(lines) and any(sign.match(lines[end]) for sign in (BULLET, NUMBERED, TIGHT)):
        lines[end] = _as_item(lines[end])
        end += 1
    if end < len(lines) and lines[end].strip() and not _is_item(lines[end]):
        lines.insert(end, "")
    for place in range(end - 1, at, -1):
        if not _is_item(lines[place]):
            # （一） is a paragraph of its own in official texts, and keeps its number.
            lines.insert(place, "")
    if at and lines[at - 1].strip() and not _is_item(lines[at - 1]):
        lines.insert(at, "")


def _as_item(line: str) -> str:
    bullet, number = BULLET.match(line), _NUMBER.match(line)
    if TIGHT.match(line):
        return f"- {line.lstrip()[1:]}"
    if bullet and not line.lstrip().startswith(("-", "*", "+")):
        return f"- {line.lstrip()[1:].lstrip()}"
    if number:
        return f"{number[1]}. {line[number.end() :]}"
    return line


def _is_item(line: str) -> bool:
    return bool(re.match(r"\s*(?:[-*+]|\d{1,3}\.) ", line))


def _make_link(lines: Lines, at: int) -> None:
    lines[at] = FULL_WIDTH_LINK.sub(r"[\1](\2)", lines[at])


def _take_indent(lines: Lines, at: int) -> None:
    while at < len(lines) and lines[at].startswith(("    ", "\t")):
        lines[at] = _BLANKS.sub("", lines[at])
        at += 1


def _take_highlight(lines: Lines, at: int) -> None:
    lines[at] = HIGHLIGHT.sub(r"**\1**", lines[at])


def _join_han(lines: Lines, at: int) -> None:
    lines[at] = SPACED_HAN.sub(lambda m: m.group().replace(" ", ""), lines[at])


def _quote_value(lines: Lines, at: int) -> None:
    found = _CUT_VALUE.match(lines[at])
    if found and '"' not in found[2] and "\\" not in found[2]:
        lines[at] = f'{found[1]}"{found[2]}"'


def _plain_blanks(lines: Lines, at: int) -> None:
    lines[at] = re.sub("[\t\u3000\xa0\u2000-\u200a\u202f\u205f]", " ", lines[at])


_MENDS: dict[str, Mend] = {
    "B503": _make_table,
    "B504": _make_list,
    "B505": _make_heading,
    "B506": _make_link,
    "B509": _take_indent,
    "B510": _take_highlight,
    "B511": _join_han,
    "C218": _quote_value,
    "F109": _plain_blanks,
}
