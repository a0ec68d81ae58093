"""Hearings that may not be shown (DOMAIN §2.5), and changes that calendars would not notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from district.layers import NATIONAL
from district.loader import read_model
from district.models import Frozen
from publisher.checks.context import CheckContext
from publisher.model.documents.hearing import Hearing
from publisher.model.finding import Finding
from publisher.model.library import Entry
from publisher.prose.body import BlockKind

RULES_FILE = "closed_hearings.yml"

_NOT_ABOUT_THE_CASE = re.compile(r"须知|纪律|变更")
_DENIED = re.compile(r"(?:不涉及|未涉及|不属于|不含|没有|并非|无关)[^。；！？\n]{0,12}$")


class ClosedRule(Frozen):
    """One reason for which a hearing is not shown; `basis` names the law that says so.

    `forbidden`: the page must not be published at all; otherwise someone has to make sure.
    """

    reason: str
    basis: str
    forbidden: bool
    causes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class ClosedRules(Frozen):
    """closed_hearings.yml, read."""

    rules: tuple[ClosedRule, ...]


@lru_cache(maxsize=8)
def load_closed_rules(directory: Path = NATIONAL) -> ClosedRules:
    """closed_hearings.yml of the settings in `directory`, over the national one.

    Raises ConfigError that lists every mistake.
    """
    return read_model(ClosedRules, directory, RULES_FILE)


def check_hearing_may_be_shown(entry: Entry, context: CheckContext) -> list[Finding]:
    """V951 where the law closes the hearing, V952 where it may be closed on request."""
    hearing = entry.meta
    if not isinstance(hearing, Hearing):
        return []
    findings = []
    for rule in load_closed_rules(context.config_folder).rules:
        hit = next(_hits(entry, hearing, rule), None)
        if hit is not None:
            line, what = hit
            findings.append(
                Finding(
                    entry.path,
                    line,
                    "V951" if rule.forbidden else "V952",
                    f"{what}：{rule.reason}（{rule.basis}）",
                )
            )
    return findings


def _hits(entry: Entry, hearing: Hearing, rule: ClosedRule) -> Iterator[tuple[int, str]]:
    """(line, what is there) of everything to which `rule` applies, the cause first."""
    group = hearing.cause_group.label if hearing.cause_group else None
    if hearing.cause in rule.causes or group in rule.causes:
        yield entry.line_of("cause"), f"案由是“{hearing.cause}”"
    for line, text in _texts(entry, hearing):
        for word in rule.words:
            if _says(text, word):
                yield line, f"写有“{word}”"


def _texts(entry: Entry, hearing: Hearing) -> Iterator[tuple[int, str]]:
    """(line, text) of all that describes the case, without what is said to visitors."""
    yield entry.line_of("title"), hearing.title
    yield entry.line_of("summary"), hearing.summary
    yield entry.line_of("keywords"), "\n".join(hearing.keywords)
    about_the_case = True
    seconds = {heading.line for heading in entry.reading.headings if heading.level == 2}
    for block in entry.reading.blocks:
        if block.kind is BlockKind.HEADING and block.line in seconds:
            about_the_case = not _NOT_ABOUT_THE_CASE.search(block.text)
        if about_the_case:
            yield from block.lines()


def _says(text: str, word: str) -> bool:
    """Whether `word` stands in `text` without a denial (不涉及…) shortly before it."""
    return any(
        not _DENIED.search(text[: found.start()]) for found in re.finditer(re.escape(word), text)
    )


def check_changed_hearing_has_a_new_sequence(entry: Entry, context: CheckContext) -> list[Finding]:
    """V953: with SEQUENCE 0 calendars keep the old time (RFC 5546 §2.1.4)."""
    hearing = entry.meta
    if not isinstance(hearing, Hearing) or hearing.sequence > 0:
        return []
    if hearing.state.key not in ("rescheduled", "cancelled"):
        return []
    return [
        Finding(
            entry.path,
            entry.line_of("state"),
            "V953",
            f"「state」是“{hearing.state.label}”，「sequence」仍是 0",
        )
    ]
