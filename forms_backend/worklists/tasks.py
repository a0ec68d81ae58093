"""待我办理, split into what has to be done next; and what is late, by how long. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forms_backend.submissions.state import State


class Task(StrEnum):
    """What a matter waits for, in the order of its course."""

    REGISTER = "register"
    ACCEPT = "accept"
    ROUTE = "route"
    TELL = "tell"
    HANDLE = "handle"
    REVIEW = "review"
    DELIVER = "deliver"
    CALL_BACK = "call_back"
    ARCHIVE = "archive"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def states(self) -> frozenset[State]:
        """The states in which a matter waits for it."""
        return _STATES[self]


_LABELS: Mapping[Task, str] = {
    Task.REGISTER: "登记",
    Task.ACCEPT: "受理",
    Task.ROUTE: "分流",
    Task.TELL: "告知",
    Task.HANDLE: "办理",
    Task.REVIEW: "审核",
    Task.DELIVER: "送达",
    Task.CALL_BACK: "回访",
    Task.ARCHIVE: "归档",
}
_STATES: Mapping[Task, frozenset[State]] = {
    Task.REGISTER: frozenset({State.RECEIVED}),
    Task.ACCEPT: frozenset({State.REGISTERED, State.SUPPLEMENT}),
    Task.ROUTE: frozenset({State.ACCEPTED, State.BOUNCED, State.COORDINATING}),
    Task.TELL: frozenset({State.REFUSED, State.TRANSFERRED}),
    Task.HANDLE: frozenset({State.ASSIGNED, State.HANDLING}),
    Task.REVIEW: frozenset(
        {State.REFUSING, State.TRANSFERRING, State.EXTENSION, State.REVIEWING,
         State.REEXAMINING, State.VERIFYING}
    ),
    Task.DELIVER: frozenset({State.ANSWERED}),
    Task.CALL_BACK: frozenset({State.DELIVERED, State.DISSATISFIED}),
    Task.ARCHIVE: frozenset(
        {State.DONE, State.CLEARED, State.REFUSAL_DELIVERED, State.TRANSFER_TOLD, State.MERGED,
         State.WITHDRAWN}
    ),
}  # fmt: skip
"""Every open state stands under one task; `archive` has what the supervisor clears, and for the
intake desk what is over and may be put away."""


class Late(StrEnum):
    """超期多久, in days since the last sure day."""

    FEW = "1-5"
    SOME = "6-15"
    MANY = "16-30"
    MOST = "31"

    @property
    def label(self) -> str:
        return "超期 31 天以上" if self is Late.MOST else f"超期 {self.value} 天"

    @property
    def days(self) -> tuple[int, int | None]:
        """First and last day; None: no end."""
        first, _, last = self.value.partition("-")
        return int(first), int(last) if last else None


@dataclass(frozen=True)
class TaskCount:
    """How many matters wait for a task, how many of them are late, and the day of the oldest:
    the sure last day of the one that is due first, None where nothing is due."""

    task: Task
    count: int
    late: int
    oldest: date | None


def standing(due_on: date | None, sure_on: date | None, today: date) -> tuple[int, bool] | None:
    """Days left, or days late (True); None for what has no date. A provisional last day that may
    still move makes nothing late."""
    if due_on is None or sure_on is None:
        return None
    if today > sure_on:
        return (today - sure_on).days, True
    return max(0, (due_on - today).days), False
