"""A booklet as data: chapters of cases, index of laws, index of topics, imprint."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from district.models import Site, SiteConfig
from law.citation import citations
from law.instrument import Kind as Authority
from law.references import Article
from law.registry import Registry
from publisher.booklet.selection import Chosen
from publisher.model.addresses import absolute, shown_moment
from publisher.model.documents.case import Case
from publisher.model.library import Entry, Library
from publisher.model.links import link_table, resolve, source_path
from publisher.prose.markdown import render

EXAMPLE_NOTE = "示范案例：为普法而编写的教学案例，情节为虚构，不是真实裁判。"
DISCLAIMER = "本册为普法资料，不构成法律意见；案例所引法律为案例所述时间的规定，办理具体事项请查阅现行有效文本。"
DEFAULT_TITLE = "典型案例汇编"
WHOLE_LAW = "（未写条号）"


@dataclass(frozen=True)
class BookletCase:
    """One case; `number` counts through the whole booklet, `html` is its body with absolute links."""

    number: int
    id: str
    title: str
    summary: str
    url: str
    html: str
    facts: tuple[tuple[str, str], ...]
    example: bool
    source: str
    """Where the text comes from, when it was published, who edited it: one line."""


@dataclass(frozen=True)
class Chapter:
    """`title` is empty when the booklet has one chapter alone."""

    title: str
    cases: tuple[BookletCase, ...]


@dataclass(frozen=True)
class IndexLine:
    """`label` and the numbers of the cases in which it stands."""

    label: str
    cases: tuple[int, ...]


@dataclass(frozen=True)
class IndexGroup:
    title: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True)
class Booklet:
    """`until`: the day of the newest text in it; the booklet bears no date of its making, so that
    the same selection gives the same bytes."""

    title: str
    subtitle: str
    chapters: tuple[Chapter, ...]
    laws: tuple[IndexGroup, ...]
    topics: tuple[IndexGroup, ...]
    site: Site
    until: datetime

    @property
    def cases(self) -> tuple[BookletCase, ...]:
        return tuple(case for chapter in self.chapters for case in chapter.cases)

    @property
    def imprint(self) -> tuple[tuple[str, str], ...]:
        """Label and text of each line of the imprint (版权页)."""
        site = self.site
        return (
            ("书名", self.title),
            ("主办", site.organiser),
            ("承办", site.undertaker),
            ("案例", f"{len(self.cases)} 个，内容截至 {self.until:%Y-%m-%d}"),
            ("地址", f"{site.address}（邮编 {site.postcode}）"),
            ("电话", site.phone),
            ("热线", "，".join(f"{line.number} {line.name}" for line in site.hotlines)),
            ("网址", site.base_url),
            ("用途", "普法资料，免费赠阅"),
        )


def compose(
    title: str,
    subtitle: str,
    chosen: Chosen,
    library: Library,
    config: SiteConfig,
    registry: Registry,
    *,
    by_area: bool,
) -> Booklet:
    """The booklet of `chosen`, which must not be empty.

    `by_area`: one chapter for each area, in the vocabulary's order, under a case's first area;
    otherwise the cases stand in the order given. `library` is what links may lead to.
    """
    groups = _by_area(chosen, config) if by_area else [("", chosen)]
    urls = {source_path(entry): entry.url for entry in library.entries}
    chapters, number, ordered = [], 0, []
    for name, members in groups:
        made = []
        for entry, case in members:
            number += 1
            ordered.append((number, entry, case))
            made.append(_case(number, entry, case, config.site, urls))
        chapters.append(Chapter(name, tuple(made)))
    return Booklet(
        title=title,
        subtitle=subtitle,
        chapters=tuple(chapters),
        laws=law_index(ordered, registry),
        topics=topic_index(ordered, config),
        site=config.site,
        until=max(case.date for _, case in chosen),
    )


def _by_area(chosen: Chosen, config: SiteConfig) -> list[tuple[str, Chosen]]:
    groups = [
        (area.label, tuple(pair for pair in chosen if pair[1].areas[0] == area))
        for area in config.vocabulary.terms("areas").terms
    ]
    filled = [(label, members) for label, members in groups if members]
    return filled if len(filled) > 1 else [("", members) for _, members in filled]


def _case(
    number: int,
    entry: Entry,
    case: Case,
    site: Site,
    urls: dict[str, str],
) -> BookletCase:
    links = link_table(entry, urls)
    # What readers do not see, such as a withdrawn case, is named and leads nowhere.
    hidden = {
        link.target: ""
        for link in entry.links
        if link.target not in links and (resolve(entry, link.target) or "").endswith(".md")
    }
    rendered = render(entry.reading, links, site.base_url, glossed=False, hidden=hidden)
    changed = f"，更新 {shown_moment(case.updated)}" if case.updated else ""
    return BookletCase(
        number=number,
        id=case.id,
        title=case.title,
        summary=case.summary,
        url=absolute(site, entry.url),
        html=str(rendered.html),
        facts=_facts(case),
        example=case.example,
        source=f"来源：{case.source.name}。发布 {shown_moment(case.published)}{changed}。"
        f"责任编辑：{case.editor}",
    )


def _facts(case: Case) -> tuple[tuple[str, str], ...]:
    year, month = case.decided.split("-")
    pairs = (
        ("类型", case.type.label),
        ("案由", case.cause),
        ("领域", "、".join(area.label for area in case.areas)),
        ("行业", "、".join(industry.label for industry in case.industries)),
        ("办理单位", case.unit.name if case.unit else case.source.name),
        ("办结时间", f"{year}年{int(month)}月"),
        ("案号", case.case_number),
        ("风险等级", case.risk.label if case.risk else None),
    )
    return tuple((label, text) for label, text in pairs if text)


Numbered = Sequence[tuple[int, Entry, Case]]


def law_index(cases: Numbered, registry: Registry) -> tuple[IndexGroup, ...]:
    """Laws in the order of their rank, their articles by number, and the cases that cite each."""
    found: dict[str, dict[tuple[int, int], dict[int, None]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for number, entry, _ in cases:
        for citation in citations(entry.reading.prose, registry):
            articles = found[f"《{citation.law}》"]
            for article in citation.articles or (Article(0),):
                articles[article.number, article.inserted][number] = None
    return tuple(
        IndexGroup(
            law,
            tuple(
                IndexLine(_article_label(*key), tuple(numbers))
                for key, numbers in sorted(_cited_first(articles).items())
            ),
        )
        for law, articles in sorted(found.items(), key=lambda item: _rank(item[0], registry))
    )


def _rank(law: str, registry: Registry) -> tuple[int, bytes]:
    """Laws, regulations, local regulations, interpretations: the order of 裁判文书引用规定."""
    title = law.removeprefix("《").removesuffix("》")
    known = registry.instrument(title)
    return (known.kind if known else Authority.LOCAL).rank, title.encode("gb18030")


def _cited_first(
    articles: dict[tuple[int, int], dict[int, None]],
) -> dict[tuple[int, int], dict[int, None]]:
    """Without the bare mentions by cases that also cite an article of the law."""
    with_article = {n for key, numbers in articles.items() if key[0] for n in numbers}
    bare = {n: None for n in articles.get((0, 0), {}) if n not in with_article}
    kept = {key: numbers for key, numbers in articles.items() if key != (0, 0)}
    return {**kept, (0, 0): bare} if bare else kept


def _article_label(number: int, inserted: int) -> str:
    if not number:
        return WHOLE_LAW
    return str(Article(number, inserted))


def topic_index(cases: Numbered, config: SiteConfig) -> tuple[IndexGroup, ...]:
    """Causes, industries and keywords with the cases that carry them."""
    causes: dict[str, dict[int, None]] = defaultdict(dict)
    words: dict[str, dict[int, None]] = defaultdict(dict)
    industries: dict[str, dict[int, None]] = defaultdict(dict)
    for number, _, case in cases:
        if case.cause:
            causes[case.cause][number] = None
        for industry in case.industries:
            industries[industry.label][number] = None
        for word in case.keywords:
            words[word][number] = None
    order = {label: place for place, label in enumerate(config.vocabulary.cause_labels)}
    known = {
        label: place for place, label in enumerate(config.vocabulary.terms("industries").labels)
    }
    return tuple(
        IndexGroup(title, tuple(IndexLine(label, tuple(numbers)) for label, numbers in lines))
        for title, lines in (
            ("案由", sorted(causes.items(), key=lambda item: order[item[0]])),
            ("行业", sorted(industries.items(), key=lambda item: known[item[0]])),
            ("关键词", sorted(words.items(), key=lambda item: _spoken_order(item[0]))),
        )
        if lines
    )


def _spoken_order(word: str) -> tuple[bool, bytes]:
    """Sorting key by pronunciation as GBK's first level has it; Latin words and digits first."""
    return bool(re.match(r"[^\x00-\x7f]", word)), word.encode("gb18030")
