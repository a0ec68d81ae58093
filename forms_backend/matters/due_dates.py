"""到期日: from a deadline rule and a calendar to dates that explain themselves. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from district.casework.deadlines import MAX_BASIS_LENGTH, MAX_DAYS, DayCount, Deadline, Lights
from district.casework.working_days import WorkingCalendar, add_working_days

_DAY = timedelta(days=1)
PROVISIONAL = "（暂定）"


class Light(StrEnum):
    """亮灯."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    POSTED = "posted"

    @property
    def label(self) -> str:
        return {"green": "正常", "yellow": "临期", "red": "到期", "posted": "挂牌"}[self.value]


@dataclass(frozen=True)
class DueDate:
    """When something is due.

    `due_on` is the last day; `sure_on` is the last day however the holidays of a year without an
    arrangement turn out, and the only one by which a matter is called overdue.
    """

    due_on: date
    sure_on: date
    yellow_on: date
    posted_on: date
    provisional: bool
    explanation: str

    def light(self, today: date) -> Light:
        return light_of(today, self.yellow_on, self.sure_on, self.posted_on)


def light_of(today: date, yellow_on: date, sure_on: date, posted_on: date) -> Light:
    """Yellow when little is left, red from the last day on, posted some days after."""
    if today >= posted_on:
        return Light.POSTED
    if today >= sure_on:
        return Light.RED
    return Light.YELLOW if today >= yellow_on else Light.GREEN


@lru_cache(maxsize=1_024)
def due_date(
    what: str,
    start: date,
    rule: Deadline,
    calendar: WorkingCalendar,
    lights: Lights,
    extended: Deadline | None = None,
) -> DueDate:
    """When `what`, begun on `start`, is due by `rule`, prolonged by `extended`; counted from the next day."""
    due, sure, words = _one_rule(start, rule, calendar)
    unknown = _uncertain_years(start, due, rule, calendar)
    if extended is not None:
        until = due
        due, _, more = _one_rule(until, extended, calendar)
        _, sure, _ = _one_rule(sure, extended, calendar)
        words = f"{words}；经批准延长 {more}"
        unknown |= _uncertain_years(until, due, extended, calendar)
    if not unknown:
        sure = due
    total = (due - start).days
    left = max(1, total * lights.yellow_share // 100)
    posted, _ = add_working_days(sure, lights.posted_after, calendar, cautious=True)
    return DueDate(
        due_on=due,
        sure_on=sure,
        yellow_on=due - _DAY * left,
        posted_on=posted,
        provisional=bool(unknown),
        explanation=f"{what}：自 {start} 起 {words}，到 {due} 止。依据：{rule.basis}。"
        + (_unknown_text(unknown) if unknown else ""),
    )


def limited_to(rule: Deadline, start: date, last: date) -> Deadline:
    """`rule`, begun on `start`, that also ends by `last`, the date set by a higher office; a date
    that has passed leaves one day."""
    days = min(max(1, (last - start).days), MAX_DAYS)
    if rule.at_most is not None and rule.at_most <= days:
        return rule
    basis = f"{rule.basis}；上级转办要求 {last} 前办结"
    return rule.model_copy(update={"at_most": days, "basis": basis[:MAX_BASIS_LENGTH]})


def _one_rule(start: date, rule: Deadline, calendar: WorkingCalendar) -> tuple[date, date, str]:
    """Nominal and cautious last day, and the count in words."""
    words = f"{rule.days} {rule.count.label}"
    if rule.count is DayCount.NATURAL:
        due = sure = start + _DAY * rule.days
    else:
        due, skipped = add_working_days(start, rule.days, calendar)
        sure, _ = add_working_days(start, rule.days, calendar, cautious=True)
        if skipped:
            words += f"（跳过 {_day_list(skipped)}）"
    if rule.at_most is not None:
        last = start + _DAY * rule.at_most
        if last < due:
            words += f"，不超过 {rule.at_most} 日"
        due, sure = min(due, last), min(sure, last)
    return due, sure, words


def _day_list(days: tuple[date, ...]) -> str:
    """Runs of days as `10-01 至 10-07`."""
    runs: list[list[date]] = []
    for day in days:
        if (
            runs
            and day - runs[-1][-1] <= timedelta(days=3)
            and _only_weekend_between(runs[-1][-1], day)
        ):
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(
        f"{run[0]:%m-%d}" if len(run) == 1 else f"{run[0]:%m-%d} 至 {run[-1]:%m-%d}" for run in runs
    )


def _only_weekend_between(first: date, second: date) -> bool:
    between = (first + _DAY * n for n in range(1, (second - first).days))
    return all(day.weekday() >= 5 for day in between)


def _uncertain_years(start: date, due: date, rule: Deadline, calendar: WorkingCalendar) -> set[int]:
    """Years without an arrangement that the count ran through; natural days depend on none."""
    if rule.count is DayCount.NATURAL:
        return set()
    return {year for year in range(start.year, due.year + 1) if not calendar.is_certain(year)}


def _unknown_text(years: set[int]) -> str:
    named = "、".join(str(year) for year in sorted(years))
    return f"{named} 年放假安排尚未公布，此日期为暂定，只按周末和法定节日推算，公布后重新计算。"
