"""登录会话 and 动态口令: who is signed in where, ending it, and a second factor that was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.passwords import ONE_TIME_LIFE, hash_password, new_one_time_password
from forms_backend.accounts.repository import SessionRepository, StaffRepository, hash_token
from forms_backend.accounts.tables import Staff
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
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
        with self._database.read() as work:
            found = work[SessionRepository].living(person.id, self._clock(), self._idle)
            return [OpenSession(s.id, s.created_at, s.seen_at, s.token_hash == own) for s in found]

    def counts(self) -> dict[str, int]:
        """How many living sessions each login has; logins without one are missing."""
        with self._database.read() as work:
            return work[SessionRepository].count_living(self._clock(), self._idle)

    def end(self, person: Person, session_id: int) -> None:
        """End one of the person's own sessions; another's or one that is over stays as it is."""
        now = self._clock()
        with self._database.write() as work:
            found = work[SessionRepository].not_ended(person.id, session_id)
            if found is not None:
                found.ended_at = now
                _record(work, Action.SESSION_ENDED, person.actor, now, {"login": person.login})

    def end_all(self, login: str, *, actor: str) -> None:
        """End every session of an account. Raises StaffError."""
        now = self._clock()
        with self._database.write() as work:
            staff = _active(work, login)
            work[SessionRepository].end_all(staff.id, now)
            _record(work, Action.SESSION_ENDED, actor, now, {"login": login, "which": "all"})

    def reset_second_factor(self, login: str, *, actor: str) -> str:
        """Forget a lost authenticator and end all sessions; returns a one-time password, with which
        the person signs in to bind a new one. Raises StaffError.

        The old password is void: else the account would, until then, open with a password alone.
        """
        now, password = self._clock(), new_one_time_password()
        password_hash = hash_password(password)  # slow on purpose: not under the write lock
        with self._database.write() as work:
            staff = _active(work, login)
            if staff.totp_secret is None:
                raise StaffError(f"账号 {login} 还没有绑定动态口令，不用解除。")
            staff.totp_secret, staff.pending_totp, staff.totp_last_step = None, None, 0
            _give_one_time_password(work, staff, password_hash, now)
            _record(work, Action.SECOND_FACTOR_RESET, actor, now, {"login": login})
        return password

    def new_password(self, login: str, *, actor: str) -> str:
        """A one-time password in place of one that was lost or ran out; the authenticator stays, all
        sessions end. Raises StaffError."""
        now, password = self._clock(), new_one_time_password()
        password_hash = hash_password(password)  # slow on purpose: not under the write lock
        with self._database.write() as work:
            staff = _active(work, login)
            _give_one_time_password(work, staff, password_hash, now)
            _record(work, Action.PASSWORD_ISSUED, actor, now, {"login": login})
        return password


def _give_one_time_password(work: Work, staff: Staff, password_hash: str, now: datetime) -> None:
    staff.password_hash, staff.must_change_password = password_hash, True
    staff.one_time_until, staff.failures = now + ONE_TIME_LIFE, 0
    work[SessionRepository].end_all(staff.id, now)


def _active(work: Work, login: str) -> Staff:
    staff = work[StaffRepository].lock(login)
    if staff is None or staff.disabled_at is not None:
        raise StaffError(f"没有在用的账号 {login}。用 fabu staff list 查看。")
    return staff


def _record(work: Work, action: Action, actor: str, now: datetime, detail: dict[str, str]) -> None:
    work[LedgerRepository].append(action, number=None, actor=actor, at=now, detail=detail)
