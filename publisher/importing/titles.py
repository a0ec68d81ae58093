"""The title of a text: which of its first lines it is, and what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from publisher.importing.headings import Heading, Item
from publisher.importing.labels import OFFICE, begins_with_label, is_byline
from publisher.importing.original import Original, Paragraph

LONGEST_TITLE = 80
_EARLY = 12
"""Items among which a title is looked for."""
_SERIES = re.compile(
    r"^[（(]?(?:(?:指导(?:性)?案例|检例|参考案例)\s*+第?\s*+[\d一二三四五六七八九十百]++\s*+号?|入库编号[^，。]{0,24})[）)]?$"
)
"""The line above the title of a guiding case: 指导案例 24 号."""
_NO_TITLE = re.compile(
    r"^(?:案例(?:正文|内容)|正文|内容|目录|前言|附件\d*|内部资料|机密|秘密|[（(].*[）)])$"
    r"|^[\u4e00-\u9fff]{2,20}[〔\[（(]\s*(?:19|20)\d{2}\s*[〕\]）)]\s*第?\d+\s*号$"
    r"|^第?\s*\d+\s*[号期]$|^(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}\s*[月./-]"
)
_FORM_WORDS = re.compile(r"^案例(?:正文|内容|正文采集)$")
"""What a form of a database prints above a text."""
_CHAPTER = re.compile(r"^[一二三四五六七八九十]+[、.．]|^[（(]|^第[一二三四五六七八九十]+[章节条]")
_PASSED_ON = re.compile(
    r"(?:现将|印发|转发)(《[^《》]*(?:《[^《》]*》[^《》]*)*》)(?:印发|转发|予以|的通知)"
)
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．](?!\d))\s*")
_CITED = re.compile(r"[（(][^（）()]*[（(](?:19|20)\d{2}[）)].*号[^（）()]*[）)]?$")
"""（某法院（2008）民终字第 1 号民事判决） behind a title."""


_LONGEST_CITING = 200


@dataclass
class Piece:
    """One manuscript to be: its title (empty when none was found), where that stood, and the rest."""

    title: str
    origin: str
    items: list[Item] = field(default_factory=list)
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    @property
    def plain(self) -> str:
        return "\n".join(words for item in self.items if (words := words_of(item)))


def words_of(item: Item) -> str:
    if isinstance(item, Heading):
        return item.shown
    return item.plain if isinstance(item, Paragraph) else ""


def spaced(item: Item) -> str:
    """The words of an item, with the blanks between them where they are known."""
    if isinstance(item, (Heading, Paragraph)) and item.spaced:
        return item.spaced
    return words_of(item)


def clean_title(words: str) -> tuple[str, str]:
    """A title of a case without its number in a row, and the case number that stood behind it."""
    words = _NUMBERED.sub("", words.strip()).strip()
    cited = _CITED.search(words) if len(words) <= _LONGEST_CITING else None
    return (words[: cited.start()].strip(), cited[0]) if cited else (words, "")


def whole(items: Sequence[Item], original: Original) -> Piece:
    """All `items` as one text."""
    for place, item in enumerate(items[:6]):
        if isinstance(item, Heading) and item.level == 0:
            return with_subtitle(Piece(spaced(item), "标题样式"), items, place, place + 1)
    head, origin = original.facts.get("title", ("", ""))
    early = _early(items)
    for place in early:
        if head and _letters(words_of(items[place])) == _letters(head):
            before = 0 if original.is_web else place
            return with_subtitle(Piece(head, origin), items[place - before :], before, before + 1)
    if head and original.is_web:
        return with_subtitle(Piece(head, origin), items, 0, 0)
    found = [place for place in early if _looks_like_title(items[place])]
    if found:
        place = max(found, key=lambda n: (_size(items[n]), -n))
        if place and words_of(items[place]).startswith("关于") and _is_its_office(items, place):
            place -= 1
        title, end = title_from(items, place)
        return with_subtitle(Piece(title, "正文的第一行"), items, place, end)
    for item in items[:_EARLY]:
        passed_on = _PASSED_ON.search(words_of(item)[:_LONGEST_CITING])
        if passed_on and len(passed_on[1]) <= LONGEST_TITLE:
            return Piece(passed_on[1][1:-1], "正文里转发的文件名", list(items))
    return Piece(head, origin, list(items))


def _is_its_office(items: Sequence[Item], place: int) -> bool:
    """Whether the line above a title that begins with 关于 is who says so, in the same letters."""
    above, first = items[place - 1], items[place]
    alike = _is_centred(above) and abs(_size(above) - _size(first)) < 1
    return alike and bool(OFFICE.match(re.sub(r"\s", "", words_of(above))))


def _early(items: Sequence[Item]) -> list[int]:
    """Places of the lines above the text itself."""
    places = []
    for place, item in enumerate(items[:_EARLY]):
        if (isinstance(item, Heading) and item.known) or len(words_of(item)) > LONGEST_TITLE:
            break
        places.append(place)
    return places


def title_from(items: Sequence[Item], place: int) -> tuple[str, int]:
    """The title that begins at `place` and goes on in lines that look the same, and where it ends."""
    first = items[place]
    title, end = spaced(first), place + 1
    while end < len(items):
        following = items[end]
        words = words_of(following)
        goes_on = _looks_alike(first, following) or (_is_unfinished(title) and _finishes(words))
        if (
            not goes_on
            or not words
            or _CHAPTER.match(words.replace("（", "", 1).replace("(", "", 1))
            or (isinstance(following, Heading) and following.known)
            or re.match(r"^[—–-]|^目\s*录$", words)
            or begins_with_label(words)
            or _SERIES.match(words)
            or re.search(r"通过|发布[）)]$", words)
            or len(title) + len(words) > LONGEST_TITLE
        ):
            break
        title += spaced(following)
        end += 1
    return title, end


def _looks_alike(first: Item, following: Item) -> bool:
    is_small = words_of(following).startswith(("（", "("))
    centred = _is_centred(first) and _is_centred(following)
    return centred and (is_small or abs(_size(first) - _size(following)) < 1)


_KINDS = "通知|意见|方案|办法|规定|决定|公告|通告|细则|措施|报告|制度|规则|批复|函|纪要|解读|计划|要点|指南"
_COMPLETE = re.compile(rf"(?:{_KINDS})(?:[）)]|（[^（）]*+）)?$")


def _is_unfinished(title: str) -> bool:
    """关于开展某行动 of a title that goes on in the next line."""
    return "关于" in title and not _COMPLETE.search(title)


def _finishes(words: str) -> bool:
    return len(words) <= 40 and not words.endswith(("。", "：", ":", "，", "；"))


def with_subtitle(piece: Piece, items: Sequence[Item], place: int, end: int) -> Piece:
    """`piece` with `items` but for its title, those from `place` to `end`; the line after the title
    belongs to it when it begins with a dash."""
    rest = list(items[end:])
    words = words_of(rest[0]) if rest else ""
    if re.match(r"^[—–-]{1,2}\s*\S", words) and len(words) <= LONGEST_TITLE:
        piece.title += "——" + words.lstrip("—–- ")
        rest = rest[1:]
    near = [*items[:place], *rest[:1]]
    for item in near:
        shown = re.sub(r"\s", "", words_of(item))
        if OFFICE.match(shown) and item not in rest:  # 某人民政府文件 above a document
            if shown.endswith("文件"):
                piece.labels.setdefault("source", (shown.removesuffix("文件"), "文件头"))
        elif _SERIES.match(shown):
            piece.told.append(f"标题旁的“{shown}”没有带入")
        elif not _FORM_WORDS.match(shown):
            continue
        near = [one for one in near if one is not item]
    piece.items = [*near, *rest[1:]]
    return piece


def _letters(words: str) -> str:
    return re.sub(r"[\W_]", "", words)


def _size(item: Item) -> float:
    return item.size if isinstance(item, (Heading, Paragraph)) else 0.0


def _is_centred(item: Item) -> bool:
    return isinstance(item, (Heading, Paragraph)) and item.centred


def _looks_like_title(item: Item) -> bool:
    words = re.sub(r"\s", "", words_of(item))
    if (
        not 4 <= len(words) <= LONGEST_TITLE
        or _SERIES.match(words)
        or _NO_TITLE.match(words)
        or OFFICE.match(words)
        or begins_with_label(words)
        or is_byline(words_of(item))
        or words.endswith(("。", "；", "：", ":", "，", ","))
    ):
        return False
    if isinstance(item, Heading):
        return not item.known and not _CHAPTER.match(words)
    return isinstance(item, Paragraph) and not item.ready and not item.item
