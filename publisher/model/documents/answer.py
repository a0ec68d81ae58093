"""公开答复: a question from an enterprise and its answer, published with consent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from district.models import Term
from publisher.model.documents.document import (
    Badge,
    Document,
    area_badges,
    check_order,
    example_badge,
    line,
)
from publisher.model.fields import Areas, PartialDate, UnitName, YearMonth


class Answer(Document):
    """Begun by `fabu answers export`, finished by an editor.

    `submission` is a digest that only the casework can trace back: with it, a consent that was
    withdrawn finds the page. `example` marks answers written for teaching.
    """

    unit: UnitName
    areas: Areas
    asked: YearMonth
    answered: PartialDate
    submission: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    example: bool = False

    @model_validator(mode="after")
    def _answered_after_asked(self) -> Answer:
        check_order(self, "asked", "answered")
        return self

    def facets(self) -> dict[str, tuple[Term, ...]]:
        unit = Term(key=self.unit.key, label=self.unit.short)
        return {"area": tuple(self.areas), "unit": (unit,), **super().facets()}

    def badges(self) -> tuple[Badge, ...]:
        return (*area_badges(self.areas), *example_badge("示范答复", example=self.example))

    @property
    def note(self) -> str:
        return self.unit.short

    def shown_fields(self) -> Iterator[str]:
        yield line(self.unit.name, self.asked, self.answered)
