"""Accounts and their sessions as rows, inside a transaction that the caller holds."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import aliased

from forms_backend.accounts.pauses import FORGOTTEN_AFTER, Growth
from forms_backend.accounts.tables import Absence, AccountRequest, SignInPause, Staff, StaffSession
from forms_backend.database.transactions import insert_into
from forms_backend.database.work import Repository
from forms_backend.identity.roles import Role

LONGEST_SESSION = timedelta(hours=12)


def hash_token(token: str) -> str:
    """What is stored of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


class StaffRepository(Repository):
    """Queries on accounts."""

    def find(self, login: str) -> Staff | None:
        """The account, disabled or not."""
        return self._session.scalars(select(Staff).where(Staff.login == login)).one_or_none()

    def lock(self, login: str) -> Staff | None:
        """As `find`, locked until the transaction ends."""
        query = select(Staff).where(Staff.login == login).with_for_update()
        return self._session.scalars(query).one_or_none()

    def all(self) -> Sequence[Staff]:
        """Every account, by login."""
        return self._session.scalars(select(Staff).order_by(Staff.login)).all()

    def reachable(self) -> Sequence[Staff]:
        """Who is at work and has a mail address, by login."""
        query = select(Staff).where(Staff.disabled_at.is_(None), Staff.email.is_not(None))
        return self._session.scalars(query.order_by(Staff.login)).all()

    def with_phone(self) -> Sequence[Staff]:
        """Who is at work and gets texts, by login."""
        query = select(Staff).where(Staff.disabled_at.is_(None), Staff.phone.is_not(None))
        return self._session.scalars(query.order_by(Staff.login)).all()


class AbsenceRepository(Repository):
    """Queries on absences; who has left the post or the account meanwhile counts no more."""

    def on(self, day: date) -> dict[str, str]:
        """Who stands in that day, by the login of who is away."""
        query = _of_handlers(select(Absence.login, Absence.substitute)).where(
            Absence.first_day <= day, Absence.last_day >= day
        )
        return dict(self._session.execute(query).tuples().all())

    def stood_for(self, login: str, day: date) -> frozenset[str]:
        """Those for whom this person stands in that day."""
        query = _of_handlers(select(Absence.login)).where(
            Absence.substitute == login, Absence.first_day <= day, Absence.last_day >= day
        )
        return frozenset(self._session.scalars(query))

    def not_over(self, unit: str, day: date) -> Sequence[Absence]:
        """Of that unit, those that end on `day` or later, by their first day."""
        query = _of_handlers(select(Absence), unit).where(Absence.last_day >= day)
        return self._session.scalars(query.order_by(Absence.first_day, Absence.id)).all()

    def overlapping(self, login: str, first: date, last: date) -> bool:
        """Whether that person is away on one of these days."""
        return self._any(Absence.login == login, first, last)

    def stands_in(self, login: str, first: date, last: date) -> bool:
        """Whether that person stands in for somebody on one of these days."""
        return self._any(Absence.substitute == login, first, last)

    def _any(self, condition: ColumnElement[bool], first: date, last: date) -> bool:
        query = _of_handlers(select(Absence.id)).where(
            condition, Absence.first_day <= last, Absence.last_day >= first
        )
        return self._session.scalars(query.limit(1)).first() is not None

    def lock(self, absence_id: int, unit: str) -> Absence | None:
        """One of that unit, locked until the transaction ends."""
        query = (
            select(Absence)
            .join(Staff, Staff.login == Absence.login)
            .where(Absence.id == absence_id, Staff.unit == unit)
        )
        return self._session.scalars(query.with_for_update(of=Absence)).one_or_none()


def _of_handlers(query: Select[Any], unit: str | None = None) -> Select[Any]:
    """`query` over absences that nobody ended, of handlers whose substitute works beside them."""
    away, other = aliased(Staff), aliased(Staff)
    handler = Role.HANDLER.value
    query = (
        query.join(away, away.login == Absence.login)
        .join(other, other.login == Absence.substitute)
        .where(
            Absence.ended_at.is_(None),
            away.role == handler,
            other.role == handler,
            away.unit == other.unit,
            other.disabled_at.is_(None),
        )
    )
    return query.where(away.unit == unit) if unit else query


