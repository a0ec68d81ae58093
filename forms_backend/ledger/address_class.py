"""From where a request comes whose events are written: the class of its address and nothing nearer.

What is done on the machine itself, by a command or a page opened there, has no mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from forms_backend.identity.actors import STAFF
from forms_backend.identity.addresses import address_class

KEY = "address"
LOCAL = "local"
_CLASS: ContextVar[str] = ContextVar("address_class", default=LOCAL)


def request_begins(address: str | None) -> None:
    """From now on events of this request come from there."""
    _CLASS.set(address_class(address))


def request_ends() -> None:
    """The thread serves somebody else next."""
    _CLASS.set(LOCAL)


def marked(detail: Mapping[str, str], actor: str) -> Mapping[str, str]:
    """The detail of an event with its mark: of what staff did alone, visitors are not counted."""
    found = _CLASS.get()
    return detail if found == LOCAL or not actor.startswith(STAFF) else {**detail, KEY: found}


def mark_in_detail(found: str = "") -> str:
    """How a mark stands in the text of a detail: this one, or the beginning of any."""
    return f'"{KEY}": "{found}"' if found else f'"{KEY}": "'
