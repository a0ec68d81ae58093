"""What a preview says around a page: what is wrong with it, at its place, and how to mend it.

The page itself, all of `<main>`, stays as the build makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from publisher.model.finding import Finding, Level
from publisher.model.report import count
from publisher.preview.project import Page

PREFIX = "/_preview/"
EARLIER = "?earlier"
"""Behind an address: the last text without errors."""

NOTHING_YET = "这篇稿件还没有可以显示的版本。改正上面的错误并保存，页面就会出来。"
_HEAD = f'<link rel="stylesheet" href="{PREFIX}preview.css">\n'
_TITLE, _CONTENT, _ROOM = "<!--fabu:title-->", "<!--fabu:content-->", "<!--fabu:room-->"
_SCRIPT = "<!--fabu:bundle-->"


@dataclass(frozen=True)
class Surroundings:
    """What a page is told besides. `address`: of the page; `has_earlier`: whether an earlier text
    without errors can be looked at; `problems`: of the whole project; `others`: findings elsewhere."""

    address: str
    has_earlier: bool = False
    asked_for_earlier: bool = False
    problems: tuple[str, ...] = ()
    others: tuple[Finding, ...] = ()


def framed(page: Page, shell: str, around: Surroundings, digest: str = "") -> str:
    """The page with what is wrong above it, and the script that loads it again. `shell`: a page of the
    site without content; `digest`: of what is shown, see `live.js`."""
    html = page.html
    if html is None:
        html = filled(shell, page.path or "预览", f"<p>{NOTHING_YET}</p>")
    script = f'<script src="{PREFIX}live.js" data-digest="{escape(digest)}"></script>\n'
    html = html.replace("</head>", f"{_HEAD}</head>", 1)
    html = html.replace("</body>", f"{script}</body>", 1)
    before, main, after = html.partition('<main id="main"')
    return f"{before}{_above(page, around)}{main}{after}"


def filled(shell: str, title: str, content: str) -> str:
    """A page of the site with `content`, which is HTML."""
    words = escape(title)
    shell = shell.replace(_TITLE, words).replace(_ROOM, "").replace(_SCRIPT, "main")
    return shell.replace(_CONTENT, content)


def _above(page: Page, around: Surroundings) -> str:
    parts = [
        _box(f"<h2>网站设置有误，下面还是改动以前的样子</h2>{_lines(around.problems)}")
    ] * bool(around.problems)
    errors, warnings = count(page.findings)
    if errors or page.problem or not page.is_current:
        parts.append(_box(_mistakes(page, around, errors)))
    if warnings:
        listed = items(one for one in page.findings if one.level is Level.WARNING)
        parts.append(
            f'<aside class="preview"><details><summary>{warnings} 处提醒</summary>{listed}</details></aside>\n'
        )
    elsewhere = count(around.others)[0]
    if elsewhere:
        files = len({one.path for one in around.others if one.level is Level.ERROR})
        parts.append(
            f'<aside class="preview"><p>另有 {files} 个文件里的 {elsewhere} 处错误。'
            f'<a href="{PREFIX}">逐条看</a></p></aside>\n'
        )
    return "".join(parts)


def _mistakes(page: Page, around: Surroundings, errors: int) -> str:
    place = f"<code>{escape(page.path or around.address)}</code>"
    head = f"{place} 有 {errors} 处错误" if errors else f"{place} 现在不能显示"
    if around.asked_for_earlier:
        head = f"{place} 的上一个没有错误的版本"
    parts = [f"<h2>{head}</h2>"]
    if page.problem:
        parts.append(_lines([page.problem]))
    parts.append(items(one for one in page.findings if one.level is Level.ERROR))
    if around.asked_for_earlier:
        parts.append(f'<p><a href="{escape(around.address)}">看刚保存的版本</a></p>')
    elif not page.is_current and page.html is not None:
        parts.append("<p>下面是上一个没有错误的版本。</p>")
    elif page.is_current and around.has_earlier:
        parts.append(
            f'<p>下面是刚保存的版本。<a href="{escape(around.address)}{EARLIER}">看上一个没有错误的版本</a></p>'
        )
    return "".join(parts)


def items(findings: Iterable[Finding]) -> str:
    """A list: place, what is wrong, how to mend it."""
    listed = "".join(map(_item, findings))
    return f"<ul>{listed}</ul>" if listed else ""


def _item(finding: Finding) -> str:
    tone = "" if finding.level is Level.ERROR else " preview__level--warning"
    return (
        f'<li><span class="preview__level{tone}">{finding.level.label}</span> '
        f"<code>{escape(finding.path)}:{finding.line}</code> {escape(finding.message)}"
        f'<span class="preview__mend">怎么改：{escape(finding.advice)}（{finding.code}）</span></li>'
    )


def _lines(texts: Sequence[str]) -> str:
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _box(content: str) -> str:
    return f'<aside class="preview preview--error" role="alert">{content}</aside>\n'
