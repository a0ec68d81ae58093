"""The part of a report and of a 通报 on filings: who filed in time, late, not at all. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from forms_backend.filings import messages as texts
from forms_backend.filings.due import Asked, report_kind
from forms_backend.filings.views import UnitCount
from forms_backend.reports.periods import period_label
from forms_backend.reports.rates import percent
from forms_backend.reports.report_parts import Section, Table

UnitName = Callable[[str], str]


def asked_label(asked: Asked) -> str:
    """`周报 2026年11月13日至11月19日`."""
    kind = report_kind(asked.kind)
    return texts.SECTION_KIND.format(kind=kind.label, period=period_label(kind, asked.period))


def _told_missing(missing: Sequence[Asked]) -> Iterator[str]:
    """By kind: the period of one, the number of several; a month's report has no room for each, and
    the page of filings lists them."""
    for kind, found in groupby(sorted(missing, key=lambda one: one.kind), key=lambda one: one.kind):
        of_kind = tuple(found)
        if len(of_kind) == 1:
            yield asked_label(of_kind[0])
        else:
            label = report_kind(kind).label
            yield texts.SECTION_MANY.format(kind=label, count=len(of_kind))


def filing_section(place: str, counts: Sequence[UnitCount], unit_name: UnitName) -> Section | None:
    """Those who were in time most first; None where nothing fell due. `place` is the number of the
    section, such as 七."""
    if not counts:
        return None
    ordered = sorted(counts, key=lambda one: (-Fraction(one.in_time, one.asked), one.unit))
    body = tuple(
        (
            unit_name(one.unit),
            one.asked,
            one.in_time,
            one.late,
            len(one.missing),
            percent(Fraction(one.in_time, one.asked)),
        )
        for one in ordered
    )
    missing = [
        texts.SECTION_UNIT_MISSING.format(
            unit=unit_name(one.unit), kinds="；".join(_told_missing(one.missing))
        )
        for one in ordered
        if one.missing
    ]
    said = texts.SECTION_MISSING.format(units="、".join(missing)) if missing else ""
    return Section(
        "filings",
        f"{place}、{texts.SECTION}",
        (texts.SECTION_LEAD, said or texts.SECTION_ALL_IN),
        (Table("filings", texts.SECTION_TABLE, texts.SECTION_COLUMNS, body),),
        explains=1,
    )
