"""What each role works on: matters, manuscripts, or neither."""

from __future__ import annotations

import pytest

from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role

MATTERS = {Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SUPERVISOR}
MANUSCRIPTS = {Role.EDITOR, Role.MANUSCRIPT_REVIEWER, Role.APPROVER}


@pytest.mark.parametrize("role", list(Role))
def test_nobody_works_on_both(role: Role) -> None:
    assert role.works_on_matters is (role in MATTERS)
    assert role.works_on_manuscripts is (role in MANUSCRIPTS)
    assert role.leads is (role in (Role.INTAKE, Role.SUPERVISOR))
    assert role.label


def test_a_person_acts_for_oneself_and_for_whom_one_stands_in() -> None:
    person = Person("wang", Role.HANDLER, "court", stands_for=frozenset({"li"}))
    assert person.actor == "staff:wang"
    assert [person.acts_for(login) for login in ("wang", "li", "zhao", None)] == [
        True, True, False, False,
    ]  # fmt: skip
