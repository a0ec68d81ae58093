"""Documents whose texts are the same, or nearly.

Texts are compared by shingles (short runs of characters) taken after punctuation, so that a
shingle depends on the text around it alone, not on where in the text it stands. Each shingle points to the first text that has it; only texts that share many
with an earlier one are compared in full. The cost grows with the amount of text, not its square.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

from publisher.checks.context import CheckContext
from publisher.model.document import Kind
from publisher.model.finding import Finding
from publisher.model.front_matter import UNFILLED
from publisher.model.library import Entry, Library

COMPARED = (Kind.CASE, Kind.POLICY, Kind.GUIDE, Kind.ANSWER, Kind.FAQ, Kind.ARTICLE)
"""Kinds whose body is their substance; notices to visitors may well be the same."""

SHORTEST = 100
"""Texts below this many characters are not compared."""

ALIKE = 0.8
"""From this share of common shingles on, two texts are one text with changes."""

_SHINGLE = re.compile(r"(?=[，。；](.{8}))")
_WORTH_COMPARING = 0.2
"""Share of shingles that one earlier text had first; so at most five texts are compared in full."""


def shingles_of(text: str) -> frozenset[str]:
    """The runs of characters by which texts are compared; blanks do not count."""
    return frozenset(_SHINGLE.findall("".join(text.split())))


def check_texts_differ(library: Library, context: CheckContext) -> list[Finding]:
    """D601, at the later file of each pair by path, among documents of the same kind."""
    return list(
        chain.from_iterable(
            _compare(sorted(library.of(kind), key=lambda e: e.path)) for kind in COMPARED
        )
    )


def _compare(entries: list[Entry]) -> list[Finding]:
    same: dict[str, Entry] = {}
    owner: dict[str, int] = {}
    texts: list[tuple[Entry, frozenset[str]]] = []
    findings = []
    for entry in entries:
        text = "".join(entry.reading.text.split())
        if len(text) < SHORTEST or UNFILLED in text:
            continue
        twin = same.setdefault(text, entry)
        if twin is not entry:
            findings.append(_finding(entry, twin, "相同"))
            continue
        shingles = shingles_of(text)
        known = shingles & owner.keys()
        if known and len(known) >= ALIKE * len(shingles):
            other = _nearly_same(shingles, Counter(owner[s] for s in known), texts)
            if other:
                findings.append(_finding(entry, other[0], f"有 {other[1]:.0%} 相同"))
        owner.update(dict.fromkeys(shingles - known, len(texts)))
        texts.append((entry, shingles))
    return findings


def _nearly_same(
    shingles: frozenset[str], owners: Counter[int], texts: list[tuple[Entry, frozenset[str]]]
) -> tuple[Entry, float] | None:
    """The earlier text most like this one, and how much of the two is common.

    `owners`: earlier texts with the number of shingles of this one that they had first.
    """
    best: tuple[Entry, float] | None = None
    for index, shared in owners.items():
        if shared < _WORTH_COMPARING * len(shingles):
            continue
        entry, theirs = texts[index]
        common = len(shingles & theirs)
        alike = common / (len(shingles) + len(theirs) - common)
        if alike >= ALIKE and (best is None or alike > best[1]):
            best = entry, alike
    return best


def _finding(entry: Entry, other: Entry, how: str) -> Finding:
    return Finding(entry.path, entry.body_line, "D601", f"正文与 {other.path} {how}")
