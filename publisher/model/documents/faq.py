"""问答手册: what enterprises ask again and again; every H2 is a question, the text below answers."""

from __future__ import annotations

from district.models import Term
from publisher.model.documents.document import Badge, Document, area_badges
from publisher.model.fields import Areas, Id, Industries

FEWEST_QUESTIONS = 2


class Faq(Document):
    """`related`: documents that go on from here; without any, cases of the same areas stand."""

    areas: Areas
    industries: Industries = ()
    related: tuple[Id, ...] = ()

    def facets(self) -> dict[str, tuple[Term, ...]]:
        return {"area": tuple(self.areas), "industry": tuple(self.industries), **super().facets()}

    def badges(self) -> tuple[Badge, ...]:
        return area_badges(self.areas)
