"""The list of mutants that no test notices, each with its reason: `survivors.yml` beside this file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

LIST = Path(__file__).with_name("survivors.yml")


class Why(StrEnum):
    """What kind of survivor it is."""

    EQUIVALENT = "equivalent"
    """No input tells it from the original."""
    ACCEPTED = "accepted"
    """It could be told, and is not worth a test, as a pause or the width of a buffer."""


@dataclass(frozen=True)
class Listed:
    """One line of the list."""

    mutant: str
    why: Why
    reason: str


def read_list(path: Path = LIST) -> dict[str, Listed]:
    """By mutant. Raises ValueError for a line without reason and for one that stands there twice."""
    found: dict[str, Listed] = {}
    for row in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
        line = Listed(row["mutant"], Why(row["why"]), row["reason"].strip())
        if not line.reason or line.mutant in found:
            raise ValueError(f"{path.name}: {line.mutant}: no reason, or listed twice")
        found[line.mutant] = line
    return found


def stale(listed: Collection[str], mutants: Collection[str]) -> list[str]:
    """What is listed and is no mutant any more: the code has changed, and so must the list."""
    return sorted(set(listed) - set(mutants))
