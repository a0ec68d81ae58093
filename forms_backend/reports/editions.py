"""稿: what people add to a report before it is issued. Pure.

Numbers, tables and generated sentences are no part of it: they are computed from the ledger each
time. An edition keeps the figures that its writer saw, so that a difference later is told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from forms_backend.fields.typed_forms import TextField, TypedForm
from forms_backend.identity.errors import InvalidInputError

NAME_LENGTH, TEXT_LENGTH = 100, 3_000
CLOSING = {"practice": "主要做法", "difficulties": "存在困难", "plans": "下步打算"}
"""Sections that people write, in their order behind the generated ones."""
MOST_SECTIONS = 5
_LINES = (
    TextField("sender", NAME_LENGTH),
    TextField("recipient", NAME_LENGTH),
    TextField("signer", NAME_LENGTH),
)
_NOTES = tuple(
    TextField(f"note_{n}", TEXT_LENGTH, many_lines=True) for n in range(1, MOST_SECTIONS + 1)
)
_CLOSING = tuple(TextField(key, TEXT_LENGTH, many_lines=True) for key in CLOSING)
_FIELDS = (*_LINES, *_NOTES, *_CLOSING)


@dataclass(frozen=True)
class Edition:
    """What was written: single lines and texts by the names of their inputs, empty ones left out,
    and the figures of that moment by name."""

    texts: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def decode(cls, payload: bytes) -> Edition:
        return cls(**json.loads(payload))

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.encode()).hexdigest()

    def paragraphs(self, key: str) -> tuple[str, ...]:
        """The lines of one text that are not blank."""
        lines = self.texts.get(key, "").splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    def differences(self, figures: Mapping[str, str]) -> tuple[str, ...]:
        """Each figure that is not what the writer saw."""
        names = dict.fromkeys((*self.figures, *figures))
        return tuple(
            f"{name}：写稿时为 {self.figures.get(name, '没有')}，现在为 {figures.get(name, '没有')}"
            for name in names
            if self.figures.get(name) != figures.get(name)
        )


@dataclass(frozen=True)
class Saved:
    """One edition as it was kept."""

    version: int
    by: str
    at: datetime
    edition: Edition


def clean_edition(typed: Mapping[str, str], figures: Mapping[str, str]) -> Edition:
    """Raises InvalidInputError with every mistake by input."""
    form = TypedForm(typed)
    texts = {one.key: form.read(one) for one in _FIELDS}
    problems = form.problems(tuple(one.key for one in _FIELDS))
    if problems:
        raise InvalidInputError(problems)
    return Edition({key: text for key, text in texts.items() if text}, dict(figures))
