"""Whom to reach about a booking: personal data, only ever stored encrypted."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from district.form_fields import Value

_NOT_A_NAME = re.compile(r"[\W_]+")


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
        """The firm without differences of writing: brackets, spaces, width and case."""
        return _NOT_A_NAME.sub("", unicodedata.normalize("NFKC", self.firm)).casefold()

    def encode(self) -> bytes:
        """UTF-8 JSON, to be encrypted."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()


def read_contact(values: Mapping[str, Value]) -> Contact:
    """The contact of a form's answers."""
    return Contact(
        **{key: str(values.get(key) or "") for key in ("name", "phone", "email", "firm")}
    )


def decode_contact(payload: bytes) -> Contact:
    """The contact of a decrypted payload."""
    return Contact(**json.loads(payload))
