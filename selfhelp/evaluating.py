"""Evaluates formulas exactly: fractions all the way, rounding only where a result is shown."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from district.casework.working_days import WorkingCalendar, add_working_days
from selfhelp.expression import FormulaError, Node
from selfhelp.facts import Facts, Scale, Unit
from selfhelp.figures import Value, day_text, decimal, money

MOST_DAYS = 20_000
"""No count of working days goes further: a year typed wrong must not keep a phone busy."""


class Stopped(Exception):
    """What was asked has no answer; the message is for readers."""


def _day(value: Value) -> date:
    assert isinstance(value, Fraction)
    return date.fromordinal(int(value))


def add_months(day: date, months: int) -> date:
    """The corresponding day, or the last day of a month that has none (民法典 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> int:
    """Whole months from `first` to `last`, by corresponding days."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if add_months(first, months) <= last else months - 1


def next_working(day: date, calendar: WorkingCalendar) -> date:
    """`day` itself when people work on it, else the first working day after it."""
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def deadline_day(start: date, length: int, unit: Unit, calendar: WorkingCalendar) -> date:
    """The last day by the calendar, before a free last day is moved; counted from the next day."""
    if unit is Unit.WORKING:
        return add_working_days(start, length, calendar)[0]
    if unit is Unit.NATURAL:
        return start + timedelta(days=length)
    return add_months(start, length * (12 if unit is Unit.YEAR else 1))


class Evaluator:
    """Evaluates over `names`; `details` gathers what functions say about how they counted."""

    def __init__(self, facts: Facts, names: Mapping[str, Value]) -> None:
        self._facts = facts
        self._names = names
        self.details: list[str] = []

    def value(self, node: Node) -> Value:
        """The value of a formula. Raises Stopped, and FormulaError for a mistake in the formula."""
        kind = node[0]
        if kind == "n":
            return Fraction(node[1])
        if kind in ("s", "b"):
            return node[1]  # type: ignore[no-any-return]
        if kind == "v":
            return self._names[node[1]]
        if kind == "if":
            return self.value(node[2] if self.truth(node[1]) else node[3])
        if kind == "and":
            return all(self.truth(part) for part in node[1:])
        if kind == "or":
            return any(self.truth(part) for part in node[1:])
        if kind == "not":
            return not self.truth(node[1])
        if kind == "in":
            return self.value(node[1]) in node[2]
        if kind == "f":
            return self._called(node[1], [self.value(part) for part in node[2:]])
        return self._operated(kind, self.value(node[1]), self.value(node[2]))

    def truth(self, node: Node) -> bool:
        return bool(self.value(node))

    def _operated(self, kind: str, a: Value, b: Value) -> Value:
        if kind == "==":
            return a == b
        if kind == "!=":
            return a != b
        if kind in ("<", "<=", ">", ">="):
            if a is None or b is None:
                return False
            x, y = _number(a), _number(b)
            return {"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}[kind]
        x, y = _number(a), _number(b)
        if kind == "/":
            if y == 0:
                raise Stopped("除数是零，请核对填写的数")
            return x / y
        return {"+": x + y, "-": x - y, "*": x * y}[kind]

    def _called(self, name: str, args: list[Value]) -> Value:
        if name not in FUNCTIONS:
            raise FormulaError(f"没有“{name}”这个函数")
        return FUNCTIONS[name](self, *args)

    def _scale(self, name: Value, amount: Value) -> Value:
        scale, value = self._facts.money.scales[str(name)], _number(amount)
        return self._by_bands(scale, value)

    def _by_bands(self, scale: Scale, amount: Fraction) -> Fraction:
        total, low = scale.base, scale.free
        self.details.append(f"不超过 {money(low)}的部分：{money(total)}")
        for band in scale.bands:
            if amount <= low:
                break
            top = amount if band.to is None else min(amount, band.to)
            part = (top - low) * band.rate
            rate = f"{decimal(band.rate * 100, 4, trimmed=True)}%"
            self.details.append(
                f"{money(low)}至 {money(top)}的部分 {money(top - low)} × {rate} = {money(part)}"
            )
            total += part
            low = top
        if scale.at_most is not None and total > scale.at_most:
            self.details.append(f"合计 {money(total)}，超过上限，按 {money(scale.at_most)}计")
            return scale.at_most
        return total

    def _lookup(self, table: Value, key: Value) -> Value:
        shown = str(int(key)) if isinstance(key, Fraction) else str(key)
        return self._facts.money.lookups[str(table)].values.get(shown)

    def _lpr(self, day: Value) -> Value:
        rate = self._facts.rate_on(_day(day))
        if rate is None:
            first = self._facts.lpr.rows[0].day
            raise Stopped(f"{first} 以前没有贷款市场报价利率，适用当时的贷款基准利率，请人工计算")
        return rate

    def _lpr_known(self, day: Value) -> Value:
        return _day(day) <= self._facts.lpr.holds_until

    def _floating(
        self, principal: Value, first: Value, last: Value, times: Value, base: Value
    ) -> Value:
        """Interest from `first` to `last` (not counted), each day at the rate then in force."""
        start, end = _day(first), _day(last)
        self._lpr(first)
        edges = [start]
        for row in self._facts.lpr.rows:
            if start < row.day < end and row.one_year != self._facts.rate_on(edges[-1]):
                edges.append(row.day)
        total = Fraction(0)
        for begin, stop in zip(edges, [*edges[1:], end], strict=True):
            rate = self._facts.rate_on(begin)
            assert rate is not None
            days = (stop - begin).days
            part = _number(principal) * rate / 100 * _number(times) * days / _number(base)
            shown = decimal(rate * _number(times), 4, trimmed=True)
            self.details.append(f"{begin} 起 {days} 天，年利率 {shown}%：{money(part)}")
            total += part
        return total

    def _deadline(self, key: Value, start: Value) -> Value:
        rule = self._facts.deadlines[str(key)]
        day = deadline_day(_day(start), rule.length, rule.unit, self._facts.calendar)
        return Fraction(day.toordinal())

    def _term(self, key: Value) -> Value:
        return self._facts.deadlines[str(key)].term

    def _rolls(self, key: Value) -> Value:
        rule = self._facts.deadlines[str(key)]
        return rule.rolls and rule.unit is not Unit.WORKING

    def _is_fixed(self, key: Value) -> Value:
        return self._facts.deadlines[str(key)].fixed

    def _is_working_term(self, key: Value) -> Value:
        return self._facts.deadlines[str(key)].unit is Unit.WORKING

    def _working_after(self, start: Value, days: Value) -> Value:
        day, skipped = add_working_days(_day(start), int(_number(days)), self._facts.calendar)
        if skipped:
            free = "、".join(one.isoformat() for one in skipped)
            self.details.append(f"跳过星期一至星期五里的放假日：{free}")
        return Fraction(day.toordinal())

    def _working_days(self, first: Value, last: Value) -> Value:
        start, end = _day(first), _day(last)
        if (end - start).days > MOST_DAYS:
            raise Stopped("两个日期相隔太久，请核对年份")
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return Fraction(sum(self._facts.calendar.is_working_day(day) for day in days))

    def _next_working(self, day: Value) -> Value:
        moved = next_working(_day(day), self._facts.calendar)
        if moved != _day(day):
            self.details.append(f"{day_text(_number(day))}是休息日，顺延到下一个工作日")
        return Fraction(moved.toordinal())

    def _certain(self, first: Value, last: Value) -> Value:
        years = range(_day(first).year, _day(last).year + 1)
        return all(self._facts.calendar.is_certain(year) for year in years)


def _number(value: Value) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Fraction):
        raise FormulaError(f"算式里应为数的地方是“{value}”")
    return value


def _floor(_: Evaluator, value: Value) -> Value:
    number = _number(value)
    return Fraction(number.numerator // number.denominator)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "min": lambda _, *args: min(map(_number, args)),
    "max": lambda _, *args: max(map(_number, args)),
    "floor": _floor,
    "given": lambda _, value: value is not None,
    "or_else": lambda _, value, other: other if value is None else value,
    "year": lambda _, day: Fraction(_day(day).year),
    "add_months": lambda _, day, n: Fraction(add_months(_day(day), int(_number(n))).toordinal()),
    "months_between": lambda _, a, b: Fraction(months_between(_day(a), _day(b))),
    "scale": Evaluator._scale,
    "lookup": Evaluator._lookup,
    "lpr": Evaluator._lpr,
    "lpr_known": Evaluator._lpr_known,
    "lpr_floating": Evaluator._floating,
    "deadline": Evaluator._deadline,
    "term": Evaluator._term,
    "rolls": Evaluator._rolls,
    "is_fixed": Evaluator._is_fixed,
    "is_working_term": Evaluator._is_working_term,
    "working_after": Evaluator._working_after,
    "working_days": Evaluator._working_days,
    "next_working": Evaluator._next_working,
    "certain": Evaluator._certain,
}
"""What formulas may call; each is told in the handbook (`handbook/selfhelp.md`)."""
