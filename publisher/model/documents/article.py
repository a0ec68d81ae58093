"""普法文章: what explains the law beside cases and policies: articles, how courts decide kinds of
cases (类案裁判方法), white papers (白皮书), news (动态). Its sections are free."""

from __future__ import annotations

from collections.abc import Iterator

from district.models import Term
from publisher.model.documents.document import Badge, Document, area_badges, line
from publisher.model.fields import Areas, ArticleType, Id, Industries


class Article(Document):
    """`related`: documents that go on from here; without any, cases of the same areas stand."""

    type: ArticleType
    areas: Areas
    industries: Industries = ()
    related: tuple[Id, ...] = ()

    def facets(self) -> dict[str, tuple[Term, ...]]:
        return {"area": tuple(self.areas), "industry": tuple(self.industries), **super().facets()}

    def badges(self) -> tuple[Badge, ...]:
        return (Badge(self.type.label), *area_badges(self.areas))

    @property
    def note(self) -> str:
        return self.source.name

    def shown_text(self) -> Iterator[str]:
        yield line(self.type.label, self.source.name)
