"""Queries behind the work lists, inside a transaction that the caller holds.

Every query starts from `visible`, the same rule as `permissions.may_see`; a test holds both equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, defer

from forms_backend.database.work import Repository
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.matters.due_dates import Light
from forms_backend.matters.repository import Pair
from forms_backend.matters.tables import Matter
from forms_backend.matters.transitions import OPEN_STATES, STATES, Owner
from forms_backend.running.clock import LOCAL_ZONE
from forms_backend.submissions.blind_index import Finder
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import SearchEntry, Submission
from forms_backend.worklists.lists import Filters, Selection, Sort, WorkList

Row = TypeVar("Row", bound=tuple[Any, ...])
MANY_BOUNCES = 2
_BATCH = 500
_FEW = 2_000


class ListRepository(Repository):
    """Which matters a list has."""

    def counts(self, person: Person, today: date) -> dict[WorkList, int]:
        """How many matters each list has: one walk over what is open and one count of all."""
        lists = [which for which in WorkList if which in _LISTS]
        columns = [func.count(case((_LISTS[which](person, today), 1))) for which in lists]
        walk = _from_matters(select(func.count(), *columns))
        opened, *found = self._session.execute(walk.where(visible(person), _IS_OPEN)).one()
        everything = self._session.execute(
            select(func.count()).select_from(Matter).where(visible(person))
        ).scalar_one()
        more = {WorkList.CLOSED: everything - opened, WorkList.ALL: everything}
        return dict(zip(lists, found, strict=True)) | more

    def count(self, person: Person, selection: Selection, today: date) -> int:
        """How many matters are selected, whatever was searched for."""
        query = _from_matters(select(func.count())).where(_selected(person, selection, today))
        return self._session.execute(query).scalar_one()

    def page(
        self, person: Person, selection: Selection, today: date, *, offset: int, limit: int
    ) -> Sequence[Pair]:
        """One page of the selection, whatever was searched for."""
        query = _from_matters(select(Submission, Matter)).where(_selected(person, selection, today))
        ordered = query.options(defer(Submission.payload)).order_by(*_order(selection))
        return _pairs(self._session, ordered.offset(offset).limit(limit))

    def search(
        self, person: Person, selection: Selection, today: date, finder: Finder
    ) -> Sequence[int]:
        """Ids of the matters of the selection that `finder` finds, in its order."""
        query = _from_matters(select(Submission.id)).where(_selected(person, selection, today))
        ordered = self._session.scalars(query.order_by(*_order(selection))).all()
        found = self._found(finder, set(ordered))
        return [id_ for id_ in ordered if id_ in found]

    def _found(self, finder: Finder, among: set[int]) -> set[int]:
        """One walk over the index is faster than a join, unless there is little to look at."""
        entries = select(SearchEntry.submission_id, SearchEntry.codewords)
        if len(among) <= _FEW:
            entries = entries.where(SearchEntry.submission_id.in_(among))
        with self._session.execute(entries.execution_options(yield_per=_BATCH)) as rows:
            return {id_ for id_, codewords in rows if id_ in among and finder(id_, codewords)}

    def to_index(self, after: int, limit: int, *, missing_only: bool) -> Sequence[Submission]:
        """The next submissions after that id, all or those that no search finds yet."""
        query = select(Submission).where(Submission.id > after).order_by(Submission.id).limit(limit)
        if missing_only:
            query = query.outerjoin(SearchEntry, SearchEntry.submission_id == Submission.id).where(
                SearchEntry.submission_id.is_(None)
            )
        return self._session.scalars(query).all()

    def pairs(self, ids: Sequence[int]) -> Sequence[Pair]:
        """These matters, in this order."""
        query = _from_matters(select(Submission, Matter)).options(defer(Submission.payload))
        found = {p[0].id: p for p in _pairs(self._session, query.where(Submission.id.in_(ids)))}
        return [found[id_] for id_ in ids if id_ in found]


def _from_matters(query: Select[Row]) -> Select[Row]:
    return query.select_from(Submission).join(Matter, Matter.submission_id == Submission.id)


def _pairs(session: Session, query: Select[tuple[Submission, Matter]]) -> Sequence[Pair]:
    return [(row[0], row[1]) for row in session.execute(query)]


def visible(person: Person) -> ColumnElement[bool]:
    """The same rule as `permissions.may_see`, for the database."""
    if not person.role.works_on_matters:
        return false()
    own = Matter.lead_unit if person.role.leads else Matter.unit
    return and_(
        own == person.unit,
        or_(
            Matter.confidential.is_(False),
            Matter.accused_unit.is_(None),
            Matter.accused_unit != person.unit,
        ),
    )


def _selected(person: Person, selection: Selection, today: date) -> ColumnElement[bool]:
    narrowed = _narrowed(selection.filters, today)
    return and_(visible(person), _listed(person, selection.which, today), *narrowed)


def _order(selection: Selection) -> tuple[ColumnElement[Any], ...]:
    if selection.order is Sort.DUE:
        due = (Matter.sure_on.expression, Submission.id.expression)
        # Only what is over has no date; where there is none of it, an index gives the order.
        return due if selection.which in _LISTS else (Matter.sure_on.is_(None), *due)
    oldest = selection.order is Sort.OLDEST
    return (Submission.id.asc() if oldest else Submission.id.desc(),)


def _states(states: frozenset[State]) -> ColumnElement[bool]:
    return Submission.state.in_(sorted(state.value for state in states))


def _mine(person: Person) -> ColumnElement[bool]:
    """What `permissions.is_owner` says."""
    owner = Owner.UNIT if person.role is Role.HANDLER else Owner(person.role.value)
    waiting = _states(frozenset(s for s, rule in STATES.items() if rule.owner is owner))
    if owner is not Owner.UNIT:
        return waiting
    return and_(waiting, or_(Matter.handler.is_(None), Matter.handler == person.login))


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


def _narrowed(filters: Filters, today: date) -> list[ColumnElement[bool]]:
    """One condition for each filter that is set."""
    equal: tuple[tuple[InstrumentedAttribute[Any], str | None], ...] = (
        (Submission.form_id, filters.form_id),
        (Submission.category, filters.category),
        (Submission.state, filters.state),
        (Submission.channel, filters.channel),
        (Matter.unit, filters.unit),
    )
    conditions = [column == value for column, value in equal if value is not None]
    if filters.light is not None:
        conditions.append(_LIGHTS[filters.light](today))
    if filters.received_from is not None:
        conditions.append(Submission.received_at >= _midnight(filters.received_from))
    if filters.received_to is not None:
        after = _midnight(filters.received_to) + timedelta(days=1)
        conditions.append(Submission.received_at < after)
    return conditions


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL_ZONE)
