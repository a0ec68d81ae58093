"""隐名: the masked version of a text, one person always under the same mask within it.

People who share a surname are told apart by a number (李某1、李某2). Which of them is 1 follows from a
key that stays on the machine, not from the order in which they appear, so that nobody who has the
published text can tell from it who stood first in the file; and the same people get the same numbers
when the text is masked once more.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from privacy.detector import NOTHING_PUBLIC, Public, find_all
from privacy.folding import Folded, fold
from privacy.kinds import Find, PersonalData
from privacy.masks import mask_of_firm, surname_of

SHORTEST_KEY = 16
_ALL = frozenset(PersonalData)
_NUMBERED = re.compile(r"([\u4e00-\u9fff]{1,2})某([0-9]{1,2})")


@dataclass(frozen=True)
class Redaction:
    """The masked text and what was masked in it, by its place in the original."""

    text: str
    finds: tuple[Find, ...]


def redact(
    text: str,
    key: bytes,
    *,
    kinds: frozenset[PersonalData] = _ALL,
    public: Public = NOTHING_PUBLIC,
    folding: Callable[[str], Folded] = fold,
) -> Redaction:
    """`text` with a mask for each find, and for each further place where a name that was found
    stands. Raises ValueError for a key that is too short to hide anything."""
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"a key of at least {SHORTEST_KEY} bytes")
    finds = [
        find
        for find in find_all(text, kinds=kinds, public=public, folding=folding)
        if find.kind is not PersonalData.MINOR or not _is_named(find)
    ]
    masks = _masks_of_people([f.matched for f in finds if f.kind is PersonalData.NAME], text, key)
    masks |= _masks_of_firms([f.matched for f in finds if f.kind is PersonalData.COMPANY], key)
    edits = {(find.start, find.end): masks.get(_bare(find.matched), find.mask) for find in finds}
    for start, end, mask in _further(text, masks):
        if not any(start < last and first < end for first, last in edits):
            edits[start, end] = mask
    return Redaction(_edited(text, edits), tuple(finds))


def _is_named(find: Find) -> bool:
    """Whether the find is a child's name, which is masked as a name."""
    return "姓名" in find.reason


def _bare(name: str) -> str:
    return re.sub(r"[\s*]", "", fold(name).text)


def _masks_of_people(names: Sequence[str], text: str, key: bytes) -> dict[str, str]:
    """A mask for each name: 李某 where one person has the surname, 李某1 and 李某2 for several.

    Numbers that the text already uses are left to whom it gave them.
    """
    by_surname: dict[str, set[str]] = {}
    for name in map(_bare, names):
        by_surname.setdefault(surname_of(name), set()).add(name)
    used = {(match[1], int(match[2])) for match in _NUMBERED.finditer(text)}
    masks: dict[str, str] = {}
    for surname, people in by_surname.items():
        taken = {number for known, number in used if known == surname}
        if len(people) == 1 and not taken and f"{surname}某" not in text:
            masks[people.pop()] = f"{surname}某"
            continue
        free = (number for number in range(1, 1000) if number not in taken)
        for name in sorted(people, key=lambda name: _rank(name, key)):
            masks[name] = f"{surname}某{next(free)}"
    return masks


def _masks_of_firms(names: Sequence[str], key: bytes) -> dict[str, str]:
    """A mask for each firm; numbered where two would share one."""
    by_mask: dict[str, set[str]] = {}
    for name in map(_bare, names):
        by_mask.setdefault(mask_of_firm(name), set()).add(name)
    masks: dict[str, str] = {}
    for mask, firms in by_mask.items():
        for number, firm in enumerate(sorted(firms, key=lambda name: _rank(name, key)), start=1):
            masks[firm] = mask if len(firms) == 1 else f"{mask}{number}"
    return masks


def _rank(name: str, key: bytes) -> bytes:
    return hmac.new(key, name.encode(), sha256).digest()


def _further(text: str, masks: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Other places where the people and firms of `masks` stand, the longest names first."""
    found: list[tuple[int, int, str]] = []
    for name in sorted(masks, key=len, reverse=True):
        if len(name) >= 2:
            found += [
                (match.start(), match.end(), masks[name])
                for match in re.finditer(re.escape(name), text)
            ]
    return found


def _edited(text: str, edits: Mapping[tuple[int, int], str]) -> str:
    parts: list[str] = []
    done = 0
    for (start, end), mask in sorted(edits.items()):
        if start < done:
            continue
        parts += (text[done:start], mask)
        done = end
    return "".join((*parts, text[done:]))
