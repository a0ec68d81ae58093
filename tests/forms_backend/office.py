"""Everybody at work on one database: people, valid inputs, and the steps they take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from forms_backend.accounts.service import StaffService
from forms_backend.accounts.tables import Staff
from forms_backend.database.transactions import Database
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import Receipt, SubmissionService
from forms_backend.matters.rules import CaseworkRules, load_casework_rules
from forms_backend.matters.service import MatterService, MatterView
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.worklists.service import ListService
from tests.reference import SITE_CONFIG, reference_config

INTAKE = Person("shouli", Role.INTAKE, "zhengfawei", name="受理员")
INTAKE_2 = Person("shouli2", Role.INTAKE, "zhengfawei", name="受理员二")
SUPERVISOR = Person("duban", Role.SUPERVISOR, "zhengfawei", name="督办员")
HANDLER = Person("chengban", Role.HANDLER, "court", name="承办员")
HANDLER_2 = Person("chengban2", Role.HANDLER, "court", name="承办员二")
REVIEWER = Person("shenhe", Role.REVIEWER, "court", name="审核员")
POLICE = Person("jingguan", Role.HANDLER, "police", name="民警")
PEOPLE = (INTAKE, INTAKE_2, SUPERVISOR, HANDLER, HANDLER_2, REVIEWER, POLICE)


def account_of(person: Person, created_at: datetime) -> Staff:
    """A row of the accounts, with a password that nobody has."""
    return Staff(
        login=person.login,
        name=person.name,
        unit=person.unit,
        role=person.role.value,
        password_hash="-",
        must_change_password=True,
        totp_last_step=0,
        failures=0,
        created_at=created_at,
    )


INPUTS: dict[str, str] = {
    "unit": "court", "basis": "属于人民法院的审判事项", "reason": "案情复杂，需要调取材料",
    "remedy": "可以向信访局反映", "answer": "诉求：合并检查。结论：已合并。", "channel": "phone",
    "text": "请按期办理", "outcome": "电话回访，表示满意",
}  # fmt: skip
"""A valid value for everything that an action may need."""


@dataclass
class Office:
    """Everybody at work on one database."""

    matters: MatterService
    visitors: VisitorService
    submissions: SubmissionService
    staff: StaffService
    rules: CaseworkRules
    lists: ListService
    ledger: LedgerService

    def act(self, person: Person, number: str, action: Action, **typed: str) -> None:
        version = self.matters.open(person, number).version
        self.matters.act(person, number, action, version, INPUTS | typed)

    def view(self, person: Person, number: str) -> MatterView:
        return self.matters.open(person, number)

    def visitor_acts(self, receipt: Receipt, action: Action, **typed: str) -> None:
        view = self.visitors.look_up(receipt.number, receipt.query_code)
        assert view is not None
        self.visitors.act(receipt.number, receipt.query_code, action, view.version, INPUTS | typed)

    def go(self, number: str, *steps: tuple[Person, Action]) -> None:
        for person, action in steps:
            self.act(person, number, action)


TO_HANDLING = (
    (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT), (INTAKE, Action.ASSIGN),
    (HANDLER, Action.TAKE),
)  # fmt: skip
TO_DELIVERED = (
    *TO_HANDLING, (HANDLER, Action.SUBMIT_ANSWER), (REVIEWER, Action.APPROVE_ANSWER),
    (HANDLER, Action.DELIVER),
)  # fmt: skip


def make_office(
    database: Database, service: SubmissionService, clock: Any, rules: CaseworkRules | None = None
) -> Office:
    config = reference_config()
    rules = rules or load_casework_rules(config, SITE_CONFIG)
    cipher = PayloadCipher(bytes(32))
    return Office(
        MatterService(database, cipher, rules, config, clock),
        VisitorService(database, cipher, rules, config, service, clock),
        service,
        StaffService(database, cipher, config, clock, timedelta(minutes=20)),
        rules,
        ListService(database, cipher, clock),
        LedgerService(database, clock),
    )


def other_person(person: Person, **changes: Any) -> Person:
    return replace(person, **changes)
