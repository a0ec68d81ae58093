"""The gate against personal data (隐去身份, DOMAIN §2.3): whatever will be published is looked through.

A manuscript is read as its page shows it, and besides it what a page does not show and a reader still
gets: link targets, comments, code, file names. What the gate cannot see stands in the operators'
handbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from privacy.detector import OPTIONAL, bare, find_all
from privacy.folding import Folded, fold, fold_markdown, fold_yaml, link_targets
from privacy.kinds import Find, PersonalData
from publisher.checks.context import CheckContext
from publisher.model.documents.document import Document, Kind
from publisher.model.documents.hearing import Hearing
from publisher.model.finding import Finding
from publisher.model.library import Entry

USUAL = frozenset(PersonalData) - OPTIONAL
NUMBERS = frozenset(kind for kind in PersonalData if kind.is_number)
_NAMES_FIRMS = (Kind.CASE, Kind.ANSWER, Kind.HEARING)
_CERTAIN, _SUSPECTED = "N101", "N102"
_HEADER_LINE = 2
_WRONG_FORM = "写法不对"
_REVIEW = re.compile(r"^review:.*(?:\n[ \t]+.*)*", re.MULTILINE)
"""Who wrote it and signs it: colleagues, whom the editor in the browser names; no page shows them."""
_DECLARED = re.compile(r"^case_number:[ \t]*[\"']?([^\"'\n#]+)", re.MULTILINE)


class _Every:
    """Holds whatever is asked for."""

    def __contains__(self, _value: object) -> bool:
        return True


_EVERY = _Every()


@dataclass(frozen=True)
class Part:
    """A text that is published, and the line of the file on which it begins; `column` where it
    stands in the midst of that line."""

    text: str
    line: int
    folding: Callable[[str], Folded]
    kinds: frozenset[PersonalData]
    column: int = 1


def check_no_personal_data(entry: Entry, context: CheckContext) -> list[Finding]:
    """N101, N102: at its line, for front matter, body, link targets and the name of the file."""
    kinds = kinds_for(entry)
    if isinstance(entry.meta, Document) and entry.meta.withdrawn is not None:
        reason = entry.line_of("withdrawn", "reason")
        shown = [
            Part(entry.meta.title, entry.line_of("title"), fold, kinds),
            Part(entry.meta.withdrawn.reason, reason, fold, kinds),
        ]
        return list(findings_in(shown, entry.path, context, _public_case_numbers(entry)))
    review = _REVIEW.search(entry.header)
    blank = "\n" * review[0].count("\n") if review else ""
    parts = [
        Part(_REVIEW.sub(blank, entry.header, count=1), _HEADER_LINE, fold_yaml, kinds),
        *([Part(review[0], entry.line_of("review"), fold_yaml, NUMBERS)] if review else ()),
        Part(entry.source, entry.body_line, fold_markdown, kinds),
        Part(entry.location.removesuffix(".md"), 1, fold, NUMBERS),
        *_targets(entry),
    ]
    return list(findings_in(parts, entry.path, context, _public_case_numbers(entry)))


def kinds_for(entry: Entry) -> frozenset[PersonalData]:
    """What is told in this kind of document: firms and case numbers in cases, answers, hearings."""
    return frozenset(PersonalData) if entry.kind in _NAMES_FIRMS else USUAL


def _public_case_numbers(entry: Entry) -> Container[str]:
    """The case numbers that may stand: the one that the manuscript declares as its own; every one
    where the source is named with its address, or the hearing is announced under it."""
    meta = entry.meta
    if isinstance(meta, Hearing) or (isinstance(meta, Document) and meta.source.url):
        return _EVERY
    declared = _DECLARED.search(entry.header)
    return {bare(declared[1])} if declared else ()


def _targets(entry: Entry) -> Iterator[Part]:
    """Targets of links as a browser reads them."""
    for place, target in link_targets(entry.source):
        read = unquote(target)
        if any(character.isdigit() for character in read) or "@" in read:
            line = entry.body_line + entry.source.count("\n", 0, place)
            yield Part(read.removeprefix("mailto:").removeprefix("tel:"), line, fold, NUMBERS)


def findings_in(
    parts: list[Part], path: str, context: CheckContext, public_cases: Container[str] = ()
) -> Iterator[Finding]:
    """One finding for each thing found; a name that recurs is told once in a file."""
    seen: set[tuple[object, ...]] = set()
    for part in parts:
        for find in find_all(
            part.text, kinds=part.kinds, public=context.public, folding=part.folding
        ):
            line = part.line + part.text.count("\n", 0, find.start)
            key = (find.kind, find.matched, None if find.kind is PersonalData.NAME else line)
            if key in seen or _is_allowed(find, path, context, public_cases):
                continue
            seen.add(key)
            yield _finding(find, path, line, _column(part, find))


def _is_allowed(find: Find, path: str, context: CheckContext, public_cases: Container[str]) -> bool:
    rules = context.privacy_rules
    if rules.allow(find.matched, path, context.today):
        return True
    if find.kind is PersonalData.COMPANY:
        return rules.may_name(find.matched)
    return (
        find.kind is PersonalData.CASE_NUMBER
        and bare(find.matched) in public_cases
        and _WRONG_FORM not in find.reason
    )


def _column(part: Part, find: Find) -> int:
    return find.start - part.text.rfind("\n", 0, find.start) + part.column - 1


def _finding(find: Find, path: str, line: int, column: int) -> Finding:
    sure = "有" if find.is_certain else "像是有"
    message = f"第 {column} 列{sure}{find.kind.label}“{abbreviated(find.matched)}”（{find.reason}）"
    mend = f"改为“{find.mask}”，或删去；可以公开的写进 site_config/privacy_allow.yml"
    return Finding(path, line, _CERTAIN if find.is_certain else _SUSPECTED, message, mend)


def abbreviated(matched: str) -> str:
    """Enough of a find to know it again: reports of checks go into logs that many read."""
    plain = re.sub(r"\s+", "", fold(matched).text)
    kept = 1 if len(plain) < 6 else 3
    return (
        plain[:kept]
        + "×" * max(1, len(plain) - 2 * kept)
        + plain[len(plain) - kept + (len(plain) < 3) :]
    )


def parts_of_text(text: str, *, kinds: frozenset[PersonalData] = USUAL) -> list[Part]:
    """The one part of a plain file."""
    return [Part(text, 1, fold, kinds)]
