"""Citations of laws hold (DESIGN §5): the law exists, has that article, and was in force.

What a case tells of its court is judged by the month in which it was decided and by the
transitional rules recorded, advice by today; a citation that is right under one of the texts that may
be meant is right. How citations are written is checked in `citing_style`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from law.citation import Citation, read
from law.instrument import Instrument
from law.judging import Judgement, Period, Status, counterparts, judge
from law.moves import Target, moved_to
from law.names import is_local, is_named_as_law, key_of, short_title
from law.references import Place
from law.registry import Registry
from publisher.checks.citations.citing_style import check_style
from publisher.checks.citations.quoted_law import check_quoted_words
from publisher.checks.citations.sentences import Sections, sentence_around
from publisher.checks.context import CheckContext
from publisher.model.citing import Passage, passages_of, period_of
from publisher.model.documents.case import Case
from publisher.model.documents.document import ADVICE_SECTIONS
from publisher.model.finding import Finding
from publisher.model.library import Entry

_SAYS_SO = (
    "原《", "废止", "失效", "行为时", "行为发生时", "当时施行", "当时有效", "当时适用", "旧法", "修订前",
    "修正前", "修改前", "时间效力", "施行前", "施行之前", "取代", "替代",
)  # fmt: skip
"""Words by which a sentence tells readers that the law it cites is no longer in force."""
_OF_THE_COURT = (
    "基本案情", "案情简介", "裁判结果", "裁判理由", "裁判要旨", "裁判要点", "相关法条", "关联索引", "调解过程",
    "调解结果", "律师代理思路", "案件结果概述", "办理过程", "处理结果", "检察机关履职过程", "违法事实", "处罚依据与结果",
)  # fmt: skip
_ALIKE = 0.65
"""How like a title must be to be offered for a law that nobody knows."""
_VERY_LIKE = 0.88
"""How like, for what may well be a newer regulation or interpretation."""


@dataclass(frozen=True)
class Cited:
    """One citation with the periods by which it may be right, the first of which counts most."""

    citation: Citation
    passage: Passage
    periods: tuple[Period, ...]


def check_cited_laws(entry: Entry, context: CheckContext) -> list[Finding]:
    """G801–G813 for every citation in `entry`, which is read for them once."""
    passages = passages_of(entry, context.registry, context.today)
    if not any(p.reading.citations or p.reading.loose for p in passages):
        return []
    sections = Sections(entry)
    periods = _Periods(entry, sections, context.today)
    cited = [Cited(c, p, periods.at(c.line)) for p in passages for c in p.reading.citations]
    own = [c for c in cited if not sections.is_quoted(c.citation.line)]
    return [
        *check_places(entry.path, cited, own, context),
        *check_style(entry, passages, sections, context),
    ]


def check_text_of_today(path: str, text: str, line: int, context: CheckContext) -> list[Finding]:
    """G801–G805, G811 and G813 for a text that is no manuscript and stands at one line of `path`:
    advice of today."""
    reading = read(text, context.registry, day=context.today, line_of=lambda _: line)
    passage = Passage(path, text, reading)
    now = (Period.of_day(context.today),)
    cited = [Cited(c, passage, now) for c in reading.citations]
    return check_places(path, cited, cited, context)


def check_places(
    path: str, cited: Sequence[Cited], own: Sequence[Cited], context: CheckContext
) -> list[Finding]:
    """Whether what is cited is there; `own`: what is not quoted from the text of a policy."""
    return [
        *check_cited_laws_exist(path, cited, context),
        *check_cited_places_exist(path, cited, context),
        *check_cited_laws_are_in_force(path, own, context),
        *check_old_numbers(path, own, context),
        *check_quoted_words(path, [(c.citation, c.passage, c.periods) for c in own], context),
    ]


class _Periods:
    """By the law of which days the citations of one document may be right, the first of most weight."""

    def __init__(self, entry: Entry, sections: Sections, today: date) -> None:
        self._sections = sections
        self._now = Period.of_day(today)
        meta = entry.meta
        self._decided = period_of(meta.decided, today) if isinstance(meta, Case) else None

    def at(self, line: int) -> tuple[Period, ...]:
        """For a citation at that line."""
        if self._decided is None:
            return (self._now,)
        section = self._sections.at(line)
        if section in _OF_THE_COURT:
            return (self._decided,)
        if section in ADVICE_SECTIONS:
            return (self._now, self._decided)
        return (self._decided, self._now)


def check_cited_laws_exist(
    path: str, cited: Iterable[Cited], context: CheckContext
) -> Iterator[Finding]:
    """G801, once for each name in a file: laws proper that nobody knows, and other titles that are
    all but those of a known one. Local regulations are not listed, so they are left alone."""
    first: dict[str, Citation] = {}
    for item in cited:
        if item.citation.instrument is None and not context.registry.knows(item.citation.name):
            first.setdefault(item.citation.law, item.citation)
    for citation in first.values():
        law = citation.law
        if is_named_as_law(law) and not is_local(law):
            near = context.registry.nearest(law, _ALIKE)
        elif not is_local(law) and (near := context.registry.nearest(law, _VERY_LIKE)):
            pass
        else:
            continue
        hint = f"，是不是“{near}”" if near else ""
        yield Finding(path, citation.line, "G801", f"《{law}》不在现行法律目录{hint}")


def check_cited_places_exist(
    path: str, cited: Iterable[Cited], context: CheckContext
) -> Iterator[Finding]:
    """G802 for articles, G811 for paragraphs and items, G804 for laws that did not apply yet."""
    for item in cited:
        told: set[str] = set()
        for place in item.citation.places or (None,):
            found = _best(item, place, context)
            finding = _finding_of(path, item, place, found, context)
            if finding and finding.message not in told:
                told.add(finding.message)
                yield finding


_WRONG = (Status.BEYOND, Status.BELOW, Status.NOT_YET)


def _best(item: Cited, place: Place | None, context: CheckContext) -> Judgement:
    """The judgement of the first period under which nothing is wrong, else of the first."""
    first: Judgement | None = None
    for period in item.periods:
        found = judge(item.citation, place, context.registry, period, context.today)
        if found.status not in _WRONG:
            return found
        first = first or found
    assert first is not None
    return first


def _finding_of(
    path: str, item: Cited, place: Place | None, found: Judgement, context: CheckContext
) -> Finding | None:
    citation, instrument = item.citation, found.instrument
    if instrument is None:
        return None
    if found.status is Status.NOT_YET:
        begins = instrument.first_day
        return Finding(path, citation.line, "G804", f"《{citation.law}》自 {begins} 起才施行")
    if place is None:
        return None
    if found.status is Status.BEYOND:
        return Finding(path, citation.line, "G802", _beyond(place, found, context))
    if found.status is Status.BELOW:
        return Finding(
            path,
            citation.line,
            "G811",
            f"《{instrument.title}》{_of_version(found)}{_has(found, place, context)}，没有{place}",
        )
    return None


def _beyond(place: Place, found: Judgement, context: CheckContext) -> str:
    instrument = found.instrument
    assert instrument is not None
    version = found.version or instrument.version_on(context.today)
    most = version.articles if version else None
    article = place.article
    if article.inserted and most and article.number <= most:
        return f"《{instrument.title}》没有{article}"
    later = [v for v in instrument.versions if v.begins and v.begins > context.today]
    note = "".join(f"（{v.begins} 起 {v.articles} 条）" for v in later if v != version)
    return f"《{instrument.title}》{_of_version(found)}共 {most} 条{note}，没有{article}"


def _of_version(found: Judgement) -> str:
    """Which text, where the instrument has several."""
    if found.instrument and len(found.instrument.versions) > 1 and found.version:
        return f"（{found.version.label}）"
    return ""


def _has(found: Judgement, place: Place, context: CheckContext) -> str:
    assert found.instrument is not None
    version = found.version or found.instrument.version_on(context.today)
    parts = (
        context.registry.parts_of(found.instrument, version).get(
            (place.article.number, place.article.inserted)
        )
        if version
        else None
    )
    if parts is None or parts.items is None:
        return ""
    if place.paragraph is not None and not parts.has_paragraph(place.paragraph):
        return f"{place.article}共 {len(parts.items)} 款"
    items = parts.items[place.paragraph - 1] if place.paragraph else max(parts.items)
    where = str(place._replace(item=None, point=None))
    return f"{where}共 {items} 项" if items else f"{where}不分项"


def check_cited_laws_are_in_force(
    path: str, cited: Iterable[Cited], context: CheckContext
) -> Iterator[Finding]:
    """G803, once for each law in a file; silent where the law was in force at the time, and where
    the sentence says that it is repealed. The text of a policy is quoted as it stands."""
    first: dict[str, tuple[Cited, Judgement]] = {}
    for item in cited:
        citation = item.citation
        place = citation.places[0] if citation.places else None
        found = judge(citation, place, context.registry, item.periods[0], context.today)
        ended = found.instrument and found.instrument.has_ended(item.periods[0].first)
        if not ended or citation.is_former or _says_so(item):
            continue
        known = first.get(citation.law)
        if known is None or not known[0].citation.places:
            first[citation.law] = (item, found)
    for item, found in first.values():
        yield Finding(path, item.citation.line, "G803", _repealed(item.citation, found, context))


def _repealed(citation: Citation, found: Judgement, context: CheckContext) -> str:
    instrument = found.instrument
    assert instrument is not None
    since = f"已于 {instrument.ended} 废止" if instrument.ended else "已废止"
    targets: tuple[Target, ...] = ()
    if citation.places:
        targets = counterparts(found, citation.places[0], context.registry, context.today)
    by = _written(targets) or short_title(instrument.by)
    now = f"，现行对应规定见{by}" if by else ""
    return f"《{citation.law}》{since}{now}{_transition(instrument, context.registry)}"


def _written(targets: tuple[Target, ...]) -> str:
    """民法典第五百零九条; only those that were compared, or taken from a table by hand."""
    sure = [t for t in targets if t.is_sure]
    if not sure:
        return ""
    return f"{short_title(sure[0].title)}{'、'.join(map(str, sure))}"


def _transition(instrument: Instrument, registry: Registry) -> str:
    for transition in registry.transitions:
        former = {key_of(name) for name in transition.former}
        if key_of(instrument.title) in former:
            return f"（{transition.since} 前的事实可仍适用旧法，依据{transition.rule}）"
    return ""


def _says_so(item: Cited) -> bool:
    """Whether the sentence around the citation says that the law is repealed."""
    sentence = sentence_around(item.passage.text, item.citation.position)
    return any(word in sentence for word in _SAYS_SO)


def check_old_numbers(
    path: str, cited: Iterable[Cited], context: CheckContext
) -> Iterator[Finding]:
    """G805: a sentence speaks of what stood in that article before the law was rewritten."""
    told: set[tuple[str, str]] = set()
    for item in cited:
        citation = item.citation
        if citation.year or citation.is_former or citation.instrument is None:
            continue
        for article in citation.articles:
            moved = context.registry.moved_of(citation.law).get((article.number, article.inserted))
            if moved is None or item.periods[0].first < moved.until or _says_so(item):
                continue
            sentence = "".join(sentence_around(item.passage.text, citation.position).split())
            to = _written(moved_to(moved, citation.instrument.title))
            if any(w in sentence for w in moved.words) and not _names_target(to, sentence):
                message = f"谈的是《{short_title(citation.law)}》旧的{article}，现为{to}"
                if (citation.law, message) not in told:
                    told.add((citation.law, message))
                    yield Finding(path, citation.line, "G805", message)


def _names_target(to: str, sentence: str) -> bool:
    """Whether the sentence also names the new number."""
    return any(part in sentence for part in re.findall(r"第[^、第]+条", to))
