"""What is online: taken down and brought back in one step, and signed later after an urgent step."""

from __future__ import annotations

from dataclasses import dataclass

from district.signoff.people import Role as SignoffRole
from district.signoff.people import SignoffRules
from district.signoff.record import record_text
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.desk import Approved, EditingDesk, checked_reason
from forms_backend.manuscripts.draft_branches import Opened, account_of
from forms_backend.manuscripts.errors import EditingError
from forms_backend.manuscripts.header import read_header
from forms_backend.manuscripts.header_form import with_withdrawal, without_withdrawal
from forms_backend.manuscripts.places import Place
from forms_backend.manuscripts.signing import Sheet
from forms_backend.manuscripts.steps import State, Step, may_take, message_of
from forms_backend.running.clock import local_date

_SIGNS_AS = {
    Role.MANUSCRIPT_REVIEWER: SignoffRole.REVIEWER,
    Role.APPROVER: SignoffRole.APPROVER,
}


@dataclass(frozen=True)
class Urgent:
    """A text that is online before all have signed: `missing` says who has to. `is_yours`: whoever looks
    may."""

    place: Place
    title: str
    missing: str
    is_yours: bool = False


class OnlineDesk:
    """Steps with the texts of main. Each is one commit of the person on main, and signed as `fabu sign`
    would: what one approver does alone is urgent, and listed until the second has signed."""

    def __init__(self, desk: EditingDesk) -> None:
        self._desk = desk
        self._branches = desk.branches
        self._signing = desk.signing

    def withdraw(self, identifier: str, reason: str, seen: str, person: Person) -> Approved:
        """撤下, with the reason that the page will tell. The signatures under the text stay, for the day
        it is brought back. `seen`: the commit of main that the person had on the screen.

        Raises EditingError.
        """
        opened = self._opened(identifier, seen, Step.WITHDRAW, person)
        reason = " ".join(checked_reason(reason, messages.WITHDRAWAL_REASON_MISSING).split())
        header = read_header(opened.text)
        if header.status != "published":
            raise EditingError(messages.NOT_ONLINE)
        if header.is_withdrawn:
            raise EditingError(messages.ALREADY_WITHDRAWN)
        text = with_withdrawal(opened.text, local_date(self._desk.clock()), reason)
        return self._put_online(opened, text, Step.WITHDRAW, person)

    def bring_back(self, identifier: str, seen: str, person: Person) -> Approved:
        """恢复上网: the text as it was. Raises EditingError; HasProblemsError."""
        opened = self._opened(identifier, seen, Step.BRING_BACK, person)
        if not read_header(opened.text).is_withdrawn:
            raise EditingError(messages.NOT_WITHDRAWN)
        return self._put_online(opened, without_withdrawal(opened.text), Step.BRING_BACK, person)

    def countersign(self, identifier: str, seen: str, person: Person) -> None:
        """补签 under what an approver let go online. Raises EditingError."""
        opened = self._opened(identifier, seen, Step.COUNTERSIGN, person)
        rules = self._signing.rules(opened.main)
        role = _SIGNS_AS[person.role]
        sheet = self._sheet(opened, opened.text, rules)
        if role not in sheet.standing.missing:
            raise EditingError(messages.NOTHING_TO_COUNTERSIGN.format(role=role.label))
        if person.login in self._authors(opened, rules):
            raise EditingError(messages.OWN_TEXT.format(role=role.label))
        sheet = self._signing.signed(opened.place, opened.text, sheet, rules, role, person.login)
        self._write(
            opened, {opened.place.record: record_text(sheet.all_)}, Step.COUNTERSIGN, person
        )

    def waiting(self, person: Person) -> list[Urgent]:
        """What is online and lacks a signature, for the first page."""
        main = self._branches.main()
        rules = self._signing.rules(main)
        if not rules.is_on:
            return []
        urgent = {
            path for path, data in self._branches.records(main).items() if b"urgent: true" in data
        }
        found = []
        for place, _file in self._branches.places(main).values():
            if place.record in urgent:
                row = self._urgent(self._branches.open_online(place.id), rules, person)
                found += [row] if row else []
        return found

    def lacking(self, opened: Opened, person: Person) -> Urgent | None:
        """The row of one text of main; None where it lacks no signature."""
        rules = self._signing.rules(opened.main)
        return self._urgent(opened, rules, person) if rules.is_on else None

    def _urgent(self, opened: Opened, rules: SignoffRules, person: Person) -> Urgent | None:
        sheet = self._sheet(opened, opened.text, rules)
        if not (sheet.standing.missing and sheet.standing.is_urgent):
            return None
        role = _SIGNS_AS.get(person.role)
        keys = {key for key, one in rules.people.items() if one.account == person.login}
        is_yours = (
            role in sheet.standing.missing
            and any(role in rules.people[key].roles for key in keys)
            and keys.isdisjoint(sheet.standing.signed)
            and person.login not in self._authors(opened, rules)
        )
        missing = "、".join(one.label for one in sheet.standing.missing)
        return Urgent(opened.place, opened.title, missing, is_yours)

    def _opened(self, identifier: str, seen: str, step: Step, person: Person) -> Opened:
        opened = self._branches.open_online(identifier)
        if not may_take(step, person.role, State.WRITING):
            raise EditingError(messages.NOT_NOW.format(state=opened.state.label, step=step.label))
        if seen != opened.main and self._branches.text_at(seen, opened.place) != opened.text:
            raise EditingError(messages.ONLINE_CHANGED.format(step=step.label))
        return opened

    def _sheet(self, opened: Opened, text: str, rules: SignoffRules) -> Sheet:
        return self._signing.sheet(opened.place, text, opened.main, rules)

    def _authors(self, opened: Opened, rules: SignoffRules) -> frozenset[str]:
        found = (account_of(one, rules) for one in self._branches.authors_online(opened))
        return frozenset(filter(None, found))

    def _put_online(self, opened: Opened, text: str, step: Step, person: Person) -> Approved:
        """`text` in main: by the signatures it has, or else by an urgent one of this approver."""
        rules = self._signing.rules(opened.main)
        sheet, place = self._sheet(opened, text, rules), opened.place
        if step is Step.BRING_BACK:
            self._desk.refuse_mistakes(opened, text, step)
        files = {place.path: text.encode()}
        if sheet.needed:
            if not sheet.standing.may_go_live:
                sheet = self._signing.signed(
                    place, text, sheet, rules, SignoffRole.APPROVER, person.login, urgent=True
                )
            if not sheet.standing.may_go_live:
                raise EditingError(messages.STILL_URGENT)
            files |= {place.record: record_text(sheet.all_), place.approved_copy: text.encode()}
        made = self._write(opened, files, step, person)
        return self._desk.published(made, step, place.id, person)

    def _write(self, opened: Opened, files: dict[str, bytes], step: Step, person: Person) -> str:
        message = message_of(step, opened.place.id, person.login)
        return self._branches.write_online(opened, files, person, self._desk.clock(), message)
