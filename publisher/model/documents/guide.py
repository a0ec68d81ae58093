"""办事指南: how to get one thing done, told once and completely (一次性告知)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from district.models import Frozen, Term
from publisher.model.documents.document import Document, line
from publisher.model.fields import Areas, Text, UnitName


class Step(Frozen):
    title: Text
    text: Text


class Template(Frozen):
    """文书模板: a file below content/ that visitors fill in, and what it is called."""

    title: Text
    file: Text


class Guide(Document):
    unit: UnitName
    areas: Areas
    audience: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    materials: tuple[Text, ...] = ()
    time_limit: Text
    fee: Text
    contact: Text
    basis: Text | None = None
    templates: tuple[Template, ...] = ()

    def facets(self) -> dict[str, tuple[Term, ...]]:
        unit = Term(key=self.unit.key, label=self.unit.short)
        return {"area": tuple(self.areas), "unit": (unit,), **super().facets()}

    @property
    def note(self) -> str:
        return self.unit.short

    def shown_text(self) -> Iterator[str]:
        for step in self.steps:
            yield f"{step.title}\n{step.text}"
        yield "\n".join((*self.materials, self.audience, self.time_limit, self.fee, self.contact))

    def shown_fields(self) -> Iterator[str]:
        yield line(self.basis, self.unit.name)

    def own_files(self) -> Iterator[str]:
        return (template.file for template in self.templates)
