"""The laws that a text cites, as written, each law once: for the list under a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from law.addresses import article_url, law_url
from law.citation import Citation, read
from law.instrument import Instrument
from law.judging import Judgement, Period, Status, counterparts, former_text, judge
from law.names import short_title
from law.registry import Registry
from publisher.model.case import Case
from publisher.model.citing import period_of
from publisher.model.fields import end_of


@dataclass(frozen=True)
class CitedLaw:
    """`articles` as written (第五百七十七条) with the page of the first of them, without repetition,
    in order of appearance; URLs are None for a law that the registry does not know.

    `notes`: what readers should know of what is not the law of today: which text is meant, and what
    applies now.
    """

    law: str
    url: str | None
    articles: tuple[tuple[str, str | None], ...]
    notes: tuple[str, ...] = ()


@dataclass
class _Found:
    url: str | None
    articles: dict[str, str | None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)


def cited_laws(
    body: str, registry: Registry, today: date, document: object = None
) -> tuple[CitedLaw, ...]:
    """The laws that `body` cites; those of a case as they stood when it was decided."""
    decided = document.decided if isinstance(document, Case) else None
    period = period_of(decided, today) if decided else Period.of_day(today)
    day = min(today, end_of(decided)) if decided else today
    found: dict[str, _Found] = {}
    for citation in read(body, registry, day=day).citations:
        known = citation.instrument
        url = law_url(citation.law) if known else None
        of_law = found.setdefault(citation.law, _Found(url))
        if known and known.has_ended(today):
            of_law.notes.setdefault(_ended(known))
        if citation.articles_text:
            _add_articles(of_law, citation, registry, period, today)
    return tuple(
        CitedLaw(law, of.url, tuple(of.articles.items()), tuple(of.notes))
        for law, of in found.items()
    )


def _add_articles(
    found: _Found, citation: Citation, registry: Registry, period: Period, today: date
) -> None:
    written = "".join(citation.articles_text.split())
    if citation.instrument is None or not citation.places:
        found.articles.setdefault(written, None)
        return
    texts = []
    for place in citation.places:
        judgement = judge(citation, place, registry, period, today)
        now = counterparts(judgement, place, registry, today)
        text = former_text(judgement, now)
        texts.append(text)
        if text:
            found.notes.setdefault(_former(str(place.article), judgement, now, text))
    url = article_url(citation.law, citation.articles[0], texts[0])
    found.articles.setdefault(written, url)


def _former(article: str, judgement: Judgement, now: tuple[object, ...], text: str) -> str:
    """第二十条是旧法（2018修正）的条文，现为第二十一条、第二十三条."""
    assert judgement.status is Status.FORMER
    today = f"，现为{'、'.join(map(str, now))}" if now else "，条号以当时的文本为准"
    return f"{article}是旧法（{text}）的条文{today}"


def _ended(law: Instrument) -> str:
    since = f"已于 {law.ended} 废止" if law.ended else "已废止"
    return since + (f"，现行对应规定见{short_title(law.by)}" if law.by else "")
