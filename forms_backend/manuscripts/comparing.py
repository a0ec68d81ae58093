"""Two texts beside each other, for people. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_STEPS = 4_000_000
"""Of comparing two texts, some tenths of a second; see `_Comparing`."""
AROUND = 3
"""Unchanged lines shown before and after a change."""


@dataclass(frozen=True)
class Piece:
    """A stretch within a line, and whether the other side lacks it."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class Row:
    """One row of both sides; a number of 0: nothing stands there. `is_gap`: rows left out."""

    left_number: int = 0
    left: tuple[Piece, ...] = ()
    right_number: int = 0
    right: tuple[Piece, ...] = ()
    is_changed: bool = False
    is_gap: bool = False


def compared(left: str, right: str) -> list[Row]:
    """The rows of the comparison; none where the texts are the same."""
    before, after = left.splitlines(), right.splitlines()
    return [] if before == after else list(_Comparing().rows(before, after))


Change = tuple[str, int, int, int, int]
"""As difflib has it: "equal" or not, and from where to where on either side."""


class _Comparing:
    """One comparison. difflib looks for the longest stretch in common, then on both sides of it: in
    the worst case at every pair of equal parts as often as the shorter side has parts. As long as that
    is within what is left of MOST_STEPS it is asked; then what differs is one stretch, from the first
    difference to the last."""

    def __init__(self) -> None:
        self._left = MOST_STEPS

    def rows(self, before: list[str], after: list[str]) -> Iterator[Row]:
        """All rows, unchanged ones far from a change left out."""
        changes = self._changes(before, after)
        for place, (tag, a, b, c, d) in enumerate(changes):
            if tag != "equal":
                yield from self._changed(before[a:b], a, after[c:d], c)
                continue
            first, last = place == 0, place == len(changes) - 1
            shown = [
                n
                for n in range(b - a)
                if (n < AROUND and not first) or (b - a - n <= AROUND and not last)
            ]
            for n, previous in zip(shown, [None, *shown], strict=False):
                if previous is not None and n != previous + 1:
                    yield Row(is_gap=True)
                yield Row(a + n + 1, (Piece(before[a + n]),), c + n + 1, (Piece(after[c + n]),))

    def _changed(self, before: list[str], a: int, after: list[str], c: int) -> Iterator[Row]:
        """Changed lines, paired in their order."""
        for n in range(max(len(before), len(after))):
            has_left, has_right = n < len(before), n < len(after)
            if has_left and has_right:
                left, right = self._within(before[n], after[n])
            else:
                left = (Piece(before[n], is_changed=True),) if has_left else ()
                right = (Piece(after[n], is_changed=True),) if has_right else ()
            yield Row(
                a + n + 1 if has_left else 0, left, c + n + 1 if has_right else 0, right, True
            )

    def _within(self, left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """What differs between two lines, character by character."""
        changes = self._changes(left, right)
        return (
            tuple(Piece(left[a:b], t != "equal") for t, a, b, _, _ in changes if a < b),
            tuple(Piece(right[c:d], t != "equal") for t, _, _, c, d in changes if c < d),
        )

    def _changes(self, left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Change]:
        ours, theirs = Counter(left), Counter(right)
        for blank in ("", " "):  # no stretch begins with these: nearly every text has many
            ours.pop(blank, None)
        pairs = sum(count * theirs[part] for part, count in ours.items())
        steps = pairs * min(len(left), len(right))
        if steps > self._left:
            return _ends(left, right)
        self._left -= steps
        matcher = SequenceMatcher(lambda part: part in ("", " "), left, right, autojunk=False)
        return list(matcher.get_opcodes())


def _ends(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Change]:
    """What both begin and end with, and one change between."""
    head = _alike(left, right)
    tail = _alike(left[head:][::-1], right[head:][::-1])
    a, c = len(left) - tail, len(right) - tail
    changes = [("equal", 0, head, 0, head), ("replace", head, a, head, c)]
    changes.append(("equal", a, len(left), c, len(right)))
    return [change for change in changes if change[1] < change[2] or change[3] < change[4]]


def _alike(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    """How many parts are the same from the start on."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))
