"""The patterns that are not linear in their text, each with the longest text that it is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.patterns.found import Found, Unread

LIST = Path(__file__).with_name("bounded.yml")


@dataclass(frozen=True)
class Bounded:
    """`key` is the beginning of a pattern's key, `longest` in characters."""

    key: str
    longest: int
    why: str


def read_list(path: Path = LIST) -> tuple[list[Bounded], dict[str, str]]:
    """Patterns that are not linear, and the reasons for those that are made while running."""
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    bounded = [Bounded(r["pattern"], int(r["longest"]), r["why"].strip()) for r in read["bounded"]]
    return bounded, {r["expression"]: r["why"].strip() for r in read["made_while_running"]}


def bound_of(found: Found, bounded: Iterable[Bounded]) -> Bounded | None:
    """What is listed of a pattern."""
    return next((b for b in bounded if found.key.startswith(b.key)), None)


def differences(found: Iterable[Found], unread: Iterable[Unread]) -> list[str]:
    """Where list and code do not agree, as sentences."""
    bounded, made = read_list()
    keys, expressions = [f.key for f in found], {u.key for u in unread}
    gone = [b.key for b in bounded if not any(key.startswith(b.key) for key in keys)]
    gone += sorted(made.keys() - expressions)
    new = sorted(expressions - made.keys())
    without = [b.key for b in bounded if not b.why] + [e for e, why in made.items() if not why]
    return [
        *(f"listed, and not in the code: {key}" for key in gone),
        *(f"made while running, and not listed: {key}" for key in new),
        *(f"no reason given: {key}" for key in without),
    ]
