"""How figures are written, in both languages alike (`selfhelp-figures.js`): half up, to the fen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

WEEKDAYS = "一二三四五六日"

Value = Fraction | str | bool | None
"""What formulas work on. A day is its ordinal (`date.toordinal`), a sum of money is in yuan."""


def rounded(value: Fraction, places: int) -> Fraction:
    """Half away from zero at so many decimal places (四舍五入)."""
    scale = 10**places
    whole = (abs(value) * scale * 2 + 1) // 2
    return Fraction(whole if value >= 0 else -whole, scale)


def decimal(value: Fraction, places: int, *, trimmed: bool = False) -> str:
    """`1,234.50`; trimmed: without zeros at the end."""
    shown = rounded(value, places)
    whole, rest = divmod(abs(shown), 1)
    text = f"{int(whole):,}"
    digits = str(int(rest * 10**places)).zfill(places) if places else ""
    if trimmed:
        digits = digits.rstrip("0")
    sign = "-" if shown < 0 else ""
    return f"{sign}{text}.{digits}" if digits else f"{sign}{text}"


def money(value: Fraction) -> str:
    return f"{decimal(value, 2)} 元"


def day_text(ordinal: Fraction) -> str:
    """`2026-10-08（星期四）`."""
    day = date.fromordinal(int(ordinal))
    return f"{day.isoformat()}（星期{WEEKDAYS[day.weekday()]}）"


def shown(value: Value, kind: str) -> str:
    """A value as its kind asks: money, number, date, percent, days, months, text."""
    if value is None:
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return value
    match kind:
        case "money":
            return money(value)
        case "date":
            return day_text(value)
        case "percent":
            return f"{decimal(value, 4, trimmed=True)}%"
        case "days":
            return f"{decimal(value, 2, trimmed=True)} 天"
        case "months":
            return f"{decimal(value, 2, trimmed=True)} 个月"
        case _:
            return decimal(value, 4, trimmed=True)
