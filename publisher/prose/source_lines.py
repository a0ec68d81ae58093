"""The lines of a body made ready for the block parser, each carrying the number of its line.

Python-Markdown forgets where a block came from. Here every line that holds text gets a mark
(`\\x0e12\\x0f `) right before its first word, behind everything that the block parser looks at:
indent, `#`, `-`, `1.`, `>`, `|`. The mark travels with the text through the parser, and
`publisher.prose.reader` takes it out again where the text arrives.

What authors mean and Python-Markdown does not take is written as it takes it: items indented by
two or three blanks, lists and tables right after a line of text, paragraphs that begin with 　　,
fences within items. Comments never get as far as the parser.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from publisher.prose.body import Comment, Slip, SourceSlip

BEGIN, END = "\x0e", "\x0f"
LINE_MARK = re.compile(rf"{BEGIN}(\d+){END} ?")
FENCE_MARK = re.compile(rf"(?:(?<! )[ ]+)?{BEGIN}F(\d+){END}\s*")

TAB = 4
"""Blanks by which Python-Markdown knows what belongs to an item (its tab_length)."""

LEVELS = 20
"""So many lists, quotations or notices may stand in one another: the block parser calls itself for each."""
_DEEPEST = (LEVELS - 1) * TAB

_HAN = "\u3400"
"""From here on no character is a mark of Markdown: most lines begin with one."""

_UNREADABLE = re.compile("[\x02\x03\x0e\x0f]")
"""Characters by which Python-Markdown and this module mark places of their own."""

_FENCE = re.compile(r"(`{3,}|~{3,})[ ]*([^`]*)")
_INFO = re.compile(r"\{?[ ]*\.?([\w#+-]+)")
_ITEM = re.compile(r"([-*+]|\d{1,9}\.)([ ]+)(?=\S)")
_ADMONITION = re.compile(r"!!!|\?\?\?")
_EXPLAINED = re.compile(r"(?:\[\^[^\]\n]+\]|\*\[[^\]\n]+\])[ ]?:[ ]*")
"""A footnote or an abbreviation."""

_TARGET = re.compile(r"\[[^\^\]\n][^\]\n]*\]:[ ]*<?(?=\S)")
"""The target of a link that is written by name."""

_DEFINITION = re.compile(r":[ ]{1,3}(?=\S)")
_PREFIX = re.compile(
    r"(?:[ ]*+(?:>|\#{1,6}(?=[ ])|[-*+](?=[ ])|\d{1,9}\.(?=[ ])|:(?=[ ]{1,3}\S)|\|))*+[ ]*+"
)
_DEEP_IN_QUOTE = re.compile(rf"((?:>[ ]?){{1,{LEVELS}}}+)(?=>|[ ]{{{_DEEPEST + 1}}})[> ]++")
_HEADING = re.compile(r"(\#{1,6})[ \t]+(?=\S)")
_CLOSING_HASHES = re.compile(r"(?<=[ \t])#+$")
_TITLE_OF_ADMONITION = re.compile(r'!!![^"]*"(?=[^"])')
_UNDERLINE = re.compile(r"(?:-{3,}|={3,})[ ]*")
_TICKS = re.compile(r"`+")
_RULE_CHARACTERS = frozenset("-*_ ")
_SEPARATOR_CHARACTERS = frozenset("|:- ")
_INDENTED_PARAGRAPH = re.compile("[\u3000\u2003\xa0][\u3000\u2002\u2003\xa0 ]*")


@dataclass(frozen=True)
class Fence:
    """A fenced block: `line` of its opening, the word after it, its code."""

    line: int
    language: str
    code: str


@dataclass(frozen=True)
class MarkedLines:
    lines: list[str]
    fences: tuple[Fence, ...]
    comments: tuple[Comment, ...]
    slips: tuple[SourceSlip, ...]


_IN_ITEM, _DEFINED, _NOTE = "item", "definition", "note"


@dataclass
class _Lines:
    """One walk over the lines; `stack` holds (column of the mark, column of the text, what it is) of
    the containers that the walk is in, `above` says what the line before was."""

    fences: list[Fence] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    slips: list[SourceSlip] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    stack: list[tuple[int, int, str]] = field(default_factory=list)
    above: str = ""
    """"" after a blank line, else "text", "row", "item" or "block"."""
    above_line: tuple[int, str] = (0, "")

    def blank(self) -> None:
        self.out.append("")
        self.above = ""

    def add(self, number: int, line: str, below: str) -> None:
        """Take the next line; `below` is the one after it."""
        if not self.stack and line[0] >= _HAN and "|" not in line:
            if self.above == "row":
                self.blank()
            self.out.append(f"{BEGIN}{number}{END} {line}")
            self.above, self.above_line = "text", (number, line)
            return
        text = line.expandtabs(TAB)
        content = text.lstrip(" ")
        indent = len(text) - len(content)
        paragraph = _INDENTED_PARAGRAPH.match(content)
        if paragraph:
            content = content[paragraph.end() :]
            if self.above == "text" and not self.stack:
                self.blank()
            indent = 0 if not self.stack else indent
        item = _ITEM.match(content)
        if item and self._begins_item(indent, item[1]):
            self._item(number, indent, item, content)
        elif _is_row(content) and not content.startswith(">"):
            self._row(number, indent, content, below)
        else:
            self._text(number, indent, content, below)
        self.above_line = (number, content)

    def _begins_item(self, indent: int, mark: str) -> bool:
        """A list may begin after a line of text where its mark leaves no doubt."""
        if self.stack or self.above in ("", "block"):
            return bool(self.stack) or indent < TAB
        return indent < TAB and mark in ("-", "*", "+", "1.")

    def _item(self, number: int, indent: int, item: re.Match[str], content: str) -> None:
        left_container = not self.stack
        while self.stack and indent < self.stack[-1][0] + 2:
            left_container = self.stack.pop()[2] != _IN_ITEM
        if not self.stack and left_container and self.above in ("text", "row"):
            self.blank()
        self._emit(number, len(self.stack) * TAB, f"{item[1]} {content[item.end() :]}")
        self.stack.append((indent, indent + item.end(), _IN_ITEM))
        self.above = "item"

    def _row(self, number: int, indent: int, content: str, below: str) -> None:
        if self.above in ("text", "item") and is_separator(below):
            self.blank()
        column = self._column(indent, content)
        self._emit(number, column, content)
        self.above = "row" if self.above == "row" or is_separator(below) else "text"

    def _text(self, number: int, indent: int, content: str, below: str) -> None:
        if _UNDERLINE.fullmatch(content) and self.above == "text" and indent < TAB:
            self.slips.append(SourceSlip(Slip.UNDERLINED, *self.above_line))
        if self.above == "row":
            self.blank()
        is_block = content.startswith(("#", ">", "!!!", "???"))
        opens_definition = _DEFINITION.match(content)
        goes_on = bool(self.above and self.stack and self.stack[0][2] == _DEFINED)
        if goes_on and indent < TAB and (opens_definition or _DEFINITION.match(below)):
            self.blank()  # the next term, or another meaning of the same
        is_defined = _EXPLAINED.match(content) or _TARGET.match(content)
        if (is_block or is_defined) and indent < 2 and self.above != "":
            self.stack.clear()
        column = self._column(indent, content)
        heading = _HEADING.match(content)
        if heading:
            content = f"{heading[1]} {_CLOSING_HASHES.sub('', content[heading.end() :].rstrip())}"
        self._emit(number, column, content)
        self.above = "block" if heading else "text"
        if indent < TAB and _ADMONITION.match(content):
            self.stack = [*self.stack[: column // TAB], (indent, indent + TAB, _NOTE)]
            self.above = "block"
        elif not self.stack and ((content.startswith("[^") and is_defined) or opens_definition):
            self.stack = [(indent, indent + TAB, _DEFINED if opens_definition else _NOTE)]

    def _column(self, indent: int, content: str) -> int:
        """Where a line that is no item goes: into the deepest item whose text it is indented to."""
        if not self.stack:
            return indent if self.above == "" else 0
        if indent < 2:
            if self.above == "" or self.above in ("block", "row"):
                self.stack.clear()
                return indent
            return len(self.stack) * TAB if self.above != "row" else indent
        while len(self.stack) > 1 and indent < self.stack[-1][0] + 2:
            self.stack.pop()
        beyond = indent - self.stack[-1][1]
        return len(self.stack) * TAB + (beyond if beyond >= TAB else 0)

    def fence(self, fence: Fence, indent: int) -> None:
        """A placeholder, for which the block parser puts the code; a block of its own."""
        column = min(self._column(indent, ""), _DEEPEST) if self.stack else 0
        placeholder = f"{' ' * column}{BEGIN}F{len(self.fences)}{END}"
        self.out += ["", placeholder, ""] if self.above else [placeholder, ""]
        self.fences.append(fence)
        self.above = ""

    def _emit(self, number: int, column: int, content: str) -> None:
        quoted = _DEEP_IN_QUOTE.match(content) if content[0] == ">" else None
        if column > _DEEPEST or quoted:
            self.slips.append(SourceSlip(Slip.TOO_DEEP, number, content))
            column = min(column, _DEEPEST)
            content = quoted[1] + content[quoted.end() :] if quoted else content
        self.out.append(" " * column + _marked(number, content, begins=self.above == ""))


def _marked(number: int, content: str, *, begins: bool) -> str:
    """`content` with the mark of line `number` before its first word; as it is where the block
    parser needs all of the line: rules, separators of tables, lists of attributes. Such a list ends
    a block: a line that `begins` one is words in braces."""
    if _ADMONITION.match(content):
        title = _TITLE_OF_ADMONITION.match(content)
        at = title.end() if title else -1
    elif target := _TARGET.match(content):
        # No blank behind the mark: a target has none.
        return f"{content[: target.end()]}{BEGIN}{number}{END}{content[target.end() :]}"
    elif explained := _EXPLAINED.match(content):
        at = explained.end()
    else:
        prefix = _PREFIX.match(content)
        at = prefix.end() if prefix else 0
    rest = content[at:]
    is_attributes = not begins and rest.startswith("{") and rest.rstrip().endswith("}")
    if at < 0 or not rest or is_attributes or _RULE_CHARACTERS.issuperset(content):
        return content
    if _SEPARATOR_CHARACTERS.issuperset(content):
        return content
    return f"{content[:at]}{BEGIN}{number}{END} {rest}"


def is_separator(line: str) -> bool:
    """Whether `line` is the row of dashes that makes a table."""
    text = line.strip()
    return "-" in text and "|" in text and _SEPARATOR_CHARACTERS.issuperset(text)


def _is_row(content: str) -> bool:
    return "|" in content


def marked_lines(body: str, first_line: int) -> MarkedLines:
    """`body`, whose first line is line `first_line` of the file, for the block parser."""
    source = (_UNREADABLE.sub("", body) if _UNREADABLE.search(body) else body).rstrip("\n")
    numbered = list(enumerate(source.split("\n"), start=first_line))
    walk = _Lines()
    closers: deque[tuple[int, str]] = deque()
    if "```" in source or "~~~" in source:
        closers.extend(
            (at, mark) for at, (_, line) in enumerate(numbered) if (mark := _closer(line))
        )
    at = 0
    while at < len(numbered):
        number, line = numbered[at]
        opening = _FENCE.match(line.strip()) if "```" in line or "~~~" in line else None
        if opening and opening.end() == len(line.strip()):
            end = _end_of_fence(opening[1], at, closers)
            if end is not None:
                _take_fence(walk, numbered[at : end + 1], opening)
                at = end + 1
                continue
            walk.slips.append(SourceSlip(Slip.OPEN_FENCE, number, line.strip()))
        if "<!--" in line:
            line, skipped = _without_comments(numbered, at, walk)
            at += skipped
            if not line.strip():
                at += 1
                continue
        at += 1
        if line.strip():
            walk.add(number, line, numbered[at][1] if at < len(numbered) else "")
        else:
            walk.blank()
    if "\t" in source:
        walk.slips += _rows_of_tabs(numbered, walk.fences)
    return MarkedLines(walk.out, tuple(walk.fences), tuple(walk.comments), tuple(walk.slips))


def _closer(line: str) -> str:
    """The run of ` or ~ that `line` consists of, when it can close a fence."""
    text = line.strip()
    return text if len(text) >= 3 and (set(text) == {"`"} or set(text) == {"~"}) else ""


