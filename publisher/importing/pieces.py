"""What one document holds: one text, or several cases (十大典型案例) one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from publisher.importing.headings import Heading, Item
from publisher.importing.labels import (
    LABELS,
    adopted,
    author_office,
    begins_with_label,
    day_of,
    is_byline,
    said,
    signed,
)
from publisher.importing.metadata import LONGEST_SUMMARY, SHORTEST_SUMMARY
from publisher.importing.original import Original, Paragraph
from publisher.importing.titles import (
    LONGEST_TITLE,
    Piece,
    clean_title,
    spaced,
    title_from,
    whole,
    with_subtitle,
    words_of,
)

_LONGEST_MARKED = 160
"""Characters of a line that begins a case; case numbers may stand behind the title."""
_CASE_MARK = re.compile(
    r"^[【\[（(/◆●■★☆▶►◎\s]*+(?:典型|指导性?|参考)?案\s*+例\s*+之?\s*+(?:[一二三四五六七八九十]{1,3}|\d{1,3}\s*+号?)"
    r"(?![\d年月日%件个起例批类])\s*+[】\]）)/]?\s*+[：:、.．|｜]?\s*+(.*)$"
)
_KEYWORDS = re.compile(r"^[【\[]?关键词[】\]]?[\s:：]*([^\s。:：][^。]*)$")
_LISTED = re.compile(r"[/／、，,;；\s]")
"""关键词　民事/买卖合同/货款, without a colon as guiding cases have it."""
_CONTENTS = re.compile(r"^[（(]?目\s*录[）)]?$")
_DAY_ALONE = re.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日")
_BELOW_TITLE = 2
"""Items below a title where its date may stand alone."""
_LEAST_LISTED = 0.6
"""Share of the lines of a table of contents that come again below it."""
_WORTH_TELLING = 30


def pieces_of(
    original: Original, items: Sequence[Item], is_a_case: Callable[[Piece], bool]
) -> list[Piece]:
    """The texts of a document, each with what its own lines say of it (来源：…) taken out. It is
    divided only where the parts are cases by their sections."""
    items = _without_contents(list(items), original)
    for several in (_by_marks(items), _by_repeated_sections(items)):
        for piece in several:
            piece.items = list(_without_labels(piece))
        if several and all(map(is_a_case, several)):
            return several
    piece = whole(items, original)
    for key, value in signed(map(spaced, items)).items():
        piece.labels[key] = (value, "落款")
    piece.items = list(_without_labels(piece))
    return [piece]


def _without_contents(items: list[Item], original: Original) -> list[Item]:
    """A table of contents would double every title."""
    start = next((n for n, i in enumerate(items) if _CONTENTS.match(words_of(i))), None)
    if start is None:
        return items
    end, listed = start + 1, list[str]()
    while end < len(items):
        words = words_of(items[end])
        entry = _entry(words)
        if not entry or len(words) > _LONGEST_MARKED or words.endswith("。") or entry in listed:
            break
        if listed and (_begins_anew(words) or _is_begun(entry, listed)):
            break
        listed.append(entry)
        end += 1
    below = _letters("".join(words_of(item) for item in items[end:]))
    if len(listed) < 2 or sum(e in below for e in listed) < _LEAST_LISTED * len(listed):
        return items
    original.told.append(f"目录有 {len(listed)} 行，没有带入")
    return items[:start] + items[end:]


def _is_begun(entry: str, listed: Sequence[str]) -> bool:
    """Whether a line is the first half of one that was listed: the second is its subtitle."""
    return len(entry) > 5 and any(one.startswith(entry) for one in listed)


def _begins_anew(words: str) -> bool:
    return bool(re.match(r"^\W*案\s*例\s*[一1](?!\d)", words))


def _entry(words: str) -> str:
    """What is compared of a line of contents: letters alone, without number in a row and page."""
    mark = _CASE_MARK.match(words)
    words = mark[1] if mark else clean_title(words)[0] or words
    return _letters(words)


def _letters(words: str) -> str:
    return re.sub(r"[\W_]|(?<!\d)\d+$", "", words)


def _by_marks(items: Sequence[Item]) -> list[Piece]:
    """案例一 … 案例二 …: at least two lines that begin so."""
    starts = [
        (place, mark)
        for place, item in enumerate(items)
        if (mark := _CASE_MARK.match(spaced(item)))
        and len(words_of(item)) <= _LONGEST_MARKED
        and not words_of(item).endswith("。")
    ]
    if len(starts) < 2:
        return []
    found = [
        _piece_at(items, place, end, mark[1].strip(), "“案例一、案例二”的标记")
        for (place, mark), end in zip(
            starts, [*(p for p, _ in starts[1:]), len(items)], strict=True
        )
    ]
    return _with_preface_told(found, items[: starts[0][0]])


def _piece_at(items: Sequence[Item], place: int, end: int, title: str, origin: str) -> Piece:
    rest = list(items[place + 1 : end])
    if not title and rest and not (isinstance(rest[0], Heading) and rest[0].known):
        title, taken = title_from(rest, 0)
        label, named = (*said(title), ("", ""))[0]
        title = named if LABELS.get(label) == "title" else title
        rest = rest[taken:]
    title, cited = clean_title(title)
    piece = with_subtitle(Piece(title, origin), rest, 0, 0)
    if cited:
        piece.labels["case_number"] = (cited, "标题后面的括号")
    while piece.items and isinstance(piece.items[-1], Heading) and not piece.items[-1].known:
        piece.items.pop()  # the name of the next group of cases
    return piece


def _with_preface_told(found: list[Piece], before: Sequence[Item]) -> list[Piece]:
    words = "".join(w for w in map(words_of, before) if len(w) >= _WORTH_TELLING)
    if words:
        found[0].told.append(
            f"第一个案例之前的 {len(words)} 字没有带入：“{words[:_WORTH_TELLING]}……”"
        )
    return found


def _by_repeated_sections(items: Sequence[Item]) -> list[Piece]:
    """The first known heading comes again and again, each time below a line that is a title."""
    known = [item.name for item in items if isinstance(item, Heading) and item.known]
    if not known or known.count(known[0]) < 2:
        return []
    starts: list[int] = []
    for place, item in enumerate(items):
        if isinstance(item, Heading) and item.known and item.name == known[0]:
            above = _title_above(items, place, starts[-1] if starts else -1)
            if above is None:
                return []
            starts.append(above)
    found = [
        _piece_at(items, place, end, spaced(items[place]), "重复的段落之前的一行")
        for place, end in zip(starts, [*starts[1:], len(items)], strict=True)
    ]
    return _with_preface_told(found, items[: starts[0]])


def _title_above(items: Sequence[Item], place: int, last: int) -> int | None:
    """Where the title of a case stands whose first section is at `place`: the line above it, or the
    next heading above that no form knows."""
    near = place - 1
    while near > last and (begins_with_label(words_of(items[near])) or _is_subtitle(items[near])):
        near -= 1
    if near - 1 > last and isinstance(head := items[near - 1], Heading) and head.name == "关键词":
        near -= 2
    for above in range(near, last, -1):
        item = items[above]
        if isinstance(item, Heading) and item.known:
            return None
        title = clean_title(words_of(item))[0]
        fits = 4 <= len(title) <= LONGEST_TITLE and not title.endswith(("。", "；"))
        if fits and (above == near or isinstance(item, Heading)):
            return above
        if above == near and isinstance(item, Heading):
            return None
    return None


def _is_subtitle(item: Item) -> bool:
    return bool(re.match(r"^[—–-]{1,2}\s*\S", words_of(item)))


def _without_labels(piece: Piece) -> Iterator[Item]:
    """Lines such as 来源：某法院 before the first section and after the last, taken as what they say."""
    first = next(
        (n for n, i in enumerate(piece.items) if isinstance(i, Heading) and i.known),
        min(8, len(piece.items)),
    )
    keywords = False
    once = sum(_names_keywords(item) for item in piece.items) == 1
    repeated = Counter(label for item in piece.items for label, _ in said(words_of(item))[:1])
    for place, item in enumerate(piece.items):
        if once and isinstance(item, Heading) and item.name == "关键词":
            keywords = True
            continue
        if keywords and isinstance(item, Paragraph):
            piece.labels.setdefault("keywords", (spaced(item), "“关键词”一段"))
            keywords = False
            continue
        keywords = False
        listed = _KEYWORDS.match(spaced(item).strip())
        if once and listed and _names_keywords(item):
            piece.labels.setdefault("keywords", (listed[1].strip(), "“关键词”一行"))
            continue
        near = place < first or place >= len(piece.items) - 4
        near = near and all(repeated[label] == 1 for label, _ in said(words_of(item))[:1])
        if place < _BELOW_TITLE and (day := _day_alone(words_of(item))):
            piece.labels.setdefault("published", (day, "标题下的日期"))
            continue
        if near and (_is_told(piece, spaced(item)) or (place < first and is_byline(spaced(item)))):
            continue
        yield item


def _day_alone(words: str) -> str:
    """The day that a line names and nothing else, as （2022年6月18日）; empty for another line."""
    shown = re.sub(r"[\s（）()]", "", words)
    return day_of(shown) if _DAY_ALONE.fullmatch(shown) else ""


def _names_keywords(item: Item) -> bool:
    """Whether an item is a heading or a line of keywords; in a digest of many texts they stay."""
    if isinstance(item, Heading) and item.name == "关键词":
        return True
    listed = _KEYWORDS.match(spaced(item).strip()) if len(words_of(item)) <= LONGEST_TITLE else None
    return bool(listed and _LISTED.search(listed[1]))


def _is_told(piece: Piece, words: str) -> bool:
    """Whether a line only tells of the text; what it tells is taken."""
    if day := adopted(words):
        piece.labels.setdefault("published", (day, "标题下的“讨论通过、发布”"))
        return True
    if office := author_office(words):
        piece.labels.setdefault("source", (office, "标题下的作者单位"))
        return True
    told = said(words) if len(words) <= 160 else []
    if any(
        LABELS.get(label) == "summary" and not SHORTEST_SUMMARY <= len(value) <= LONGEST_SUMMARY
        for label, value in told
    ):
        return False
    for label, value in told:
        if (key := LABELS.get(label)) and value:
            piece.labels.setdefault(key, (value, f"正文“{label}：”"))
    return bool(told)
