"""A person with an account, as the rules see them, and whoever is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from forms_backend.identity.actors import staff_actor
from forms_backend.identity.roles import Role


@dataclass(frozen=True)
class Person:
    """A member of staff as the rules see one."""

    login: str
    role: Role
    unit: str
    id: int = 0
    name: str = ""
    stands_for: frozenset[str] = frozenset()
    """Logins of colleagues who are away and whose matters this person does meanwhile."""

    @property
    def actor(self) -> str:
        """How the ledger names the person."""
        return staff_actor(self.login)

    def acts_for(self, login: str | None) -> bool:
        """Whether what waits for `login` waits for this person: the same one, or the substitute."""
        return login is not None and (login == self.login or login in self.stands_for)


@dataclass(frozen=True)
class SignedIn:
    """Whoever holds a valid session. Until both steps are done only those steps are open."""

    person: Person
    must_change_password: bool
    must_set_second_factor: bool

    @property
    def is_complete(self) -> bool:
        return not (self.must_change_password or self.must_set_second_factor)
