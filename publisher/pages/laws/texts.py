"""Articles of law as pages show them: their words, from which text, since when and as of which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from law.addresses import BASE, article_url
from law.instrument import Instrument, Version
from law.references import Article
from law.structure import Number
from law.texts.comparing import Earlier, Piece, difference, history
from law.texts.pack import Pack
from law.texts.wording import kind_of, written


@dataclass(frozen=True)
class ShownArticle:
    """`key`: its place on a page that shows several; `lines`: (kind, words) of 款, 项, 目; `since`
    and `as_of`: days as readers see them, empty where nobody says; `is_former`: not the law of today;
    `where`: the 编 and 章 it stands in."""

    key: str
    label: str
    law: str
    url: str
    version: str
    since: str
    as_of: str
    lines: tuple[tuple[str, str], ...]
    where: str = ""
    is_former: bool = False

    @property
    def title(self) -> str:
        """《公司法》第二十一条."""
        return f"《{self.law}》{self.label}"


def key_of_page(url: str) -> str:
    """A place name from the address of an article: gongsifa-2018-20."""
    return url.removeprefix(BASE).strip("/").replace("/", "-")


def shown_article(
    instrument: Instrument,
    version: Version | None,
    number: Number,
    pack: Pack,
    today: date,
    *,
    url: str = "",
) -> ShownArticle | None:
    """That article in that version; None where the pack does not hold it. `url`: its page, by
    default that of the article of today."""
    text = pack.text(instrument, version)
    article = text.by_number.get(number) if text else None
    if text is None or article is None or version is None:
        return None
    page = url or article_url(instrument.title, Article(*number))
    return ShownArticle(
        key_of_page(page),
        written(number),
        instrument.short,
        page,
        version.label or version.key,
        version.begins.isoformat() if version.begins else "",
        text.as_of,
        tuple((kind_of(line).value, line) for line in article.lines),
        " · ".join(article.headings),
        instrument.has_ended(today) or version != instrument.version_on(today),
    )


@dataclass(frozen=True)
class ShownDifference:
    """`label`: 2018修正第二十条; `lines`: pieces of each line, (element, words)."""

    label: str
    lines: tuple[tuple[tuple[str, str], ...], ...]


def shown_history(
    instrument: Instrument, now: Version, number: Number, pack: Pack
) -> tuple[ShownDifference, ...]:
    """The article against what it was in each earlier text that the pack holds."""
    return tuple(
        ShownDifference(_of_earlier(earlier), in_lines(earlier.pieces))
        for earlier in history(instrument, now, number, pack)
    )


def _of_earlier(earlier: Earlier) -> str:
    label = earlier.version.label or earlier.version.key
    if not earlier.numbers:
        return f"{label}：没有这一条"
    return f"{label}{'、'.join(map(written, earlier.numbers))}"


def in_lines(pieces: Sequence[tuple[Piece, str]]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Pieces cut where lines end."""
    lines: list[list[tuple[str, str]]] = [[]]
    for kind, words in pieces:
        for index, part in enumerate(words.split("\n")):
            if index:
                lines.append([])
            if part:
                lines[-1].append((kind.value, part))
    return tuple(tuple(line) for line in lines if line)


@dataclass(frozen=True)
class Upcoming:
    """What will apply from `since` on; `articles`: (label, words of today against those)."""

    version: str
    since: str
    label: str
    differences: tuple[ShownDifference, ...]


def shown_difference(label: str, old: Sequence[str], new: Sequence[str]) -> ShownDifference:
    return ShownDifference(label, in_lines(difference("\n".join(old), "\n".join(new))))


@dataclass(frozen=True)
class ContentsRow:
    """One article in the contents of a law; `url` None: nobody cites it, so it has no page."""

    label: str
    words: str
    url: str | None
    count: int


@dataclass(frozen=True)
class Chapter:
    """A heading of a law with its articles. `level`: 0 for 编; `span`: 第一条至第二十八条; `rows`:
    those that somebody cites."""

    title: str
    level: int
    span: str
    rows: tuple[ContentsRow, ...]


_SHOWN = 46


def contents(
    instrument: Instrument,
    version: Version | None,
    pack: Pack,
    counts: dict[Number, tuple[str, int]],
) -> tuple[Chapter, ...]:
    """The headings of a law in their order; `counts`: (page, how many cite it) of each article."""
    text = pack.text(instrument, version)
    if text is None:
        return ()
    found: list[tuple[tuple[str, ...], list[Number], list[ContentsRow]]] = []
    for article in text.articles:
        if not found or found[-1][0] != article.headings:
            found.append((article.headings, [], []))
        found[-1][1].append(article.number)
        if article.number in counts:
            url, count = counts[article.number]
            words = "".join(article.lines)
            cut = f"{words[:_SHOWN]}……" if len(words) > _SHOWN else words
            found[-1][2].append(ContentsRow(str(article), cut, url, count))
    chapters: list[Chapter] = []
    before: tuple[str, ...] = ()
    for headings, numbers, rows in found:
        first, last = written(numbers[0]), written(numbers[-1])
        span = first if first == last else f"{first}至{last}"
        for level, title in enumerate(headings or (instrument.short,)):
            own = level == max(0, len(headings) - 1)
            if own or headings[: level + 1] != before[: level + 1]:
                chapters.append(
                    Chapter(title, level, span if own else "", tuple(rows) if own else ())
                )
        before = headings
    return tuple(chapters)


def citation_of(title: str, number: Number | None = None, version: str = "") -> str:
    """As courts write it: 《中华人民共和国公司法》第二十一条; a former text with its year."""
    note = f"（{version}）" if version else ""
    return f"《{title}》{note}{written(number) if number else ''}"


__all__ = [
    "Chapter",
    "ContentsRow",
    "ShownArticle",
    "ShownDifference",
    "Upcoming",
    "citation_of",
    "contents",
    "key_of_page",
    "shown_article",
    "shown_difference",
    "shown_history",
]
