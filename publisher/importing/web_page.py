"""Saved web pages of government sites: the main text is found, menus and footers are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from lxml import etree, html

from publisher.importing.labels import LABELS, said
from publisher.importing.links import web_address
from publisher.importing.original import (
    Block,
    CannotImport,
    Original,
    Paragraph,
    Picture,
    Table,
    escaped,
    line_of_text,
    safe_start,
    spaced_line,
)
from publisher.importing.plain_text import decoded, read_bytes
from publisher.importing.word_lines import Line, marked

MOST_ELEMENTS = 200_000
DEEPEST = 200

_MAIN = re.compile(
    r"trs_editor|trs_ueditor|ucap-content|pages_content|article[-_]?(?:content|con|body|text|main)|"
    r"news[-_]?(?:content|con|text)|con(?:tent)?[-_]?(?:text|txt|main|detail|body)|^(?:zoom|content|con|article|js_content|rich_media_content|detail|main-?content|xxgk_content|view_content|maintext|text)$|"
    r"art_con|zwnr|wzy|info-?cont|v_news_content",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"nav|menu|foot|header|crumb|position|share|toolbar|print|related|recommend|side|copyright|comment|banner|qrcode|pagination|上一篇|下一篇",
    re.IGNORECASE,
)
_BLOCKS = {"p", "div", "section", "article", "blockquote", "center", "dd", "dt", "pre", "figure", "figcaption", "main", "body", "form", "li", "ul", "ol", "dl", "td", "span-block"}  # fmt: skip
_SKIPPED = {"script", "style", "noscript", "iframe", "object", "select", "button", "input", "textarea", "nav", "footer", "template", "svg", "head"}  # fmt: skip
_FACTS = {
    "articletitle": "title", "og:title": "title", "title": "title", "pubdate": "published", "publishdate": "published",
    "article:published_time": "published", "contentsource": "source", "source": "source",
    "description": "summary", "keywords": "keywords", "og:url": "url",
}  # fmt: skip
_FURNITURE = re.compile(
    r"^[【\[（(]?\s*+(?:关闭(?:窗口|本页|页面)?|打印(?:本页|此页|文章|页面)?|返回(?:顶部|首页|列表|上一页)?|收藏(?:本页|本站|此页)?|添加收藏|设为首页|"
    r"分享(?:到|至)?.{0,12}|(?:用)?微信扫(?:一扫|描二维码).{0,20}|扫一扫.{0,20}|扫二维码.{0,12}|点击.{0,2}阅读原文.{0,8}|阅读原文|预览时标签不可点|"
    r"(?:上|下)一(?:篇|条|页|个)(?:\s*+[:：].*)?|相关(?:链接|阅读|新闻|附件|文章|推荐)|责任编辑|字[号体](?:\s*+[:：].*)?|×)\s*+[】\]）)]?$"
    r"|^(?:您?当前(?:所在)?的?位置|您?(?:现在)?的?位置|您当前的位置)\s*[:：]"
    r"|^首页\s*(?:>|»|›|&gt;|/)|版权所有|ICP备|公网安备|网站标识码|位访客|访客[：:]",
    re.IGNORECASE,
)
"""Lines that a page has and a text has not."""
_MOST_STRETCHES = 30
_IS_SITE = re.compile(
    r"(?:法院|检察院|政府|司法局|委员会|普法|信息|政务|门户)?(?:门户)?网站?$|^首页$|人民政府$"
)
_INFO = re.compile(
    r"^(?:发布时间|发布日期|时间|日期|来源|信息来源|文章来源|稿件来源|发布机构|作者|供稿)\s*[:：]"
)
_SAVED = re.compile(rb"saved from url=\(\d+\)(https?://[^\s>]+)")


def read_web_page(file: Path) -> Original:
    """Raises CannotImport for a page without text. Pictures are taken where they lie beside it."""
    data = read_bytes(file)
    charset = re.search(rb"charset\s*=\s*+(?:[\"']\s*+)?([\w-]+)", data[:4096], re.IGNORECASE)
    text = _by_charset(data, charset[1].decode("ascii", "replace") if charset else "")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(
            text, parser=html.HTMLParser(no_network=True, huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CannotImport("网页里没有内容") from error
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise CannotImport("网页太大，没有读取")
    original = Original(is_web=True)
    _read_facts(root, data, original)
    main = _main(root)
    original.blocks = [
        block
        for block in _Reader(file, original).blocks(main)
        if not (isinstance(block, Paragraph) and _FURNITURE.search(block.plain))
    ]
    if not original.plain.strip():
        raise CannotImport("网页里找不到正文")
    _read_info(root, main, original)
    _keep_keywords_of_the_text(original)
    return original


def _read_info(root: etree._Element, main: etree._Element, original: Original) -> None:
    """发布时间：… 来源：… above the text, where the page says it in no other way."""
    for element in root.iter("div", "p", "td", "span", "h6", "li", "em", "section"):
        words = line_of_text("".join(islice(element.itertext(), _MOST_STRETCHES)))
        if len(words) > 160 or not _INFO.match(words):
            continue
        for label, value in said(words):
            key = LABELS.get(label)
            found = re.split(r"\s(?=\S+[:：])|\s{2,}|(?<=\d{2}:\d{2})\s", value)[0].strip()
            if key in ("published", "source") and found:
                original.facts.setdefault(key, (found, f"网页的“{label}：”"))


def _keep_keywords_of_the_text(original: Original) -> None:
    """Most sites name the same words on every page: those that the text has not are no keywords."""
    words, origin = original.facts.pop("keywords", ("", ""))
    text = original.plain + original.facts.get("title", ("", ""))[0]
    found = [w for w in re.split(r"[、，,；;|\s]+", words) if len(w) > 1 and w in text]
    if found:
        original.facts["keywords"] = ("、".join(found), origin)


def _by_charset(data: bytes, name: str) -> str:
    if name.lower() in ("gb2312", "gbk", "gb18030"):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return decoded(data)


def _read_facts(root: etree._Element, data: bytes, original: Original) -> None:
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").lower()
        value = spaced_line(meta.get("content") or "")
        if key in _FACTS and value:
            original.facts.setdefault(
                _FACTS[key], (value, f"网页的 {meta.get('name') or meta.get('property')}")
            )
    canonical = next(
        (x.get("href") for x in root.iter("link") if x.get("rel") == "canonical"), None
    )
    saved = _SAVED.search(data[:2048])
    if saved:
        original.facts["url"] = (saved[1].decode("ascii", "replace"), "网页保存时的地址")
    elif canonical:
        original.facts.setdefault("url", (canonical, "网页的 canonical"))
    heading = next(
        (spaced_line(h.text_content()) for h in root.iter("h1") if h.text_content().strip()), ""
    )
    title = root.findtext(".//title") or ""
    if heading and not _IS_SITE.search(heading):
        original.facts.setdefault("title", (heading, "网页的大标题"))
    elif title.strip():
        name = re.split(r"(?:(?<!\s)\s+)?[-_|—–]+\s*", spaced_line(title))[0]
        if not _IS_SITE.search(name):
            original.facts.setdefault("title", (name, "网页的标题"))


def _main(root: etree._Element) -> etree._Element:
    """The innermost element that holds most of the text outside of menus: a known name first."""
    named = [
        e
        for e in root.iter("div", "td", "article", "section", "main", "ucapcontent")
        if _MAIN.search(f"{e.get('id') or ''}")
        or any(map(_MAIN.search, (e.get("class") or "").split()))
        or e.tag in ("article", "ucapcontent")
    ]
    named = [e for e in named if _words(e) >= 80]
    if named:
        most = max(map(_words, named))
        good = [e for e in named if _words(e) >= 0.8 * most]
        return min(good, key=_words)
    best = root.find("body") if root.find("body") is not None else root
    while True:
        inner = [e for e in best if isinstance(e.tag, str) and e.tag not in _SKIPPED]
        whole = _words(best)
        next_ = max(inner, key=_words, default=None)
        if (
            next_ is None
            or next_.tag in ("p", "h1", "h2", "h3")
            or (next_.tag == "table" and not _is_layout(next_))
            or _words(next_) < 0.7 * whole
        ):
            return best
        best = next_


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only puts a page in its place: one cell holds most of its words."""
    return max(map(_words, table.iter("td")), default=0) >= 0.7 * _words(table)


