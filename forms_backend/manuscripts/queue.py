"""The queue: what each draft waits for, and whether it is the turn of who looks."""

from __future__ import annotations

from dataclasses import dataclass

from district.signoff.people import Role as SignoffRole
from district.signoff.people import SignoffRules
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.desk import EditingDesk
from forms_backend.manuscripts.draft_branches import Listed
from forms_backend.manuscripts.errors import EditingError
from forms_backend.manuscripts.steps import State

_SIGNS = {
    SignoffRole.REVIEWER: Role.MANUSCRIPT_REVIEWER,
    SignoffRole.APPROVER: Role.APPROVER,
}
"""Whose step of the staff zone gives which signature."""


@dataclass(frozen=True)
class Queued:
    """`waits`: the signature that comes next and who may give it, or why nobody knows; `is_yours`: who
    looks may take the next step."""

    listed: Listed
    waits: str = ""
    is_yours: bool = False


def queue_of(desk: EditingDesk, person: Person) -> list[Queued]:
    """Every draft: those that wait for this person first, of them what was given back, then by what
    moved last."""
    try:
        rules = desk.signing.rules(desk.branches.main())
    except EditingError as error:
        return [Queued(one, str(error)) for one in desk.branches.drafts()]
    rows = [_queued(desk, one, rules, person) for one in desk.branches.drafts()]
    return sorted(rows, key=lambda one: (not one.is_yours, one.listed.state is not State.RETURNED))


def _queued(desk: EditingDesk, listed: Listed, rules: SignoffRules, person: Person) -> Queued:
    if listed.last is not None and listed.last.message == messages.FORGE_DRAFT:
        is_editor = person.role is Role.EDITOR
        return Queued(listed, messages.FORGE_DRAFT_WAITS, is_yours=is_editor)
    if listed.state is not State.WAITING and person.role is not Role.EDITOR:
        return Queued(listed)
    try:
        opened = desk.branches.open(listed.place.id)
        if listed.state is not State.WAITING:
            return Queued(listed, is_yours=person.login in desk.authors(opened, rules))
        missing = desk.sheet(opened).standing.missing
        authors = desk.authors(opened, rules)
    except EditingError as error:
        return Queued(listed, str(error))
    role = next((one for one in _SIGNS if one in missing), SignoffRole.APPROVER)
    may_sign = _accounts(rules, role, authors)
    names = "、".join(may_sign.values())
    is_free = person.login not in authors and (role not in missing or person.login in may_sign)
    return Queued(
        listed,
        f"{role.label}（{names}）" if names else role.label,
        is_yours=person.role is _SIGNS[role] and is_free,
    )


def _accounts(rules: SignoffRules, role: SignoffRole, authors: frozenset[str]) -> dict[str, str]:
    """Account → name of those who may sign in that role, and did not write the text."""
    return {
        one.account: one.name
        for one in rules.people.values()
        if one.account and role in one.roles and not one.left and one.account not in authors
    }
