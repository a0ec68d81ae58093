"""How many different people a text needs, and who is missing. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from district.signoff.people import Role, SignoffRules
from district.signoff.record import Signature

_NEEDED: dict[int, tuple[Role, ...]] = {
    1: (),
    2: (Role.APPROVER,),
    3: (Role.REVIEWER, Role.APPROVER),
}
"""Besides the author."""

_BETWEEN = re.compile(r"[、,，;；/\s]+")
NO_AUTHOR = "头信息的 review 里没有写撰写人（author），认不出是不是本人签的"


@dataclass(frozen=True)
class Standing:
    """Where one text stands. `signed`: keys of people.yml; `missing`: roles nobody signed as yet;
    `lacks_author`: nobody can tell whether its author signed it."""

    signed: tuple[str, ...]
    missing: tuple[Role, ...]
    is_urgent: bool = False
    lacks_author: bool = False

    @property
    def may_go_live(self) -> bool:
        return not self.lacks_author and (not self.missing or self.is_urgent)


def needed_roles(kind: str, rules: SignoffRules, *, is_example: bool) -> tuple[Role, ...]:
    """Who has to sign besides the author; nobody for teaching examples, and while it is off."""
    return () if is_example or not rules.is_on else _NEEDED[rules.level_of(kind)]


def authors_in(written: str) -> frozenset[str]:
    """Who wrote it, as `review.author` says; several stand with 、 between them."""
    return frozenset(filter(None, _BETWEEN.split(written)))


def standing_of(
    needed: Sequence[Role],
    authors: frozenset[str] | None,
    signatures: Sequence[Signature],
    rules: SignoffRules,
) -> Standing:
    """`signatures` are genuine ones over this text. Each person counts once, and its author not at
    all: three roles in one hand are no three people. None as `authors`: this kind names none."""
    known = authors or frozenset()
    counted = [
        one for one in signatures if known.isdisjoint((one.person, rules.people[one.person].name))
    ]
    chosen = _assigned(tuple(needed), counted, ())
    filled = dict(chosen)
    return Standing(
        signed=tuple(dict.fromkeys(filled[role] for role in needed if role in filled)),
        missing=tuple(role for role in needed if role not in filled),
        is_urgent=any(one.urgent and one.role is Role.APPROVER for one in counted),
        lacks_author=bool(needed) and authors is not None and not known,
    )


def _assigned(
    needed: tuple[Role, ...], signatures: Sequence[Signature], taken: tuple[str, ...]
) -> tuple[tuple[Role, str], ...]:
    """As many roles as different people can fill; there are two roles at most."""
    if not needed:
        return ()
    best = _assigned(needed[1:], signatures, taken)
    for one in signatures:
        if one.role is needed[0] and one.person not in taken:
            rest = _assigned(needed[1:], signatures, (*taken, one.person))
            if len(rest) + 1 > len(best):
                best = ((needed[0], one.person), *rest)
    return best
