"""随机抽取: which of a list are drawn by a seed, so that anybody who has both can draw again. Pure.

Every item gets the SHA-256 of the seed, a line end and the item, in UTF-8; those with the smallest
are drawn. Neither the order of the list nor the machine matters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from district.registers.models import LONGEST_LINE
from forms_backend.fields.field_rules import InvalidValueError, check_readable, clean_text
from forms_backend.registers import messages as texts

MOST_ITEMS = 20_000
WHOLE = 10_000
"""A hundred percent in hundredths of a percent."""


@dataclass(frozen=True)
class Drawn:
    """One item that was drawn, with the hash by which it was."""

    item: str
    hash: str


def read_items(typed: str) -> tuple[str, ...]:
    """The lines that have something in them. Raises InvalidValueError with the first wrong line."""
    items: dict[str, int] = {}
    for number, line in enumerate(typed.splitlines(), start=1):
        item = clean_text(line)
        if not item:
            continue
        check_readable(item)
        if len(item) > LONGEST_LINE:
            told = texts.SAMPLE_LINE_LONG.format(line=number, longest=LONGEST_LINE)
            raise InvalidValueError(told)
        if item in items:
            raise InvalidValueError(texts.SAMPLE_TWICE.format(line=number, item=item))
        items[item] = number
    if not items:
        raise InvalidValueError(texts.SAMPLE_LIST_MISSING)
    if len(items) > MOST_ITEMS:
        raise InvalidValueError(texts.SAMPLE_TOO_LONG.format(most=MOST_ITEMS))
    return tuple(items)


def list_digest(items: Sequence[str]) -> str:
    """SHA-256 of the sorted items, a line each: the same list in another order is the same."""
    return hashlib.sha256("\n".join(sorted(items)).encode()).hexdigest()


def sample_size(listed: int, hundredths: int) -> int:
    """At least so many hundredths of a percent, and at least one."""
    return max(1, -(-listed * hundredths // WHOLE))


def draw(items: Sequence[str], seed: str, hundredths: int) -> tuple[Drawn, ...]:
    """Those that are drawn, by their hashes."""
    hashed = sorted(
        (hashlib.sha256(f"{seed}\n{item}".encode()).hexdigest(), item) for item in items
    )
    count = sample_size(len(items), hundredths)
    return tuple(Drawn(item, hash_) for hash_, item in hashed[:count])
