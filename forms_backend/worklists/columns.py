"""列: what a work list can show of each matter, and which of it one person wants to see. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Column(StrEnum):
    """The columns that can be chosen, in their order; the number always stands there."""

    SUBJECT = "subject"
    FIRM = "firm"
    KIND = "kind"
    STATE = "state"
    LEFT = "left"
    DUE = "due"
    UNIT = "unit"
    HANDLER = "handler"
    ASSIST = "assist"
    RECEIVED = "received"
    CHANNEL = "channel"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Mapping[Column, str] = {
    Column.SUBJECT: "标题",
    Column.FIRM: "企业",
    Column.KIND: "类型",
    Column.STATE: "状态",
    Column.LEFT: "剩余",
    Column.DUE: "到期",
    Column.UNIT: "单位",
    Column.HANDLER: "承办人",
    Column.ASSIST: "协办",
    Column.RECEIVED: "收到",
    Column.CHANNEL: "渠道",
}
DEFAULT: tuple[Column, ...] = tuple(
    column for column in Column if column not in (Column.ASSIST, Column.CHANNEL)
)


def chosen_columns(keys: Iterable[str]) -> tuple[Column, ...]:
    """The columns of these keys in the order of the lists; unknown keys are left out, and nothing
    chosen means the usual ones."""
    wanted = set(keys)
    return tuple(column for column in Column if column.value in wanted) or DEFAULT
