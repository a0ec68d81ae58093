"""Filings upwards and the table of points (filings.yml). A mistake there would keep the server from
starting."""

from __future__ import annotations

from district import ConfigError
from district.registers.filings import filing_problems, read_filings
from district.registers.reading import read_registers
from publisher.checks.configuration import finding_at
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library


def check_filings_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """P717 for mistakes in the file; without any, P718 for units, registers and states that are not
    there. Where registers.yml cannot be read, its own finding (P713) says so first."""
    try:
        filings = read_filings(context.config_folder)
    except ConfigError as error:
        return [finding_at(context, "P717", problem) for problem in error.problems]
    try:
        registers = read_registers(context.config_folder)
    except ConfigError:
        return []
    problems = filing_problems(filings, context.config, registers)
    return [finding_at(context, "P718", problem) for problem in problems]
