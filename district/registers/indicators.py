"""指标看板: `indicators.yml`, what is measured and which value should be reached."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from district.errors import ConfigError, ConfigProblem
from district.layers import NATIONAL
from district.loader import read_model
from district.models import Frozen, SiteConfig

FILE = "indicators.yml"
IndicatorKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class Indicator(Frozen):
    """One line of the board; `target` in percent."""

    label: str = Field(min_length=1, max_length=40)
    unit: str
    target: float = Field(ge=0, le=100, multiple_of=0.01)
    at_least: bool = False
    """Written 不低于; otherwise 达到. Both are met from the target on."""
    measure: str = Field(min_length=1, max_length=200)
    basis: str = Field(min_length=1, max_length=200)

    @property
    def target_hundredths(self) -> int:
        """The target in hundredths of a percent."""
        return round(self.target * 100)


class Indicators(Frozen):
    """Everything in indicators.yml."""

    indicators: Mapping[IndicatorKey, Indicator] = {}


def load_indicators(config: SiteConfig, directory: Path = NATIONAL) -> Mapping[str, Indicator]:
    """The board's lines. Raises ConfigError that lists every mistake, unknown units included."""
    found = read_model(Indicators, directory, FILE).indicators
    problems = [
        ConfigProblem(f"{FILE}: indicators.{key}.unit", f"“{one.unit}”不在 units.yml 中")
        for key, one in found.items()
        if config.unit(one.unit) is None
    ]
    if problems:
        raise ConfigError(problems)
    return found
