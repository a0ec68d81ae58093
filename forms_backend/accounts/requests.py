"""双人办理: what gives access is asked for by one administrator and done when another agrees.

Who agrees never learns the one-time password, or one person could open an account for himself. It is
made when whoever asked fetches it (领取), so that it waits nowhere and cannot be lost on the way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.leaving import PostService
from forms_backend.accounts.passwords import ONE_TIME_LIFE
from forms_backend.accounts.repository import RequestRepository, StaffRepository
from forms_backend.accounts.service import StaffService, check_login
from forms_backend.accounts.sessions import SessionService
from forms_backend.accounts.tables import AccountRequest
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher

STANDS_FOR = timedelta(days=7)
"""How long a request can be agreed to."""


class Kind(StrEnum):
    """What can be asked for."""

    ADD = "add"
    MOVE = "move"
    NEW_PASSWORD = "new_password"  # noqa: S105 - the name of a step
    RESET_FACTOR = "reset_factor"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.ADD: "新增账号",
    Kind.MOVE: "调动",
    Kind.NEW_PASSWORD: "再发一次性密码",
    Kind.RESET_FACTOR: "解除动态口令",
}


@dataclass(frozen=True)
class Asked:
    """One request as the list shows it."""

    id: int
    kind: Kind
    login: str
    unit: str
    role: Role | None
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True)
class _Decided:
    """What was asked for, once it is decided."""

    kind: Kind
    login: str
    asked_by: str
    given: Mapping[str, str]


@dataclass(frozen=True)
class Agreed:
    """What was done; `has_password`: whether whoever asked now fetches a one-time password."""

    login: str
    asked_by: str
    has_password: bool


@dataclass(frozen=True)
class ToFetch:
    """A one-time password that waits for whoever asked, until then."""

    id: int
    kind: Kind
    login: str
    until: datetime


class RequestService:
    """Asks, agrees, refuses; each with its ledger event."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        clock: Clock,
        staff: StaffService,
        posts: PostService,
        sessions: SessionService,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._staff = staff
        self._posts = posts
        self._sessions = sessions

    def ask(self, kind: Kind, login: str, given: Mapping[str, str], *, person: Person) -> None:
        """Keep what is asked for; nothing is done and nothing but the login is checked yet. Raises
        StaffError."""
        known = any(a.login == login and not a.disabled_at for a in self._staff.accounts())
        if known is (kind is Kind.ADD):
            raise StaffError(f"账号 {login} 已经存在。" if known else f"没有在用的账号 {login}。")
        if kind is Kind.ADD:
            check_login(login)
        now = self._clock()
        detail = self._cipher.encrypt(f"request:{login}", json.dumps(dict(given)).encode())
        with self._database.write() as work:
            work[RequestRepository].add(
                AccountRequest(
                    kind=kind.value, login=login, detail=detail, asked_by=person.login,
                    asked_at=now,
                )
            )  # fmt: skip
            _record(work, Action.ACCOUNT_ASKED, person, now, kind, login)

    def waiting(self) -> Sequence[Asked]:
        """Undecided, oldest first."""
        with self._database.read() as work:
            found = [(row, self._given(row)) for row in work[RequestRepository].waiting()]
            return [
                Asked(
                    row.id,
                    Kind(row.kind),
                    row.login,
                    given.get("unit", ""),
                    Role(given["role"]) if given.get("role") else None,
                    row.asked_by,
                    row.asked_at,
                )
                for row, given in found
            ]

    def _given(self, row: AccountRequest) -> dict[str, str]:
        given: dict[str, str] = json.loads(self._cipher.decrypt(f"request:{row.login}", row.detail))
        return given

    def agree(self, request_id: int, *, person: Person) -> Agreed:
        """Do it. Raises StaffError for whoever asked for it, and for what is too old or was asked
        for by somebody who has no account any more, which then wait on; and when it cannot be done,
        which ends it. A password that the step has made is known to nobody; whoever asked gets
        another by `fetch_password`."""
        decided = self._decide(request_id, person, Action.ACCOUNT_AGREED)
        made_password = _STEPS[decided.kind](self, decided, person.actor) is not None
        if made_password:
            with self._database.write() as work:
                row = work[RequestRepository].lock_any(request_id)
                assert row is not None
                row.password_until = self._clock() + ONE_TIME_LIFE
        return Agreed(decided.login, decided.asked_by, made_password)

    def passwords_for(self, person: Person) -> Sequence[ToFetch]:
        """What others agreed to and whose one-time password waits for this person."""
        with self._database.read() as work:
            found = work[RequestRepository].with_password(person.login, self._clock())
            return [
                ToFetch(row.id, Kind(row.kind), row.login, row.password_until)
                for row in found
                if row.password_until is not None
            ]

    def fetch_password(self, request_id: int, *, person: Person) -> tuple[str, str]:
        """The login and a fresh one-time password, once, for whoever asked. Raises StaffError for
        everybody else, when it is too late, and when the account has a password of its owner's.

        What waits is crossed out after the password was made: broken off between the two, it can be
        fetched again, and the last one holds."""
        with self._database.read() as work:
            row = work[RequestRepository].lock_any(request_id)
            if row is None or row.password_until is None or row.asked_by != person.login:
                raise StaffError("没有等你领取的一次性密码。")
            login, until = row.login, row.password_until
            staff = work[StaffRepository].find(login)
            has_own = staff is not None and not staff.must_change_password
        if until < self._clock():
            raise StaffError(f"{login} 的一次性密码超过 72 小时没有领取，请另提“再发一次性密码”。")
        if has_own:
            raise StaffError(f"{login} 已经登录并改过密码，不用再领取。")
        made = self._sessions.new_password(login, actor=person.actor)
        with self._database.write() as work:
            row = work[RequestRepository].lock_any(request_id)
            assert row is not None
            row.password_until = None
        return login, made

    def refuse(self, request_id: int, *, person: Person) -> str:
        """The login; who asked may take it back this way. Raises StaffError."""
        return self._decide(request_id, person, Action.ACCOUNT_REFUSED).login

    def _decide(self, request_id: int, person: Person, action: Action) -> _Decided:
        now = self._clock()
        with self._database.write() as work:
            row = work[RequestRepository].lock(request_id)
            if row is None:
                raise StaffError("这一项已经办过了。")
            if action is Action.ACCOUNT_AGREED and row.asked_by == person.login:
                raise StaffError("不能同意自己提出的，须由另一位系统管理员同意。")
            if action is Action.ACCOUNT_AGREED:
                _check_still_stands(work, row, now)
            decided = _Decided(Kind(row.kind), row.login, row.asked_by, self._given(row))
            row.decided_by, row.decided_at = person.login, now
            row.detail = self._cipher.encrypt(f"request:{row.login}", b"{}")  # no longer needed
            _record(work, action, person, now, Kind(row.kind), row.login)
            return decided

    def _add(self, decided: _Decided, actor: str) -> str:
        given = decided.given
        return self._staff.add(
            decided.login, given["name"], given["unit"], Role(given["role"]), actor=actor,
            email=given.get("email", ""),
        )  # fmt: skip

    def _move(self, decided: _Decided, actor: str) -> None:
        given = decided.given
        self._posts.move(
            decided.login, given["unit"], Role(given["role"]), actor=actor,
            successor=given.get("hand_to", ""),
        )  # fmt: skip

    def _new_password(self, decided: _Decided, actor: str) -> str:
        return self._sessions.new_password(decided.login, actor=actor)

    def _reset(self, decided: _Decided, actor: str) -> str:
        return self._sessions.reset_second_factor(decided.login, actor=actor)


def _check_still_stands(work: Work, row: AccountRequest, now: datetime) -> None:
    """Raises StaffError for what may only be refused."""
    asker = work[StaffRepository].find(row.asked_by)
    if asker is None or asker.disabled_at is not None:
        raise StaffError(
            f"提出的人 {row.asked_by} 的账号已经停用，只能不同意；仍要办的，请另提一次。"
        )
    if now - row.asked_at > STANDS_FOR:
        raise StaffError(f"提出已超过 {STANDS_FOR.days} 天，只能不同意；仍要办的，请另提一次。")


Step = Callable[[RequestService, _Decided, str], str | None]
_STEPS: Mapping[Kind, Step] = {
    Kind.ADD: RequestService._add,
    Kind.MOVE: RequestService._move,
    Kind.NEW_PASSWORD: RequestService._new_password,
    Kind.RESET_FACTOR: RequestService._reset,
}


def _record(
    work: Work, action: Action, person: Person, now: datetime, kind: Kind, login: str
) -> None:
    detail = {"login": login, "step": kind.label}
    work[LedgerRepository].append(action, number=None, actor=person.actor, at=now, detail=detail)
