"""The registers of staff and their targets (registers.yml). A mistake there would keep the server
from starting; a target whose time is over would be reported for ever as it ended."""

from __future__ import annotations

from district import ConfigError
from district.registers.reading import over_targets, read_registers, state_problems, target_problems
from publisher.checks.configuration import finding_at
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library


def check_registers_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """P713 for mistakes in the file; without any, P714 for states, P715 for targets and samples
    of what is not there, P716 for targets that are over."""
    try:
        registers = read_registers(context.config_folder)
    except ConfigError as error:
        return [finding_at(context, "P713", problem) for problem in error.problems]
    found = (
        ("P714", state_problems(registers)),
        ("P715", target_problems(registers, context.config)),
        ("P716", over_targets(registers, context.today)),
    )
    return [finding_at(context, code, one) for code, problems in found for one in problems]
