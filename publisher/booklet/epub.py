"""A booklet as EPUB 3: the same chapters, indexes and imprint as on paper, for phones and readers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from html import escape

from lxml import etree

from publisher.booklet.blocks import fragment
from publisher.booklet.epub_file import Page, Part, Publication, pack
from publisher.booklet.model import (
    DISCLAIMER,
    EXAMPLE_NOTE,
    Booklet,
    BookletCase,
    Chapter,
    IndexGroup,
)
from publisher.paper.qr import qr_svg

_SVG = "<svg "
_SVG_WITH_NAMESPACE = '<svg xmlns="http://www.w3.org/2000/svg" '

STYLE = """
body { font-family: serif; line-height: 1.75; margin: 0 4%; }
h1, h2, h3, th, dt { font-family: sans-serif; line-height: 1.4; }
h1 { font-size: 1.4em; } h2 { font-size: 1.15em; color: #1d4f91; } h3 { font-size: 1em; }
p { margin: 0; text-indent: 2em; text-align: justify; }
li p, td p, .plain, .source, .qr { text-indent: 0; }
table { border-collapse: collapse; width: 100%; font-size: .9em; }
th, td { border: 1px solid #999; padding: .3em .5em; text-align: left; }
dl.facts { background: #f3f6fa; padding: .6em 1em; font-size: .9em; }
dl.facts div { margin: .15em 0; } dl.facts dt { display: inline; color: #555; }
dl.facts dd { display: inline; margin: 0 0 0 .8em; }
.example { color: #8f4a00; text-indent: 0; font-family: sans-serif; }
.source { margin-top: 1.5em; border-top: 1px solid #bbb; font-size: .8em; color: #555; }
.qr { text-align: center; font-size: .8em; } .qr img { width: 9em; }
.cover { text-align: center; margin-top: 30%; } .cover p { text-indent: 0; text-align: center; }
ul.index { list-style: none; padding-left: 1em; margin: .2em 0; }
"""


def make_epub(booklet: Booklet) -> bytes:
    """The booklet as the bytes of an EPUB file: the same booklet gives the same bytes."""
    return pack(_Writer(booklet).publication())


def case_file(number: int) -> str:
    return f"{_case_name(number)}.xhtml"


def _case_name(number: int) -> str:
    return f"case-{number}"


class _Writer:
    """Writes the pages of one booklet."""

    def __init__(self, booklet: Booklet) -> None:
        self._booklet = booklet
        self._files = {case.url: case_file(case.number) for case in booklet.cases}
        self._titles = {case.number: case.title for case in booklet.cases}

    def publication(self) -> Publication:
        booklet = self._booklet
        ids = ",".join(case.url for case in booklet.cases)
        parts: list[Part] = []
        for place, chapter in enumerate(booklet.chapters, start=1):
            parts += self._chapter(place, chapter)
        for name, title, groups in (
            ("laws", "法律索引", booklet.laws),
            ("topics", "主题索引", booklet.topics),
        ):
            if groups:
                parts.append(Part(Page(name, title, self._index(title, groups))))
        parts.append(Part(Page("imprint", "版权页", self._imprint())))
        return Publication(
            identifier=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{booklet.title} {ids}')}",
            title=booklet.title,
            language="zh-CN",
            publisher=booklet.site.organiser,
            modified=booklet.until,
            style=STYLE,
            contents_title="目录",
            cover=Page("cover", booklet.title, self._cover()),
            parts=tuple(parts),
            images=tuple((_code_file(case.number), _code(case.url)) for case in booklet.cases),
        )

    def _chapter(self, place: int, chapter: Chapter) -> list[Part]:
        cases = tuple(self._case(case) for case in chapter.cases)
        if not chapter.title:
            return [Part(case) for case in cases]
        text = f"<h1>{escape(chapter.title)}</h1><p class='plain'>共 {len(cases)} 个案例</p>"
        return [Part(Page(f"part-{place}", chapter.title, text), cases)]

    def _case(self, case: BookletCase) -> Page:
        facts = "".join(
            f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in case.facts
        )
        address = escape(case.url)
        return Page(
            _case_name(case.number),
            f"{case.number}　{case.title}",
            f"<h1>{case.number}　{escape(case.title)}</h1><dl class='facts'>{facts}</dl>"
            + (f"<p class='example'>{EXAMPLE_NOTE}</p>" if case.example else "")
            + f"<p class='plain'><strong>{escape(case.summary)}</strong></p>{self._body(case.html)}"
            f"<p class='source'>{escape(case.source)}<br/><a href='{address}'>{address}</a></p>"
            f"<p class='qr'><img src='{_code_file(case.number)}' alt='本案网页二维码'/>"
            "<br/>扫码看网页</p>",
        )

    def _body(self, markup: str) -> str:
        """The body with links to cases of the same booklet leading within it."""
        root = fragment(markup)
        for link in root.iter("a"):
            inside = self._files.get((link.get("href") or "").partition("#")[0])
            if inside is not None:
                link.set("href", inside)
        for image in list(root.iter("img")):
            _replace_by_text(image, f"〔图：{image.get('alt') or '见网页'}〕")
        for element in root.iter("div"):
            element.attrib.pop("tabindex", None)
        return str(etree.tostring(root, encoding="unicode", method="xml"))

    def _cover(self) -> str:
        booklet = self._booklet
        subtitle = f"<p>{escape(booklet.subtitle)}</p>" if booklet.subtitle else ""
        return (
            f"<div class='cover'><h1>{escape(booklet.title)}</h1>{subtitle}<p>普法资料</p>"
            f"<p>{escape(booklet.site.organiser)}　主办<br/>{escape(booklet.site.undertaker)}　承办</p></div>"
        )

    def _imprint(self) -> str:
        lines = "".join(
            f"<div><dt>{escape(label)}</dt><dd>{escape(text)}</dd></div>"
            for label, text in self._booklet.imprint
        )
        return f"<h1>版权页</h1><dl class='facts'>{lines}</dl><p>{DISCLAIMER}</p>"

    def _index(self, title: str, groups: Sequence[IndexGroup]) -> str:
        parts = [f"<h1>{title}</h1>"]
        for group in groups:
            lines = "".join(
                f"<li>{escape(line.label)}：{self._links(line.cases)}</li>" for line in group.lines
            )
            parts.append(f"<h2>{escape(group.title)}</h2><ul class='index'>{lines}</ul>")
        return "".join(parts)

    def _links(self, numbers: Sequence[int]) -> str:
        return "、".join(
            f"<a href='{case_file(n)}' title='{escape(self._titles[n])}'>案例 {n}</a>"
            for n in numbers
        )


def _code_file(number: int) -> str:
    return f"qr-{number}.svg"


def _code(address: str) -> bytes:
    return qr_svg(address).replace(_SVG, _SVG_WITH_NAMESPACE, 1).encode()


def _replace_by_text(element: etree._Element, text: str) -> None:
    """Take `element` out of its tree and leave `text` in its place."""
    parent, before = element.getparent(), element.getprevious()
    words = text + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    parent.remove(element)
