"""What a detector hands in: a place in the folded text, before masks and overlaps are settled."""

from __future__ import annotations

from dataclasses import dataclass

from privacy.kinds import Certainty, PersonalData


@dataclass(frozen=True)
class Mark:
    """`start` and `end` are places in the folded text."""

    kind: PersonalData
    start: int
    end: int
    certainty: Certainty
    reason: str

    @property
    def is_certain(self) -> bool:
        return self.certainty is Certainty.CERTAIN
