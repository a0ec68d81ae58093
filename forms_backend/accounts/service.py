"""Accounts of staff: adding, signing in with two factors, sessions that can be ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from district.models import SiteConfig
from forms_backend.accounts.address_book import seal_address
from forms_backend.accounts.errors import (
    OneTimePasswordExpiredError,
    SignInError,
    SignInPausedError,
    StaffError,
    WeakPasswordError,
)
from forms_backend.accounts.passwords import (
    ONE_TIME_LIFE,
    check_new_password,
    hash_password,
    matching_step,
    new_one_time_password,
    new_totp_secret,
    password_matches,
)
from forms_backend.accounts.pauses import GROWTH, Origin, PauseKeys, Scope
from forms_backend.accounts.repository import (
    LONGEST_SESSION,
    AbsenceRepository,
    PauseRepository,
    SessionRepository,
    StaffRepository,
)
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
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher

MAX_FAILURES = 5
"""So many wrong passwords within an open session end all sessions of the account."""
NOWHERE = Origin()
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
    one_time_until: datetime | None
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
        self._keys = PauseKeys(cipher.derive_key("sign-in pauses"))

    def add(
        self, login: str, name: str, unit: str, role: Role, *, actor: str, email: str = ""
    ) -> str:
        """A new account; returns its one-time password. Raises StaffError."""
        known = self._config.unit(unit)
        check_login(login)
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
                        one_time_until=now + ONE_TIME_LIFE,
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
                    s.one_time_until,
                    s.email is not None,
                )
                for s in work[StaffRepository].all()
            ]

    def names(self) -> dict[str, str]:
        """Names by the actor text that the ledger uses."""
        return {staff_actor(account.login): account.name for account in self.accounts()}

    def names_by_id(self) -> dict[int, str]:
        """Names by the id that a `Person` has."""
        with self._database.read() as work:
            return {staff.id: staff.name for staff in work[StaffRepository].all()}

    # Signing in

    def sign_in(self, login: str, password: str, code: str, origin: Origin = NOWHERE) -> str:
        """A fresh session token. Raises SignInPausedError, the same whether there is such an account
        or not; OneTimePasswordExpiredError for who knew it; SignInError, the same for every cause."""
        now, login = self._clock(), login.strip().lower()
        keys = self._keys.of(login, origin)
        self._check_no_pause(keys.values(), now)
        token: str | None = None
        expired = False
        stored = self._stored_hash(login)
        right = password_matches(stored, password)  # slow on purpose: not under the write lock
        with self._database.write() as work:
            staff = work[StaffRepository].lock(login)
            right = right and staff is not None and staff.password_hash == stored
            if staff is None or staff.disabled_at is not None:
                self._count_failure(work, keys, VISITOR, now, origin, {})
            elif right and self._second_factor_holds(staff, code, now):
                expired = staff.one_time_until is not None and staff.one_time_until < now
                if expired:
                    detail = {"why": "one-time password expired"}
                    _record(work, Action.SIGN_IN_FAILED, _actor(staff), now, detail)
                else:
                    staff.failures = 0
                    # Not that of the address: an account of one's own must not open it to guessing.
                    own = {key for scope, key in keys.items() if scope is not Scope.ADDRESS}
                    work[PauseRepository].forget(own)
                    token = work[SessionRepository].open(staff.id, now)
                    _record(work, Action.SIGNED_IN, _actor(staff), now, {})
            else:
                self._count_failure(work, keys, _actor(staff), now, origin, {})
        if expired:
            raise OneTimePasswordExpiredError
        if token is None:
            raise SignInError
        return token

    def _check_no_pause(self, keys: Iterable[str], now: datetime) -> None:
        """What is tried during a pause is not looked at and does not prolong it: else whoever keeps
        trying would keep the owner out."""
        with self._database.read() as work:
            until = work[PauseRepository].until(tuple(keys), now)
        if until is not None:
            raise SignInPausedError(max(1, ceil((until - now).total_seconds())))

    def _count_failure(
        self,
        work: Work,
        keys: Mapping[Scope, str],
        actor: str,
        now: datetime,
        origin: Origin,
        detail: dict[str, str],
    ) -> None:
        pauses = work[PauseRepository]
        pauses.forget_old(now)
        for scope, key in sorted(keys.items()):
            pauses.add(key, now, GROWTH[scope])
        detail |= {"sender": self._keys.digest("sender", origin.sender)}
        if origin.device is not None:
            detail["known_device"] = "yes"
        _record(work, Action.SIGN_IN_FAILED, actor, now, detail)

    def is_own_password(self, person: Person, password: str) -> bool:
        """Asked again before what matters: accounts, roles, second factors. A wrong one counts."""
        now, stored = self._clock(), self._stored_hash(person.login)
        right = password_matches(stored, password)
        if not right:
            with self._database.write() as work:
                self._count_within_session(work, person.login, now)
        return right

    def _count_within_session(self, work: Work, login: str, now: datetime) -> None:
        """So that a stolen session cannot guess the password: after a few, all sessions end."""
        staff = work[StaffRepository].lock(login)
        if staff is None:
            return
        staff.failures += 1
        detail = {"failures": str(staff.failures), "within": "session"}
        if staff.failures >= MAX_FAILURES:
            staff.failures = 0
            work[SessionRepository].end_all(staff.id, now)
        work.flush()
        _record(work, Action.SIGN_IN_FAILED, _actor(staff), now, detail)

    def knows(self, login: str) -> bool:
        """Whether there is such an account; for the log, never for who asks."""
        return self._stored_hash(login.strip().lower()) is not None

    def _stored_hash(self, login: str) -> str | None:
        with self._database.read() as work:
            staff = work[StaffRepository].find(login)
            return staff.password_hash if staff else None

    def _second_factor_holds(self, staff: Staff, code: str, now: datetime) -> bool:
        if staff.totp_secret is None:
            return True
        step = matching_step(
            self._secret_in(staff, staff.totp_secret), code, now, staff.totp_last_step
        )
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
            role = Role(staff.role)
            stands_for = (
                work[AbsenceRepository].stood_for(staff.login, local_date(now))
                if role is Role.HANDLER
                else frozenset()
            )
            signed_in = SignedIn(
                Person(staff.login, role, staff.unit, staff.id, staff.name, stands_for),
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
                self._count_within_session(work, person.login, now)
            else:
                staff.password_hash, staff.must_change_password = new_hash, False
                staff.one_time_until, staff.failures = None, 0
                work[SessionRepository].end_all(staff.id, now)
                token = work[SessionRepository].open(staff.id, now)
                _record(work, Action.PASSWORD_CHANGED, _actor(staff), now, {})
        if token is None:
            raise SignInError
        return token

    def offer_second_factor(self, person: Person) -> str:
        """The secret for the person's authenticator; the same until it is bound. It is kept on the
        server alone. Raises SignInError when one is bound."""
        with self._database.write() as work:
            staff = work[StaffRepository].lock(person.login)
            if staff is None or staff.totp_secret is not None:
                raise SignInError
            if staff.pending_totp is not None:
                return self._secret_in(staff, staff.pending_totp)
            secret = new_totp_secret()
            staff.pending_totp = self._cipher.encrypt(f"totp:{staff.login}", secret.encode())
            return secret

    def set_second_factor(self, person: Person, code: str) -> None:
        """Bind the authenticator that was offered, once. Raises SignInError for a wrong code, when
        one is bound or none was offered."""
        now = self._clock()
        with self._database.write() as work:
            staff = work[StaffRepository].lock(person.login)
            if staff is None or staff.totp_secret is not None or staff.pending_totp is None:
                raise SignInError
            step = matching_step(self._secret_in(staff, staff.pending_totp), code, now, 0)
            if step is None:
                raise SignInError
            staff.totp_secret, staff.pending_totp = staff.pending_totp, None
            staff.totp_last_step = step
            _record(work, Action.SECOND_FACTOR_SET, _actor(staff), now, {})

    def _secret_in(self, staff: Staff, sealed: bytes) -> str:
        return self._cipher.decrypt(f"totp:{staff.login}", sealed).decode()


def check_login(login: str) -> None:
    """Raises StaffError for what can be no login."""
    if not _LOGIN.fullmatch(login) or len(login) > LOGIN_LENGTH:
        raise StaffError("账号应为 2 到 40 个小写字母、数字、点、横线，以字母开头。")


def _actor(staff: Staff) -> str:
    return staff_actor(staff.login)


def _record(work: Work, action: Action, actor: str, now: datetime, detail: dict[str, str]) -> None:
    work[LedgerRepository].append(action, number=None, actor=actor, at=now, detail=detail)
