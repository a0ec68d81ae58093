"""Case numbers of courts are written as readers look them up."""

from __future__ import annotations

from privacy.circumstances import is_case_number
from publisher.checks.context import CheckContext
from publisher.model.documents.case import Case
from publisher.model.finding import Finding
from publisher.model.library import Entry

OF_COURTS = frozenset({"court", "reference", "guiding"})
"""Types of case whose number is that of a court; other offices number as they like."""


def check_case_number_has_its_form(entry: Entry, context: CheckContext) -> list[Finding]:
    """C222 (法〔2015〕137号): a number written otherwise is found in no other database."""
    case = entry.meta
    if not isinstance(case, Case) or not case.case_number or case.type.key not in OF_COURTS:
        return []
    if is_case_number(case.case_number.replace(" ", "")):
        return []
    return [
        Finding(
            entry.path,
            entry.line_of("case_number"),
            "C222",
            f"「case_number」应如“（2023）京01民终123号”，实际为“{case.case_number[:40]}”",
        )
    ]
