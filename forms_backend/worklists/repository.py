"""Queries behind the work lists, inside a transaction that the caller holds.

Every query starts from `visible`, the same rule as `permissions.has_in_hand`, and the list 协办 besides
from `assisted`, the same as `permissions.assists`; a test holds each two equal.
Which matters a page shows, and how many each list has, is asked of `matters` alone, whose indexes
hold all that it takes; what was sent is read for the matters of one page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from forms_backend.database.work import Repository
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.matters.assist_repository import awaited
from forms_backend.matters.due_dates import Light
from forms_backend.matters.repository import Pair
from forms_backend.matters.states.permissions import ASSISTING, REVIEW_REQUEST_DAYS
from forms_backend.matters.states.transitions import OPEN_STATES, STATES, Owner
from forms_backend.matters.tables import Assist, Matter
from forms_backend.running.clock import LOCAL_ZONE
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission
from forms_backend.worklists.lists import Filters, Selection, Sort, WorkList
from forms_backend.worklists.tasks import Late, Task, TaskCount

MANY_BOUNCES = 2
_FEW = 500
"""So many ids stand in one statement."""


@dataclass(frozen=True)
class Counts:
    """How many matters each list has; what the person has to do; what is late, by how long."""

    lists: Mapping[WorkList, int]
    tasks: Sequence[TaskCount]
    late: Mapping[Late, int]


class ListRepository(Repository):
    """Which matters a list has."""

    def counts(self, person: Person, today: date) -> Counts:
        """One walk over an index, summed up by state."""
        lists = [which for which in WorkList if which in _LISTS]
        mine = _mine(person)
        to_archive = _to_archive(person, today)
        columns = (
            func.count(),
            *(_sum(_LISTS[which](person, today)) for which in lists),
            *(_sum(_late(late, today)) for late in Late),
            _sum(mine),
            _sum(and_(mine, Matter.sure_on < today)),
            func.min(case((mine, Matter.sure_on))),
            _sum(to_archive),
        )
        query = select(Matter.state, *columns).where(visible(person)).group_by(Matter.state)
        rows = [(State(row[0]), row[1:]) for row in self._session.execute(query)]
        opened = [values for state, values in rows if state in OPEN_STATES]
        end = 1 + len(lists)
        late_end = end + len(Late)
        everything = sum(values[0] for _, values in rows)
        counted = {which: sum(v[1 + n] for v in opened) for n, which in enumerate(lists)}
        counted |= {WorkList.CLOSED: everything - sum(values[0] for values in opened)}
        counted |= {WorkList.ALL: everything}
        counted |= {WorkList.ASSIST: self.count(person, Selection(WorkList.ASSIST), today)}
        tasks = [_task_count(task, rows, late_end) for task in Task]
        return Counts(
            {which: counted[which] for which in WorkList},
            [one for one in tasks if one.count],
            {late: sum(v[end + n] for v in opened) for n, late in enumerate(Late)},
        )

    def count(self, person: Person, selection: Selection, today: date) -> int:
        """How many matters are selected, whatever was searched for."""
        query = _selected(select(func.count()), person, selection, today)
        return self._session.execute(query).scalar_one()

    def ids(
        self,
        person: Person,
        selection: Selection,
        today: date,
        *,
        offset: int = 0,
        limit: int | None = None,
    ) -> Sequence[int]:
        """Ids of the selection in its order, whatever was searched for."""
        query = _selected(select(Matter.submission_id), person, selection, today)
        ordered = query.order_by(*_order(selection)).offset(offset).limit(limit)
        # All rows at once, not mapped: one by one, 20,000 take longer than the query.
        return [row[0] for row in self._session.connection().execute(ordered).fetchall()]

    def search(
        self, person: Person, selection: Selection, today: date, found: Set[int], pattern: str
    ) -> Sequence[int]:
        """Ids of the matters of the selection that are among `found`, or whose number is like
        `pattern`, in its order."""
        if pattern:
            found = found | self._with_number(pattern)
        if len(found) > _FEW:
            return [id_ for id_ in self.ids(person, selection, today) if id_ in found]
        query = _selected(select(Matter.submission_id), person, selection, today)
        narrowed = query.where(Matter.submission_id.in_(sorted(found)))
        return self._session.scalars(narrowed.order_by(*_order(selection))).all()

    def _with_number(self, pattern: str) -> set[int]:
        """Ids of the submissions with a number like it."""
        query = select(Submission.id).where(Submission.number.like(pattern))
        return set(self._session.scalars(query))

    def numbers_with(self, person: Person, pattern: str, limit: int) -> Sequence[str]:
        """Some numbers like the pattern, of matters that the person may see."""
        query = (
            select(Submission.number)
            .join(Matter, Matter.submission_id == Submission.id)
            .where(Submission.number.like(pattern), visible(person))
        )
        return self._session.scalars(query.order_by(Submission.id).limit(limit)).all()

    def number_of(self, submission_id: int) -> str | None:
        """The number of that submission."""
        query = select(Submission.number).where(Submission.id == submission_id)
        return self._session.scalars(query).one_or_none()

    def pairs_of(self, numbers: Sequence[str]) -> Sequence[Pair]:
        """The matters of these numbers, in no order."""
        query = select(Submission, Matter).join(Matter, Matter.submission_id == Submission.id)
        rows = self._session.execute(query.where(Submission.number.in_(numbers))).tuples()
        return [(submission, matter) for submission, matter in rows]

    def pairs(self, ids: Sequence[int]) -> Sequence[Pair]:
        """These matters with what was sent, in this order."""
        query = select(Submission, Matter).join(Matter, Matter.submission_id == Submission.id)
        rows = self._session.execute(query.where(Submission.id.in_(ids))).tuples()
        found = {submission.id: (submission, matter) for submission, matter in rows}
        return [found[id_] for id_ in ids if id_ in found]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _task_count(task: Task, rows: Sequence[tuple[State, Any]], at: int) -> TaskCount:
    mine = [values for state, values in rows if state in task.states]
    days = [day for values in mine if (day := values[at + 2]) is not None]
    archived = sum(values[at + 3] for values in mine) if task is Task.ARCHIVE else 0
    return TaskCount(
        task,
        sum(values[at] for values in mine) + archived,
        sum(values[at + 1] for values in mine),
        min(days, default=None),
    )


def visible(person: Person) -> ColumnElement[bool]:
    """The same rule as `permissions.has_in_hand`, for the database. What no list may show for another
    reason is left out here as well, once for all of them."""
    if not person.role.works_on_matters:
        return false()
    own = Matter.lead_unit if person.role.leads else Matter.unit
    return and_(own == person.unit, _not_hidden(person))


def _not_hidden(person: Person) -> ColumnElement[bool]:
    """The opposite of `permissions.is_hidden_from`."""
    return or_(
        Matter.confidential.is_(False),
        Matter.accused_unit.is_(None),
        Matter.accused_unit != person.unit,
    )


def assisted(person: Person, *, awaited_only: bool = False) -> ColumnElement[bool]:
    """The same rule as `permissions.assists`, for the database; `awaited_only`: as long as the
    contribution is still to come."""
    if person.role not in ASSISTING:
        return false()
    asked = select(Assist.submission_id).where(Assist.unit == person.unit)
    asked = asked.where(awaited() if awaited_only else Assist.ended_at.is_(None))
    named = asked.where(Assist.login.in_([person.login, *person.stands_for]))
    return and_(
        _not_hidden(person),
        or_(
            and_(Matter.confidential.is_(False), Matter.submission_id.in_(asked)),
            Matter.submission_id.in_(named),
        ),
    )


def _waits_for_assist(person: Person) -> ColumnElement[bool]:
    """The list 协办: what is awaited from the person's side, and what the person has in hand and others
    are still to contribute to."""
    waiting = select(Assist.submission_id).where(awaited())
    return and_(
        Matter.submission_id.in_(waiting),
        or_(visible(person), assisted(person, awaited_only=True)),
    )


def _selected(
    query: Select[tuple[int]], person: Person, selection: Selection, today: date
) -> Select[tuple[int]]:
    """`query` over the matters of the selection; what was sent is joined only to filter by it."""
    filters = selection.filters
    query = query.select_from(Matter)
    of_sending = _of_sending(filters)
    if of_sending:
        query = query.join(Submission, Submission.id == Matter.submission_id).where(*of_sending)
    if selection.which is WorkList.ASSIST:
        return query.where(_IS_OPEN, _waits_for_assist(person), *_narrowed(filters, today))
    archiving = filters.task is Task.ARCHIVE
    listed = (
        or_(_to_archive(person, today), and_(_IS_OPEN, _mine(person)))
        if archiving
        else _listed(person, selection.which, today)
    )
    return query.where(visible(person), listed, *_narrowed(filters, today))


def _order(selection: Selection) -> tuple[ColumnElement[Any], ...]:
    place: ColumnElement[Any] = Matter.submission_id.expression
    column = _COLUMNS.get(selection.order)
    if column is not None:
        return (column.is_(None), column.expression, place)
    if selection.order is Sort.DUE:
        due = (Matter.sure_on.expression, place)
        # Only what is over has no date; where there is none of it, an index gives the order.
        only_open = selection.which in _LISTS and selection.filters.task is not Task.ARCHIVE
        return due if only_open else (Matter.sure_on.is_(None), *due)
    return (place.asc() if selection.order is Sort.OLDEST else place.desc(),)


_COLUMNS: Mapping[Sort, InstrumentedAttribute[Any]] = {
    Sort.UNIT: Matter.unit,
    Sort.HANDLER: Matter.handler,
    Sort.STATE: Matter.state,
}


def _states(states: frozenset[State]) -> ColumnElement[bool]:
    return Matter.state.in_(sorted(state.value for state in states))


def _mine(person: Person) -> ColumnElement[bool]:
    """What `permissions.is_owner` says."""
    if not person.role.works_on_matters:
        return false()
    owner = Owner.UNIT if person.role is Role.HANDLER else Owner(person.role.value)
    waiting = _states(frozenset(s for s, rule in STATES.items() if rule.owner is owner))
    if owner is not Owner.UNIT:
        return waiting
    return and_(
        waiting,
        or_(Matter.handler.is_(None), Matter.handler.in_([person.login, *person.stands_for])),
    )


def _to_archive(person: Person, today: date) -> ColumnElement[bool]:
    """What the intake desk may put away. Closing comes after the last opinion, so that thirty days
    from it are never too early for `Condition.REVIEW_TIME_OVER`."""
    if person.role is not Role.INTAKE:
        return false()
    over = _states(Task.ARCHIVE.states - OPEN_STATES)
    before = _midnight(today - timedelta(days=REVIEW_REQUEST_DAYS))
    return and_(over, or_(Matter.answer_delivered_at.is_(None), Matter.closed_at < before))


def _late(late: Late, today: date) -> ColumnElement[bool]:
    first, last = late.days
    newest = Matter.sure_on <= today - timedelta(days=first)
    return newest if last is None else and_(newest, Matter.sure_on >= today - timedelta(days=last))


_IS_OPEN = _states(OPEN_STATES)
_LISTS: Mapping[WorkList, Callable[[Person, date], ColumnElement[bool]]] = {
    WorkList.MINE: lambda person, _today: _mine(person),
    WorkList.UNIT: lambda _person, _today: true(),
    WorkList.OVERDUE: lambda _person, today: Matter.sure_on < today,
    WorkList.SOON: lambda _person, today: and_(Matter.yellow_on <= today, Matter.sure_on >= today),
    WorkList.REVIEW: lambda _person, _today: _states(
        frozenset({State.REVIEWING, State.EXTENSION, State.REFUSING, State.DONE})
    ),
    WorkList.BOUNCED: lambda _person, _today: or_(
        Matter.bounces > 0, _states(frozenset({State.COORDINATING}))
    ),
    WorkList.ATTENTION: lambda _person, today: or_(
        Matter.supervisions > 0,
        Matter.posted_on <= today,
        Matter.bounces >= MANY_BOUNCES,
        Matter.satisfied.is_(False),
    ),
}

"""The lists of what is open, each with what it shows of that."""


def _listed(person: Person, which: WorkList, today: date) -> ColumnElement[bool]:
    """What belongs into a list, of all that the person may see."""
    if which is WorkList.ALL:
        return true()
    if which is WorkList.CLOSED:
        return ~_IS_OPEN
    return and_(_IS_OPEN, _LISTS[which](person, today))


_LIGHTS: Mapping[Light, Callable[[date], ColumnElement[bool]]] = {
    Light.GREEN: lambda today: Matter.yellow_on > today,
    Light.YELLOW: lambda today: and_(Matter.yellow_on <= today, Matter.sure_on > today),
    Light.RED: lambda today: and_(Matter.sure_on <= today, Matter.posted_on > today),
    Light.POSTED: lambda today: Matter.posted_on <= today,
}
"""What `due_dates.light_of` says."""


def _of_sending(filters: Filters) -> list[ColumnElement[bool]]:
    """Conditions on what was sent."""
    equal: tuple[tuple[InstrumentedAttribute[Any], str | None], ...] = (
        (Submission.form_id, filters.form_id),
        (Submission.category, filters.category),
        (Submission.channel, filters.channel),
    )
    conditions = [column == value for column, value in equal if value is not None]
    if filters.received_from is not None:
        conditions.append(Submission.received_at >= _midnight(filters.received_from))
    if filters.received_to is not None:
        after = _midnight(filters.received_to) + timedelta(days=1)
        conditions.append(Submission.received_at < after)
    return conditions


def _narrowed(filters: Filters, today: date) -> list[ColumnElement[bool]]:
    """Conditions on the casework, one for each filter that is set."""
    conditions: list[ColumnElement[bool]] = []
    if filters.state is not None:
        conditions.append(Matter.state == filters.state.value)
    if filters.unit is not None:
        conditions.append(Matter.unit == filters.unit)
    if filters.task is not None:
        conditions.append(_states(filters.task.states))
    if filters.late is not None:
        conditions.append(_late(filters.late, today))
    if filters.light is not None:
        conditions.append(_LIGHTS[filters.light](today))
    return conditions


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL_ZONE)
