"""From rows to a report: which tables stand where. Pure; equal rows give equal reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from forms_backend.ledger.chain import PublishedHead
from forms_backend.office_files.official_document import Form
from forms_backend.reports import sentences
from forms_backend.reports.assisting import assist_tables
from forms_backend.reports.dimensions import DIMENSIONS, Dimension
from forms_backend.reports.facts import Row
from forms_backend.reports.figures import MEASURES, Figures, figures_of, split
from forms_backend.reports.labels import Labels
from forms_backend.reports.lists import cleared_list, ledger_rows, matter_list, work_ledger
from forms_backend.reports.periods import Period, ReportKind, period_label
from forms_backend.reports.ranking import ranking_section
from forms_backend.reports.rates import RATES
from forms_backend.reports.report_parts import (
    Cell,
    Linked,
    Narrow,
    OnPaper,
    Report,
    Section,
    Table,
)

SPLIT_COUNTS = ("received", "accepted", "answered", "closed", "open", "overdue")
SPLIT_RATES = ("on_time", "told", "solved", "satisfied")
TOTAL = "合计"
_COUNT_LABELS = {m.key: m.label.removeprefix("其中：") for m in MEASURES}
_RATE_LABELS = {r.key: r.label for r in RATES}


_COUNTS_ON_PAPER = Narrow((0, 1, 2), (26, 12, 12), place=OnPaper.PAIRS, names_empty=True)
_RATES_ON_PAPER = Narrow((0, 1, 2, 3, 4), (20, 18, 18, 18, 26), names_empty=True)
_SPLIT_ON_PAPER = Narrow((0, 1, 3, 5, 6, 7), (34, 10, 10, 10, 10, 26), most=10)
_IN_WORDS = Narrow((0, 1, 3, 5, 6), (40, 15, 15, 15, 15), most=12, place=OnPaper.WORDS)
_ON_PAPER_BY = {
    "form": _IN_WORDS,
    "category": replace(_SPLIT_ON_PAPER, most=6),
    "region": _IN_WORDS,
    "channel": _IN_WORDS,
}
"""By which figures are split otherwise than by units."""
_LATE_ON_PAPER = Narrow((0, 2, 5, 7), (24, 40, 21, 15), most=16, place=OnPaper.APPENDIX)
"""The date follows from the days; what a matter is about is of more use."""
_NUMBERS_ON_PAPER = Narrow((0,), (100,), most=60, place=OnPaper.NUMBERS)
_PROBLEMS_ON_PAPER = Narrow((0, 1, 4, 5, 6, 7), (24, 18, 20, 16, 14, 8), place=OnPaper.APPENDIX)
_CLEARED_ON_PAPER = Narrow((0, 1, 2, 4, 6), (28, 24, 20, 14, 14), place=OnPaper.APPENDIX)


@dataclass(frozen=True)
class Material:
    """All that a report is made of."""

    kind: ReportKind
    period: Period
    rows: Sequence[Row]
    before_period: Period
    before_rows: Sequence[Row]
    head: PublishedHead
    district: str
    unit: str | None = None
    """Only this unit's matters; None for all."""
    sender: str = ""
    mark: str = ""


def of_unit(rows: Sequence[Row], unit: str | None) -> tuple[Row, ...]:
    """The matters that `unit` is responsible for."""
    return tuple(r for r in rows if unit is None or r.unit_or_lead == unit)


