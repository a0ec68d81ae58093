"""Documents whose texts are the same, or nearly.

Texts are compared by shingles (short runs of characters) taken after punctuation, so that a
shingle depends on the text around it alone, not on where in the text it stands. Each shingle points
to the first text that has it; only texts that share many with an earlier one are compared in full.
The cost grows with the amount of text, not its square. Shingles are kept as hashes of 64 bits, sorted: an
eighth of the room that their characters take, and what thousands of texts share is found by sorting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

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

_HASH = np.dtype("<u8")
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93,
     0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3],
    dtype=_HASH,
)  # fmt: skip
"""One odd number for each character of a shingle: the sum of the products, modulo 2⁶⁴, is its hash."""

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Compared:
    """A text as it is compared: `digest` of all its characters but blanks, and its shingles as
    `shingles_of` gives them."""

    path: str
    body_line: int
    digest: bytes
    shingles: bytes


def shingles_of(text: str) -> bytes:
    """The runs of characters by which texts are compared, each once, as sorted hashes of eight bytes;
    blanks do not count."""
    found = "".join(_SHINGLE.findall("".join(text.split())))
    codes = np.frombuffer(found.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    hashes = (codes.reshape(-1, SHINGLE_LENGTH).astype(_HASH) * _FACTORS).sum(axis=1, dtype=_HASH)
    return _distinct(hashes).tobytes()


def count_of(shingles: bytes) -> int:
    return len(shingles) // _HASH.itemsize


def common(one: bytes, other: bytes) -> int:
    """How many shingles two texts share."""
    both = np.sort(np.frombuffer(one + other, dtype=_HASH))
    return int(np.count_nonzero(both[1:] == both[:-1]))


def _distinct(hashes: Hashes) -> Hashes:
    # np.unique loads numpy.ma for this: a tenth of a second, where one file is checked.
    ordered = np.sort(hashes)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


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
    first: dict[bytes, Compared] = {}
    different, findings = [], []
    for text in sorted(texts, key=lambda text: text.path):
        twin = first.setdefault(text.digest, text)
        if twin is text:
            different.append(text)
        elif only is None or text.path in only:
            findings.append(_finding(text, twin, "相同"))
    for place, owners in _known(different):
        text = different[place]
        if only is None or text.path in only:
            other = _nearly_same(text, owners, different)
            if other:
                findings.append(_finding(text, other[0], f"有 {other[1]:.0%} 相同"))
    return findings


def _known(texts: Sequence[Compared]) -> Iterator[tuple[int, Counter[int]]]:
    """The place of each text of which enough shingles are known from earlier ones, with the places of
    those that had them first and how many each."""
    hashes, text_of = _columns(texts)
    order = np.argsort(hashes, kind="stable")
    is_first = np.append(True, hashes[order][1:] != hashes[order][:-1]) if len(order) else order
    firsts = np.flatnonzero(is_first)
    owner_of = np.empty_like(text_of)
    owner_of[order] = np.repeat(text_of[order][firsts], np.diff(np.append(firsts, len(order))))
    is_known = owner_of != text_of
    sizes = np.bincount(text_of, minlength=len(texts))
    known = np.bincount(text_of[is_known], minlength=len(texts))
    ends = np.cumsum(sizes)
    for place in np.flatnonzero((known >= ALIKE * sizes) & (known > 0)).tolist():
        own = slice(ends[place] - sizes[place], ends[place])
        yield place, Counter(owner_of[own][is_known[own]].tolist())


def _columns(texts: Sequence[Compared]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """The shingles of all texts, and the place of the text that each is of."""
    hashes = np.frombuffer(b"".join(text.shingles for text in texts), dtype=_HASH)
    sizes = [count_of(text.shingles) for text in texts]
    return hashes, np.repeat(np.arange(len(texts)), sizes)


def touched_by(
    before: Compared | None, after: Compared | None, others: Sequence[Compared]
) -> set[str]:
    """Paths of those of `others`, of the same kind, of which D601 may say something else when one text
    of theirs changes from `before` to `after` (None: it is not compared)."""
    digests = {text.digest for text in (before, after) if text}
    if any(text.digest in digests for text in others):
        return {text.path for text in others}
    old, new = (_columns([text] if text else [])[0] for text in (before, after))
    both = np.sort(np.concatenate((old, new)))
    in_both = both[1:][both[1:] == both[:-1]]
    either = _distinct(both)
    hashes, text_of = _columns(others)
    is_shared = _among(hashes, either)
    shared = np.bincount(text_of[is_shared], minlength=len(others))
    in_one = is_shared & ~_among(hashes, in_both)
    changed = np.bincount(text_of[in_one], minlength=len(others))
    sizes = np.bincount(text_of, minlength=len(others))
    touched = (shared >= _WORTH_COMPARING * sizes) | (changed > 0)
    return {others[place].path for place in np.flatnonzero(touched).tolist()}


def _among(hashes: Hashes, wanted: Hashes) -> npt.NDArray[np.bool_]:
    """Which of `hashes` are among the sorted `wanted`."""
    if not len(wanted):
        return np.zeros(len(hashes), dtype=bool)
    places = np.minimum(np.searchsorted(wanted, hashes), len(wanted) - 1)
    return np.asarray(wanted[places] == hashes)


def _nearly_same(
    text: Compared, owners: Counter[int], texts: Sequence[Compared]
) -> tuple[Compared, float] | None:
    """The earlier text most like this one, of two the first by path, and how much is common.

    `owners`: places in `texts`, the earlier ones, with the number of shingles of this one that they
    had first.
    """
    size = count_of(text.shingles)
    best: tuple[Compared, float] | None = None
    for place, shared in sorted(owners.items()):
        if shared < _WORTH_COMPARING * size:
            continue
        theirs = texts[place].shingles
        both = common(text.shingles, theirs)
        alike = both / (size + count_of(theirs) - both)
        if alike >= ALIKE and (best is None or alike > best[1]):
            best = texts[place], alike
    return best


def _finding(text: Compared, other: Compared, how: str) -> Finding:
    return Finding(text.path, text.body_line, "D601", f"正文与 {other.path} {how}")
