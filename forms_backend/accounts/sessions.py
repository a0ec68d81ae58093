"""登录会话 and 动态口令: who is signed in where, ending it, and a second factor that was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.passwords import hash_password, new_one_time_password
from forms_backend.accounts.session_rows import LONGEST_SESSION, end_sessions, hash_token
from forms_backend.accounts.tables import Staff, StaffSession
from forms_backend.database.transactions import Database
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock


@dataclass(frozen=True)
class OpenSession:
    """One session that still lives."""

    id: int
    started_at: datetime
    seen_at: datetime
    is_this_one: bool


class SessionService:
    """Each method is one transaction with its ledger event."""

    def __init__(self, database: Database, clock: Clock, idle: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._idle = idle

    def of(self, person: Person, token: str) -> Sequence[OpenSession]:
        """The person's living sessions, newest first; `token` is that of the one that asks."""
        own = hash_token(token)
        with self._database.read() as session:
            found = session.scalars(
                select(StaffSession)
                .where(*self._living(self._clock()), StaffSession.staff_id == person.id)
                .order_by(StaffSession.id.desc())
            )
            return [OpenSession(s.id, s.created_at, s.seen_at, s.token_hash == own) for s in found]

    def counts(self) -> dict[str, int]:
        """How many living sessions each login has; logins without one are missing."""
        query = (
            select(Staff.login)
            .join(StaffSession, StaffSession.staff_id == Staff.id)
            .where(*self._living(self._clock()))
        )
        found: dict[str, int] = {}
        with self._database.read() as session:
            for login in session.scalars(query):
                found[login] = found.get(login, 0) + 1
        return found

    def _living(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        return (
            StaffSession.ended_at.is_(None),
            StaffSession.seen_at >= now - self._idle,
            StaffSession.created_at >= now - LONGEST_SESSION,
        )

    def end(self, person: Person, session_id: int) -> None:
        """End one of the person's own sessions; another's or one that is over stays as it is."""
        now = self._clock()
        with self._database.write() as session:
            found = session.scalars(
                select(StaffSession)
                .where(StaffSession.id == session_id, StaffSession.staff_id == person.id)
                .where(StaffSession.ended_at.is_(None))
            ).one_or_none()
            if found is not None:
                found.ended_at = now
                _record(session, Action.SESSION_ENDED, person.actor, now, {"login": person.login})

    def end_all(self, login: str, *, actor: str) -> None:
        """End every session of an account. Raises StaffError."""
        now = self._clock()
        with self._database.write() as session:
            staff = _active(session, login)
            end_sessions(session, staff.id, now)
            _record(session, Action.SESSION_ENDED, actor, now, {"login": login, "which": "all"})

    def reset_second_factor(self, login: str, *, actor: str) -> str:
        """Forget a lost authenticator and end all sessions; returns a one-time password, with which
        the person signs in to bind a new one. Raises StaffError.

        The old password is void: else the account would, until then, open with a password alone.
        """
        now, password = self._clock(), new_one_time_password()
        password_hash = hash_password(password)  # slow on purpose: not under the write lock
        with self._database.write() as session:
            staff = _active(session, login)
            if staff.totp_secret is None:
                raise StaffError(f"账号 {login} 还没有绑定动态口令，不用解除。")
            staff.totp_secret, staff.totp_last_step = None, 0
            staff.password_hash, staff.must_change_password = password_hash, True
            staff.failures, staff.locked_until = 0, None
            end_sessions(session, staff.id, now)
            _record(session, Action.SECOND_FACTOR_RESET, actor, now, {"login": login})
        return password


def _active(session: Session, login: str) -> Staff:
    staff = session.scalars(
        select(Staff).where(Staff.login == login, Staff.disabled_at.is_(None)).with_for_update()
    ).one_or_none()
    if staff is None:
        raise StaffError(f"没有在用的账号 {login}。用 fabu staff list 查看。")
    return staff


def _record(
    session: Session, action: Action, actor: str, now: datetime, detail: dict[str, str]
) -> None:
    LedgerRepository(session).append(action, number=None, actor=actor, at=now, detail=detail)