def compose(material: Material, names: Labels) -> Report:
    """The whole report."""
    period = material.period
    rows = of_unit(material.rows, material.unit)
    now = figures_of(rows, period)
    earlier = figures_of(of_unit(material.before_rows, material.unit), material.before_period)
    make = _SECTIONS.get(material.kind, _full)
    whose = names.unit(material.unit) if material.unit else ""
    listed = ledger_rows(rows, period)
    label = period_label(material.kind, period)
    return Report(
        title=f"{material.district}涉企投诉咨询办理情况{material.kind.label}",
        subtitle=f"{label}{f'（{whose}）' if whose else ''}",
        file_name="-".join(
            part for part in (material.kind.value, str(period.last), material.unit) if part
        ),
        cut=period.last,
        sections=make(now, earlier, rows, names),
        ledger=work_ledger(listed, period, names),
        ledger_rows=listed,
        notes=(*_notes(material), *_import_note(listed)),
        sender=material.sender,
        brief=sentences.brief(now, earlier, names),
        mark=material.mark,
        form=Form.CIRCULAR if material.kind is ReportKind.BULLETIN else Form.REPORT,
    )


def _full(now: Figures, before: Figures, rows: Sequence[Row], names: Labels) -> tuple[Section, ...]:
    return (
        Section(
            "overall", "一、总体情况", sentences.overview(now, before), (counts_table(now, before),)
        ),
        Section(
            "quality", "二、办理质量", sentences.rates(now, before), (rates_table(now, before),)
        ),
        Section(
            "split",
            "三、分布和排名",
            ("按收件多少排列，各表合计与总体一致。",),
            (
                *(split_table(d, now, rows, names) for d in DIMENSIONS),
                *assist_tables(rows, now.period, names),
            ),
            explains=1,
        ),
        Section("open", "四、超期和在办", sentences.lateness(now, names), _open_tables(now, names)),
        Section(
            "cleared",
            "五、销号",
            (),
            (replace(cleared_list(now.rows("cleared"), names), narrow=_NUMBERS_ON_PAPER),),
        ),
    )


def _two_lists(
    now: Figures, before: Figures, _rows: Sequence[Row], names: Labels
) -> tuple[Section, ...]:
    found = (*now.rows("overdue"), *now.rows("dissatisfied"), *now.rows("bounced"))
    problems = {row.intake.number: row for row in found}
    return (
        Section(
            "problems",
            "一、问题清单",
            ("期末超期、本期被评价为不满意、本期被退单的件。",),
            (
                replace(
                    matter_list(
                        "problems", "问题清单", tuple(problems.values()), now.period, names
                    ),
                    narrow=_PROBLEMS_ON_PAPER,
                ),
            ),
        ),
        Section(
            "rectified",
            "二、整改清单",
            ("清单化推进，完成一个、销号一个。下表为本期销号的件，其后为还在办理的件。",),
            (
                replace(cleared_list(now.rows("cleared"), names), narrow=_CLEARED_ON_PAPER),
                replace(
                    matter_list("open", "在办清单", now.rows("open"), now.period, names),
                    narrow=_PROBLEMS_ON_PAPER,
                ),
            ),
        ),
        Section(
            "account",
            "三、报告",
            (
                *sentences.overview(now, before),
                *sentences.rates(now, before),
                *sentences.lateness(now, names),
            ),
            (counts_table(now, before), rates_table(now, before)),
        ),
    )


def _bulletin(
    now: Figures, before: Figures, rows: Sequence[Row], names: Labels
) -> tuple[Section, ...]:
    by_unit = next(d for d in DIMENSIONS if d.key == "unit")
    return (
        Section("overall", "一、总体情况", sentences.overview(now, before)),
        Section(
            "units",
            "二、各单位办理情况",
            (),
            (split_table(by_unit, now, rows, names), *assist_tables(rows, now.period, names)),
        ),
        ranking_section("三", now, rows, names),
        Section("open", "四、超期件", sentences.lateness(now, names), _open_tables(now, names)[:1]),
    )


_SECTIONS: Mapping[ReportKind, Callable[..., tuple[Section, ...]]] = {
    ReportKind.TWO_LISTS: _two_lists,
    ReportKind.BULLETIN: _bulletin,
}
"""Of the kinds that have others than the full report."""


