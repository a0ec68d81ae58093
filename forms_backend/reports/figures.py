"""指标: counts, rates and days over rows of a period. Pure; every figure keeps the rows it counts.

What each rate counts stands in `rates.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from forms_backend.ledger.actions import Action
from forms_backend.reports.facts import Row
from forms_backend.reports.periods import Period
from forms_backend.reports.rates import RATES, Rate, Rows, Test
from forms_backend.submissions.state import State


@dataclass(frozen=True)
class Measure:
    """One thing that is counted; `explanation` says exactly what."""

    key: str
    label: str
    explanation: str
    test: Test


def _closed_as(state: State) -> Test:
    return lambda r, p: p.holds(r.closed) and r.closed_as is state


def _is_reopened(row: Row, period: Period) -> bool:
    return (
        any(period.holds(day) for day in row.reopened)
        and not row.was_open_before(period.first)
        and not period.holds(row.recorded)
    )


def _first_in(action: Action) -> Test:
    return lambda r, p: p.holds(r.first(action))


MEASURES: tuple[Measure, ...] = (
    Measure("carried", "上期结转", "期初时还没有办完的件", lambda r, p: r.was_open_before(p.first)),
    Measure("received", "收件", "本期收到的件", lambda r, p: p.holds(r.recorded)),
    Measure("reopened", "重新打开", "期初时已经办完、本期因复查复核又打开的件", _is_reopened),
    Measure("accepted", "受理", "本期作出受理决定的件", _first_in(Action.ACCEPT)),
    Measure("refused", "不予受理", "本期经审核同意不予受理的件", _first_in(Action.APPROVE_REFUSAL)),
    Measure("answered", "办结", "本期答复首次通过审核的件", _first_in(Action.APPROVE_ANSWER)),
    Measure(
        "transferred",
        "转有权机关",
        "本期经审核同意转有权机关处理的件",
        _first_in(Action.APPROVE_TRANSFER),
    ),
    Measure(
        "delivered",
        "反馈",
        "本期首次送达答复、不予受理告知或者转送告知的件",
        lambda r, p: p.holds(r.told),
    ),
    Measure(
        "closed",
        "办完",
        "本期不再需要办理的件：销号、告知不予受理、转送告知、并案、撤回",
        lambda r, p: p.holds(r.closed),
    ),
    Measure("cleared", "其中：销号", "本期经另一人审核销号的件", _closed_as(State.CLEARED)),
    Measure("merged", "其中：并案", "本期并入先收到的一件的件", _closed_as(State.MERGED)),
    Measure("withdrawn", "其中：来件人撤回", "本期由来件人撤回的件", _closed_as(State.WITHDRAWN)),
    Measure("open", "期末在办", "期末还没有办完的件", lambda r, _p: r.is_open),
    Measure(
        "overdue",
        "其中：超期",
        "期末在办、最近一项期限已过的件；暂定的期限不算",
        lambda r, p: r.is_overdue_on(p.last),
    ),
    Measure(
        "provisional",
        "其中：期限暂定",
        "期末在办、期限因放假安排未公布而暂定的件",
        lambda r, _p: r.is_provisional,
    ),
    Measure(
        "bounced", "退单", "本期被承办单位退单的件", lambda r, p: any(p.holds(d) for d in r.bounced)
    ),
    Measure(
        "supervised",
        "督办催办",
        "本期被催办或者督办的件",
        lambda r, p: any(p.holds(d) for d in r.supervised),
    ),
    Measure("extended", "延期", "本期经批准延长办理期限的件", _first_in(Action.APPROVE_EXTENSION)),
    Measure(
        "repeated",
        "重复件",
        "本期收到、内容与以前来件完全相同的件",
        lambda r, p: p.holds(r.recorded) and r.repeats is not None,
    ),
    Measure(
        "dissatisfied",
        "评价不满意",
        "本期被评价为不满意的件",
        lambda r, p: p.holds(r.rated) and r.satisfied is False,
    ),
)


@dataclass(frozen=True)
class Figures:
    """Everything counted over one set of rows."""

    period: Period
    counted: Mapping[str, Rows]
    rates: Mapping[str, Rate]
    days: Fraction | None
    """平均办理日: from acceptance to the approved answer, in natural days."""
    median_days: Fraction | None = None
    """中位办理日: half of the answered took no longer; one matter of a year does not move it."""

    def count(self, key: str) -> int:
        return len(self.counted[key])

    def rows(self, key: str) -> Rows:
        """The rows behind a count (`open`) or a rate (`told.part`, `told.whole`). KeyError."""
        name, _, side = key.partition(".")
        if not side:
            return self.counted[name]
        return {"part": self.rates[name].part, "whole": self.rates[name].whole}[side]

    @property
    def days_text(self) -> str:
        return _days_text(self.days)

    @property
    def median_text(self) -> str:
        return _days_text(self.median_days)


def _days_text(days: Fraction | None) -> str:
    """`10.0 日`, or that there is nothing to count."""
    if days is None:
        return "—（无办结件）"
    exact = Decimal(days.numerator) / Decimal(days.denominator)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)} 日"


def figures_of(rows: Sequence[Row], period: Period) -> Figures:
    """All counts and rates of `rows`, which must be those at the end of `period`."""
    counted = {m.key: tuple(r for r in rows if m.test(r, period)) for m in MEASURES}
    rates = {}
    for rule in RATES:
        whole = tuple(r for r in rows if rule.whole(r, period))
        rates[rule.key] = Rate(rule, tuple(r for r in whole if rule.part(r, period)), whole)
    spans = _spans(counted["answered"])
    average = Fraction(sum(spans), len(spans)) if spans else None
    return Figures(period, counted, rates, average, _median(spans))


def _spans(rows: Rows) -> list[int]:
    """Days from acceptance to the first approved answer, the shortest first."""
    return sorted(
        (r.answered - accepted).days
        for r in rows
        if r.answered is not None and (accepted := r.first(Action.ACCEPT)) is not None
    )


def _median(ordered: Sequence[int]) -> Fraction | None:
    if not ordered:
        return None
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return Fraction(low + high, 2)


def split(
    rows: Sequence[Row], period: Period, key_of: Callable[[Row], str]
) -> Mapping[str, Figures]:
    """Figures apart for each value of `key_of`; most received first, then by key.

    Each row falls under exactly one key, so that the parts add up to the whole.
    """
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key_of(row), []).append(row)
    found = {key: figures_of(group, period) for key, group in groups.items()}
    busy = {k: f for k, f in found.items() if any(f.counted.values())}
    return dict(sorted(busy.items(), key=lambda i: (-i[1].count("received"), i[0])))
