"""What is read of a document: its words by place, and what it hides."""

from __future__ import annotations

from dataclasses import dataclass

from privacy.name_reading import full_name


class CannotRead(Exception):
    """The words of a file cannot be told; the message says why."""


@dataclass(frozen=True)
class DocumentWords:
    """`texts`: place and words, in their order. `hidden`: one Chinese sentence for each thing that
    a reader gets without seeing it."""

    texts: tuple[tuple[str, str], ...] = ()
    hidden: tuple[str, ...] = ()


def name_in_property(label: str, value: str) -> str | None:
    """What is wrong when a property of a file holds a person's name."""
    word = value.strip()
    return f"文档属性“{label}”里有姓名“{word[:1]}××”" if full_name(word) else None
