"""法治体检: a questionnaire with which a firm checks itself (DOMAIN §7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from district.models import Frozen, Term
from publisher.model.documents.document import Badge, Document, area_badges
from publisher.model.fields import Areas, Id, Industry, Text, is_id, wrong


class Option(Frozen):
    """An answer; `risk` is the share of the question's weight it adds (0–1), None: not counted."""

    label: Text
    risk: Annotated[float, Field(ge=0, le=1)] | None = None

    @property
    def permille(self) -> int | None:
        """`risk` in thousandths: scores are sums of whole numbers, the same in every language."""
        return None if self.risk is None else round(self.risk * 1000)


NOT_APPLICABLE = Option(label="不适用")

DEFAULT_OPTIONS = (
    Option(label="是", risk=0),
    Option(label="部分", risk=0.5),
    Option(label="否", risk=1),
    NOT_APPLICABLE,
)


class ShowIf(Frozen):
    """条件题: the answers to an earlier question with which this one is asked.

    `is_`: only after one of these answers. `is_not`: unless one of these was given.
    """

    question: Id
    is_: Annotated[tuple[Text, ...], Field(alias="is")] = ()
    is_not: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> ShowIf:
        if bool(self.is_) == bool(self.is_not):
            raise wrong("C205", "「show_if」应写 is 或 is_not 其中之一")
        return self

    @property
    def labels(self) -> tuple[str, ...]:
        return self.is_ or self.is_not


def _question_reference(value: Any) -> str:
    check, slash, question = value.partition("/") if isinstance(value, str) else ("", "", "")
    if not (slash and is_id(check) and is_id(question)):
        raise wrong("C203", f"应为“题单/题号”，如 labour-contract/q5，实际为“{value}”")
    return f"{check}/{question}"


QuestionReference = Annotated[
    str,
    BeforeValidator(_question_reference),
    WithJsonSchema({"type": "string", "pattern": "^[a-z0-9-]+/[a-z0-9-]+$"}),
]


class Question(Frozen):
    """`veto` (一票红): the answer with full risk makes the whole result red.

    `replaces`: questions of other sets that are left out when this one is asked together with
    them. `policies`: what helps, besides the policies that the cases name.
    """

    id: Id
    text: Text
    dimension: Text
    weight: Annotated[int, Field(ge=1, le=5, strict=True)]
    veto: bool = False
    show_if: ShowIf | None = None
    basis: Text
    consequence: Text
    advice: Text
    cases: tuple[Id, ...] = ()
    policies: tuple[Id, ...] = ()
    replaces: tuple[QuestionReference, ...] = ()
    options: Annotated[tuple[Option, ...], Field(min_length=2)] = DEFAULT_OPTIONS

    @property
    def answers(self) -> tuple[Option, ...]:
        """The options as readers see them: one that is not counted is always among them."""
        counted = all(option.risk is not None for option in self.options)
        return (*self.options, NOT_APPLICABLE) if counted else self.options


class HealthCheck(Document):
    """`combines`: general sets that firms of this industry are offered to answer along with it.

    `weights`: the sum of weights that the author means each dimension to have, to be checked.
    """

    areas: Areas
    industry: Industry | None = None
    combines: tuple[Id, ...] = ()
    weights: dict[str, Annotated[int, Field(ge=1, strict=True)]] = Field(default_factory=dict)
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

    def badges(self) -> tuple[Badge, ...]:
        return (Badge(f"{len(self.questions)} 题"), *area_badges(self.areas))

    def shown_text(self) -> Iterator[str]:
        for q in self.questions:
            yield f"{q.text}\n{q.consequence}\n{q.advice}"

    def shown_fields(self) -> Iterator[str]:
        for q in self.questions:
            yield f"{q.dimension}\n{q.basis}"
            if q.options != DEFAULT_OPTIONS:
                yield " ".join(option.label for option in q.options)
