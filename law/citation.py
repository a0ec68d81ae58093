"""Finds citations of laws (法条引用) in prose, by the grammar of DOMAIN §6.2.

《X》第N条第N款第(N)项, lists and ranges that inherit what they leave out, names without 《》
(民法典第五百七十七条), names left out within a sentence, and names abbreviated by the text itself
(以下简称“…”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from law.numerals import NUMERAL, chinese, number_of
from law.registry import PRC, Registry, is_named_as_legislation

_N = f"[{NUMERAL}]+"
_ITEM = rf"第[（(]?{_N}[）)]?项(?:第{_N}目)?"
_PARAGRAPH = rf"第{_N}款"
_BELOW = rf"(?:{_PARAGRAPH})?(?:{_ITEM})?"
_REFERENCE = rf"第{_N}条(?:之{_N})?{_BELOW}"
_JOIN = r"[、，,]?(?:和|及|以及|或|或者|与|至|到|—|–|-|~|～|、|，)"
_CHAIN = re.compile(rf"{_REFERENCE}(?:{_JOIN}(?:{_REFERENCE}|{_PARAGRAPH}(?:{_ITEM})?|{_ITEM}))*")
_TITLE = re.compile(r"《((?:[^《》\n]|《[^《》\n]*》){2,100})》")
_ARTICLE = re.compile(rf"第({_N})条(?:之({_N}))?")
_NOTE = re.compile(r"[（(]([^（）()\n]{1,40})[）)]")
_BOOK = re.compile(
    r"(?:中的?|的)?(?:总则|物权|合同|人格权|婚姻家庭|继承|侵权责任|分则)编(?:中的?|的)?$"
)
_BETWEEN = re.compile(
    r"(?:[（(][^（）()\n]*[）)])?[“”\"]?(?:中的?|的)?(?:[\u4e00-\u9fa5]{1,10}编)?(?:中的?|的)?$"
)
_SHORT_FORM = re.compile(
    r"(?:以下|下)?(?:统)?(?:简)?称[为：:]?[“\"「《〈]?([\u4e00-\u9fa5（）]{2,20})[”\"」》〉]?$"
)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
_SENTENCE_END = "。！？!?\n"
_BEFORE_LEFT_OUT = re.compile(
    r"(?:^|[\s，,、；;：:。！？!?“”\"（(—]|[和及与或]|以及|根据|依照|按照|依据|适用|违反|援引|"
    r"该法|同法|本法|上述规定|编的?)$"
)
_LONGEST_NAME = 40
_LONGEST_LAW = 9999


@dataclass(frozen=True)
class Article:
    """条: `number` and, for an inserted article (第N条之M), `inserted`; 0 otherwise."""

    number: int
    inserted: int = 0

    def __str__(self) -> str:
        """As laws write it; in digits where no law is that long."""
        number = chinese(self.number) if self.number <= _LONGEST_LAW else str(self.number)
        return f"第{number}条" + (f"之{chinese(self.inserted)}" if self.inserted else "")


@dataclass(frozen=True)
class Citation:
    """One citation: `law` as its full title where it is known, else as written.

    `articles_text` is what follows the name, as written (第五百七十七条、第五百七十九条), or empty
    when a text only names the law. `year`: the version, as in 《公司法》（2018年修正）.
    `position` counts characters from the start of the text.
    """

    law: str
    articles_text: str
    articles: tuple[Article, ...]
    line: int
    position: int
    year: int | None = None

    def __str__(self) -> str:
        return f"《{self.law}》{self.articles_text}"


@dataclass(frozen=True)
class _Name:
    law: str
    start: int
    end: int
    year: int | None
    is_legislation: bool = True


def citations(text: str, registry: Registry, first_line: int = 1) -> tuple[Citation, ...]:
    """Every citation in `text`, in order; `text` begins at line `first_line` of its file.

    Firms' own documents (《考勤管理办法》第三条, 《催告函》) are no citations.
    """
    if "《" not in text and "条" not in text:
        return ()
    return tuple(_find(text, registry, first_line))


def _find(text: str, registry: Registry, first_line: int) -> Iterator[Citation]:
    names = _names(text, registry)
    local = _local_short_forms(text, names)
    used: set[int] = set()
    found: list[Citation] = []
    for chain in _CHAIN.finditer(text):
        name = _name_of(text, chain.start(), names, local, registry)
        if name is None:
            continue
        used.add(name.start)
        if not name.is_legislation:
            continue
        found.append(
            Citation(name.law, chain.group(), _articles(chain.group()), 0, chain.start(), name.year)
        )
    found += [
        Citation(n.law, "", (), 0, n.start, n.year)
        for n in names
        if n.is_legislation and n.start not in used
    ]
    found.sort(key=lambda c: c.position)
    line, at = first_line, 0
    for citation in found:
        line += text.count("\n", at, citation.position)
        at = citation.position
        yield Citation(
            citation.law, citation.articles_text, citation.articles, line, at, citation.year
        )


def _names(text: str, registry: Registry) -> list[_Name]:
    names = []
    for match in _TITLE.finditer(text):
        title = match.group(1).strip()
        law = registry.find(title)
        note = _NOTE.match(text, match.end())
        year = _YEAR.search(note.group(1)) if note else _YEAR.search(title)
        full = law.title if law else title.replace("《", "〈").replace("》", "〉")
        names.append(
            _Name(
                full,
                match.start(),
                match.end(),
                int(year.group(1)) if year else None,
                registry.knows(title) or is_named_as_legislation(title),
            )
        )
    return names


def _local_short_forms(text: str, names: list[_Name]) -> dict[str, _Name]:
    """What the text itself abbreviates: 《…》（以下简称“Y”）."""
    short: dict[str, _Name] = {}
    for name in names:
        note = _NOTE.match(text, name.end)
        form = _SHORT_FORM.search(note.group(1)) if note else None
        if form:
            short[form.group(1)] = name
    return short


def _name_of(
    text: str, start: int, names: list[_Name], local: dict[str, _Name], registry: Registry
) -> _Name | None:
    """The law that a chain at `start` belongs to; None when the text does not say."""
    last = _last_before(names, start)
    if last and _BETWEEN.fullmatch(text, last.end, start):
        return _renamed(last, local)
    before = text[max(0, start - _LONGEST_NAME) : start].rpartition("\n")[2]
    named = _short_name(before, local, registry, start)
    if named:
        return named
    if last and not any(c in _SENTENCE_END for c in text[last.end : start]):
        return _renamed(last, local) if _BEFORE_LEFT_OUT.search(before) else None
    return None


def _renamed(name: _Name, local: dict[str, _Name]) -> _Name:
    """《Y》 where the text has said 以下简称《Y》 stands for the full name."""
    full = local.get(name.law)
    return replace(full, start=name.start, end=name.end) if full else name


def _last_before(names: list[_Name], position: int) -> _Name | None:
    low, high = 0, len(names)
    while low < high:
        middle = (low + high) // 2
        if names[middle].end <= position:
            low = middle + 1
        else:
            high = middle
    return names[low - 1] if low else None


def _short_name(
    before: str, local: dict[str, _Name], registry: Registry, start: int
) -> _Name | None:
    """A law named without 《》 right before a chain: the longest known name wins."""
    plain = _BOOK.sub("", before)
    for length in range(min(len(plain), _LONGEST_NAME), 1, -1):
        word = plain[-length:]
        if word in local:
            return local[word]
        name = word.removeprefix(PRC)
        if name in registry.short_names:
            law = registry.find(name)
            return _Name(law.title if law else word, start, start, None)
    return None


def _articles(chain: str) -> tuple[Article, ...]:
    found = []
    for match in _ARTICLE.finditer(chain):
        number = number_of(match.group(1))
        if number:
            found.append(Article(number, number_of(match.group(2) or "") or 0))
    return tuple(found)
