"""报送和考评: `filings.yml`, who files when, and by which points units are assessed.

Whom a unit files to stands in units.yml (`parent`). Reading the file is one thing, whether units and
registers that it names exist another, as with registers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from district.errors import ConfigError, ConfigProblem
from district.layers import NATIONAL
from district.loader import read_model
from district.models import SiteConfig
from district.registers.filing_models import Assessment, FilingKind, Filings
from district.registers.models import Registers
from district.unit_tree import with_parent

FILE = "filings.yml"


def read_filings(directory: Path = NATIONAL) -> Filings:
    """The file as it is written. Raises ConfigError that lists every mistake in it."""
    return read_model(Filings, directory, FILE)


def filing_problems(
    filings: Filings, config: SiteConfig, registers: Registers
) -> list[ConfigProblem]:
    """Units without a parent or that are not there; registers and states that are not there."""
    return [
        ConfigProblem(f"{FILE}: {place}", message)
        for place, message in _missing(filings, config, registers)
    ]


def _missing(
    filings: Filings, config: SiteConfig, registers: Registers
) -> Iterator[tuple[str, str]]:
    for kind, rule in filings.filings.items():
        yield from _units(f"filings.{kind}.units", rule.units, config)
        if not rule.units and not with_parent(config):
            yield f"filings.{kind}", "没有一个单位在 units.yml 里写了上级（parent），没有人报送"
    assessment = filings.assessment
    if assessment is None:
        return
    yield from _units("assessment.units", assessment.units, config)
    for key, point in assessment.points.items():
        place = f"assessment.points.{key}"
        for kind in point.filings:
            if kind not in filings.filings:
                yield f"{place}.filings", f"filings 里没有“{kind}”这种报送"
        register = registers.find(point.register_key) if point.register_key else None
        if register is not None:
            for state in point.states:
                if state not in register.states:
                    yield f"{place}.states", f"{register.name}没有“{state}”这个状态"
        elif point.register_key:
            yield f"{place}.register", f"没有“{point.register_key}”这个台账"


def _units(place: str, keys: Sequence[str], config: SiteConfig) -> Iterator[tuple[str, str]]:
    for key in keys:
        unit = config.unit(key)
        if unit is None:
            yield place, f"没有“{key}”这个单位"
        elif not unit.parent:
            yield place, f"{unit.short}在 units.yml 里没有上级（parent），不知道报给谁"


def load_filings(config: SiteConfig, registers: Registers, directory: Path = NATIONAL) -> Filings:
    """Filings and points of the district. Raises ConfigError that lists every mistake."""
    found = read_filings(directory)
    if problems := filing_problems(found, config, registers):
        raise ConfigError(problems)
    return found


def filing_units(filings: Filings, kind: FilingKind, config: SiteConfig) -> tuple[str, ...]:
    """Who files, in the written order."""
    return filings.filings[kind].units or with_parent(config)


def assessed_units(assessment: Assessment, config: SiteConfig) -> tuple[str, ...]:
    """Who is assessed, in the written order."""
    return assessment.units or with_parent(config)
