"""Whom to reach about a booking: personal data, only ever stored encrypted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from district.forms.fields import Value
from forms_backend.fields.field_rules import firm_as_counted
from forms_backend.sealing.keys import CodeKey


@dataclass(frozen=True)
class Contact:
    """联系人. One of phone and e-mail is there."""

    name: str
    phone: str = ""
    email: str = ""
    firm: str = ""

    @property
    def main_way(self) -> str:
        """What tells one visitor from another."""
        return self.phone or self.email.casefold()

    @property
    def firm_as_counted(self) -> str:
        """As `firm_as_counted`."""
        return firm_as_counted(self.firm)

    def encode(self) -> bytes:
        """UTF-8 JSON, to be encrypted."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()


def firm_key_of(code_key: CodeKey, counted: str) -> str:
    """The keyed hash under which the seats of a firm are counted; `counted` as `firm_as_counted`."""
    return code_key.digest("seat-firm", counted)


def read_contact(values: Mapping[str, Value]) -> Contact:
    """The contact of a form's answers."""
    return Contact(
        **{key: str(values.get(key) or "") for key in ("name", "phone", "email", "firm")}
    )


def decode_contact(payload: bytes) -> Contact:
    """The contact of a decrypted payload."""
    return Contact(**json.loads(payload))
