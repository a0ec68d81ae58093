"""Accounts of staff: adding, signing in with two factors, sessions that can be ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from district.models import SiteConfig
from forms_backend.accounts.address_book import seal_address
from forms_backend.accounts.errors import SignInError, StaffError, WeakPasswordError
from forms_backend.accounts.passwords import (
    check_new_password,
    hash_password,
    matching_step,
    new_one_time_password,
    password_matches,
)
from forms_backend.accounts.repository import LONGEST_SESSION, SessionRepository, StaffRepository
from forms_backend.accounts.tables import Staff, StaffSession
from forms_backend.database.errors import ConflictError
from forms_backend.database.limits import LOGIN_LENGTH, STAFF_NAME_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.actors import VISITOR, staff_actor
from forms_backend.identity.person import Person, SignedIn
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher

MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=10)
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")


@dataclass(frozen=True)
class Account:
    """One line of the account list."""

    login: str
    name: str
    unit: str
    role: Role
    has_second_factor: bool
    disabled_at: datetime | None
    locked_until: datetime | None
    has_email: bool


class StaffService:
    """工作人员; each method is one transaction with its ledger event."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        config: SiteConfig,
        clock: Clock,
        idle: timedelta,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._config = config
        self._clock = clock
        self._idle = idle

    def add(
        self, login: str, name: str, unit: str, role: Role, *, actor: str, email: str = ""
    ) -> str:
        """A new account; returns its one-time password. Raises StaffError."""
        known = self._config.unit(unit)
        if not _LOGIN.fullmatch(login) or len(login) > LOGIN_LENGTH:
            raise StaffError("账号应为 2 到 40 个小写字母、数字、点、横线，以字母开头。")
        if not name.strip() or len(name) > STAFF_NAME_LENGTH:
            raise StaffError(f"姓名应为 1 到 {STAFF_NAME_LENGTH} 个字。")
        if known is None or not known.kind.handles_matters:
            raise StaffError(f"“{unit}”不是 units.yml 中办件的单位。")
        sealed = seal_address(self._cipher, login, email)
        password, now = new_one_time_password(), self._clock()
        try:
            with self._database.write() as work:
                work.add(
                    Staff(
                        login=login,
                        name=name.strip(),
                        unit=known.key,
                        role=role.value,
                        password_hash=hash_password(password),
                        must_change_password=True,
                        totp_last_step=0,
                        failures=0,
                        created_at=now,
                        email=sealed,
                    )
                )
                work.flush()
                detail = {"login": login, "unit": known.key, "role": role.value}
                _record(work, Action.STAFF_ADDED, actor, now, detail)
        except ConflictError as error:
            raise StaffError(f"账号 {login} 已经存在（停用的账号也不能重名）。") from error
        return password

    def disable(self, login: str, *, actor: str) -> None:
        """Nobody signs in with the account any more, and its sessions end. Raises StaffError."""
        now = self._clock()
        with self._database.write() as work:
            staff = work[StaffRepository].find(login)
            if staff is None or staff.disabled_at is not None:
                raise StaffError(f"没有可停用的账号 {login}。用 fabu staff list 查看。")
            staff.disabled_at = now
            work[SessionRepository].end_all(staff.id, now)
            _record(work, Action.STAFF_DISABLED, actor, now, {"login": login})

    def accounts(self) -> Sequence[Account]:
        """All accounts, by login."""
        with self._database.read() as work:
            return [
                Account(
                    s.login,
                    s.name,
                    s.unit,
                    Role(s.role),
                    s.totp_secret is not None,
                    s.disabled_at,
                    s.locked_until,
                    s.email is not None,
                )
                for s in work[StaffRepository].all()
            ]

    def names(self) -> dict[str, str]:
        """Names by the actor text that the ledger uses."""
        return {staff_actor(account.login): account.name for account in self.accounts()}

    # Signing in

    def sign_in(self, login: str, password: str, code: str) -> str:
        """A fresh session token. Raises SignInError, the same for every cause."""
        now, login = self._clock(), login.strip().lower()
        token: str | None = None
        stored = self._stored_hash(login)
        right = password_matches(stored, password)  # slow on purpose: not under the write lock
        with self._database.write() as work:
            staff = work[StaffRepository].lock(login)
            right = right and staff is not None and staff.password_hash == stored
            if staff is None or staff.disabled_at is not None:
                _record(work, Action.SIGN_IN_FAILED, VISITOR, now, {})
            elif staff.locked_until is not None and staff.locked_until > now:
                _record(work, Action.SIGN_IN_FAILED, _actor(staff), now, {"why": "locked"})
            elif right and self._second_factor_holds(staff, code, now):
                staff.failures, staff.locked_until = 0, None
                token = work[SessionRepository].open(staff.id, now)
                _record(work, Action.SIGNED_IN, _actor(staff), now, {})
            else:
                _count_failure(work, staff, now)
        if token is None:
            raise SignInError
        return token

    def _stored_hash(self, login: str) -> str | None:
        with self._database.read() as work:
            staff = work[StaffRepository].find(login)
            return staff.password_hash if staff else None

    def _second_factor_holds(self, staff: Staff, code: str, now: datetime) -> bool:
        if staff.totp_secret is None:
            return True
        secret = self._cipher.decrypt(f"totp:{staff.login}", staff.totp_secret).decode()
        step = matching_step(secret, code, now, staff.totp_last_step)
        if step is None:
            return False
        staff.totp_last_step = step
        return True

    def resume(self, token: str) -> SignedIn | None:
        """Who holds this session, or None when it ended, idled too long or is unknown."""
        now = self._clock()
        with self._database.read() as work:
            found = work[SessionRepository].of(token)
            if found is None or self._is_over(found[0], now) or found[1].disabled_at is not None:
                return None
            living, staff = found
            stale = now - living.seen_at > timedelta(minutes=1)
            signed_in = SignedIn(
                Person(staff.login, Role(staff.role), staff.unit, staff.id, staff.name),
                staff.must_change_password,
                staff.totp_secret is None,
            )
        if stale:  # not at each request: reading a page should not wait for the write lock
            with self._database.write() as work:
                work[SessionRepository].mark_seen(token, now)
        return signed_in

    def holder_of(self, token: str) -> Person | None:
        """Whose session that is or was; None for an unknown token and for a disabled account. Enough
        to keep what the person sent too late, never to let anybody do anything."""
        with self._database.read() as work:
            found = work[SessionRepository].of(token) if token else None
            if found is None or found[1].disabled_at is not None:
                return None
            staff = found[1]
            return Person(staff.login, Role(staff.role), staff.unit, staff.id, staff.name)

    def _is_over(self, session: StaffSession, now: datetime) -> bool:
        return (
            session.ended_at is not None
            or now - session.seen_at > self._idle
            or now - session.created_at > LONGEST_SESSION
        )

    def sign_out(self, token: str) -> None:
        """End this session."""
        now = self._clock()
        with self._database.write() as work:
            found = work[SessionRepository].of(token)
            if found is not None and found[0].ended_at is None:
                found[0].ended_at = now
                _record(work, Action.SIGNED_OUT, _actor(found[1]), now, {})

    def change_password(self, person: Person, old: str, new: str) -> str:
        """A new password and a new session; all others end. Raises SignInError, WeakPasswordError.

        A wrong old password counts as a failed sign-in, so that a stolen session cannot guess it.
        """
        check_new_password(new, person.login)
        if old == new:
            raise WeakPasswordError("新密码不能与原密码相同。")
        now, stored = self._clock(), self._stored_hash(person.login)
        right, new_hash = password_matches(stored, old), hash_password(new)
        token: str | None = None
        with self._database.write() as work:
            staff = work[StaffRepository].lock(person.login)
            if staff is None or not right or staff.password_hash != stored:
                if staff is not None:
                    _count_failure(work, staff, now)
                    if staff.locked_until is not None and staff.locked_until > now:
                        work[SessionRepository].end_all(staff.id, now)
            else:
                staff.password_hash, staff.must_change_password = new_hash, False
                work[SessionRepository].end_all(staff.id, now)
                token = work[SessionRepository].open(staff.id, now)
                _record(work, Action.PASSWORD_CHANGED, _actor(staff), now, {})
        if token is None:
            raise SignInError
        return token

    def set_second_factor(self, person: Person, secret: str, code: str) -> None:
        """Bind an authenticator once. Raises SignInError for a wrong code or when one is bound."""
        now = self._clock()
        with self._database.write() as work:
            staff = work[StaffRepository].lock(person.login)
            step = matching_step(secret, code, now, 0)
            if staff is None or staff.totp_secret is not None or step is None:
                raise SignInError
            staff.totp_secret = self._cipher.encrypt(f"totp:{staff.login}", secret.encode())
            staff.totp_last_step = step
            _record(work, Action.SECOND_FACTOR_SET, _actor(staff), now, {})


def _actor(staff: Staff) -> str:
    return staff_actor(staff.login)


def _count_failure(work: Work, staff: Staff, now: datetime) -> None:
    staff.failures += 1
    detail = {"failures": str(staff.failures)}
    if staff.failures >= MAX_FAILURES:
        staff.failures, staff.locked_until = 0, now + LOCKED_FOR
        detail["why"] = "locked now"
    work.flush()
    _record(work, Action.SIGN_IN_FAILED, _actor(staff), now, detail)


def _record(work: Work, action: Action, actor: str, now: datetime, detail: dict[str, str]) -> None:
    work[LedgerRepository].append(action, number=None, actor=actor, at=now, detail=detail)
