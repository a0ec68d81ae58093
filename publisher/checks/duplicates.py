"""Documents whose texts are the same, or nearly.

Texts are compared by shingles (short runs of characters) taken after punctuation, so that a
shingle depends on the text around it alone, not on where in the text it stands. Each shingle points
to the first text that has it; only texts that share many with an earlier one are compared in full.
The cost grows with the amount of text, not its square.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, filterfalse, repeat
from weakref import WeakKeyDictionary

from publisher.checks.context import CheckContext
from publisher.model.documents.document import Kind
from publisher.model.finding import Finding
from publisher.model.front_matter import UNFILLED
from publisher.model.library import Entry, Library

COMPARED = (Kind.CASE, Kind.POLICY, Kind.GUIDE, Kind.ANSWER, Kind.FAQ, Kind.ARTICLE)
"""Kinds whose body is their substance; notices to visitors may well be the same."""

SHORTEST = 100
"""Texts below this many characters are not compared."""

ALIKE = 0.8
"""From this share of common shingles on, two texts are one text with changes."""

SHINGLE_LENGTH = 8
"""Characters of each shingle."""

_SHINGLE = re.compile(rf"[，。；](?=(.{{{SHINGLE_LENGTH}}}))")
_WORTH_COMPARING = 0.2
"""Share of shingles that one earlier text had first; so at most five texts are compared in full."""


@dataclass(frozen=True)
class Compared:
    """A text as it is compared: `digest` of all its characters but blanks, and its shingles."""

    path: str
    body_line: int
    digest: bytes
    shingles: frozenset[str]


def shingles_of(text: str) -> frozenset[str]:
    """The runs of characters by which texts are compared; blanks do not count."""
    return frozenset(_SHINGLE.findall("".join(text.split())))


_NOBODY = -1
_READ: WeakKeyDictionary[Entry, Compared | None] = WeakKeyDictionary()


def compared(entry: Entry) -> Compared | None:
    """The text of `entry` as it is compared; None for what never is. Read once: whole checks compare
    it and keep it for the next one."""
    if entry not in _READ:
        _READ[entry] = _compared(entry)
    return _READ[entry]


def _compared(entry: Entry) -> Compared | None:
    if entry.kind not in COMPARED:
        return None
    text = "".join(entry.reading.text.split())
    if len(text) < SHORTEST or UNFILLED in text:
        return None
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return Compared(entry.path, entry.body_line, digest, shingles_of(text))


def check_texts_differ(library: Library, context: CheckContext) -> list[Finding]:
    """D601, at the later file of each pair by path, among documents of the same kind."""
    return list(
        chain.from_iterable(
            compare(filter(None, map(compared, library.of(kind)))) for kind in COMPARED
        )
    )


def compare(texts: Iterable[Compared], only: Collection[str] | None = None) -> list[Finding]:
    """D601 among `texts` of one kind; `only`: paths of those whose findings are asked for."""
    ordered = sorted(texts, key=lambda text: text.path)
    asked = None if only is None else [text for text in ordered if text.path in only]
    wanted = None if asked is None else frozenset().union(*(text.shingles for text in asked))
    same: dict[bytes, Compared] = {}
    owner: dict[str, int] = {}
    earlier: list[Compared] = []
    findings = []
    for text in ordered:
        twin = same.setdefault(text.digest, text)
        is_asked = only is None or text.path in only
        if twin is not text:
            if is_asked:
                findings.append(_finding(text, twin, "相同"))
            continue
        if is_asked:
            owners = Counter(map(owner.get, text.shingles, repeat(_NOBODY)))
            del owners[_NOBODY]
            is_known = owners and owners.total() >= ALIKE * len(text.shingles)
            other = _nearly_same(text.shingles, owners, earlier) if is_known else None
            if other:
                findings.append(_finding(text, other[0], f"有 {other[1]:.0%} 相同"))
        owned = text.shingles if wanted is None else wanted & text.shingles
        new = filterfalse(owner.__contains__, owned)
        owner.update(dict.fromkeys(new, len(earlier)))
        earlier.append(text)
    return findings


def touched_by(
    before: Compared | None, after: Compared | None, others: Sequence[Compared]
) -> set[str]:
    """Paths of those of `others`, of the same kind, of which D601 may say something else when one text
    of theirs changes from `before` to `after` (None: it is not compared)."""
    digests = {text.digest for text in (before, after) if text}
    if any(text.digest in digests for text in others):
        return {text.path for text in others}
    old = before.shingles if before else frozenset()
    new = after.shingles if after else frozenset()
    changed, either = old ^ new, old | new
    found = set()
    for text in others:
        shared = either & text.shingles
        if len(shared) >= _WORTH_COMPARING * len(text.shingles) or not changed.isdisjoint(shared):
            found.add(text.path)
    return found


def _nearly_same(
    shingles: frozenset[str], owners: Counter[int], texts: Sequence[Compared]
) -> tuple[Compared, float] | None:
    """The earlier text most like this one, of two the first by path, and how much is common.

    `owners`: places in `texts`, the earlier ones, with the number of shingles of this one that they
    had first.
    """
    best: tuple[Compared, float] | None = None
    for place, shared in sorted(owners.items()):
        if shared < _WORTH_COMPARING * len(shingles):
            continue
        theirs = texts[place].shingles
        common = len(shingles & theirs)
        alike = common / (len(shingles) + len(theirs) - common)
        if alike >= ALIKE and (best is None or alike > best[1]):
            best = texts[place], alike
    return best


def _finding(text: Compared, other: Compared, how: str) -> Finding:
    return Finding(text.path, text.body_line, "D601", f"正文与 {other.path} {how}")
