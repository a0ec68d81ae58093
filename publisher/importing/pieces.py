"""What one document holds: one text, or several cases (十大典型案例) one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from publisher.importing.headings import Heading, Item
from publisher.importing.original import Original, Paragraph

LONGEST_TITLE = 80

_CASE_MARK = re.compile(
    r"^[【\[（(]?\s*(?:典型)?案\s*例\s*(?:[一二三四五六七八九十]{1,3}|\d{1,3})\s*[】\]）)]?\s*[：:、.．]?\s*(.*)$"
)
LABELS = {
    "来源": "source", "文章来源": "source", "信息来源": "source", "稿件来源": "source", "发布单位": "source",
    "报送单位": "source", "供稿单位": "source", "供稿": "source",
    "发布时间": "published", "发布日期": "published", "时间": "published", "日期": "published",
    "案号": "case_number", "案由": "cause", "关键词": "keywords", "审理法院": "court",
    "承办法院": "court", "裁判日期": "decided", "判决日期": "decided", "结案时间": "decided",
    "摘要": "summary", "文号": "document_number", "发文字号": "document_number", "发文机关": "issuer",
}  # fmt: skip
_SAID_OF_ITSELF = (
    *LABELS, "责任编辑", "编辑", "作者", "撰稿人", "撰稿", "编写人", "承办法官", "承办人", "浏览次数", "阅读次数", "字号",
)  # fmt: skip
_SERIES = re.compile(r"^(?:指导(?:性)?案例|检例第?|参考案例|入库编号)[^，。]{0,14}$")
"""The line above the title of a guiding case: 指导案例 24 号."""
_KEYWORDS = re.compile(r"^[【\[]?关键词[】\]]?[\s:：]*([^\s。:：][^。]*)$")
_LISTED = re.compile(r"[/／、，,;；\s]")
"""关键词　民事/买卖合同/货款, without a colon as guiding cases have it."""
_LABEL = re.compile(
    rf"[（(【\[]?(?:(?<!\s)\s+)?({'|'.join(sorted(_SAID_OF_ITSELF, key=len, reverse=True))})\s*+(?:[】\]]\s*+)?[：:]"
)


@dataclass
class Piece:
    """One manuscript to be: its title (empty when none was found), where that stood, and the rest."""

    title: str
    origin: str
    items: list[Item] = field(default_factory=list)
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def plain(self) -> str:
        lines = []
        for item in self.items:
            if isinstance(item, Heading):
                lines.append(item.shown)
            elif isinstance(item, Paragraph):
                lines.append(item.plain)
        return "\n".join(lines)


def pieces_of(original: Original, items: Sequence[Item]) -> list[Piece]:
    """The texts of a document, each with what its own lines say of it (来源：…) taken out."""
    found = _by_marks(items) or _by_repeated_sections(items) or [_whole(items, original)]
    for piece in found:
        piece.items = list(_without_labels(piece))
    return found


def _whole(items: Sequence[Item], original: Original) -> Piece:
    for place, item in enumerate(items[:6]):
        if isinstance(item, Heading) and item.level == 0:
            return _with_subtitle(Piece(item.shown, "标题样式"), items, place)
    head, origin = original.facts.get("title", ("", ""))
    for place, item in enumerate(items[:6]):
        if isinstance(item, Heading) and item.known:
            break
        words = (
            item.shown
            if isinstance(item, Heading)
            else item.plain
            if isinstance(item, Paragraph)
            else ""
        )
        same = head and re.sub(r"\W", "", words) == re.sub(r"\W", "", head)
        if words and (same or _looks_like_title(item)) and not _LABEL.match(words):
            return _with_subtitle(
                Piece(words, "正文的第一行" if not same else origin), items, place
            )
        if len(words) > LONGEST_TITLE:
            break
    piece = Piece(head, origin)
    piece.items = list(items)
    return piece


def _looks_like_title(item: Item) -> bool:
    if isinstance(item, Heading):
        return (
            not item.known
            and not _SERIES.match(item.shown)
            and not re.match(r"^[一二三四五六七八九十]+[、.．]|^[（(]", item.shown)
        )
    return (
        isinstance(item, Paragraph)
        and not item.ready
        and not _SERIES.match(item.plain)
        and 4 <= len(item.plain) <= LONGEST_TITLE
        and not item.plain.endswith(("。", "；", "：", "，"))
    )


def _with_subtitle(piece: Piece, items: Sequence[Item], place: int) -> Piece:
    """The line after the title belongs to it when it begins with a dash."""
    rest = list(items[place + 1 :])
    if rest:
        first = rest[0]
        words = (
            first.shown
            if isinstance(first, Heading)
            else first.plain
            if isinstance(first, Paragraph)
            else ""
        )
        if re.match(r"^[—–-]{1,2}\s*\S", words) and len(words) <= LONGEST_TITLE:
            piece.title += "——" + words.lstrip("—–- ")
            rest = rest[1:]
    piece.items = [*items[:place], *rest]
    return piece


def _words(item: Item) -> str:
    if isinstance(item, Heading):
        return item.shown
    return item.plain if isinstance(item, Paragraph) else ""


def _by_marks(items: Sequence[Item]) -> list[Piece]:
    """案例一 … 案例二 …: at least two lines that begin so."""
    starts = [
        (place, mark)
        for place, item in enumerate(items)
        if (mark := _CASE_MARK.match(_words(item))) and len(_words(item)) <= LONGEST_TITLE
    ]
    if len(starts) < 2:
        return []
    return [
        _piece_at(items, place, end, mark[1].strip(), "“案例一、案例二”的标记")
        for (place, mark), end in zip(
            starts, [*(p for p, _ in starts[1:]), len(items)], strict=True
        )
    ]


def _piece_at(items: Sequence[Item], place: int, end: int, title: str, origin: str) -> Piece:
    rest = list(items[place + 1 : end])
    if not title and rest and not (isinstance(rest[0], Heading) and rest[0].known):
        title, rest = _words(rest[0]), rest[1:]
    piece = Piece(title, origin)
    return _with_subtitle(piece, [Heading("", "", 0), *rest], 0) if rest else piece


def _by_repeated_sections(items: Sequence[Item]) -> list[Piece]:
    """The first known heading comes again and again, each time with a line that is a title before it."""
    known = [item.name for item in items if isinstance(item, Heading) and item.known]
    if not known or known.count(known[0]) < 2:
        return []
    starts = []
    for place, item in enumerate(items):
        if isinstance(item, Heading) and item.known and item.name == known[0]:
            before = place - 1
            while before >= 0 and _LABEL.match(_words(items[before])):
                before -= 1
            if before < 0 or not 4 <= len(_words(items[before])) <= LONGEST_TITLE:
                return []
            if _words(items[before]).endswith(("。", "；")):
                return []
            starts.append(before)
    return [
        _piece_at(
            items,
            place,
            end,
            re.sub(
                r"^(?:[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．])\s*",
                "",
                _words(items[place]),
            ),
            "重复的段落之前的一行",
        )
        for place, end in zip(starts, [*starts[1:], len(items)], strict=True)
    ]


def _without_labels(piece: Piece) -> Iterator[Item]:
    """Lines such as 来源：某法院 before the first section and after the last, taken as what they say."""
    first = next(
        (n for n, i in enumerate(piece.items) if isinstance(i, Heading) and i.known),
        min(8, len(piece.items)),
    )
    keywords = False
    for place, item in enumerate(piece.items):
        if isinstance(item, Heading) and item.name == "关键词":
            keywords = True
            continue
        if keywords and isinstance(item, Paragraph):
            piece.labels.setdefault("keywords", (item.plain, "“关键词”一段"))
            keywords = False
            continue
        keywords = False
        words = _words(item)
        listed = _KEYWORDS.match(words.strip()) if len(words) <= LONGEST_TITLE else None
        if listed and _LISTED.search(listed[1]):
            piece.labels.setdefault("keywords", (listed[1].strip(), "“关键词”一行"))
            continue
        near = place < first or place >= len(piece.items) - 4
        if near and len(words) <= 160 and (said := _said(words)):
            for label, value in said:
                if (key := LABELS.get(label)) and value:
                    piece.labels.setdefault(key, (value, f"正文“{label}：”"))
            continue
        yield item


def _said(words: str) -> list[tuple[str, str]]:
    """来源：某法院 发布时间：2024年5月6日 → its labels with what follows each; empty for another line."""
    found = list(_LABEL.finditer(words))
    if not found or found[0].start():
        return []
    ends = [*(m.start() for m in found[1:]), len(words)]
    return [
        (m[1], words[m.end() : end].strip(" ）)　|｜；;"))
        for m, end in zip(found, ends, strict=True)
    ]
