"""政策解读: a policy document with its explainer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from district.models import Frozen, Term
from publisher.model.documents.document import Badge, Document, area_badges, check_order, line
from publisher.model.fields import Areas, Industries, PartialDate, Text, Validity

_TONES = {
    "in-force": "green",
    "amended": "orange",
    "unverified": "orange",
    "repealed": "red",
    "expired": "muted",
}


class Promise(Frozen):
    """One promise to enterprises: what, who is responsible, within what time, how to use it."""

    what: Text
    who: Text
    within: Text
    how: Text


class Policy(Document):
    """`document_number`: 文号, as 「焦政法〔2020〕74号」; dates as exact as the document tells.

    `region` (适用地区) is written where the document applies elsewhere, not in this district.
    """

    document_number: (
        Annotated[str, Field(pattern=r"^[\u4e00-\u9fa5]{1,20}〔\d{4}〕\d+号$")] | None
    ) = None
    issuer: Text
    issued: PartialDate
    effective: PartialDate | None = None
    expires: PartialDate | None = None
    validity: Validity
    applies_to: Text
    region: Text | None = None
    areas: Areas
    industries: Industries = ()
    promises: tuple[Promise, ...] = ()

    @model_validator(mode="after")
    def _dates_in_order(self) -> Policy:
        check_order(self, "issued", "effective")
        check_order(self, "effective", "expires")
        return self

    @property
    def is_in_force(self) -> bool:
        return bool(self.validity.key in ("in-force", "amended"))

    @property
    def can_be_used_here(self) -> bool:
        """Whether a firm of this district may rely on it today: in force for sure, and here."""
        return self.is_in_force and self.region is None

    def facets(self) -> dict[str, tuple[Term, ...]]:
        return {"area": tuple(self.areas), "industry": tuple(self.industries), **super().facets()}

    def badges(self) -> tuple[Badge, ...]:
        return (Badge(self.validity.label, _TONES[self.validity.key]), *area_badges(self.areas))

    @property
    def note(self) -> str:
        return " · ".join(filter(None, (self.document_number, self.issuer)))

    def shown_text(self) -> Iterator[str]:
        for p in self.promises:
            yield f"{p.what}\n{p.who}\n{p.within}\n{p.how}"

    def shown_fields(self) -> Iterator[str]:
        yield line(
            self.document_number, self.issuer, self.applies_to, self.region, self.validity.label
        )
        yield line(self.issued, self.effective, self.expires)

    def named_values(self) -> dict[str, str | None]:
        return {"document_number": self.document_number}
