"""服务联系点: `contact_points.yml`, the parks and chambers that units visit (DOMAIN §0.14)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from district.errors import ConfigError, ConfigProblem
from district.loader import CONFIG_DIR, problems_of, read_yaml
from district.models import Frozen, SiteConfig

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


def load_contact_points(
    config: SiteConfig, path: Path = CONFIG_DIR / "contact_points.yml"
) -> ContactPoints:
    """The district's contact points. Raises ConfigError that lists every mistake."""
    try:
        found = ContactPoints.model_validate(read_yaml(path) or {})
    except ValidationError as error:
        raise ConfigError(problems_of(error, path.name)) from error
    problems = [
        ConfigProblem(f"{path.name}: points.{key}.unit", f"没有“{point.unit}”这个单位")
        for key, point in found.points.items()
        if config.unit(point.unit) is None
    ]
    if problems:
        raise ConfigError(problems)
    return found
