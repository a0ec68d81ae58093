"""Where notices go: addresses of staff and of visitors, decrypted only to be written on an envelope."""

from __future__ import annotations

import re
from datetime import date

from district.forms.fields import FieldKind
from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.repository import AbsenceRepository, StaffRepository
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.fields.field_rules import (
    InvalidValueError,
    check_email,
    clean_code,
    clean_email,
)
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.payload import decode_answers
from forms_backend.submissions.tables import Submission

MOBILE = re.compile(r"1[3-9][0-9]{9}")
"""What can get a text: a mobile phone of the mainland."""


def seal_phone(cipher: PayloadCipher, login: str, typed: str) -> bytes | None:
    """As it is kept in the row of `login`; None for none. Raises StaffError."""
    phone = clean_code(typed).replace(" ", "").replace("-", "")
    if not phone:
        return None
    if not MOBILE.fullmatch(phone):
        raise StaffError("手机号码应为 11 位数字，以 1 开头。")
    return cipher.encrypt(f"phone:{login}", phone.encode())


def seal_address(cipher: PayloadCipher, login: str, typed: str) -> bytes | None:
    """As it is kept in the row of `login`; None for none. Raises StaffError."""
    address = clean_email(typed)
    if not address:
        return None
    try:
        check_email(address)
    except InvalidValueError as error:
        raise StaffError(str(error)) from error
    return cipher.encrypt(f"email:{login}", address.encode())


def people_at_work(work: Work, today: date) -> list[Person]:
    """Everybody with an account in use, by login, and for whom each stands in today."""
    away = work[AbsenceRepository].on(today)
    return [
        Person(
            row.login,
            Role(row.role),
            row.unit,
            row.id,
            row.name,
            frozenset(who for who, other in away.items() if other == row.login),
        )
        for row in work[StaffRepository].all()
        if row.disabled_at is None
    ]


class AddressBook:
    """Addresses, inside a transaction that the caller holds."""

    def __init__(self, work: Work, cipher: PayloadCipher, today: date) -> None:
        self._cipher = cipher
        reachable = work[StaffRepository].reachable()
        self._sealed = {row.login: row.email or b"" for row in reachable}
        self._people = [p for p in people_at_work(work, today) if p.login in self._sealed]

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody at work who can be reached, by login."""
        return tuple(self._people)

    def address_of(self, person: Person) -> str:
        """Raises DecryptionError."""
        return self._cipher.decrypt(f"email:{person.login}", self._sealed[person.login]).decode()


class PhoneBook:
    """Phones of staff who get texts, inside a transaction that the caller holds."""

    def __init__(self, work: Work, cipher: PayloadCipher, today: date) -> None:
        self._cipher = cipher
        self._sealed = {row.login: row.phone or b"" for row in work[StaffRepository].with_phone()}
        known = people_at_work(work, today) if self._sealed else []
        self.people = tuple(p for p in known if p.login in self._sealed)

    def phone_of(self, person: Person) -> str:
        """Raises DecryptionError."""
        return self._cipher.decrypt(f"phone:{person.login}", self._sealed[person.login]).decode()


def visitor_phone(cipher: PayloadCipher, submission: Submission) -> str | None:
    """The mobile phone that the visitor left, if any. Raises DecryptionError."""
    answers = decode_answers(cipher.decrypt(submission.number, submission.payload))
    phones = (str(a.value) for a in answers if a.kind == FieldKind.PHONE.value)
    return next((phone for phone in phones if MOBILE.fullmatch(phone)), None)


def visitor_address(cipher: PayloadCipher, submission: Submission) -> str | None:
    """The mail address that the visitor left, if any. Raises DecryptionError."""
    answers = decode_answers(cipher.decrypt(submission.number, submission.payload))
    return next((str(a.value) for a in answers if a.kind == FieldKind.EMAIL.value), None)


class ContactService:
    """工作邮箱 of accounts; each method is one transaction with its ledger event."""

    def __init__(self, database: Database, cipher: PayloadCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def set_email(self, login: str, email: str, *, actor: str) -> None:
        """Empty: no notices. The ledger tells that it changed, not to what. Raises StaffError."""
        sealed = seal_address(self._cipher, login, email)
        with self._database.write() as work:
            staff = work[StaffRepository].lock(login)
            if staff is None or staff.disabled_at is not None:
                raise StaffError(f"没有在用的账号 {login}。")
            staff.email = sealed
            work[LedgerRepository].append(
                Action.STAFF_MAIL_SET,
                number=None,
                actor=actor,
                at=self._clock(),
                detail={"login": login, "set": "yes" if sealed else "no"},
            )

    def set_phone(self, login: str, phone: str, *, actor: str) -> None:
        """Empty: no texts. The ledger tells that it changed, not to what. Raises StaffError."""
        sealed = seal_phone(self._cipher, login, phone)
        with self._database.write() as work:
            staff = work[StaffRepository].lock(login)
            if staff is None or staff.disabled_at is not None:
                raise StaffError(f"没有在用的账号 {login}。")
            staff.phone = sealed
            work[LedgerRepository].append(
                Action.STAFF_PHONE_SET,
                number=None,
                actor=actor,
                at=self._clock(),
                detail={"login": login, "set": "yes" if sealed else "no"},
            )
