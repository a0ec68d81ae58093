"""Lists of matters in a report, and the work ledger (工作台账) by the columns of DOMAIN §3.3. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from district.forms.fields import LedgerColumn
from forms_backend.ledger.actions import Action
from forms_backend.reports.assisting import units_asked
from forms_backend.reports.facts import Row
from forms_backend.reports.labels import Labels
from forms_backend.reports.periods import Period
from forms_backend.reports.report_parts import Cell, Table
from forms_backend.running.clock import local_date

CONFIDENTIAL = "（保密件）"
NOT_ASKED = "—"
IMPORTED = "旧台账导入"
YES, NO = "是", "否"


def shown_number(row: Row) -> str:
    """The number; none for a confidential matter (信访工作条例 30 条): it is counted, not named. What
    became confidential after the period is not named either."""
    return CONFIDENTIAL if row.intake.hidden else row.intake.number


def due_text(row: Row) -> str:
    if row.due is None:
        return ""
    return f"{row.due.on}（暂定）" if row.due.provisional else str(row.due.on)


def _days_late(row: Row, period: Period) -> int | None:
    late = row.is_overdue_on(period.last)
    return (period.last - row.due.on).days if late and row.due else None


LIST_HEAD = (
    "编号", "事项", "诉求类型", "收件日", "状态", "现由", "到期日", "超期天数", "督办催办次数"
)  # fmt: skip


def matter_list(key: str, title: str, rows: Sequence[Row], period: Period, names: Labels) -> Table:
    """Open matters, the most overdue first."""
    ordered = sorted(rows, key=lambda r: (-(_days_late(r, period) or 0), r.intake.number))
    body = tuple(
        (
            shown_number(r),
            names.form(r.intake.form_id),
            names.category(r),
            local_date(r.intake.received_at),
            r.state.label,
            names.unit(r.waits_for),
            due_text(r),
            _days_late(r, period),
            len(r.supervised),
        )
        for r in ordered
    )
    return Table(key, title, LIST_HEAD, body)


CLEARED_HEAD = ("编号", "事项", "责任单位", "收件日", "办结日", "反馈日", "销号日", "来件人评价")


def cleared_list(rows: Sequence[Row], names: Labels) -> Table:
    """完成一个销号一个: what was cleared in the period."""
    body = tuple(
        (
            shown_number(r),
            names.form(r.intake.form_id),
            names.unit(r.unit_or_lead),
            local_date(r.intake.received_at),
            r.answered,
            r.told,
            r.first(Action.CLEAR),
            satisfaction(r),
        )
        for r in rows
    )
    return Table("cleared", "销号清单", CLEARED_HEAD, body)


_RATED = {True: "满意", False: "不满意", None: "未评价"}


def satisfaction(row: Row) -> str:
    """The rating that counts, the last one, and those before it."""
    if not row.ratings:
        return _RATED[None]
    *former, last = (_RATED[satisfied] for _, satisfied in row.ratings)
    return f"{last}（此前：{'、'.join(former)}）" if former else last


def _litigation(row: Row, names: Labels) -> str:
    """涉法涉诉 by where it went: political-legal unit, another unit, or coordination of several."""
    if row.coordinated:
        return "多部门协调"
    if row.unit is None:
        return NOT_ASKED
    return YES if names.is_political_legal(row.unit) else NO


def _late_text(row: Row, period: Period) -> str:
    if row.is_overdue_on(period.last):
        return YES
    if row.was_over and row.answer_due is None:
        return NOT_ASKED
    answered, due = row.answered, row.answer_due
    if answered and due and not due.provisional and answered > due.on:
        return YES
    return "暂定" if row.is_provisional else NO


def _solved_text(row: Row) -> str:
    if not row.answered or not row.outcome_is_known:
        return NOT_ASKED
    return YES if row.is_solved else NO


def _account(actor: str | None) -> str:
    return (actor or "").removeprefix("staff:")


Column = Callable[[Row, Period, datetime, Labels], Cell]
LEDGER_COLUMNS: tuple[tuple[str, Column], ...] = (
    ("编号", lambda r, _p, _c, _n: shown_number(r)),
    ("收件日", lambda r, _p, _c, _n: local_date(r.intake.received_at)),
    ("渠道", lambda r, _p, _c, n: n.channel(r.intake.channel)),
    ("事项", lambda r, _p, _c, n: n.form(r.intake.form_id)),
    ("来件人类型", lambda r, _p, _c, n: n.asked(r, LedgerColumn.SENDER, r.intake.sender)),
    ("企业规模", lambda r, _p, _c, n: n.asked(r, LedgerColumn.FIRM_SIZE, r.intake.firm_size)),
    ("行业", lambda r, _p, _c, n: n.asked(r, LedgerColumn.INDUSTRY, r.intake.industry)),
    ("属地", lambda r, _p, _c, n: n.region(r)),
    ("诉求类型", lambda r, _p, _c, n: n.category(r)),
    ("涉法涉诉", lambda r, _p, _c, n: _litigation(r, n)),
    ("责任单位", lambda r, _p, _c, n: n.unit(r.unit_or_lead)),
    ("协办", lambda r, _p, _c, n: units_asked(r, n)),
    ("状态", lambda r, _p, _c, _n: r.state.label),
    ("受理日", lambda r, _p, _c, _n: r.first(Action.ACCEPT)),
    ("到期日", lambda r, _p, _c, _n: due_text(r)),
    ("延期", lambda r, _p, _c, _n: YES if r.extended else NO),
    ("办结日", lambda r, _p, _c, _n: r.answered),
    ("是否超期", lambda r, p, _c, _n: _late_text(r, p)),
    ("反馈日", lambda r, _p, _c, _n: r.told),
    ("反馈方式", lambda r, _p, _c, n: n.delivery(r.delivered_by)),
    ("同意公开答复", lambda r, _p, c, _n: YES if r.consents_to_public_answer(c) else NO),
    ("满意度", lambda r, _p, _c, _n: satisfaction(r)),
    ("是否解决", lambda r, _p, _c, _n: _solved_text(r)),
    ("退单次数", lambda r, _p, _c, _n: len(r.bounced)),
    ("督办催办次数", lambda r, _p, _c, _n: len(r.supervised)),
    ("销号审核人（账号）", lambda r, _p, _c, _n: _account(r.cleared_by)),
    ("备注", lambda r, _p, _c, _n: IMPORTED if r.is_imported else ""),
)
"""What a form does not ask for, or what nobody has on record, is empty or “—”, not a guess."""


def ledger_rows(rows: Sequence[Row], period: Period) -> tuple[Row, ...]:
    """Received in the period or open at its beginning: every row that a figure may count."""
    return tuple(r for r in rows if r.closed is None or r.closed >= period.first)


def work_ledger(rows: Sequence[Row], period: Period, names: Labels) -> Table:
    """工作台账: a line for each of `rows`, numbered."""
    return Table(
        "ledger",
        "工作台账",
        ("序号", *(label for label, _ in LEDGER_COLUMNS)),
        tuple(
            (at, *(column(r, period, period.cut, names) for _, column in LEDGER_COLUMNS))
            for at, r in enumerate(rows, start=1)
        ),
    )


NAMED_AFTER = "事项"
NAMES = ("企业", "标题")


def with_names(ledger: Table, rows: Sequence[Row], titles: Mapping[str, tuple[str, str]]) -> Table:
    """The work ledger with firm and subject beside what it is about; `titles` by number, of those
    matters that the reader may see. What has none, or must not be named, stays empty."""
    at = ledger.head.index(NAMED_AFTER) + 1
    body = tuple(
        (*line[:at], *_names_of(row, titles), *line[at:])
        for line, row in zip(ledger.body, rows, strict=True)
    )
    return replace(ledger, head=(*ledger.head[:at], *NAMES, *ledger.head[at:]), body=body)


def _names_of(row: Row, titles: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    return ("", "") if row.intake.hidden else titles.get(row.intake.number, ("", ""))


def row_cells(row: Row, names: Labels) -> tuple[Cell, ...]:
    """What a list behind a figure says of a row, after its number."""
    return (
        names.form(row.intake.form_id),
        names.category(row),
        names.unit(row.unit_or_lead),
        local_date(row.intake.received_at),
        row.state.label,
        row.answered,
        row.told,
        satisfaction(row),
    )
