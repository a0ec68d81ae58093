"""Two texts beside each other, for people. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_LINES = 6_000
"""Beyond so many lines both are shown whole: comparing takes time with the square of their number."""
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
    if before == after:
        return []
    if len(before) + len(after) > MOST_LINES:
        return _blocks(before, 0, after, 0)
    rows: list[Row] = []
    groups = SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND)
    for at, group in enumerate(groups):
        if at:
            rows.append(Row(is_gap=True))
        for tag, a, b, c, d in group:
            if tag == "equal":
                rows += [
                    Row(a + n + 1, (Piece(text),), c + n + 1, (Piece(text),))
                    for n, text in enumerate(before[a:b])
                ]
            else:
                rows += _blocks(before[a:b], a, after[c:d], c)
    return rows


def _blocks(before: list[str], a: int, after: list[str], c: int) -> list[Row]:
    """Changed lines, paired in their order."""
    rows = []
    for n in range(max(len(before), len(after))):
        has_left, has_right = n < len(before), n < len(after)
        if has_left and has_right:
            left, right = _within(before[n], after[n])
        else:
            left = (Piece(before[n], is_changed=True),) if has_left else ()
            right = (Piece(after[n], is_changed=True),) if has_right else ()
        rows.append(
            Row(a + n + 1 if has_left else 0, left, c + n + 1 if has_right else 0, right, True)
        )
    return rows


_LONGEST_LINE = 2_000


def _within(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """What differs between two lines, character by character; long ones as a whole."""
    if len(left) + len(right) > _LONGEST_LINE:
        return (Piece(left, is_changed=True),), (Piece(right, is_changed=True),)
    ours, theirs = [], []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if a < b:
            ours.append(Piece(left[a:b], is_changed=tag != "equal"))
        if c < d:
            theirs.append(Piece(right[c:d], is_changed=tag != "equal"))
    return tuple(ours), tuple(theirs)