def _words(element: etree._Element) -> int:
    """How many characters an element shows."""
    unseen = sum(
        len("".join((part.text or "").split())) for part in element.iter("script", "style")
    )
    return len("".join("".join(element.itertext()).split())) - unseen


Stretch = tuple[str, bool, str]
"""Words, whether they are bold, and where they lead."""


class _Reader:
    def __init__(self, file: Path, original: Original) -> None:
        self.folder, self.original = file.parent, original
        self.page = original.facts.get("url", ("", ""))[0]

    def blocks(self, element: etree._Element, depth: int = 0, item: str = "") -> Iterator[Block]:
        if depth > DEEPEST:
            return
        line: list[Stretch] = [(element.text or "", False, self._address(element))]
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if not tag or tag in _SKIPPED or self._is_left_out(child):
                line.append((child.tail or "", False, self._address(element)))
                continue
            if tag == "br":
                yield from self._close(line, element, item)
                line = []
            elif tag == "table":
                yield from self._close(line, element, item)
                line = []
                yield from self._table(child, depth)
            elif tag[0] == "h" and tag[1:].isdecimal():
                yield from self._close(line, element, item)
                line = []
                words = line_of_text(child.text_content())
                if words:
                    yield Paragraph(escaped(words), words, level=int(tag[1:]))
            elif tag == "img":
                yield from self._close(line, element, item)
                line = []
                yield from self._picture(child)
            elif tag in _BLOCKS or _holds_blocks(child):
                yield from self._close(line, element, item)
                line = []
                mark = ""
                if tag == "li":
                    number = [c for c in element if c.tag == "li"].index(child) + 1
                    mark = f"{number}. " if element.tag == "ol" else "- "
                yield from self.blocks(child, depth + 1, mark or item)
            else:
                line += self._inline(child, False, self._address(element))
            line.append((child.tail or "", False, self._address(element)))
        yield from self._close(line, element, item)

    @staticmethod
    def _is_left_out(element: etree._Element) -> bool:
        name = f"{element.get('id') or ''} {element.get('class') or ''}"
        return (
            element.get("hidden") is not None
            or "display:none" in (element.get("style") or "").replace(" ", "").lower()
            or bool(name.strip() and _LEFT_OUT.search(name) and not _MAIN.search(name))
        )

    def _close(self, line: list[Stretch], element: etree._Element, item: str) -> Iterator[Block]:
        plain = line_of_text("".join(text for text, _, _ in line))
        if not plain:
            return
        heavy = element.tag in ("b", "strong") or "bold" in (element.get("style") or "")
        whole = heavy or all(bold for text, bold, _ in line if text.strip())
        made = Line()
        for text, bold, href in line:
            made.add(re.sub(r"\s", " ", text), bold and not whole, href=href)
        style = (element.get("style") or "").replace(" ", "").lower()
        centred = (
            "text-align:center" in style
            or element.get("align") == "center"
            or element.tag == "center"
        )
        shown = spaced_line("".join(text for text, _, _ in line)) if len(plain) <= 160 else ""
        yield Paragraph(
            safe_start(marked(made)), plain, bold=whole, centred=centred, item=item, spaced=shown
        )

    def _address(self, element: etree._Element) -> str:
        """Where the words of the element lead: it, or what it stands in, may be a link."""
        link = next((e for e in (element, *element.iterancestors("a")) if e.tag == "a"), None)
        return web_address(link.get("href") or "", self.page) if link is not None else ""

    def _inline(self, element: etree._Element, bold: bool, href: str) -> list[Stretch]:
        bold = (
            bold
            or element.tag in ("b", "strong")
            or bool(re.search(r"font-weight:\s*(?:bold|[6-9]00)", element.get("style") or ""))
        )
        inner = self._address(element) if element.tag == "a" else href
        found: list[Stretch] = [(element.text or "", bold, inner)]
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                found += self._inline(child, bold, inner)
            found.append((child.tail or "", bold, inner))
        return found

    def _cell(self, cell: etree._Element) -> str:
        """The words of a cell as one line."""
        made = Line()
        for text, _, href in self._inline(cell, False, ""):
            made.add(re.sub(r"\s", " ", text), href=href)
        return marked(made)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        rows: list[list[str]] = []
        below: dict[int, tuple[str, int]] = {}
        for row in table.iter("tr"):
            if next(row.iterancestors("table"), None) is not table:
                continue
            cells: list[str] = []
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                _take_spanned(cells, below)
                words = self._cell(cell)
                for _ in range(_number(cell.get("colspan"))):
                    if _number(cell.get("rowspan")) > 1:
                        below[len(cells)] = (words, _number(cell.get("rowspan")) - 1)
                    cells.append(words)
            _take_spanned(cells, below)
            rows.append(cells)
        width = max(map(len, rows), default=0)
        if width <= 1 or (len(rows) == 1 and any(len(c) > 200 for c in rows[0])):
            for cell in table.iter("td"):
                if next(cell.iterancestors("table"), None) is table:
                    yield from self.blocks(cell, depth + 1)
            return
        yield Table(tuple((*cells, *("",) * (width - len(cells))) for cells in rows))

    def _picture(self, image: etree._Element) -> Iterator[Block]:
        source = image.get("src") or ""
        file = None if re.match(r"[a-z]+:", source, re.IGNORECASE) else self._beside(source)
        if file is None:
            if source:
                self.original.told.append("网页里有图片，文件不在旁边，没有带入")
            return
        if file.stat().st_size <= 20 * 1024 * 1024:
            self.original.pictures[source] = file.read_bytes()
            yield Picture(source)

    def _beside(self, source: str) -> Path | None:
        """The file that the address leads to, when it lies beside the page or below."""
        file = self.folder / source.partition("?")[0]
        try:
            is_there = file.resolve().is_relative_to(self.folder.resolve()) and file.is_file()
        except (OSError, ValueError):  # a name that is too long, or has a zero byte in it
            return None
        return file if is_there else None


def _take_spanned(cells: list[str], below: dict[int, tuple[str, int]]) -> None:
    while len(cells) in below:
        words, left = below.pop(len(cells))
        if left > 1:
            below[len(cells)] = (words, left - 1)
        cells.append(words)


def _number(value: str | None) -> int:
    return (
        min(int(value), 40) if value and value.isdecimal() and len(value) < 4 and int(value) else 1
    )


def _holds_blocks(element: etree._Element) -> bool:
    return any(
        isinstance(e.tag, str)
        and (e.tag in _BLOCKS or e.tag in ("table", "img", "br", "h1", "h2", "h3", "h4"))
        for e in element.iterdescendants()
    )
