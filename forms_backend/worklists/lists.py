"""工作列表: which lists there are, and how one is narrowed and sorted. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from forms_backend.matters.due_dates import Light
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.state import State
from forms_backend.worklists.tasks import Late, Task


class WorkList(StrEnum):
    """The lists, in the order of their tabs."""

    MINE = "mine"
    UNIT = "unit"
    OVERDUE = "overdue"
    SOON = "soon"
    REVIEW = "review"
    BOUNCED = "bounced"
    ATTENTION = "attention"
    ASSIST = "assist"
    CLOSED = "closed"
    ALL = "all"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Mapping[WorkList, str] = {
    WorkList.MINE: "待我办理",
    WorkList.UNIT: "本单位在办",
    WorkList.OVERDUE: "已超期",
    WorkList.SOON: "临期",
    WorkList.REVIEW: "待审核",
    WorkList.BOUNCED: "退单与协调",
    WorkList.ATTENTION: "重点关注",
    WorkList.ASSIST: "协办",
    WorkList.CLOSED: "已办结销号",
    WorkList.ALL: "全部",
}


class Sort(StrEnum):
    """排序."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"
    UNIT = "unit"
    HANDLER = "handler"
    STATE = "state"

    @property
    def label(self) -> str:
        return _SORT_LABELS[self]


_SORT_LABELS: Mapping[Sort, str] = {
    Sort.DUE: "先到期的在前",
    Sort.NEWEST: "新收到的在前",
    Sort.OLDEST: "早收到的在前",
    Sort.UNIT: "按单位",
    Sort.HANDLER: "按承办人",
    Sort.STATE: "按状态",
}


@dataclass(frozen=True)
class Filters:
    """What narrows a list; None leaves open. `received_to` is the last day that counts."""

    form_id: str | None = None
    category: str | None = None
    unit: str | None = None
    state: State | None = None
    light: Light | None = None
    channel: Channel | None = None
    received_from: date | None = None
    received_to: date | None = None
    task: Task | None = None
    late: Late | None = None

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, field.name) is None for field in fields(self))


@dataclass(frozen=True)
class Selection:
    """Everything that decides which matters a page of a list shows, and in what order.

    `text` is what somebody searched for; it may hold names and stays out of addresses and logs.
    """

    which: WorkList = WorkList.MINE
    filters: Filters = Filters()
    sort: Sort | None = None
    text: str = ""

    @property
    def order(self) -> Sort:
        """The chosen order; a list of what is over shows the newest first, others what is due."""
        return self.sort or (Sort.NEWEST if self.which is WorkList.CLOSED else Sort.DUE)
