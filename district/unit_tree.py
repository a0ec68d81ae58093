"""Which unit files to which: 市—县区, 单位—科室, as units.yml says it (`parent`). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from district.errors import ConfigProblem
from district.models import SiteConfig, Unit


def with_parent(config: SiteConfig) -> tuple[str, ...]:
    """Every unit that files to another one, in the order of units.yml."""
    return tuple(unit.key for unit in config.units if unit.parent)


def units_above(config: SiteConfig, key: str) -> tuple[str, ...]:
    """The parent of a unit, its parent, and so on."""
    found: list[str] = []
    unit = config.unit(key)
    while unit is not None and unit.parent and unit.parent not in found:
        found.append(unit.parent)
        unit = config.unit(unit.parent)
    return tuple(found)


def units_below(config: SiteConfig, key: str) -> frozenset[str]:
    """The unit itself and all that file to it, over however many steps."""
    return frozenset(
        unit.key for unit in config.units if unit.key == key or key in units_above(config, unit.key)
    )


def parent_problems(units: Sequence[Unit]) -> list[ConfigProblem]:
    """Parents that are not there, that handle nothing, or that come round to the unit itself."""
    known = {unit.key: unit for unit in units}
    return [
        ConfigProblem(f"units.yml: {unit.key}.parent", message)
        for unit in units
        if unit.parent and (message := _parent_problem(unit, known))
    ]


def _parent_problem(unit: Unit, known: dict[str, Unit]) -> str:
    seen, at = {unit.key}, unit
    while at.parent:
        above = known.get(at.parent)
        if above is None:
            return f"没有“{unit.parent}”这个单位" if at is unit else ""
        if not (unit.kind.handles_matters and above.kind.handles_matters):
            return "外地发文单位没有上下级，不写 parent"
        if above.key in seen:
            return f"上级转了一圈又回到{known[above.key].short}"
        seen.add(above.key)
        at = above
    return ""
