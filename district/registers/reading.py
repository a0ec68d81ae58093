"""工作台账: `registers.yml`, work that is not a complaint, and what a district promised to reach.

One mechanism for all: a register has fields, states and steps between them; a target counts what
stands in a register. Reading it is one thing (`read_registers`), whether its states can be walked
and its targets can be counted another, so that `fabu check` can tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from district.errors import ConfigError, ConfigProblem
from district.layers import NATIONAL
from district.loader import read_model
from district.models import SiteConfig
from district.registers.models import FieldType, Register, Registers, Target

FILE = "registers.yml"


def read_registers(directory: Path = NATIONAL) -> Registers:
    """The file as it is written. Raises ConfigError that lists every mistake in it."""
    found = read_model(Registers, directory, FILE)
    seen: dict[str, str] = {}
    problems = []
    for key, register in found.registers.items():
        if register.prefix in seen:
            told = f"编号前缀“{register.prefix}”已经用于 {seen[register.prefix]}"
            problems.append(_problem(f"registers.{key}.prefix", told))
        seen.setdefault(register.prefix, key)
    if problems:
        raise ConfigError(problems)
    return found


def _problem(key: str, message: str) -> ConfigProblem:
    return ConfigProblem(f"{FILE}: {key}", message)


def state_problems(registers: Registers) -> list[ConfigProblem]:
    """States that no entry reaches, open ones that no step leaves, registers that never end."""
    return [
        _problem(f"registers.{key}.{place}", message)
        for key, register in registers.registers.items()
        for place, message in _walk(register)
    ]


def _walk(register: Register) -> Iterator[tuple[str, str]]:
    reached, waiting = {register.first}, [register.first]
    while waiting:
        state = waiting.pop()
        for key in register.steps_from(state):
            to = register.steps[key].to
            if to not in reached:
                reached.add(to)
                waiting.append(to)
    for key, state_ in register.states.items():
        if key not in reached:
            yield f"states.{key}", f"没有步骤走到“{state_.name}”"
        elif not state_.is_over and not register.steps_from(key):
            yield f"states.{key}", f"走到“{state_.name}”就停住了：没有步骤离开，也不是办结"
    if not any(register.states[key].closed for key in reached):
        yield "states", "没有走得到的办结状态（closed: true）"


def target_problems(registers: Registers, config: SiteConfig) -> list[ConfigProblem]:
    """Targets of what is not there, and units that units.yml does not have."""
    problems = [
        _problem(f"targets.{key}.{place}", message)
        for key, target in registers.targets.items()
        for place, message in _missing(target, registers, config)
    ]
    for key, register in registers.registers.items():
        for unit in register.sample.percent if register.sample else ():
            if config.unit(unit) is None:
                place = f"registers.{key}.sample.percent.{unit}"
                problems.append(_problem(place, f"没有“{unit}”这个单位"))
    return problems


def _missing(target: Target, registers: Registers, config: SiteConfig) -> Iterator[tuple[str, str]]:
    register = registers.find(target.of)
    for unit in target.units:
        if config.unit(unit) is None:
            yield "units", f"没有“{unit}”这个单位"
    if register is None:
        yield "register", f"没有“{target.of}”这个台账"
        return
    for state in target.states:
        if state not in register.states:
            yield "states", f"{register.name}没有“{state}”这个状态"
    counted = register.fields.get(target.count) if target.count else None
    if target.count and (counted is None or counted.type is not FieldType.NUMBER):
        yield "count", f"{register.name}没有“{target.count}”这个数字字段"
    for key, options in target.only.items():
        field = register.fields.get(key)
        if field is None or field.type is not FieldType.CHOICE:
            yield f"only.{key}", f"{register.name}没有“{key}”这个选项字段"
        elif strange := [option for option in options if option not in field.options]:
            yield f"only.{key}", f"“{field.label}”没有“{'、'.join(strange)}”这一项"


def over_targets(registers: Registers, today: date) -> list[ConfigProblem]:
    """Targets whose time is over: they would be shown as they ended, for ever."""
    return [
        _problem(f"targets.{key}.until", f"“{target.name}”到 {target.until} 就结束了")
        for key, target in registers.targets.items()
        if target.until is not None and target.until < today
    ]


def load_registers(config: SiteConfig, directory: Path = NATIONAL) -> Registers:
    """The district's registers and targets. Raises ConfigError that lists every mistake."""
    found = read_registers(directory)
    if problems := [*state_problems(found), *target_problems(found, config)]:
        raise ConfigError(problems)
    return found
