"""稿: what people add to a report before it is issued. Pure.

Numbers, tables and generated sentences are no part of it: they are computed from the ledger each
time. An edition keeps the figures that its writer saw, so that a difference later is told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from forms_backend.fields.typed_forms import TextField, TypedForm
from forms_backend.identity.errors import InvalidInputError

NAME_LENGTH, TEXT_LENGTH = 100, 3_000
CLOSING = {"practice": "主要做法", "difficulties": "存在困难", "plans": "下步打算"}
"""Sections that people write, in their order behind the generated ones."""
_LINES = (
    TextField("sender", NAME_LENGTH),
    TextField("recipient", NAME_LENGTH),
    TextField("signer", NAME_LENGTH),
)
_CLOSING = tuple(TextField(key, TEXT_LENGTH, many_lines=True) for key in CLOSING)


def note_key(section: str) -> str:
    """The input for what is written for the section of that key."""
    return f"note_{section}"


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

    def by_section(self, sections: Sequence[str]) -> Edition:
        """With the notes by the keys of `sections`; earlier editions had them by place, from 1."""
        placed = {f"note_{at}": note_key(key) for at, key in enumerate(sections, start=1)}
        return replace(self, texts={placed.get(key, key): t for key, t in self.texts.items()})

    def paragraphs(self, key: str) -> tuple[str, ...]:
        """The lines of one text that are not blank."""
        lines = self.texts.get(key, "").splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    def differences(self, figures: Mapping[str, str]) -> tuple[str, ...]:
        """Each figure that is not what the writer saw; none where that is not kept."""
        if not self.figures:
            return ()
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


def clean_edition(
    typed: Mapping[str, str], figures: Mapping[str, str], sections: Sequence[str]
) -> Edition:
    """What was typed for the report with sections of those keys. Raises InvalidInputError with
    every mistake by input."""
    notes = (TextField(note_key(key), TEXT_LENGTH, many_lines=True) for key in sections)
    fields = (*_LINES, *notes, *_CLOSING)
    form = TypedForm(typed)
    texts = {one.key: form.read(one) for one in fields}
    problems = form.problems(tuple(one.key for one in fields))
    if problems:
        raise InvalidInputError(problems)
    return Edition({key: text for key, text in texts.items() if text}, dict(figures))
