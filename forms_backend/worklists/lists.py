"""工作列表: which lists there are, and how one is narrowed and sorted. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from forms_backend.matters.due_dates import Light
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.state import State


class WorkList(StrEnum):
    """The lists, in the order of their tabs."""

    MINE = "mine"
    UNIT = "unit"
    OVERDUE = "overdue"
    SOON = "soon"
    REVIEW = "review"
    BOUNCED = "bounced"
    ATTENTION = "attention"
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
    WorkList.CLOSED: "已办结销号",
    WorkList.ALL: "全部",
}


class Sort(StrEnum):
    """排序."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"

    @property
    def label(self) -> str:
        return {"due": "先到期的在前", "newest": "新收到的在前", "oldest": "早收到的在前"}[
            self.value
        ]


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
