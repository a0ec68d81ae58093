"""Citations are written so that readers can follow them: by a name that the text explains, with their
article, under one name, in the order of 裁判文书引用规定 (法释〔2009〕14号, art. 2), and legible."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from law.citation import Citation, Loose
from law.instrument import Kind as Authority
from law.names import key_of, short_title
from publisher.checks.citations.sentences import Sections, sentence_around
from publisher.checks.context import CheckContext
from publisher.model.citing import BODY, Passage
from publisher.model.documents.document import Kind
from publisher.model.finding import Finding
from publisher.model.library import Entry

_OWN = "本"
_BASIS_BEFORE = re.compile(r"(?:依照|依据|根据|按照|适用|违反|援引)\s*$")
_BASIS_AFTER = re.compile(r"(?:[（(][^（）()]{0,40}[）)])?\s*(?:的|之|中的?)?(?:有关|相关)?规定")
_SMALL = 9
_READS_AS_LAW_BEFORE = re.compile(r"(?:依照|依据|根据|按照|适用|违反|援引|依|按)\s*$")
_READS_AS_LAW_AFTER = re.compile(r"\s*(?:的|之|所)?(?:规定|载明|明确|要求|禁止|第)")
_PROCEDURE = re.compile(r"诉讼法|仲裁法|程序法|执行法")
_BETWEEN_AUTHORITIES = re.compile(
    r"\s*+(?:(?:[、，,]|以及|和|及|与|并)\s*+)?(?:[、，,]\s*+)?(?:《\s*+)?$"
)
_CITES = re.compile(r"依照|依据|根据|按照|适用")
_JUDGING = ("裁判结果", "裁判理由", "处罚依据与结果", "处理结果", "案件结果概述", "相关法条")


def check_style(
    entry: Entry, passages: Iterable[Passage], sections: Sections, context: CheckContext
) -> Iterator[Finding]:
    """G806–G810 and G812 for one document."""
    passages = tuple(passages)
    for passage in passages:
        yield from _check_loose(entry, passage, sections)
        yield from _check_short_forms_come_after_their_names(entry, passage)
    if entry.kind is Kind.CASE:
        yield from _check_basis_names_articles(entry, passages, sections)
        yield from _check_order_of_authorities(entry, passages, sections)
    yield from _check_one_name(entry, passages, sections)


def _check_loose(entry: Entry, passage: Passage, sections: Sections) -> Iterator[Finding]:
    """G807 for an article of no law, G806 for a word that points to a law that is not named, G812
    for what cannot be read."""
    for loose in passage.reading.loose:
        if sections.is_quoted(loose.line):
            continue
        shown = re.sub(r"\s+", " ", loose.text)
        if loose.is_unread:
            yield Finding(entry.path, loose.line, "G812", f"“{shown}”读不出是第几条")
        elif loose.pointer:
            if not loose.pointer.startswith(_OWN):
                message = f"“{loose.pointer}{shown}”指的是哪一部，前文没有写明"
                yield Finding(entry.path, loose.line, "G806", message)
        elif _reads_as_law(passage.text, loose):
            yield Finding(entry.path, loose.line, "G807", f"“{shown}”没有写明是哪部法律的条文")


def _reads_as_law(text: str, loose: Loose) -> bool:
    """第一条, 第二条 also count paragraphs, reasons, messages: such small numbers only with words of
    law around them."""
    after = text[loose.position + len(loose.text) :][:12]
    before = text[max(0, loose.position - 6) : loose.position]
    if "款" in loose.text or "项" in loose.text or _READS_AS_LAW_BEFORE.search(before):
        return True
    numbers = re.findall(r"[零〇一二三四五六七八九十百千\d]+", loose.text)
    is_small = all(len(n) == 1 for n in numbers)
    return not is_small or bool(_READS_AS_LAW_AFTER.match(after) and before[-1:] in "。，；\n")


def _check_short_forms_come_after_their_names(entry: Entry, passage: Passage) -> Iterator[Finding]:
    """G806 for a short form that the text explains only further down."""
    told: set[str] = set()
    for citation in passage.reading.citations:
        if citation.is_early and citation.name not in told:
            told.add(citation.name)
            message = f"“{citation.name}”先用后解释：全称和“以下简称”写在后面"
            yield Finding(entry.path, citation.line, "G806", message)


def _check_basis_names_articles(
    entry: Entry, passages: Iterable[Passage], sections: Sections
) -> Iterator[Finding]:
    """G808: 依照《X》的规定, and nowhere an article of X."""
    cited = [(p, c) for p in passages for c in p.reading.citations]
    with_article = {c.law for _, c in cited if c.articles}
    told: set[str] = set()
    for passage, citation in cited:
        if citation.articles or citation.law in with_article | told or passage.key != BODY:
            continue
        if sections.at(citation.line) not in _JUDGING or citation.instrument is None:
            continue
        before = passage.text[max(0, citation.position - 6) : citation.position]
        if _BASIS_BEFORE.search(before) and _BASIS_AFTER.match(passage.text, citation.end):
            told.add(citation.law)
            message = f"写明依据《{short_title(citation.law)}》，却没有写是第几条"
            yield Finding(entry.path, citation.line, "G808", message)


def _check_order_of_authorities(
    entry: Entry, passages: Iterable[Passage], sections: Sections
) -> Iterator[Finding]:
    """G810 where it is sure: within one list of what a decision is based on, a law behind a
    regulation or an interpretation. Procedural laws stand last by custom, so they are left alone."""
    for passage in passages:
        before: Citation | None = None
        for citation in passage.reading.citations:
            is_basis = passage.key == BODY and sections.at(citation.line) in _JUDGING
            if before and is_basis and _is_out_of_order(before, citation, passage.text):
                message = f"《{short_title(citation.law)}》应写在《{short_title(before.law)}》前面"
                yield Finding(entry.path, citation.line, "G810", message)
            before = citation


def _is_out_of_order(first: Citation, second: Citation, text: str) -> bool:
    one, other = first.instrument, second.instrument
    if one is None or other is None or not first.articles or not second.articles:
        return False
    if one.kind.rank <= other.kind.rank or other.kind is not Authority.LAW:
        return False
    if one.kind not in (Authority.REGULATION, Authority.INTERPRETATION):
        return False
    if _PROCEDURE.search(other.title):
        return False
    gap = text[first.end : max(first.end, second.named_at)]
    return bool(_BETWEEN_AUTHORITIES.fullmatch(gap)) and bool(
        _CITES.search(sentence_around(text, first.position))
    )


def _check_one_name(
    entry: Entry, passages: Iterable[Passage], sections: Sections
) -> Iterator[Finding]:
    """G809: two short names for one law in one text, neither of them its title."""
    names: dict[str, dict[str, Citation]] = defaultdict(dict)
    explained: set[str] = set()
    for passage in passages:
        explained |= set(passage.reading.short)
        for c in passage.reading.citations:
            key = key_of(c.name)
            is_short = c.instrument and key != key_of(c.law) and not c.name.endswith(("条", "号"))
            if is_short and key and not sections.is_quoted(c.line):
                names[c.law].setdefault(key, c)
    for law, found in names.items():
        own = [c for key, c in found.items() if key not in explained]
        if len(own) > 1:
            written = "、".join(f"“{c.name}”" for c in own)
            message = f"同一部《{short_title(law)}》写成了{written}"
            yield Finding(entry.path, own[1].line, "G809", message)
