"""服务联系点: `contact_points.yml`, the parks and chambers that units visit (DOMAIN §0.14)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from district.errors import ConfigError, ConfigProblem
from district.layers import NATIONAL
from district.loader import read_model
from district.models import Frozen, SiteConfig

FILE = "contact_points.yml"
MAX_POINT_KEY_LENGTH = 40

PointKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=MAX_POINT_KEY_LENGTH)]


class ContactPoint(Frozen):
    """联系点: `unit` looks after it and visits it at least `per_month` times a month."""

    name: str = Field(min_length=1, max_length=80)
    unit: str
    per_month: int = Field(default=1, ge=1, le=31)


class ContactPoints(Frozen):
    """Everything in contact_points.yml, in its written order."""

    points: Mapping[PointKey, ContactPoint] = {}

    def name(self, key: str) -> str:
        """The name of a point; the key itself where the file no longer has it."""
        found = self.points.get(key)
        return found.name if found else key


def load_contact_points(config: SiteConfig, directory: Path = NATIONAL) -> ContactPoints:
    """The district's contact points. Raises ConfigError that lists every mistake."""
    found = read_model(ContactPoints, directory, FILE)
    problems = [
        ConfigProblem(f"{FILE}: points.{key}.unit", f"没有“{point.unit}”这个单位")
        for key, point in found.points.items()
        if config.unit(point.unit) is None
    ]
    if problems:
        raise ConfigError(problems)
    return found
