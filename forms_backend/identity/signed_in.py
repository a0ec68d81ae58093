"""Who is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from forms_backend.identity.person import Person


@dataclass(frozen=True)
class SignedIn:
    """Whoever holds a valid session. Until both steps are done only those steps are open."""

    person: Person
    must_change_password: bool
    must_set_second_factor: bool

    @property
    def is_complete(self) -> bool:
        return not (self.must_change_password or self.must_set_second_factor)