class PauseRepository(Repository):
    """Counters of wrong passwords; those that nobody added to for long are forgotten."""

    def until(self, keys: Collection[str], now: datetime) -> datetime | None:
        """Until when the longest of these pauses lasts; None when there is none now."""
        query = select(func.max(SignInPause.until)).where(SignInPause.key.in_(sorted(keys)))
        return self._session.scalars(query.where(SignInPause.until > now)).one()

    def add(self, key: str, now: datetime, growth: Growth) -> None:
        """One failure more; the row stays locked until the transaction ends."""
        new = insert_into(self._session, SignInPause)
        self._session.execute(
            new.values(key=key, failures=0, last_at=now).on_conflict_do_nothing(
                index_elements=["key"]
            )
        )
        query = select(SignInPause).where(SignInPause.key == key).with_for_update()
        row = self._session.scalars(query).one()
        forgotten = row.last_at < now - FORGOTTEN_AFTER
        row.failures = 1 if forgotten else row.failures + 1
        row.last_at, row.until = now, now + growth.after(row.failures)
        self._session.flush()

    def forget(self, keys: Collection[str]) -> None:
        """After a right password."""
        self._session.execute(delete(SignInPause).where(SignInPause.key.in_(sorted(keys))))

    def forget_old(self, now: datetime) -> None:
        self._session.execute(
            delete(SignInPause).where(SignInPause.last_at < now - FORGOTTEN_AFTER)
        )


class RequestRepository(Repository):
    """What waits for a second administrator."""

    def add(self, request: AccountRequest) -> None:
        self._session.add(request)
        self._session.flush()

    def waiting(self) -> Sequence[AccountRequest]:
        """Undecided, oldest first."""
        query = select(AccountRequest).where(AccountRequest.decided_at.is_(None))
        return self._session.scalars(query.order_by(AccountRequest.id)).all()

    def with_password(self, asked_by: str, now: datetime) -> Sequence[AccountRequest]:
        """Agreed to, where the one-time password still waits for whoever asked, oldest first."""
        query = select(AccountRequest).where(
            AccountRequest.asked_by == asked_by, AccountRequest.password_until >= now
        )
        return self._session.scalars(query.order_by(AccountRequest.id)).all()

    def lock_any(self, request_id: int) -> AccountRequest | None:
        """One, decided or not, locked until the transaction ends."""
        query = select(AccountRequest).where(AccountRequest.id == request_id)
        return self._session.scalars(query.with_for_update()).one_or_none()

    def lock(self, request_id: int) -> AccountRequest | None:
        """One that is undecided, locked until the transaction ends."""
        query = select(AccountRequest).where(
            AccountRequest.id == request_id, AccountRequest.decided_at.is_(None)
        )
        return self._session.scalars(query.with_for_update()).one_or_none()


class SessionRepository(Repository):
    """登录会话: found by the hash of its token, opened, ended."""

    def of(self, token: str) -> tuple[StaffSession, Staff] | None:
        """The session of a token with its account, ended or not."""
        row = self._session.execute(
            select(StaffSession, Staff)
            .join(Staff, Staff.id == StaffSession.staff_id)
            .where(StaffSession.token_hash == hash_token(token))
        ).one_or_none()
        return (row[0], row[1]) if row else None

    def open(self, staff_id: int, now: datetime) -> str:
        """A new session; returns its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        self._session.add(
            StaffSession(
                staff_id=staff_id, token_hash=hash_token(token), created_at=now, seen_at=now
            )
        )
        self._session.flush()
        return token

    def mark_seen(self, token: str, now: datetime) -> None:
        """Unless it has ended."""
        self._session.execute(
            update(StaffSession)
            .where(StaffSession.token_hash == hash_token(token), StaffSession.ended_at.is_(None))
            .values(seen_at=now)
        )

    def end_all(self, staff_id: int, now: datetime) -> None:
        """End every session of an account."""
        self._session.execute(
            update(StaffSession)
            .where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None))
            .values(ended_at=now)
        )

    def not_ended(self, staff_id: int, session_id: int) -> StaffSession | None:
        """One session of an account, unless it was ended."""
        return self._session.scalars(
            select(StaffSession)
            .where(StaffSession.id == session_id, StaffSession.staff_id == staff_id)
            .where(StaffSession.ended_at.is_(None))
        ).one_or_none()

    def living(self, staff_id: int, now: datetime, idle: timedelta) -> Sequence[StaffSession]:
        """The sessions of an account that are neither ended nor over, newest first."""
        return self._session.scalars(
            select(StaffSession)
            .where(*_living(now, idle), StaffSession.staff_id == staff_id)
            .order_by(StaffSession.id.desc())
        ).all()

    def count_living(self, now: datetime, idle: timedelta) -> dict[str, int]:
        """How many living sessions each login has; logins without one are missing."""
        query = (
            select(Staff.login, func.count())
            .join(StaffSession, StaffSession.staff_id == Staff.id)
            .where(*_living(now, idle))
            .group_by(Staff.login)
        )
        return dict(self._session.execute(query).tuples().all())


def _living(now: datetime, idle: timedelta) -> tuple[ColumnElement[bool], ...]:
    return (
        StaffSession.ended_at.is_(None),
        StaffSession.seen_at >= now - idle,
        StaffSession.created_at >= now - LONGEST_SESSION,
    )
