"""What the numbers say, in sentences. Pure."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from forms_backend.reports.facts import Row
from forms_backend.reports.figures import Figures
from forms_backend.reports.labels import Labels
from forms_backend.reports.rates import Rate, percent


def change(now: int, before: int) -> str:
    """Rise or fall against the period before; a share only where there was something before."""
    if now == before:
        return "与上期持平"
    word = "增加" if now > before else "减少"
    amount = f"比上期{word} {abs(now - before)} 件"
    if before:
        share = percent(Fraction(abs(now - before), before))
        return f"{amount}（{'上升' if now > before else '下降'} {share}）"
    return f"{amount}（上期没有）"


def rate_change(now: Rate, before: Rate) -> str:
    """In percentage points; nothing where one of the two does not exist."""
    if now.value is None or before.value is None:
        return ""
    points = now.value - before.value
    if not points:
        return "，与上期持平"
    word = "提高" if points > 0 else "下降"
    return f"，比上期{word} {percent(abs(points)).removesuffix('%')} 个百分点"


def overview(now: Figures, before: Figures) -> tuple[str, ...]:
    """The movement of the period, and that it adds up."""
    c = now.count
    return (
        f"本期收件 {c('received')} 件，{change(c('received'), before.count('received'))}；"
        f"受理 {c('accepted')} 件，不予受理 {c('refused')} 件，办结 {c('answered')} 件，"
        f"{change(c('answered'), before.count('answered'))}。",
        f"期初结转 {c('carried')} 件，加本期收件 {c('received')} 件"
        + (f"，加重新打开 {c('reopened')} 件" if c("reopened") else "")
        + f"，减本期办完 {c('closed')} 件，期末在办 {c('open')} 件。",
        f"从受理到办结平均 {now.days_text}，中位数 {now.median_text}。"
        if now.days is not None
        else "本期没有办结件，不计算平均办理日。",
    )


def rates(now: Figures, before: Figures) -> tuple[str, ...]:
    return tuple(
        f"{rate.rule.label} {rate.text}{rate_change(rate, before.rates[key])}。"
        for key, rate in now.rates.items()
        if rate.whole
    )


BRIEF_RATES = ("accept_timely", "on_time", "told", "satisfied")
MOST_UNITS, MOST_LATE_UNITS = 5, 8
"""So many units stand by name in a short report, and in the sentence on what is late."""


def brief(now: Figures, before: Figures, names: Labels) -> tuple[str, ...]:
    """短报: what a leader reads on a phone, without tables. Rates with what they are made of."""
    shown = [rate for key in BRIEF_RATES if (rate := now.rates[key]).whole]
    late = now.rows("overdue")
    lines = [*overview(now, before)]
    if shown:
        lines.append("；".join(f"{rate.rule.label} {rate.text}" for rate in shown) + "。")
    lines.append(
        f"期末超期 {len(late)} 件：{_by_unit(late, names, MOST_UNITS)}。"
        if late
        else "期末没有超期件。"
    )
    return tuple(lines)


def _by_unit(rows: tuple[Row, ...], names: Labels, most: int | None = None) -> str:
    counted = Counter(row.waits_for for row in rows)
    ordered = sorted(counted.items(), key=lambda i: (-i[1], i[0]))
    said = "、".join(f"{names.unit(unit)} {count} 件" for unit, count in ordered[:most])
    others = ordered[len(ordered[:most]) :]
    rest = f"，其他 {len(others)} 个单位 {sum(c for _, c in others)} 件" if others else ""
    return said + rest


def lateness(now: Figures, names: Labels) -> tuple[str, ...]:
    """Who is late, and what cannot be called late yet."""
    late, uncertain = now.rows("overdue"), now.rows("provisional")
    told = now.rates["told"]
    lines = [
        f"期末超期 {len(late)} 件：{_by_unit(late, names, MOST_LATE_UNITS)}。"
        if late
        else "期末没有超期件。"
    ]
    if uncertain:
        lines.append(
            f"另有 {len(uncertain)} 件的期限因放假安排尚未公布而暂定，不计入超期，也不计入按时率。"
        )
    missing = len(told.whole) - len(told.part)
    if missing:
        lines.append(f"已办结、决定不予受理或者转送、期末还没有反馈的 {missing} 件。")
    return tuple(lines)
