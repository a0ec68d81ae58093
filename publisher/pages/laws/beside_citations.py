"""The laws that a text cites, as written, each law once: for the list under a case, with the words of
the articles where a pack is installed, and for the links in the text itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from law.addresses import article_url, law_url
from law.citation import Citation, read
from law.instrument import Instrument, Version
from law.judging import Judgement, Period, Status, counterparts, former_text, judge
from law.moves import Target
from law.names import short_title
from law.references import Article, Place
from law.registry import Registry
from law.texts.comparing import Change, Step, change_of
from law.texts.pack import NO_PACK, Pack
from law.texts.wording import written
from publisher.model.citing import period_of
from publisher.model.documents.case import Case
from publisher.model.documents.document import Document
from publisher.model.documents.guide import Guide
from publisher.model.documents.health_check import HealthCheck
from publisher.model.fields import end_of
from publisher.pages.laws.texts import ShownArticle, key_of_page, shown_article
from publisher.prose.linking import TextLink

_MOST_SHOWN = 40
"""Articles of one law whose words stand on one page: a text may cite a range of hundreds."""
_LONGEST_LINK = 60
_STATUS_WITH_PAGE = (Status.CURRENT, Status.FORMER, Status.REPEALED, Status.NOT_YET)


@dataclass(frozen=True)
class CitedLaw:
    """`articles` as written (第五百七十七条) with the page of the first of them, without repetition,
    in order of appearance; URLs are None for a law that the registry does not know.

    `notes`: what readers should know of what is not the law of today: which text is meant, and what
    applies now. `since`: what changed after the document was published. `texts`: the words of the
    articles, as far as a pack holds them.
    """

    law: str
    url: str | None
    articles: tuple[tuple[str, str | None], ...]
    notes: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    texts: tuple[ShownArticle, ...] = ()

    @property
    def short(self) -> str:
        return short_title(self.law)


@dataclass(frozen=True)
class Cited:
    """`links`: where the words of the text lead, in its order."""

    laws: tuple[CitedLaw, ...]
    links: tuple[TextLink, ...]


@dataclass
class _Found:
    url: str | None
    articles: dict[str, str | None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    since: dict[str, None] = field(default_factory=dict)
    texts: dict[str, ShownArticle] = field(default_factory=dict)


def cited_laws(
    body: str, registry: Registry, today: date, document: object = None, pack: Pack = NO_PACK
) -> tuple[CitedLaw, ...]:
    """The laws that `body` cites; those of a case as they stood when it was decided."""
    return cited(body, registry, today, document, pack).laws


def cited(
    body: str, registry: Registry, today: date, document: object = None, pack: Pack = NO_PACK
) -> Cited:
    """What `body` cites and, where a pack makes the words worth listing, the fields of the document
    that state a basis; links only for the body."""
    reader = _Reader(registry, today, document, pack)
    if not pack:
        reader.take(body)
        return Cited(reader.laws(), ())
    links = reader.links(body)
    for text in _fields(document):
        reader.take(text)
    return Cited(reader.laws(), links)


def linked_words(text: str, registry: Registry, today: date) -> tuple[TextLink, ...]:
    """Links for a text that belongs to no document: the law of today."""
    return _Reader(registry, today, None, NO_PACK).links(text)


def _fields(document: object) -> Iterable[str]:
    """What a document states outside its body."""
    if isinstance(document, HealthCheck):
        return [
            text for q in document.questions for text in (q.basis, q.consequence, q.advice) if text
        ]
    if isinstance(document, Guide):
        return [t for t in (document.basis, document.time_limit, document.fee) if t]
    return ()


class _Reader:
    """Reads texts of one document, judged by the law of its time."""

    def __init__(self, registry: Registry, today: date, document: object, pack: Pack) -> None:
        self._registry, self._today, self._pack = registry, today, pack
        decided = document.decided if isinstance(document, Case) else None
        self._period = period_of(decided, today) if decided else Period.of_day(today)
        self._day = min(today, end_of(decided)) if decided else today
        self._made = _made(document)
        self._found: dict[str, _Found] = {}

    def links(self, text: str) -> tuple[TextLink, ...]:
        """What `text` cites, with the words that lead there."""
        found: list[TextLink] = []
        end = 0
        for citation in self.take(text):
            found += self._links_of(citation, end)
            end = max(end, citation.end)
        return tuple(found)

    def take(self, text: str) -> tuple[Citation, ...]:
        citations = read(text, self._registry, day=self._day).citations
        for citation in citations:
            self._take(citation)
        return citations

    def laws(self) -> tuple[CitedLaw, ...]:
        return tuple(
            CitedLaw(
                law,
                of.url,
                tuple(of.articles.items()),
                tuple(of.notes),
                tuple(of.since),
                tuple(of.texts.values()),
            )
            for law, of in self._found.items()
        )

    def _take(self, citation: Citation) -> None:
        known = citation.instrument
        found = self._found.setdefault(
            citation.law, _Found(law_url(citation.law) if known else None)
        )
        if known and known.has_ended(self._today):
            found.notes.setdefault(_ended(known))
        if not citation.articles_text:
            return
        as_written = "".join(citation.articles_text.split())
        if known is None or not citation.places:
            found.articles.setdefault(as_written, None)
            return
        texts = [self._note(found, citation, place) for place in citation.places]
        url = article_url(citation.law, citation.articles[0], texts[0])
        found.articles.setdefault(as_written, url)
        for article in citation.articles:
            self._since_publication(found, citation, known, article)
            if self._pack and len(found.texts) < _MOST_SHOWN:
                self._show(found, citation, known, article)

    def _judged(
        self, citation: Citation, place: Place
    ) -> tuple[Judgement, tuple[Target, ...], str]:
        judgement = judge(citation, place, self._registry, self._period, self._today)
        now = counterparts(judgement, place, self._registry, self._today)
        return judgement, now, former_text(judgement, now)

    def _note(self, found: _Found, citation: Citation, place: Place) -> str:
        """The former text that is meant, which readers are told of."""
        judgement, now, text = self._judged(citation, place)
        if text:
            found.notes.setdefault(_former(str(place.article), judgement, now, text))
        elif judgement.status is Status.FORMER and self._is_reworded(judgement, place.article):
            assert judgement.version is not None
            label = judgement.version.label
            found.notes.setdefault(f"{place.article}的文字后来有修改（本文引用{label}）")
        return text

    def _is_reworded(self, judgement: Judgement, article: Article) -> bool:
        instrument = judgement.instrument
        if instrument is None or judgement.version is None:
            return False
        number = (article.number, article.inserted)
        old = self._pack.article(instrument, judgement.version, number)
        new = self._pack.article(instrument, instrument.version_on(self._today), number)
        return bool(old and new and old.words != new.words)

    def _since_publication(
        self, found: _Found, citation: Citation, instrument: Instrument, article: Article
    ) -> None:
        """What a text published before the law changed does not know of."""
        made, new = self._made, instrument.version_on(self._today)
        if made is None or self._period.by_court or citation.year or citation.is_former:
            return
        old = instrument.version_on(made)
        if old is None or new is None or old == new or instrument.has_ended(self._today):
            return
        step = Step(instrument, old, instrument, new)
        number = (article.number, article.inserted)
        changed = change_of(step, number, self._registry, self._pack)
        if changed.change is not Change.SAME:
            found.since.setdefault(_changed(article, changed.change, changed.targets, new))

    def _show(
        self, found: _Found, citation: Citation, instrument: Instrument, article: Article
    ) -> None:
        """The words meant, and those of today where they stand elsewhere now."""
        place = Place(article, None, None, None, 0, 0)
        judgement, now, text = self._judged(citation, place)
        url = article_url(citation.law, article, text)
        number = (article.number, article.inserted)
        meant = self._shown(instrument, judgement.version, number, url)
        if meant is None and not now and not text:
            meant = self._shown(instrument, instrument.version_on(self._today), number, url)
        for shown in (meant, *(self._of_today(target) for target in now if target.is_sure)):
            if shown is not None:
                found.texts.setdefault(shown.key, shown)

    def _of_today(self, target: Target) -> ShownArticle | None:
        law = self._registry.instrument(target.title)
        if law is None:
            return None
        return self._shown(law, law.version_on(self._today), target.number, "")

    def _shown(
        self, law: Instrument, version: Version | None, number: tuple[int, int], url: str
    ) -> ShownArticle | None:
        return shown_article(law, version, number, self._pack, self._today, url=url)

    def _links_of(self, citation: Citation, end: int) -> Iterable[TextLink]:
        if citation.instrument is None:
            return
        if not citation.places:
            if citation.end > citation.position >= end:
                yield TextLink(citation.position, citation.end, law_url(citation.law))
            return
        for index, place in enumerate(citation.places):
            judgement, _, text = self._judged(citation, place)
            if judgement.status not in _STATUS_WITH_PAGE:
                continue
            url = article_url(citation.law, place.article, text)
            named = citation.named_at if index == 0 else -1
            if not end <= named < place.start or place.start - named > _LONGEST_LINK:
                named = -1
            yield TextLink(place.start, place.end, url, key_of_page(url), named)


def _made(document: object) -> date | None:
    """The day of the last word of a document."""
    if not isinstance(document, Document):
        return None
    return (document.updated or document.published).date()


def _changed(article: Article, change: Change, targets: Sequence[Target], new: Version) -> str:
    since = f"{new.begins} 起施行{new.label}"
    if change is Change.REWORDED:
        return f"{since}，{article}的文字有修改"
    if change is Change.UNKNOWN:
        return f"{since}，{article}的文字是否修改请以新文本为准"
    if change is Change.GONE:
        return f"{since}，没有与{article}对应的条文"
    also = "，文字也有修改" if change is Change.BOTH else ""
    return f"{since}，{article}现为{'、'.join(written(t.number) for t in targets)}{also}"


def _former(article: str, judgement: Judgement, now: tuple[object, ...], text: str) -> str:
    """第二十条是旧法（2018修正）的条文，现为第二十一条、第二十三条."""
    assert judgement.status is Status.FORMER
    today = f"，现为{'、'.join(map(str, now))}" if now else "，条号以当时的文本为准"
    return f"{article}是旧法（{text}）的条文{today}"


def _ended(law: Instrument) -> str:
    since = f"已于 {law.ended} 废止" if law.ended else "已废止"
    return since + (f"，现行对应规定见{short_title(law.by)}" if law.by else "")
