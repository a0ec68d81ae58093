"""典型案例 (typical case)."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, ValidationInfo, model_validator

from district.models import Term
from publisher.model.documents.cause import with_cause_group
from publisher.model.documents.document import Badge, Document, area_badges, example_badge, line
from publisher.model.fields import (
    Areas,
    CaseTypeTerm,
    Cause,
    Id,
    Industries,
    Risk,
    Stage,
    Text,
    UnitName,
    YearMonth,
    is_own_unit,
    wrong,
)

WORK_PRACTICE = "work-practice"


class Case(Document):
    """Front matter of a case; its sections follow the template of `type` (DOMAIN §2.1).

    `decided`: 办结年月. `case_number`: 案号, as 「（2023）京01民终123号」; teaching examples
    (示范案例, `example`) must not have one. `unit` may only be left out where a court or office of
    another district is the source: it would be no value of this district's facets.
    """

    type: CaseTypeTerm
    cause: Cause | None = None
    cause_group: Term | None = Field(
        default=None, exclude=True, json_schema_extra={"x-internal": True}
    )
    areas: Areas
    industries: Industries = ()
    stage: Stage | None = None
    unit: UnitName | None = None
    case_number: Text | None = None
    decided: YearMonth
    risk: Risk | None = None
    example: bool = False
    policies: tuple[Id, ...] = ()
    related: tuple[Id, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _derive_cause_group(cls, data: object, info: ValidationInfo) -> object:
        return with_cause_group(data, info)

    @model_validator(mode="after")
    def _rules(self, info: ValidationInfo) -> Case:
        if self.unit is None and is_own_unit(self.source.name, info):
            raise wrong("C202", "缺少「unit」（办理单位）；只有来源是外地单位的案例可以不写")
        if self.type.key != WORK_PRACTICE and self.cause is None:
            raise wrong("C202", "缺少「cause」（案由）；只有工作案例可以不写")
        if self.decided > self.published.strftime("%Y-%m"):
            raise wrong(
                "C206",
                f"「decided」（{self.decided}）晚于「published」（{self.published:%Y-%m-%d}）",
            )
        if self.example and self.case_number:
            raise wrong("C212", "示范案例不得有「case_number」（案号）")
        return self

    def facets(self) -> dict[str, tuple[Term, ...]]:
        return {
            "area": tuple(self.areas),
            "industry": tuple(self.industries),
            "type": (self.type,),
            "unit": self.units_of_the_district,
            "cause": (self.cause_group,) if self.cause_group else (),
            **super().facets(),
        }

    @property
    def units_of_the_district(self) -> tuple[Term, ...]:
        """The unit as a facet; none for a case of another district."""
        return (Term(key=self.unit.key, label=self.unit.short),) if self.unit else ()

    def badges(self) -> tuple[Badge, ...]:
        example = example_badge("示范案例", example=self.example)
        return (Badge(self.type.label), *area_badges(self.areas), *example)

    @property
    def note(self) -> str:
        return self.unit.short if self.unit else self.source.name

    def shown_fields(self) -> Iterator[str]:
        unit = self.unit.name if self.unit else self.source.name
        yield line(self.case_number, unit, self.stage.label if self.stage else None)

    def named_values(self) -> dict[str, str | None]:
        return {"case_number": self.case_number, "cause": self.cause}
