"""法治体检: a questionnaire with which a firm checks itself (DOMAIN §7)."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from pydantic import Field, model_validator

from publisher.model.document import Document
from publisher.model.fields import Areas, Id, Industry, Text, wrong
from site_config.models import Frozen, Term


class Option(Frozen):
    """An answer; `risk` is the share of the question's weight it adds (0–1), None: not counted."""

    label: Text
    risk: Annotated[float, Field(ge=0, le=1)] | None = None


DEFAULT_OPTIONS = (
    Option(label="是", risk=0),
    Option(label="部分", risk=0.5),
    Option(label="否", risk=1),
    Option(label="不适用"),
)


class Question(Frozen):
    """`veto` (一票红): the answer with full risk makes the whole result red."""

    id: Id
    text: Text
    dimension: Text
    weight: Annotated[int, Field(ge=1, le=5, strict=True)]
    veto: bool = False
    basis: Text
    consequence: Text
    advice: Text
    cases: tuple[Id, ...] = ()
    options: Annotated[tuple[Option, ...], Field(min_length=2)] = DEFAULT_OPTIONS


class HealthCheck(Document):
    areas: Areas
    industry: Industry | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _question_ids_are_unique(self) -> HealthCheck:
        twice = [key for key, count in Counter(q.id for q in self.questions).items() if count > 1]
        if twice:
            raise wrong("C209", f"「questions」里的题号重复：{'、'.join(twice)}")
        return self

    @property
    def dimensions(self) -> dict[str, tuple[Question, ...]]:
        """Questions by dimension (维度), in written order."""
        names = dict.fromkeys(q.dimension for q in self.questions)
        return {name: tuple(q for q in self.questions if q.dimension == name) for name in names}

    def facets(self) -> dict[str, tuple[Term, ...]]:
        industry = (self.industry,) if self.industry else ()
        return {"area": tuple(self.areas), "industry": industry, **super().facets()}
