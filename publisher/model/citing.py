"""Which laws and articles a document cites, and which documents cite an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from law.citation import Article, Citation, citations
from law.registry import PRC, Registry
from publisher.model.document import Unread
from publisher.model.guide import Guide
from publisher.model.health_check import HealthCheck
from publisher.model.library import Entry


@dataclass(frozen=True)
class LawInUse:
    """A law, the documents that cite it, and for each of its articles those that cite the article;
    all in the order in which they were given, articles by number."""

    title: str
    entries: tuple[Entry, ...]
    articles: tuple[tuple[Article, tuple[Entry, ...]], ...]

    @property
    def short(self) -> str:
        """The title without 中华人民共和国, as readers say it."""
        return self.title.removeprefix(PRC)


@dataclass(frozen=True)
class LawIndex:
    """The laws that the documents of a site cite, the most cited first, and what is known of them."""

    registry: Registry
    laws: tuple[LawInUse, ...]


def citations_of(entry: Entry, registry: Registry) -> tuple[Citation, ...]:
    """Citations in the summary, in the fields that state a basis, and in the body."""
    found = [
        Citation(c.law, c.articles_text, c.articles, line, -1, c.year)
        for text, line in _fields(entry)
        for c in citations(text, registry)
    ]
    return (*found, *citations(entry.prose, registry, entry.body_line))


def index_laws(entries: Iterable[Entry], registry: Registry) -> LawIndex:
    """Every law that is cited and that the registry knows."""
    by_law: dict[str, dict[str, Entry]] = defaultdict(dict)
    by_article: dict[str, dict[Article, dict[str, Entry]]] = defaultdict(lambda: defaultdict(dict))
    for entry in entries:
        for citation in citations_of(entry, registry):
            if not registry.knows(citation.law):
                continue
            by_law[citation.law][entry.path] = entry
            for article in citation.articles:
                by_article[citation.law][article][entry.path] = entry
    laws = sorted(by_law, key=lambda title: (-len(by_law[title]), title))
    in_use = tuple(
        LawInUse(
            title,
            tuple(by_law[title].values()),
            tuple(
                (article, tuple(found.values()))
                for article, found in sorted(
                    by_article[title].items(), key=lambda item: (item[0].number, item[0].inserted)
                )
            ),
        )
        for title in laws
    )
    return LawIndex(registry, in_use)


def _fields(entry: Entry) -> Iterator[tuple[str, int]]:
    meta = entry.meta
    if isinstance(meta, Unread):
        return
    yield meta.summary, entry.line_of("summary")
    if isinstance(meta, HealthCheck):
        for index, question in enumerate(meta.questions):
            for key in ("text", "basis", "consequence", "advice"):
                yield getattr(question, key), entry.line_of("questions", index, key)
    elif isinstance(meta, Guide):
        for key in ("basis", "time_limit", "fee"):
            yield getattr(meta, key) or "", entry.line_of(key)
