"""调岗、离岗: what a person had in hand goes over in the same step as the account changes.

Accounts stand below the topics whose work people have in hand; a topic adds its own step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from district.models import SiteConfig
from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.repository import SessionRepository, StaffRepository
from forms_backend.accounts.tables import Staff
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock


@dataclass(frozen=True)
class Leaving:
    """Who leaves a post; `successor` is a colleague's login, None for everybody of the unit."""

    login: str
    successor: str | None
    actor: str
    at: datetime


HandOver = Callable[[Work, Leaving], int]
"""Hands over what the person had in hand; returns how much that was."""


class PostService:
    """Accounts that end or change; each method is one transaction with its ledger events."""

    def __init__(self, database: Database, config: SiteConfig, clock: Clock) -> None:
        self._database = database
        self._config = config
        self._clock = clock
        self._steps: list[HandOver] = []

    def when_leaving(self, step: HandOver) -> None:
        """`step` runs within the transaction in which somebody leaves a post."""
        self._steps.append(step)

    def disable(self, login: str, *, actor: str, successor: str = "") -> int:
        """Nobody signs in with the account any more, its sessions end, what the person had in hand
        goes to `successor` or back to the unit; returns how much. Raises StaffError."""
        now = self._clock()
        with self._database.write() as work:
            staff = work[StaffRepository].lock(login)
            if staff is None or staff.disabled_at is not None:
                raise StaffError(f"没有可停用的账号 {login}。用 fabu staff list 查看。")
            count = self._hand_over(work, staff, successor, actor, now)
            staff.disabled_at = now
            work[SessionRepository].end_all(staff.id, now)
            _record(work, Action.STAFF_DISABLED, actor, now, {"login": login})
            return count

    def move(self, login: str, unit: str, role: Role, *, actor: str, successor: str = "") -> int:
        """Another unit or role; the sessions end, so that the next page is of the new post. Returns
        how much was handed over. Raises StaffError."""
        now, known = self._clock(), self._config.unit(unit)
        if known is None or not known.kind.handles_matters:
            raise StaffError(f"“{unit}”不是 units.yml 中办件的单位。")
        with self._database.write() as work:
            staff = work[StaffRepository].lock(login)
            if staff is None or staff.disabled_at is not None:
                raise StaffError(f"没有在用的账号 {login}。用 fabu staff list 查看。")
            former = {"former_unit": staff.unit, "former_role": staff.role}
            if (staff.unit, staff.role) == (known.key, role.value):
                raise StaffError(f"{login} 已经在这个单位、这个岗位。")
            count = self._hand_over(work, staff, successor, actor, now)
            staff.unit, staff.role = known.key, role.value
            work[SessionRepository].end_all(staff.id, now)
            detail = {"login": login, "unit": known.key, "role": role.value} | former
            _record(work, Action.STAFF_MOVED, actor, now, detail)
            return count

    def _hand_over(
        self, work: Work, staff: Staff, successor: str, actor: str, now: datetime
    ) -> int:
        if successor:
            heir = work[StaffRepository].find(successor)
            is_fit = (
                heir is not None
                and heir.disabled_at is None
                and heir.login != staff.login
                and (heir.unit, heir.role) == (staff.unit, Role.HANDLER.value)
            )
            if not is_fit:
                raise StaffError(f"“{successor}”不是同一单位在用的承办人，不能接手。")
        leaving = Leaving(staff.login, successor or None, actor, now)
        return sum(step(work, leaving) for step in self._steps)


def _record(work: Work, action: Action, actor: str, now: datetime, detail: dict[str, str]) -> None:
    work[LedgerRepository].append(action, number=None, actor=actor, at=now, detail=detail)
