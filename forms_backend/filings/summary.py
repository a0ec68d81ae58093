"""汇总: one paper of what the units below filed, in the measures of an official document. Pure.

Figures are added up as they were filed; who filed nothing is named and is in no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from forms_backend.filings import messages as texts
from forms_backend.filings.due import report_kind
from forms_backend.filings.snapshot import LABELS, Snapshot, summed
from forms_backend.filings.views import Filed, Summary
from forms_backend.office_files.official_document import (
    Appendix,
    Block,
    Form,
    Grid,
    Heading,
    Note,
    Paper,
    Text,
)
from forms_backend.office_files.official_layout import official_file
from forms_backend.reports.periods import period_label
from forms_backend.running.clock import local_date, local_text

Named = Callable[[str], str]
COUNTS_ON_PAPER = ("received", "accepted", "answered", "closed", "open", "overdue")
RATES_ON_PAPER = ("on_time", "told", "solved", "satisfied")
_COUNT_WIDTHS, _RATE_WIDTHS = (22, 13, 13, 13, 13, 13, 13), (20, 20, 20, 20, 20)
_REGISTER_WIDTHS = (36, 16, 16, 16, 16)


def summary_paper(
    summary: Summary,
    labels: Mapping[str, str],
    unit_name: Named,
    full_name: Named,
    person_name: Named,
    above: str,
) -> Paper:
    """`labels`: the texts of a filing by key, in the order of the paper; `above`: to whom the parent
    files itself, empty for nobody."""
    kind = report_kind(summary.asked.kind)
    sender = full_name(summary.parent)
    return Paper(
        Form.REPORT,
        title=texts.SUMMARY_TITLE.format(parent=unit_name(summary.parent), kind=kind.label),
        subtitle=f"（{period_label(kind, summary.asked.period)}）",
        sender=sender,
        recipient=full_name(above) if above else "",
        dated=local_date(summary.at),
        blocks=(
            *_state(summary, unit_name),
            *_figures(summary, unit_name),
            *_written(summary, labels, unit_name),
        ),
        appendices=(_sources(summary, unit_name, person_name),),
    )


def summary_file(paper: Paper, made_at: datetime) -> bytes:
    """The .docx; equal papers give equal bytes."""
    return official_file(paper, made_at)


def _state(summary: Summary, unit_name: Named) -> Iterator[Block]:
    names = [unit_name(one.unit) for one in summary.filed]
    asked = len(names) + len(summary.missing)
    yield Heading(1, texts.SUMMARY_STATE)
    yield Text(
        texts.SUMMARY_IN.format(asked=asked, filed=len(names), units="、".join(names))
        + (
            texts.SUMMARY_LATE.format(units=_joined(summary.late, unit_name))
            if summary.late
            else ""
        )
    )
    if summary.missing:
        units = _joined(summary.missing, unit_name)
        yield Text(texts.SUMMARY_NOT_IN.format(count=len(summary.missing), units=units))
    else:
        yield Text(texts.SUMMARY_ALL_IN)


def _figures(summary: Summary, unit_name: Named) -> Iterator[Block]:
    whole = summed([one.figures for one in summary.filed])
    yield Heading(1, texts.SUMMARY_FIGURES)
    yield Text(texts.SUMMARY_FIGURES_LEAD)
    lines = [(unit_name(one.unit), one.figures) for one in summary.filed]
    lines.append((texts.SUMMARY_TOTAL, whole))
    yield Grid(
        texts.SUMMARY_TABLE,
        (texts.SUMMARY_UNIT, *(LABELS[key] for key in COUNTS_ON_PAPER)),
        tuple((name, *_counts(figures)) for name, figures in lines),
        _COUNT_WIDTHS,
        has_total=True,
    )
    yield Grid(
        texts.SUMMARY_RATES,
        (texts.SUMMARY_UNIT, *(LABELS[key] for key in RATES_ON_PAPER)),
        tuple((name, *map(figures.rate_text, RATES_ON_PAPER)) for name, figures in lines),
        _RATE_WIDTHS,
        has_total=True,
    )
    if whole.registers:
        yield Grid(
            texts.SUMMARY_REGISTERS,
            texts.REGISTER_COLUMNS,
            tuple(
                (one.name, str(one.open), str(one.late), str(one.entered), str(one.ended))
                for one in whole.registers.values()
            ),
            _REGISTER_WIDTHS,
        )


def _counts(figures: Snapshot) -> tuple[str, ...]:
    return tuple(str(figures.counts.get(key, 0)) for key in COUNTS_ON_PAPER)


def _written(summary: Summary, labels: Mapping[str, str], unit_name: Named) -> Iterator[Block]:
    for key, label in labels.items():
        yield Heading(1, label)
        said = [(one.unit, _paragraphs(one, key)) for one in summary.filed]
        if not any(paragraphs for _, paragraphs in said):
            yield Text(texts.SUMMARY_NO_TEXT)
        for unit, paragraphs in said:
            if paragraphs:
                yield Heading(2, unit_name(unit))
                yield from map(Text, paragraphs)


def _paragraphs(filed: Filed, key: str) -> tuple[str, ...]:
    """What a unit wrote; or that it was erased: nobody knows any more what it wrote of."""
    if filed.texts is None:
        return (texts.TEXTS_GONE,)
    lines = filed.texts.get(key, "").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _sources(summary: Summary, unit_name: Named, person_name: Named) -> Appendix:
    return Appendix(
        texts.SUMMARY_NOTES,
        tuple(
            Note(
                texts.SUMMARY_SOURCE.format(
                    unit=unit_name(one.unit),
                    login=person_name(one.login),
                    at=local_text(one.at),
                    sequence=one.head_sequence,
                    digest=one.figures.digest[:16],
                )
            )
            for one in summary.filed
        ),
    )


def _joined(units: tuple[str, ...], unit_name: Named) -> str:
    return "、".join(map(unit_name, units))
