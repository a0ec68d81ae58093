"""会议: `meetings.yml`, which meetings there are and which one comes after which (DOMAIN §0.14–0.15)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from district.layers import NATIONAL
from district.loader import read_model
from district.models import Frozen

FILE = "meetings.yml"
MAX_MEETING_KIND_LENGTH = 20

KindKey = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=MAX_MEETING_KIND_LENGTH)
]  # fmt: skip


class HeldAt(StrEnum):
    """Where a kind of meeting belongs."""

    POINT = "point"
    UNIT = "unit"
    COMMITTEE = "committee"


class MeetingKind(Frozen):
    """One kind: each contact point has it `per_quarter` times a quarter at least; what it leaves
    open goes to the kind `next`."""

    name: str = Field(min_length=1, max_length=20)
    at: HeldAt
    per_quarter: int | None = Field(default=None, ge=1, le=12)
    next: str | None = None

    @model_validator(mode="after")
    def _check_promise(self) -> MeetingKind:
        if self.per_quarter is not None and self.at is not HeldAt.POINT:
            raise ValueError("per_quarter 只用于联系点的会议（at: point）")
        return self


class MeetingRules(Frozen):
    """Everything in meetings.yml, in its written order."""

    kinds: Mapping[KindKey, MeetingKind] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_ladder(self) -> MeetingRules:
        for key, kind in self.kinds.items():
            if kind.next is not None and kind.next not in self.kinds:
                raise ValueError(f"{key} 的 next：没有“{kind.next}”这种会议")
        for key in self.kinds:
            passed, rung = {key}, self.kinds[key].next
            while rung is not None:
                if rung in passed:
                    raise ValueError(f"{key} 的 next 绕了一圈又回到“{rung}”")
                passed.add(rung)
                rung = self.kinds[rung].next
        return self

    def name(self, key: str) -> str:
        """The name of a kind; the key itself where the file no longer has it."""
        found = self.kinds.get(key)
        return found.name if found else key

    def next_of(self, key: str) -> str | None:
        """The rung above `key`; None at the top."""
        found = self.kinds.get(key)
        return found.next if found else None

    @property
    def ladder(self) -> tuple[str, ...]:
        """升级阶梯: the kinds that lead on or are led to, lowest first."""
        reached = {kind.next for kind in self.kinds.values()}
        rungs: list[str] = []
        for key, kind in self.kinds.items():
            rung: str | None = key
            while rung is not None and rung not in rungs and (kind.next or rung in reached):
                rungs.append(rung)
                rung = self.kinds[rung].next
        return tuple(rungs)

    @property
    def promised(self) -> Mapping[str, int]:
        """How often a quarter each contact point has which kind."""
        return {k: kind.per_quarter for k, kind in self.kinds.items() if kind.per_quarter}


def load_meetings(directory: Path = NATIONAL) -> MeetingRules:
    """The district's meetings. Raises ConfigError that lists every mistake."""
    return read_model(MeetingRules, directory, FILE)