def _end_of_fence(mark: str, at: int, closers: deque[tuple[int, str]]) -> int | None:
    while closers and closers[0][0] <= at:
        closers.popleft()
    return next((place for place, closing in closers if closing.startswith(mark)), None)


def _take_fence(walk: _Lines, lines: Sequence[tuple[int, str]], opening: re.Match[str]) -> None:
    number, first = lines[0]
    text = first.expandtabs(TAB)
    indent = len(text) - len(text.lstrip(" "))
    info = _INFO.match(opening[2].strip())
    code = [_outdented(line, indent) for _, line in lines[1:-1]]
    walk.fence(Fence(number, info[1] if info else "", "\n".join(code)), indent)


def _outdented(line: str, indent: int) -> str:
    text = line.expandtabs(TAB) if indent else line
    blanks = len(text) - len(text.lstrip(" "))
    return text[min(indent, blanks) :]


def _without_comments(numbered: list[tuple[int, str]], at: int, walk: _Lines) -> tuple[str, int]:
    """What is left of the line at `at` without its comments, and how many further lines they take.

    A comment that nobody closes takes all that follows: it was not meant for readers.
    """
    number, line = numbered[at]
    kept, begin, skipped = "", _comment_in(line), 0
    while begin >= 0:
        kept += line[:begin]
        rest, start = line[begin + 4 :], number
        text: list[str] = []
        while (end := rest.find("-->")) < 0:
            text.append(rest)
            if at + skipped + 1 == len(numbered):
                walk.comments.append(Comment("\n".join(text).strip(), start))
                walk.slips.append(SourceSlip(Slip.OPEN_COMMENT, start, numbered[at][1].strip()))
                return kept, skipped
            skipped += 1
            number, rest = numbered[at + skipped]
        walk.comments.append(Comment("\n".join((*text, rest[:end])).strip(), start))
        line = rest[end + 3 :]
        begin = _comment_in(line)
    return kept + line, skipped


