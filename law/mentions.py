"""Names of laws in prose (DOMAIN §6.2): marked 《…》, 〈…〉 or <<…>>, bare, by document number, or short
forms that the text itself introduces (以下简称“…”)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from law.instrument import Instrument
from law.names import PRC, is_named_as_law, is_named_as_legislation, key_of
from law.numbers_of_documents import DOCUMENT_NUMBER
from law.references import BLANK
from law.registry import Registry

_IN_BOOK_MARKS = r"《([^《》]{0,120}(?:《[^《》]{1,80}》[^《》]{0,80}){0,3})》"
_TITLE = re.compile(_IN_BOOK_MARKS + r"()()")
_TITLE_IN_ANY_MARKS = re.compile(
    _IN_BOOK_MARKS + r"|[<＜﹤〈]{2}([^<>《》＜＞〈〉\n]{2,80})[>＞﹥〉]{2}"
    r"|[〈＜]([^<>《》＜＞〈〉\n]{2,80})[〉＞]"
)
_OTHER_MARKS = ("<<", "〈", "＜", "﹤")
NOTE = re.compile(rf"{BLANK}[（(]((?:[^（）()\n]|[（(][^（）()\n]{{1,20}}[）)]){{1,60}})[）)]")
_SHORT_FORM = re.compile(
    r"(?:以下|下文|下|后)?(?:统|并|均)?(?:简)?称[为：:]?\s*[“\"「《〈‘]?([\u4e00-\u9fa5（）()]{2,20})[”\"」》〉’]?$"
)
_SHORT_FORM_AFTER = re.compile(
    r"[，,]?\s*(?:以下|下文|下)(?:统|并|均)?(?:简)?称[为：:]?\s*[“\"「《〈]([\u4e00-\u9fa5（）()]{2,20})[”\"」》〉]"
)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d{2})\s*年?(?:版|修正|修订|修改|公布|施行|实施)?后?的?$")
_FORMER = re.compile(
    r"(?:原|旧|修订前的?|修正前的?|修改前的?|当时(?:施行|有效|适用)?的?|行为时的?)$"
)
_BLANK_LINE = re.compile(r"\n\s*\n")
_TRIMMED = "“”\"‘’'「」『』 \t\r\n\u3000\u00a0*"
_LONGEST_BARE = 64
_FOREIGN = re.compile(
    r"(?:[德法美英日韩俄]国?|日本|韩国|瑞士|意大利|俄罗斯|奥地利|荷兰|欧盟|台湾地区?|香港(?!特别行政区)|澳门(?!特别行政区)|印度|加拿大|澳大利亚|新加坡)(?:的|地区)?$"
)
_UNKNOWN_LAW = re.compile(r"[\u4e00-\u9fa5]{1,20}(?:法典|法)$")
_FUNCTION_WORDS = re.compile(
    r".*(?:依照|依据|根据|按照|适用|违反|参照|援引|符合|触犯|对照|遵守|引用|结合|以及|或者|我国|现行|关于|"
    r"上述|前述|前引|所述|[依按据和及与或在的对由是即该本同新原旧把将从而之了有为就与看见查按讲照等因此若])"
)
_NOT_A_LAW = frozenset(
    (
        "法",
        "民法",
        "宪法",
        "国法",
        "新法",
        "旧法",
        "该法",
        "本法",
        "同法",
        "用法",
        "违法",
        "合法",
        "司法",
        "执法",
    )
)


class Name(NamedTuple):
    """A law named at `start`–`end`. `written`: as it stands; `law`: its full title where known.

    `year`: the version named with it; `is_former`: the text says that it means an older one.
    """

    law: str
    written: str
    start: int
    end: int
    instrument: Instrument | None = None
    year: int | None = None
    is_former: bool = False
    is_legislation: bool = True
    is_marked: bool = True

    @property
    def ending(self) -> str:
        """What kind of document its title says that it is: 法, 条例, 解释 …"""
        return key_of(self.law)


def marked_names(text: str, registry: Registry, day: date | None) -> list[Name]:
    """Every name in title marks, in order."""
    return list(_marked(text, registry, day))


def _marked(text: str, registry: Registry, day: date | None) -> Iterator[Name]:
    plain = not any(mark in text for mark in _OTHER_MARKS)
    for match in (_TITLE if plain else _TITLE_IN_ANY_MARKS).finditer(text):
        raw = match[1] or match[2] or match[3] or ""
        title = " ".join(raw.split()) if raw.isascii() else "".join(raw.split())
        if len(title) < 2 or _BLANK_LINE.search(raw):
            continue
        found = registry.find(title, day)
        known = found is not None or registry.knows(title)
        if match[1] is None and not known:
            continue
        notes = list(_notes(text, match.end()))
        if found is None and not known:
            found = _by_number(notes, registry)
        yield Name(
            found.title if found else title.replace("《", "〈").replace("》", "〉"),
            title,
            match.start(),
            match.end(),
            found,
            _year(text, match.start(), title, notes),
            bool(_FORMER.search(text[max(0, match.start() - 12) : match.start()].rstrip())),
            known or found is not None or is_named_as_legislation(title),
        )


def _notes(text: str, at: int) -> Iterator[str]:
    """What stands in brackets right behind a name, at most three of them."""
    for _ in range(3):
        note = NOTE.match(text, at)
        if note is None:
            return
        yield note[1]
        at = note.end()


def _by_number(notes: list[str], registry: Registry) -> Instrument | None:
    for note in notes:
        number = DOCUMENT_NUMBER.search(note)
        if number and (found := registry.find_by_number(number.group())):
            return found
    return None


def _year(text: str, start: int, title: str, notes: list[str]) -> int | None:
    """The year of the version, as in （2018年修正）, 2018年《公司法》; not that of a document number."""
    for note in notes:
        year = None if DOCUMENT_NUMBER.search(note) else _YEAR.search(note)
        if year and not _SHORT_FORM.search(note):
            return int(year[1])
    inside = _YEAR.search(title) if title.endswith(("）", ")")) else None
    before = _YEAR_BEFORE.search(text[max(0, start - 14) : start].rstrip())
    found = inside or before
    return int(found[1]) if found else None


def short_forms(text: str, names: list[Name]) -> dict[str, Name]:
    """What the text itself abbreviates: 《…》（以下简称“Y”）; the first definition of each form."""
    short: dict[str, Name] = {}
    for name in names:
        form, end = None, name.end
        for _ in range(3):
            note = NOTE.match(text, end)
            if note is None:
                break
            form = form or _SHORT_FORM.search(note[1])
            end = note.end()
        form = form or _SHORT_FORM_AFTER.match(text, end)
        if form:
            short.setdefault(key_of(form[1]), name._replace(end=end))
    return short


class BareNames:
    """Looks up the law named without marks right before a place in a text."""

    def __init__(self, registry: Registry, day: date | None, short: dict[str, Name]) -> None:
        self.registry = registry
        self.day = day
        self.short = short
        self._lengths: dict[str, set[int]] = {}
        for key in short:
            self._lengths.setdefault(key[-2:], set()).add(len(key))

    def before(self, text: str, end: int) -> Name | None:
        """The longest known name that ends at `end`."""
        window = text[max(0, end - _LONGEST_BARE) : end]
        if "\n" in window:
            window = _BLANK_LINE.split(window)[-1]
        trimmed = window.rstrip(_TRIMMED)
        at = end - (len(window) - len(trimmed))
        tail = trimmed[-2:].replace(")", "）")
        if "\n" in tail:
            tail = "".join(trimmed[-6:].split())[-2:].replace(")", "）")
        lengths: Iterable[int] = self.registry.bare_names.get(tail, ())
        if tail in self._lengths:
            lengths = sorted({*lengths, *self._lengths[tail]}, reverse=True)
        if not lengths:
            return self._numbered(trimmed, at) if tail.endswith("号") else None
        compact = _compact(trimmed)
        for length in lengths:
            key = compact[-length:]
            if len(key) == length and (self.registry.is_key(key) or key in self.short):
                return self._known(key, text, at, compact[:-length])
        return None

    def _known(self, key: str, text: str, end: int, rest: str) -> Name | None:
        if _FOREIGN.search(rest):
            return Name(key, key, end - len(key), end, is_legislation=False, is_marked=False)
        start = _start_of(key, text, end)
        if text[:start].endswith(PRC):
            start -= len(PRC)
        if key in self.short:
            return self.short[key]._replace(written=key, start=start, end=end, is_marked=False)
        found = self.registry.find(key, self.day)
        before = text[max(0, start - 14) : start].rstrip()
        year = _YEAR_BEFORE.search(before)
        return Name(
            found.title if found else key,
            key,
            start,
            end,
            found,
            int(year[1]) if year else None,
            bool(_FORMER.search(before)),
            is_marked=False,
        )

    def _numbered(self, trimmed: str, end: int) -> Name | None:
        for match in DOCUMENT_NUMBER.finditer(trimmed):
            if match.end() == len(trimmed):
                letters = match[1]
                for cut in range(len(letters)):
                    number = trimmed[match.start() + cut :]
                    found = self.registry.find_by_number(number)
                    if found:
                        return Name(
                            found.title, number, end - len(number), end, found, is_marked=False
                        )
        return None

    def claimed(self, text: str, end: int) -> Name | None:
        """A word like 企业诚信法 that ends at `end`, claims to be a law, and that nobody knows."""
        compact = _compact(text[max(0, end - _LONGEST_BARE) : end].rstrip(_TRIMMED))
        match = _UNKNOWN_LAW.search(compact)
        if match is None:
            return None
        word = _FUNCTION_WORDS.sub("", match.group())
        if (
            len(word) < 4
            or word in _NOT_A_LAW
            or not is_named_as_law(word)
            or _FOREIGN.search(compact[: -len(word)])
        ):
            return None
        return Name(word, word, end - len(word), end, is_marked=False)


_MARKS_DROPPED = str.maketrans(
    {"(": "（", ")": "）"} | dict.fromkeys("《》〈〉<>、，, \n\t\u3000\u00a0", "")
)


def _compact(text: str) -> str:
    """As `key_of`, but a note in brackets at the end stays: it may be part of the name."""
    return text.translate(_MARKS_DROPPED).replace(PRC, "")


def _start_of(key: str, text: str, end: int) -> int:
    """Where the name begins whose key is `key` and that ends at `end`: blanks and marks skipped."""
    at, left = end, len(key)
    while at > 0 and left > 0:
        at -= 1
        if text[at].translate(_MARKS_DROPPED):
            left -= 1
    return at
