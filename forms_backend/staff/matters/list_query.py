"""The address of a work list: from a query string to a selection and back. Pure.

| name | value |
|---|---|
| `list` | which list |
| `kind` | a form, or a form and a category of it: `complaint`, `complaint.enforcement` |
| `unit`, `state`, `light`, `channel` | one of the closed set |
| `from`, `to` | days of receipt, both counted |
| `task`, `late` | what has to be done next; overdue by how long |
| `sort`, `page` | order and page |
| `s` | what was searched for, sealed: addresses stand in logs and histories |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from forms_backend.matters.due_dates import Light
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.state import State
from forms_backend.worklists.lists import Filters, Selection, Sort, WorkList
from forms_backend.worklists.tasks import Late, Task

LAST_PAGE = 10_000
FILTER_NAMES = ("kind", "unit", "state", "light", "channel", "from", "to", "task", "late")
KEPT_NAMES = ("list", *FILTER_NAMES, "sort")
"""What a saved filter keeps."""
_LONGEST = 90

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class ListQuery:
    """What an address asks for. `unreadable` names the dates that could not be read."""

    selection: Selection
    page: int
    sealed: str
    values: Mapping[str, str]
    unreadable: tuple[str, ...]

    def with_text(self, text: str) -> Selection:
        """The selection with what was searched for."""
        return replace(self.selection, text=text)

    def parameters(self, **changes: str | int | None) -> dict[str, str | int]:
        """The query string with changes, for links; a change without `page` begins on page 1."""
        kept: dict[str, str | int | None] = {**self.values, "s": self.sealed, **changes}
        return {name: value for name, value in kept.items() if value not in (None, "")}


def read_list_query(arguments: Mapping[str, str]) -> ListQuery:
    """Raises ValueError for what no page of ours links to."""
    values = {
        name: value.strip()[:_LONGEST]
        for name in KEPT_NAMES
        if (value := arguments.get(name, "")).strip()
    }
    page = int(arguments.get("page", "1"))
    if not 1 <= page <= LAST_PAGE:
        raise ValueError(page)
    which = WorkList(values.setdefault("list", WorkList.MINE.value))
    unreadable = tuple(n for n in ("from", "to") if n in values and _day(values[n]) is None)
    form_id, _, category = values.get("kind", "").partition(".")
    filters = Filters(
        form_id=form_id or None,
        category=category or None,
        unit=values.get("unit"),
        state=_choice(State, values.get("state")),
        light=_choice(Light, values.get("light")),
        channel=_choice(Channel, values.get("channel")),
        received_from=_day(values.get("from")),
        received_to=_day(values.get("to")),
        task=_choice(Task, values.get("task")),
        late=_choice(Late, values.get("late")),
    )
    selection = Selection(which, filters, _choice(Sort, values.get("sort")))
    return ListQuery(selection, page, arguments.get("s", ""), values, unreadable)


def _choice(kind: type[Choice], value: str | None) -> Choice | None:
    return kind(value) if value else None


def _day(value: str | None) -> date | None:
    """The day; None for anything that is none, and for years that no calendar holds after adding one."""
    try:
        found = date.fromisoformat(value or "")
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found <= date(2999, 12, 31) else None


def page_numbers(current: int, last: int) -> list[int | None]:
    """Pages to link to: first, last, and two on each side of the current; None for a gap."""
    near = {1, last, *range(max(1, current - 2), min(last, current + 2) + 1)}
    shown: list[int | None] = []
    for number in sorted(near):
        if shown and number != (shown[-1] or 0) + 1:
            shown.append(None)
        shown.append(number)
    return shown