def _comment_in(line: str) -> int:
    """Where a comment begins in `line`, code left out; -1 where none does."""
    begin = line.find("<!--")
    if begin < 0 or "`" not in line[:begin]:
        return begin
    spans = code_spans(line)
    while begin >= 0 and any(start < begin < end for start, end in spans):
        begin = line.find("<!--", begin + 4)
    return begin


def code_spans(line: str) -> list[tuple[int, int]]:
    """Where in `line` code stands between backticks, these included."""
    runs = [(m.start(), m.end()) for m in _TICKS.finditer(line)]
    following: dict[int, list[int]] = {}
    for place in range(len(runs) - 1, -1, -1):
        following.setdefault(runs[place][1] - runs[place][0], []).append(place)
    spans, place = [], 0
    while place < len(runs):
        start, end = runs[place]
        later = following[end - start]
        while later and later[-1] <= place:
            later.pop()
        if later:
            place = later[-1]
            spans.append((start, runs[place][1]))
        place += 1
    return spans


def _rows_of_tabs(numbered: Sequence[tuple[int, str]], fences: Sequence[Fence]) -> list[SourceSlip]:
    """One slip for each run of two and more lines with tabs between words, at its first line."""
    in_code = {n for f in fences for n in range(f.line, f.line + f.code.count("\n") + 3)}
    found: list[SourceSlip] = []
    run: list[tuple[int, str]] = []
    for number, line in (*numbered, (0, "")):
        if "\t" in line.strip() and number not in in_code:
            run.append((number, line.strip()))
            continue
        if len(run) > 1:
            found.append(SourceSlip(Slip.TAB_ROWS, *run[0]))
        run = []
    return found