def _open_tables(now: Figures, names: Labels) -> tuple[Table, ...]:
    late = now.rows("overdue")
    named = {row.intake.number for row in late}
    rest = tuple(r for r in now.rows("open") if r.intake.number not in named)
    return (
        replace(matter_list("overdue", "超期件", late, now.period, names), narrow=_LATE_ON_PAPER),
        replace(
            matter_list("open", "其他在办件", rest, now.period, names), narrow=_NUMBERS_ON_PAPER
        ),
    )


def counts_table(now: Figures, before: Figures) -> Table:
    """Every count with that of the period before and what exactly it counts."""
    body = tuple(
        (
            m.label,
            Linked(now.count(m.key), m.key, now.rows(m.key)),
            before.count(m.key),
            now.count(m.key) - before.count(m.key),
            m.explanation,
        )
        for m in MEASURES
    )
    head = ("指标", "本期", "上期", "增减", "口径")
    return Table("counts", "主要数据（件）", head, body, narrow=_COUNTS_ON_PAPER)


def rates_table(now: Figures, before: Figures) -> Table:
    """Every rate with numerator and denominator in columns of their own."""
    body = tuple(
        (
            rate.rule.label,
            rate.text if not rate.whole else rate.percent,
            Linked(len(rate.part), f"{key}.part", rate.part),
            Linked(len(rate.whole), f"{key}.whole", rate.whole),
            before.rates[key].text,
            rate.rule.explanation,
        )
        for key, rate in now.rates.items()
    )
    head = ("指标", "本期", "分子（件）", "分母（件）", "上期", "口径：分子 ÷ 分母")
    return Table("rates", "办理质量", head, body, narrow=_RATES_ON_PAPER)


def split_table(dimension: Dimension, whole: Figures, rows: Sequence[Row], names: Labels) -> Table:
    """One line a value of the dimension, and the total, which is that of the whole report."""
    labels = {dimension.key_of(r): dimension.label_of(names, r) for r in rows}
    parts = split(rows, whole.period, dimension.key_of)
    body = tuple(
        (labels[key], *_split_cells(figures, dimension.key, key)) for key, figures in parts.items()
    )
    head = (
        dimension.label,
        *(_COUNT_LABELS[key] for key in SPLIT_COUNTS),
        *(_RATE_LABELS[key] for key in SPLIT_RATES),
    )
    total = (TOTAL, *_split_cells(whole, None, None))
    narrow = _ON_PAPER_BY.get(dimension.key, _SPLIT_ON_PAPER)
    return Table(dimension.key, f"按{dimension.label}", head, body, total, narrow=narrow)


def _split_cells(
    figures: Figures, dimension: str | None, value: str | None
) -> tuple[Cell | Linked, ...]:
    return (
        *(
            Linked(figures.count(key), key, figures.rows(key), dimension, value)
            for key in SPLIT_COUNTS
        ),
        *(
            Linked(
                figures.rates[key].text, f"{key}.whole", figures.rates[key].whole, dimension, value
            )
            for key in SPLIT_RATES
        ),
    )


def _notes(material: Material) -> tuple[str, ...]:
    head, period = material.head, material.period
    return (
        f"统计期：{period.days}，数据截止 {period.last} 24:00。由台账重算，同一期无论何时生成，内容相同。",
        material.kind.rule,
        "检举控告等保密件计入各项数字，清单中不列编号。本报告不含来件人的个人信息。",
        f"台账末条（截止时）：第 {head.sequence} 条，{head.algorithm.upper()} {head.hash}。",
    )


def _import_note(rows: Sequence[Row]) -> tuple[str, ...]:
    """What was taken over from old ledgers, where there is any."""
    count = sum(row.is_imported for row in rows)
    if not count:
        return ()
    return (
        f"其中 {count} 件由旧台账导入：按原台账的日期计入；导入时已办结、原台账没有写到期日的不计入按时办结率，"
        "没有写反馈、评价的不计入反馈率、解决率、满意率。导入以前各期的报告不含这些件。",
    )
