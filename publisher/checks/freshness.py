"""What is out of date: expired policies, past hearings, stale columns (DOMAIN §1.2, §1.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from district.models import Column
from publisher.checks.configuration import line_of_column, shown
from publisher.checks.context import CheckContext
from publisher.model.documents.document import Document
from publisher.model.documents.hearing import Hearing
from publisher.model.documents.policy import Policy
from publisher.model.fields import end_of
from publisher.model.finding import Finding
from publisher.model.kinds import SPECS
from publisher.model.library import Entry, Library

SETTINGS = "site.yml"


def check_policy_is_marked_expired(entry: Entry, context: CheckContext) -> list[Finding]:
    """T501: readers rely on the badge 有效."""
    policy = entry.meta
    if not isinstance(policy, Policy) or not policy.expires or not policy.is_in_force:
        return []
    if end_of(policy.expires) >= context.today:
        return []
    return [
        Finding(
            entry.path,
            entry.line_of("validity"),
            "T501",
            f"有效期到 {policy.expires}，「validity」仍是“{policy.validity.label}”",
        )
    ]


def check_past_hearing_is_not_announced(entry: Entry, context: CheckContext) -> list[Finding]:
    """T503, from the day after the hearing."""
    hearing = entry.meta
    if not isinstance(hearing, Hearing) or not hearing.will_take_place:
        return []
    day = hearing.ends.date()
    if day >= context.today:
        return []
    return [
        Finding(
            entry.path,
            entry.line_of("state"),
            "T503",
            f"庭审在 {day} 已经过去，「state」仍是“{hearing.state.label}”",
        )
    ]


def check_publication_is_not_in_the_future(entry: Entry, context: CheckContext) -> list[Finding]:
    """T504: 伪造发稿日期 is a veto item of the inspection (DOMAIN §1.3)."""
    meta = entry.meta
    if not meta.is_published:
        return []
    # What goes live later may carry the day on which it does, and no later one.
    last = max(context.today, meta.publish_at.date()) if meta.publish_at else context.today
    what = "publish_at" if last > context.today else "今天"
    moments: dict[tuple[str, ...], datetime | None] = {
        ("published",): meta.published,
        ("updated",): meta.updated,
    }
    if isinstance(meta, Document) and meta.withdrawn is not None:
        moments[("withdrawn", "on")] = meta.withdrawn.on
    return [
        Finding(
            entry.path,
            entry.line_of(*key),
            "T504",
            f"「{' '.join(key)}」（{moment:%Y-%m-%d}）晚于{what}（{last}）",
        )
        for key, moment in moments.items()
        if moment and moment.date() > last
    ]


def last_in_columns(
    library: Library, context: CheckContext
) -> Iterator[tuple[Column, date | None]]:
    """Every column of site.yml that shows documents, with the last day on which something was published
    in it."""
    kinds = {spec.column: kind for kind, spec in SPECS.items() if spec.column}
    for column in context.config.site.columns:
        if column.key not in kinds:
            continue
        dates = [
            entry.meta.date.date()
            for entry in library.of(kinds[column.key])
            if entry.meta.is_published
            and not entry.meta.is_withdrawn
            and isinstance(entry.meta, Document)
        ]
        yield column, max((day for day in dates if day <= context.today), default=None)


def check_columns_are_fresh(library: Library, context: CheckContext) -> list[Finding]:
    """T502: every column of site.yml has something from the last `stale_after_days` days. A project
    in which nothing was published yet has nothing that could be out of date."""
    if not any(entry.meta.is_published for entry in library.documents()):
        return []
    limit = context.config.site.stale_after_days
    path = shown(context, SETTINGS)
    findings = []
    for column, last in last_in_columns(library, context):
        if last is None:
            message = f"栏目「{column.title}」还没有已发布的内容"
        elif (context.today - last).days > limit:
            message = (
                f"栏目「{column.title}」应在 {limit} 天内有更新，"
                f"最近一次是 {last}（{(context.today - last).days} 天前）"
            )
        else:
            continue
        findings.append(Finding(path, line_of_column(context, column.key), "T502", message))
    return findings
