"""A plain page as Markdown that any Python-Markdown reads as we do.

What our reader takes and others do not is written as they take it: the lines come from
`publisher.prose.source_lines`, which makes them ready for the block parser of all; here their marks
are taken out again, and what our inline rules and the walk over the tree do otherwise is written out. Code by
mere indent and tags in the text do not come here: findings B508 and B509 stop a build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from publisher.model.library import Entry
from publisher.prose.inline_rules import STAR_BETWEEN_FIGURES
from publisher.prose.reader import ALERTS, BOXES
from publisher.prose.soft_breaks import blank_between
from publisher.prose.source_lines import (
    FENCE_MARK,
    LINE_MARK,
    TAB,
    Fence,
    code_spans,
    is_separator,
    marked_lines,
)

Address = Callable[[str], str | None]
"""Of a target as it is written → what to write for it; None where it stays."""

_STAR = re.compile(STAR_BETWEEN_FIGURES)
_TAG = re.compile(
    r"(\]\(\s*|^[ ]*\[[^\^\]\n][^\]\n]*\]:[ ]*)?"
    r"<(?=[A-Za-z/!?])(?![A-Za-z][A-Za-z0-9+.-]*://[^<>]*>|[^<> !@]+@[^@<> ]+>)"
)
"""What others could take for raw HTML, which our reader shows as text; no <https://…> and no <name@host>.
With what stands before it where it begins the target of a link."""

_TARGET = re.compile(r"(\]\(\s*<?|^\[[^\^\]\n][^\]\n]*\]:[ ]*<?)([^\s<>()\"']+)")
_ALERT = re.compile(r"[ ]*>[ ]*\[!(\w+)\][ ]*")
_TASK = re.compile(r"^([ ]*(?:[-*+]|\d{1,9}\.)[ ]+)\[([ xX])\](?=[ ])")
_QUOTED = re.compile(r"[ ]*(?:>[ ]?)?")
_ENDS_QUOTATION = ("#", "!!!", "???")
_HEADING = re.compile(r"[ ]*(#{1,6})[ ]")


def as_markdown(entry: Entry, address: Address, hidden: Mapping[str, str]) -> str:
    """The whole file: a header of what a page has to say of itself, and the text.

    `hidden`: targets → what is said behind a link to a page that readers do not see.
    """
    meta = entry.meta
    header = {"title": meta.title, "description": meta.summary}
    # A string of JSON is one of YAML, too.
    lines = [
        f"{key}: {json.dumps(str(value), ensure_ascii=False)}" for key, value in header.items()
    ]
    return "\n".join(["---", *lines, "---", "", *_lines(entry, address, hidden), ""])


def _lines(entry: Entry, address: Address, hidden: Mapping[str, str]) -> Iterator[str]:
    marked = marked_lines(entry.source, entry.body_line)
    places = {heading.line: heading.id for heading in entry.reading.headings}
    made: list[str] = []
    for line in _alerts_written_out(marked.lines):
        fence = FENCE_MARK.fullmatch(line)
        if fence is not None:
            indent = " " * (len(line) - len(line.lstrip(" ")))
            made += [f"{indent}{one}".rstrip() for one in _fenced(marked.fences[int(fence[1])])]
            continue
        mark = LINE_MARK.search(line)
        number = int(mark[1]) if mark else 0
        plain = _TASK.sub(lambda found: found[1] + BOXES[found[2]], LINE_MARK.sub("", line))
        if line:
            plain = _with_addresses(plain, address, hidden)
            plain = _outside_code(plain, _escaped)
            if number in places and _HEADING.match(plain):
                plain = f"{plain.rstrip()} {{#{places[number]}}}"
        if _goes_on(made[-1] if made else "", line, plain):
            made[-1] += plain.lstrip()
        else:
            made.append(plain)
    yield from made


def _fenced(fence: Fence) -> list[str]:
    marks = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", fence.code)), 3)
    return [f"{marks}{fence.language}", *fence.code.split("\n"), marks]


def _goes_on(above: str, line: str, plain: str) -> bool:
    """Whether `line` is the rest of the Chinese sentence in the line above, which other programs
    would show with a blank between the two."""
    begin = LINE_MARK.match(line.lstrip(" "))
    if begin is None or not above.strip() or above.endswith(("  ", "\\")):
        return False
    words = plain.lstrip()
    is_row = "|" in words or "|" in above or is_separator(above)
    if is_row or _HEADING.match(above) or above.lstrip().startswith(("!!!", "[", "*[", "```")):
        return False
    return not blank_between(above[-1], words[:1])


def _alerts_written_out(lines: list[str]) -> Iterator[str]:
    """Notices as GitHub writes them as those of Python-Markdown, which lets a quotation go on behind
    blank lines, and in lines without > right below."""
    depth, is_notice, above = -1, False, ""
    for line in lines:
        plain = LINE_MARK.sub("", line).rstrip()
        content = plain.lstrip(" ")
        indent = len(plain) - len(content)
        is_new = content.startswith(">") and depth != indent // TAB
        if is_new:
            alert = _ALERT.fullmatch(plain) if indent < TAB or not above else None
            name = alert[1].upper() if alert else ""
            depth, is_notice = indent // TAB, name in ALERTS
        elif content and (
            content.startswith(_ENDS_QUOTATION) or not (above or content.startswith(">"))
        ):
            depth, is_notice = -1, False
        above = plain
        if is_new and is_notice:
            css, title = ALERTS[name]
            yield f'{" " * (depth * TAB)}!!! {css} "{title}"'
        elif is_notice and content:
            yield " " * ((depth + 1) * TAB) + _QUOTED.sub("", line, count=1)
        else:
            yield line


def _escaped(text: str) -> str:
    text = _STAR.sub(r"\\*", text)
    return _TAG.sub(lambda found: found[0] if found[1] else "&lt;", text)


def _outside_code(line: str, change: Callable[[str], str]) -> str:
    made, at = [], 0
    for start, end in code_spans(line):
        made += [change(line[at:start]), line[start:end]]
        at = end
    return "".join([*made, change(line[at:])])


def _with_addresses(line: str, address: Address, hidden: Mapping[str, str]) -> str:
    def put(text: str) -> str:
        made, at = "", 0
        for found in _TARGET.finditer(text):
            target = found[2]
            made += text[at : found.start()]
            at = found.end()
            new = address(target)
            begin = made.rfind("[")
            closing = text.find(")", at)
            if target in hidden and new is None and begin >= 0 and closing >= 0:
                made = f"{made[:begin]}{made[begin + 1 :]}{hidden[target]}"
                at = closing + 1
            else:
                made += found[1] + (new if new is not None else target)
        return made + text[at:]

    return _outside_code(line, put)
