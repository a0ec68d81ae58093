"""Markup that became none (没有生效的记号): whatever a reader would see as a mark of Markdown.

It is looked for in the words of the page itself, code left out, so nothing is told that the page
shows right. One finding for each kind and line; every pattern is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Entry
from publisher.prose.body import Block, BlockKind, Slip
from publisher.prose.source_lines import LEVELS

FENCED_ROW = re.compile(r"^\s*[|｜].*[|｜]\s*$")
ROW = re.compile(r"[^|｜]*[|｜][^|｜]*[|｜]")
BULLET = re.compile(r"^\s*(?:[-*+][ \t]|[•·●■◆▪◦○\ue000-\uf8ff])")
NUMBERED = re.compile(
    r"^\s*(?:\d{1,3}(?:[、．)）]|\.[ \t])|[（(](?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]|[\u2460-\u249b])"
)
TIGHT = re.compile(r"^\s*(?:-|\*(?![^*\n]{0,2000}\*))(?=[\u4e00-\u9fff“《【])")
"""An item whose sign stands close to its words; one line alone may be a dash before a name, and a
second star ends emphasis."""
_IN_COLUMNS = re.compile(r"[^ \u3000][ \u3000]{2,20}[^ \u3000]{1,60}[ \u3000]{2,20}[^ \u3000]")
FULL_WIDTH_LINK = re.compile(
    r"\[([^\[\]\n]{1,300})\] ?[（(](?=[^（）()\s]*(?:\.md|://|/))([^（）()\s]++)[）)]"
)
WIKI_LINK = re.compile(r"\[\[([^\[\]\n]{1,300})\]\]")
SPACED_HAN = re.compile(r"(?:[\u4e00-\u9fff] ){4,}[\u4e00-\u9fff]")
HIGHLIGHT = re.compile(r"==([^=\n]{1,500})==")

_NO_LINK = re.compile(r"\]\(|(?<!!)\[[^\[\]\n]{1,300}\] ?\[[^\[\]\n]{0,300}\]")
_NO_NOTE = re.compile(r"\[\^([^\[\]\n]{1,100})\]")
_TAGS = (
    "a|abbr|audio|b|body|br|button|center|code|col|colgroup|dd|del|details|div|dl|dt|em|embed|figure|"
    "font|form|h[1-6]|head|hr|html|i|iframe|img|input|ins|label|li|link|mark|meta|nobr|object|ol|"
    "[ovwm]:[a-z]+|p|pre|s|script|section|select|small|source|span|strike|strong|style|sub|summary|"
    "sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video|xml"
)
_HTML = re.compile(
    rf"</?(?:{_TAGS})(?![\w-])[^<>]{{0,2000}}>|<!--|-->|<!\[|<!DOCTYPE", re.IGNORECASE
)
_TEX = re.compile(
    r"\\(?:frac|times|cdot|sum|sqrt|text|left|right|leq?|geq?|begin|end|div|%)(?![a-z])|\$\$"
)
_MARKS = (
    (HIGHLIGHT, "“{0}”的等号会原样显示"),
    (re.compile(r"~~"), "“~~”会原样显示"),
    (re.compile(r"\*\*"), "“**”会原样显示：两对星号之间不能有空格开头或结尾，也不能跨段"),
    (re.compile(r"\{:[^{}\n]{0,200}\}|\{[.#][\w-][^{}\n]{0,200}\}"), "“{0}”会原样显示"),
    (re.compile(r"\[[ xX]\](?!\[)"), "“{0}”没有成为勾选框"),
    (re.compile(r"\[!\w{1,20}\]"), "“{0}”没有成为提示框"),
    (re.compile(r"\[TOC\]"), "“{0}”会原样显示：目录由系统生成"),
    (re.compile(r"^(?:!!!|\?\?\?|:::)"), "“{0}”没有成为提示框"),
    (re.compile(r"(?<=\w)\^[\w-]{1,10}\^|(?<=[A-Za-z])~\w{1,10}~"), "“{0}”的记号会原样显示"),
    (_TEX, "公式“{0}”会原样显示"),
    (re.compile(r"^={3,}$"), "“{0}”会原样显示：分隔线写作 ---，前后空一行"),
    (re.compile(r"\{(?:--|\+\+|>>)"), "修订记号“{0}”会原样显示"),
    (re.compile(r"〔\^\w{1,20}〕"), "“{0}”没有成为脚注：用半角的 [ ]"),
    (re.compile(r"^》"), "“{0}”没有成为引用：用半角的 >"),
    (re.compile(r"^(?:<{7}|>{7}|={7})(?![<>=])"), "“{0}”是 git 合并冲突的记号"),
    (re.compile(r"(?<![A-Za-z0-9:]):[a-z][a-z_]{2,20}:(?![A-Za-z0-9])"), "“{0}”不会成为图标"),
)

_MARKS_ANYWHERE = (
    re.compile(r"[|｜\[\]<=~*{\\$^]"),
    re.compile(r"-->"),
    re.compile(r" (?<=[\u4e00-\u9fff] )[\u4e00-\u9fff] "),
    re.compile(r":[a-z]"),
)
_MARK_AT_FIRST = re.compile(r"!!!|\?\?\?|:::|[-+•·●■◆▪◦○\ue000-\uf8ff》>]")
"""Without any of these a block of one line holds nothing to tell; most blocks hold none. Each pattern
begins with one character or class, for which a text is run through fast."""

_EMPTY_WORDS = frozenset(
    [
        "点击这里",
        "点击此处",
        "点这里",
        "点此",
        "点击",
        "点我",
        "这里",
        "此处",
        "在这里",
        "链接",
        "查看",
        "查看详情",
        "详情",
        "更多",
        "详见",
        "戳这里",
        "here",
        "more",
        "link",
    ]
) | {"click here", "read more"}


@dataclass(frozen=True)
class _Words:
    """What of a block was read from one line of the file."""

    line: int
    text: str


def check_markup_became_what_was_meant(entry: Entry, context: CheckContext) -> list[Finding]:
    """B501–B504, B506–B511 and B513."""
    found: dict[tuple[str, int], Finding] = {}

    def tell(code: str, line: int, message: str, mend: str = "") -> None:
        found.setdefault((code, line), Finding(entry.path, line, code, message, mend))

    for slip in entry.reading.slips:
        if slip.slip is Slip.OPEN_COMMENT:
            tell("B501", slip.line, "注释从这里开始，到文末都没有结束，后面的内容都不会显示")
        elif slip.slip is Slip.OPEN_FENCE:
            tell("B502", slip.line, f"“{slip.text[:20]}”开始的代码块没有结束")
        elif slip.slip is Slip.TAB_ROWS:
            tell("B503", slip.line, "从 WPS、Excel 粘贴的表格没有成为表格")
        elif slip.slip is Slip.TOO_DEEP:
            tell("B513", slip.line, f"这里嵌套超过 {LEVELS} 层")
    open_fences = {s.line for s in entry.reading.slips if s.slip is Slip.OPEN_FENCE}
    for block in entry.reading.blocks:
        if block.kind is BlockKind.INDENTED:
            words = block.text.split("\n", 1)[0].strip()
            tell("B509", block.line, f"“{words[:20]}”前面有四个以上的空格，成了代码")
        elif not block.kind.is_code and (block.breaks or _may_hold_marks(block.text)):
            lines = [_Words(n, text) for n, text in block.lines() if n not in open_fences]
            for code, line, message in (*_tables_and_lists(block, lines), *_within(lines)):
                tell(code, line, message)
    return list(found.values())


def _may_hold_marks(text: str) -> bool:
    return _MARK_AT_FIRST.match(text) is not None or any(
        pattern.search(text) for pattern in _MARKS_ANYWHERE
    )


def _tables_and_lists(block: Block, lines: list[_Words]) -> Iterator[tuple[str, int, str]]:
    if block.kind in (BlockKind.ROW, BlockKind.HEADING):
        return
    rows = [w for w in lines if FENCED_ROW.match(w.text) or (len(lines) > 1 and ROW.match(w.text))]
    if rows:
        full = "，竖线是全角的" if any("｜" in w.text for w in rows) else ""
        yield "B503", rows[0].line, f"带竖线的几行没有成为表格{full}"
        return
    columns = [w for w in lines if _IN_COLUMNS.search(w.text)]
    if len(columns) > 1:
        yield "B503", columns[0].line, "用空格对齐的几行没有成为表格"
    marked = [w for w in lines if BULLET.match(w.text)]
    tight = [w for w in lines if TIGHT.match(w.text)]
    if not marked and len(tight) > 1:
        marked = tight
    if marked:
        yield "B504", marked[0].line, f"“{marked[0].text.strip()[:10]}…”没有成为列表的一项"
    numbered = [w for w in lines if NUMBERED.match(w.text)]
    if len(numbered) > 1:
        yield "B504", numbered[0].line, "编号的几行会连成一段"


def _within(lines: list[_Words]) -> Iterator[tuple[str, int, str]]:
    for place, words in enumerate(lines):
        if place and set(words.text.strip()) == {"="}:
            continue  # the line below a heading that became none: B505, or the middle of a conflict
        line, text = words.line, words.text
        if "[" in text or "](" in text:
            yield from _links(line, text)
        if "<" in text or "-->" in text:
            for tag in _HTML.finditer(text):
                yield "B508", line, f"HTML 标签“{tag.group()[:30]}”会原样显示"
        for pattern, message in _MARKS:
            if mark := pattern.search(text):
                yield "B510", line, message.format(mark.group()[:30])
        if SPACED_HAN.search(text):
            yield "B511", line, "字与字之间有空格，像是从 PDF 复制的"


def _links(line: int, text: str) -> Iterator[tuple[str, int, str]]:
    if link := FULL_WIDTH_LINK.search(text):
        why = "用了全角括号" if "（" in link.group() or "）" in link.group() else "前面有空格"
        yield "B506", line, f"“[{link[1][:20]}]”的网址{why}，没有成为链接"
    elif link := WIKI_LINK.search(text):
        yield "B506", line, f"“[[{link[1][:30]}]]”不是链接的写法"
    elif link := _NO_LINK.search(text):
        yield "B506", line, f"“{text[max(0, link.start() - 10) : link.end() + 10]}”没有成为链接"
    for note in _NO_NOTE.finditer(text):
        yield "B507", line, f"脚注“[^{note[1]}]”没有定义"


def check_links_say_where_they_lead(entry: Entry, context: CheckContext) -> list[Finding]:
    """B512 (WCAG 2.4.4): whoever hears a list of links must know them apart."""
    return [
        Finding(entry.path, link.line, "B512", f"链接文字“{link.text}”没有说明去处")
        for link in entry.links
        if link.text.strip("“”「」【】[]（）()>＞ ").lower() in _EMPTY_WORDS
    ]
