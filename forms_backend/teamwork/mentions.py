"""@姓名 in a text: whom it names, among those who may see the matter. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms_backend.identity.person import Person
from forms_backend.teamwork import messages as texts

_AT = re.compile(r"(?<![A-Za-z0-9._%+-])[@＠]")
"""Not within a mail address."""
_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
"""The rest of a mail address whose beginning is not ASCII."""
_LOGIN_GOES_ON = re.compile(r"[A-Za-z0-9._-]")
_SHOWN = re.compile(r"[\w.-]{1,12}")


@dataclass(frozen=True)
class Mentions:
    """Who is named, each once and in the order of the text; `problem` says what cannot be understood."""

    people: tuple[Person, ...]
    problem: str = ""


def handles(people: Iterable[Person]) -> Mapping[str, Person]:
    """How each can be named after @: by the name where nobody else has it, else by the login."""
    known = list(people)
    names = Counter(one.name for one in known)
    return {one.name if one.name and names[one.name] == 1 else one.login: one for one in known}


def mentions_in(text: str, seeing: Sequence[Person], others: Iterable[Person] = ()) -> Mentions:
    """`seeing` may see the matter and can be named; `others` exist as well: who of them is named is
    never taken for somebody whose name begins alike."""
    able = set(seeing)
    everybody = [*seeing, *others]
    found: dict[str, Person] = {}
    for at in _AT.finditer(text):
        rest = text[at.end() :]
        shown = _SHOWN.match(rest)
        if not shown:
            continue  # an @ that stands alone
        named = _named(rest, everybody)
        if not named and _DOMAIN.match(rest):
            continue
        problem = _problem(named, able) if named else texts.MENTION_UNKNOWN.format(name=shown[0])
        if problem:
            return Mentions((), problem)
        [meant] = able.intersection(named)
        found.setdefault(meant.login, meant)
    return Mentions(tuple(found.values()))


def _problem(named: Sequence[Person], able: set[Person]) -> str:
    """Why these are not one person who can be told; empty where they are."""
    meant = able.intersection(named)
    name = named[0].name or named[0].login
    if not meant:
        return texts.MENTION_BLIND.format(name=name)
    if len(meant) > 1:
        logins = "、".join(sorted(one.login for one in meant))
        return texts.MENTION_TWICE.format(name=name, logins=logins)
    return ""


def _named(rest: str, people: Iterable[Person]) -> list[Person]:
    """Those whose login, or else the longest name, stands at the beginning of `rest`."""
    known = list(people)
    folded = rest.casefold()
    for one in known:
        end = len(one.login)
        if folded.startswith(one.login.casefold()) and not _LOGIN_GOES_ON.match(
            rest[end : end + 1]
        ):
            return [one]
    fitting = [one for one in known if one.name and rest.startswith(one.name)]
    longest = max((len(one.name) for one in fitting), default=0)
    return [one for one in fitting if len(one.name) == longest]
