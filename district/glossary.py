"""法律用语 (glossary.yml): words of the law in plain words, shown beside them where they first come."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from pydantic import Field, model_validator

from district.frozen import Frozen

Word = Annotated[str, Field(min_length=2, max_length=20)]
"""A single character stands in too many other words to be explained there."""


class GlossaryTerm(Frozen):
    """`also`: other forms that are explained by the same note. `note`: one or two sentences."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    term: Word
    also: tuple[Word, ...] = ()
    note: Annotated[str, Field(min_length=8, max_length=120)]

    @property
    def words(self) -> tuple[str, ...]:
        return (self.term, *self.also)


class Glossary(Frozen):
    """All terms; a word is explained once."""

    terms: tuple[GlossaryTerm, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Glossary:
        keys = Counter(term.key for term in self.terms)
        words = Counter(word for term in self.terms for word in term.words)
        twice = [name for name, count in (keys + words).items() if count > 1]
        if twice:
            raise ValueError(f"重复：{'、'.join(sorted(twice))}")
        return self
