"""Which laws and articles a document cites, and which documents cite an article.

`passages_of` is the one place where manuscripts become text in which citations are looked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from law.citation import Citation, Reading, read
from law.judging import Period, Status, counterparts, former_text, judge
from law.moves import Target
from law.names import PRC
from law.references import Article, Place
from law.registry import Registry
from publisher.model.documents.case import Case
from publisher.model.documents.document import Unread
from publisher.model.documents.guide import Guide
from publisher.model.documents.health_check import HealthCheck
from publisher.model.fields import end_of
from publisher.model.library import Entry

BODY = "body"


@dataclass(frozen=True)
class Passage:
    """A text of a document and what it cites; `key`: its front-matter key, or `BODY`.

    Citations bear lines of the file, and positions in `text`.
    """

    key: str
    text: str
    reading: Reading


@dataclass(frozen=True)
class ArticleInUse:
    """An article and the documents that cite it. `text`: the former text that is meant (2018修正)
    where the article moved or went since; `now`: where it stands today."""

    article: Article
    entries: tuple[Entry, ...]
    text: str = ""
    now: tuple[Target, ...] = ()


@dataclass(frozen=True)
class LawInUse:
    """A law, the documents that cite it, and for each of its articles those that cite the article;
    all in the order in which they were given, articles by number, today's before former ones."""

    title: str
    entries: tuple[Entry, ...]
    articles: tuple[ArticleInUse, ...]

    @property
    def short(self) -> str:
        """The title without 中华人民共和国, as readers say it."""
        return self.title.removeprefix(PRC)


@dataclass(frozen=True)
class Use:
    """What the index of laws sees of one citation: a law and, unless it is cited as a whole, one of its
    articles; `text` and `now` as in `ArticleInUse`."""

    law: str
    article: Article | None = None
    text: str = ""
    now: tuple[Target, ...] = ()


@dataclass(frozen=True)
class LawIndex:
    """The laws that the documents of a site cite, the most cited first, and what is known of them."""

    registry: Registry
    laws: tuple[LawInUse, ...]
    uses: Mapping[str, tuple[Use, ...]] = field(default_factory=dict)
    """All that each document uses, by the path of its manuscript."""


def day_of(entry: Entry, today: date) -> date:
    """The day on which the names of laws in a document are understood."""
    return min(today, end_of(entry.meta.decided)) if isinstance(entry.meta, Case) else today


def period_of(decided: str, today: date) -> Period:
    """The days on which a case may have been decided, as courts look at them."""
    last = min(today, end_of(decided))
    first = date(last.year, last.month if len(decided) > 4 else 1, 1)
    return Period(first, last, by_court=True)


def passages_of(entry: Entry, registry: Registry, today: date) -> tuple[Passage, ...]:
    """The summary, the fields that state a basis, and the body, as readers see their words."""
    day = day_of(entry, today)
    fields = (
        Passage(key, text, read(text, registry, day=day, line_of=_always(line)))
        for key, text, line in _fields(entry)
        if text
    )
    words = entry.reading.prose
    found = read(words, registry, day=day, line_of=entry.reading.line_at)
    return (*fields, Passage(BODY, words, found))


def _always(line: int) -> Callable[[int], int]:
    """A field stands at the line of its key, however many lines its text has."""
    return lambda _: line


def citations_of(entry: Entry, registry: Registry, today: date) -> tuple[Citation, ...]:
    """Citations in the summary, in the fields that state a basis, and in the body."""
    return tuple(c for p in passages_of(entry, registry, today) for c in p.reading.citations)


def uses_of(entry: Entry, registry: Registry, today: date) -> tuple[Use, ...]:
    """What a document cites of the laws that the registry knows, each once."""
    found: dict[Use, None] = {}
    for citation in citations_of(entry, registry, today):
        if citation.instrument is None:
            continue
        found.setdefault(Use(citation.law))
        for article in citation.articles:
            text, targets = _text_of(entry, citation, article, registry, today)
            found.setdefault(Use(citation.law, article, text, targets))
    return tuple(found)


def index_laws(
    entries: Iterable[Entry],
    registry: Registry,
    today: date,
    known: Mapping[str, tuple[Use, ...]] = MappingProxyType({}),
) -> LawIndex:
    """Every law that is cited and that the registry knows. `known`: uses that were found before, by the
    paths of manuscripts that did not change since, for the same registry and day."""
    by_law: dict[str, dict[str, Entry]] = defaultdict(dict)
    used: dict[str, dict[tuple[Article, str], dict[str, Entry]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    now: dict[tuple[str, Article, str], tuple[Target, ...]] = {}
    uses: dict[str, tuple[Use, ...]] = {}
    for entry in entries:
        found = known.get(entry.path)
        uses[entry.path] = found = uses_of(entry, registry, today) if found is None else found
        for use in found:
            by_law[use.law][entry.path] = entry
            if use.article is not None:
                used[use.law][use.article, use.text][entry.path] = entry
                now[use.law, use.article, use.text] = use.now
    laws = sorted(by_law, key=lambda title: (-len(by_law[title]), title))
    in_use = tuple(
        LawInUse(
            title,
            tuple(by_law[title].values()),
            tuple(
                ArticleInUse(article, tuple(found.values()), text, now[title, article, text])
                for (article, text), found in sorted(used[title].items(), key=_by_number)
            ),
        )
        for title in laws
    )
    return LawIndex(registry, in_use, uses)


def _by_number(item: tuple[tuple[Article, str], object]) -> tuple[str, int, int]:
    (article, text), _ = item
    return text, article.number, article.inserted


def _text_of(
    entry: Entry, citation: Citation, article: Article, registry: Registry, today: date
) -> tuple[str, tuple[Target, ...]]:
    period = Period.of_day(today)
    if isinstance(entry.meta, Case):
        period = period_of(entry.meta.decided, today)
    place = Place(article, None, None, None, 0, 0)
    judgement = judge(citation, place, registry, period, today)
    targets = counterparts(judgement, place, registry, today)
    text = former_text(judgement, targets)
    return text, targets if text or judgement.status is Status.REPEALED else ()


def _fields(entry: Entry) -> Iterator[tuple[str, str, int]]:
    meta = entry.meta
    if isinstance(meta, Unread):
        return
    yield "summary", meta.summary, entry.line_of("summary")
    if isinstance(meta, HealthCheck):
        for index, question in enumerate(meta.questions):
            for key in ("text", "basis", "consequence", "advice"):
                yield key, getattr(question, key), entry.line_of("questions", index, key)
    elif isinstance(meta, Guide):
        for key in ("basis", "time_limit", "fee"):
            yield key, getattr(meta, key) or "", entry.line_of(key)
