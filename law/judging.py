"""Whether what a text cites was law at the time: which version, does the place exist, is it in force.

What a court applied is judged by the days of its case and the transitional rules recorded, advice to
readers by today. A citation is wrong only where it is wrong under every text that may be meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from law.citation import Citation
from law.instrument import Instrument, Version
from law.moves import Target
from law.names import key_of
from law.references import Place
from law.registry import Registry


class Status(StrEnum):
    """How a citation stands; the value is what `fabu cite` prints."""

    CURRENT = "现行"
    FORMER = "旧法"
    REPEALED = "已废止"
    NOT_YET = "尚未施行"
    BEYOND = "条号超出"
    BELOW = "款项超出"
    UNKNOWN = "未收录"


@dataclass(frozen=True)
class Period:
    """The days by whose law a passage is judged; one and the same for advice of today.

    `by_court`: it tells what a court applied, to which transitional rules may lead to older law.
    """

    first: date
    last: date
    by_court: bool = False

    @classmethod
    def of_day(cls, day: date) -> Period:
        return cls(day, day)


@dataclass(frozen=True)
class Judgement:
    """`version`: the text that is meant, None where we hold none of that time or several may be."""

    status: Status
    instrument: Instrument | None = None
    version: Version | None = None


def judge(
    citation: Citation, place: Place | None, registry: Registry, period: Period, today: date
) -> Judgement:
    """How one place of a citation, or the law that it names, stands. Thousands of documents cite the
    same places, so each is judged once in a registry."""
    instrument = citation.instrument
    if instrument is None:
        return Judgement(Status.UNKNOWN)
    spot = place and (place.article, place.paragraph, place.item)
    at = (instrument.title, citation.year, citation.is_former, spot, period, today)
    found = registry.judged.get(at)
    if not isinstance(found, Judgement):
        found = registry.judged[at] = _judged(instrument, citation, place, registry, period, today)
    return found


def _judged(
    instrument: Instrument,
    citation: Citation,
    place: Place | None,
    registry: Registry,
    period: Period,
    today: date,
) -> Judgement:
    texts = texts_meant(citation, registry, period)
    sure = texts[0] if len(texts) == 1 else None
    if place and texts and None not in texts:
        known = [text for text in texts if text]
        if not any(has_article(text, place, instrument, registry) for text in known):
            return Judgement(Status.BEYOND, instrument, sure)
        if not any(has_place(text, place, instrument, registry) for text in known):
            return Judgement(Status.BELOW, instrument, sure)
        fitting = [text for text in known if has_place(text, place, instrument, registry)]
        sure = sure or fitting[0]
    if citation.year is None and not instrument.has_begun(period.last):
        return Judgement(Status.NOT_YET, instrument, sure)
    if instrument.has_ended(period.first):
        return Judgement(Status.REPEALED, instrument, sure)
    if instrument.has_ended(today):
        return Judgement(Status.FORMER, instrument, sure)
    if sure is None and None in texts:
        return Judgement(Status.FORMER, instrument)
    now = instrument.version_on(today)
    text = sure or (texts[0] if texts else None)
    is_older = bool(text and now and text.begins and now.begins and text.begins < now.begins)
    return Judgement(Status.FORMER if is_older else Status.CURRENT, instrument, text or now)


def texts_meant(citation: Citation, registry: Registry, period: Period) -> list[Version | None]:
    """The texts that a citation may mean; None among them stands for one that we do not hold."""
    instrument = citation.instrument
    if instrument is None or not instrument.versions:
        return []
    if citation.year is not None:
        return [instrument.version_of_year(citation.year)]
    now = instrument.version_on(period.last)
    if citation.is_former:
        older = [
            v for v in instrument.versions if v.begins and v.begins <= period.last and v != now
        ]
        return [None, *older]
    found: list[Version | None] = list(_texts_of(instrument, period))
    for transition in registry.transitions:
        if period.by_court and key_of(transition.law) == key_of(instrument.title):
            found += [v for v in instrument.versions if v.begins and v.begins < transition.since]
    return list(dict.fromkeys(found))


_UNSURE = timedelta(days=366)
"""A text of which nobody states since when it applies was made at most that long before."""


def _texts_of(instrument: Instrument, period: Period) -> list[Version | None]:
    """What applied on some day of the period, the newest first. Where nobody states since when a text
    applies, the one before it may still have."""
    return list(reversed(list(_in_order(instrument, period))))


def _in_order(instrument: Instrument, period: Period) -> list[Version | None]:
    first = instrument.version_on(period.first)
    found: list[Version | None] = [first] if first else []
    if first is None:
        if instrument.has_begun(period.first):
            found.append(None)
        elif not instrument.has_begun(period.last):
            return [instrument.versions[0]]
    elif first.effective is None and first.begins and period.first - first.begins < _UNSURE:
        at = instrument.versions.index(first)
        earlier = instrument.versions[at - 1] if at else None
        if earlier or not _is_first(instrument, first):
            found.insert(0, earlier)
    found += [v for v in instrument.versions if v.begins and period.first < v.begins <= period.last]
    return found


def _is_first(instrument: Instrument, version: Version) -> bool:
    return instrument.adopted is None or version.key[:4] == str(instrument.adopted.year)


def has_article(text: Version, place: Place, instrument: Instrument, registry: Registry) -> bool:
    """Whether that text has the article; True where nobody counted its articles."""
    article = place.article
    if text.articles is None or not text.complete:
        return True
    if article.number > text.articles:
        return False
    if not article.inserted:
        return True
    parts = registry.parts_of(instrument, text)
    return not parts or (article.number, article.inserted) in parts


def has_place(text: Version, place: Place, instrument: Instrument, registry: Registry) -> bool:
    """Whether that text has the article, and there the 款 and 项; True where nobody counted them."""
    if not has_article(text, place, instrument, registry):
        return False
    parts = registry.parts_of(instrument, text).get((place.article.number, place.article.inserted))
    if parts is None:
        return True
    if place.paragraph is not None and not parts.has_paragraph(place.paragraph):
        return False
    return place.item is None or parts.has_item(place.item, place.paragraph)


def counterparts(
    judgement: Judgement, place: Place, registry: Registry, today: date
) -> tuple[Target, ...]:
    """Where an article of a former text stands today; empty where it stands where it stood."""
    instrument = judgement.instrument
    if instrument is None or judgement.status not in (
        Status.FORMER,
        Status.REPEALED,
        Status.BEYOND,
    ):
        return ()
    number = (place.article.number, place.article.inserted)
    return registry.moves.targets(instrument, judgement.version, number, today)


def former_text(judgement: Judgement, moved_to: tuple[Target, ...]) -> str:
    """The text by which an article of a former law is told from today's of the same number; empty
    where it is still the same article, or where the whole law is a thing of the past."""
    if judgement.status is not Status.FORMER or judgement.instrument is None:
        return ""
    if judgement.instrument.is_repealed:
        return ""
    if judgement.version is None:
        return "旧文本"
    return judgement.version.label if moved_to else ""
