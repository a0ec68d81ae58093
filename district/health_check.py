"""The scale of the health check (法治体检的评分标准, DOMAIN §7), read from health_check.yml.

Shares are whole percents and points whole hundredths, so that Python and the browser compare the
same integers and never disagree at a limit.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from district.frozen import Frozen

Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Points = Annotated[float, Field(ge=0, le=5)]
Words = Annotated[str, Field(min_length=1)]


class HealthLevel(Frozen):
    """等级: one colour of the scale, for a dimension, for the whole, and for a single risk.

    `from_percent`: the lowest risk rate (风险率) of the level. `from_points`: the lowest score of
    a single question (weight × risk, 0–5); None where only a veto mark (一票红) leads to it.
    """

    key: Annotated[str, Field(pattern=r"^[a-z]+$")]
    label: Words
    name: Words
    from_percent: Percent
    from_points: Points | None = None
    advice: Words
    urgency: Words

    @property
    def from_hundredths(self) -> int | None:
        """`from_points` in hundredths of a point."""
        return None if self.from_points is None else round(self.from_points * 100)


class HealthScale(Frozen):
    """Levels from the gravest to the mildest; `veto_level` is what a veto mark leads to."""

    levels: Annotated[tuple[HealthLevel, ...], Field(min_length=2)]
    veto_level: str
    disclaimer: Words

    @model_validator(mode="after")
    def _levels_descend_to_nothing(self) -> HealthScale:
        percents = [level.from_percent for level in self.levels]
        if any(graver <= milder for graver, milder in pairwise(percents)) or percents[-1] != 0:
            raise ValueError("levels 应从重到轻排列，from_percent 逐级减小，最后一级为 0")
        points = [level.from_hundredths for level in self.levels]
        given = [value for value in points if value is not None]
        if any(graver <= milder for graver, milder in pairwise(given)) or points[-1] != 0:
            raise ValueError("from_points 应逐级减小，最后一级为 0；只由一票红决定的等级不写")
        if self.veto_level not in {level.key for level in self.levels}:
            raise ValueError(f"veto_level“{self.veto_level}”不在 levels 里")
        return self
