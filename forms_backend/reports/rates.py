"""比率: the one definition of every rate, used by reports, dashboard, board and statistics. Pure.

The denominator of a rate holds every case that was due, not those alone that were dealt with: what
is open and over its date at the end of the period counts against timeliness in each period until it
is answered, and so does what was withdrawn, merged or filed away after its date without an answer.
A provisional date (DESIGN §7) is never missed and never kept: such a matter is in neither number.
A rate never stands without numerator and denominator, and 反馈, 解决, 满意, 按时 are four different
questions with four different denominators (DOMAIN §0.8).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from forms_backend.ledger.actions import Action
from forms_backend.reports.facts import ACCEPT, ACKNOWLEDGE, ANSWER, Due, Row
from forms_backend.reports.periods import Period

Test = Callable[[Row, Period], bool]
Rows = tuple[Row, ...]


@dataclass(frozen=True)
class RateRule:
    """A rate: of the rows for which `whole` holds, those for which `part` holds, too. `empty` says
    of what there is none where the denominator is nought."""

    key: str
    label: str
    part_label: str
    whole_label: str
    empty: str
    part: Test
    whole: Test

    @property
    def explanation(self) -> str:
        return f"{self.part_label} ÷ {self.whole_label}"


def _certain(due: Due | None) -> bool:
    return due is not None and not due.provisional


def _kept(day: date | None, due: Due | None) -> bool:
    """Whether it was done on its last day at the latest."""
    return day is not None and due is not None and day <= due.on


def _missed_at_end(row: Row, due: Due | None, period: Period) -> bool:
    """Whether the date had passed when the period ended, or when the matter did within it."""
    if row.is_open:
        return due is not None and due.is_missed_on(period.last)
    closed = row.closed
    return (
        closed is not None and period.holds(closed) and due is not None and due.is_missed_on(closed)
    )


def acceptance_is_late(row: Row, period: Period) -> bool:
    """Neither accepted nor refused, and the running date for registering or deciding is over."""
    if row.decided is not None:
        return False
    runs = row.due is not None and row.due.clock in (ACKNOWLEDGE, ACCEPT)
    return _missed_at_end(row, row.due if runs else None, period)


def answer_is_late(row: Row, period: Period) -> bool:
    """No answer although its date is over; a matter that is worked on again (重办) counts by the
    date that runs now."""
    if row.answered is None:
        return row.decided is not None and _missed_at_end(row, row.answer_due, period)
    reworked = row.is_open and row.due is not None and row.due.clock == ANSWER
    return reworked and _missed_at_end(row, row.due, period)


def _accept_whole(row: Row, period: Period) -> bool:
    decided = period.holds(row.decided) and _certain(row.accept_due)
    return decided or acceptance_is_late(row, period)


def _answer_whole(row: Row, period: Period) -> bool:
    answered = period.holds(row.answered) and _certain(row.answer_due)
    return answered or answer_is_late(row, period)


def _answer_part(row: Row, period: Period) -> bool:
    in_time = period.holds(row.answered) and _kept(row.answered, row.answer_due)
    return in_time and not answer_is_late(row, period)


def _told_whole(row: Row, period: Period) -> bool:
    """Concluded in the period; or before it, and the visitor had not been told when it began."""
    if row.concluded is None or row.concluded > period.last or not row.telling_is_known:
        return False
    return row.concluded >= period.first or row.told is None or row.told >= period.first


RATES: tuple[RateRule, ...] = (
    RateRule(
        "accept_timely",
        "受理及时率",
        "按期作出受理或者不予受理决定的件",
        "本期作出决定、期限确定的件，加期限已过还没有决定的件",
        "无应受理件",
        lambda r, p: period_decided(r, p) and _kept(r.decided, r.accept_due),
        _accept_whole,
    ),
    RateRule(
        "on_time",
        "按时办结率",
        "期限内办结的件",
        "本期办结、期限确定的件，加期限已过还没有办结的件",
        "无应办结件",
        _answer_part,
        _answer_whole,
    ),
    RateRule(
        "told",
        "反馈率",
        "截至期末已反馈的件",
        "本期应反馈的件（本期办结、不予受理、转有权机关的件，加以前办结、期初还没有反馈的件）",
        "无应反馈件",
        lambda r, p: r.told is not None and r.told <= p.last,
        _told_whole,
    ),
    RateRule(
        "solved",
        "解决率",
        "本期办结，来件人满意或者已销号而来件人没有异议的件",
        "本期办结的件，加期限已过还没有办结的件",
        "无应办结件",
        lambda r, p: p.holds(r.answered) and r.is_solved and not answer_is_late(r, p),
        lambda r, p: (p.holds(r.answered) and r.outcome_is_known) or answer_is_late(r, p),
    ),
    RateRule(
        "satisfied",
        "满意率",
        "评价满意的件（重办后又评价的，以最后一次为准）",
        "本期已评价的件",
        "无评价件",
        lambda r, _p: r.satisfied is True,
        lambda r, p: p.holds(r.rated),
    ),
    RateRule(
        "bounce",
        "退单率",
        "其中被退单的件",
        "本期首次分流的件",
        "无分流件",
        lambda r, _p: bool(r.bounced),
        lambda r, p: p.holds(_assigned(r)),
    ),
    RateRule(
        "repeat",
        "重复件率",
        "其中内容重复的件",
        "本期收件",
        "无收件",
        lambda r, _p: r.repeats is not None,
        lambda r, p: p.holds(r.recorded),
    ),
)


def period_decided(row: Row, period: Period) -> bool:
    """Whether it was accepted, refused or transferred in the period."""
    return period.holds(row.decided)


def _assigned(row: Row) -> date | None:
    days = [d for a in (Action.ASSIGN, Action.DECIDE) if (d := row.first(a))]
    return min(days) if days else None


@dataclass(frozen=True)
class Rate:
    """A rate with what it is made of."""

    rule: RateRule
    part: Rows
    whole: Rows

    @property
    def value(self) -> Fraction | None:
        return Fraction(len(self.part), len(self.whole)) if self.whole else None

    @property
    def percent(self) -> str:
        """`85.7%`, rounded half up; `—` without denominator."""
        return "—" if self.value is None else percent(self.value)

    @property
    def text(self) -> str:
        """`85.7%（6/7）`, or why there is none."""
        if not self.whole:
            return f"—（{self.rule.empty}）"
        return f"{self.percent}（{len(self.part)}/{len(self.whole)}）"


def percent(value: Fraction) -> str:
    """One decimal, rounded half up, as people do by hand."""
    exact = Decimal(value.numerator * 100) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
