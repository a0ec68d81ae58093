"""专题: a page that editors compose from a filter and hand-picked documents."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from district.models import Frozen
from publisher.model.documents.document import Badge, Document
from publisher.model.fields import Area, Id, Industry, MonthDay, Text


class TopicFilter(Frozen):
    """Documents that match any of these are listed; an empty filter lists none."""

    areas: tuple[Area, ...] = ()
    industries: tuple[Industry, ...] = ()
    keywords: tuple[Text, ...] = ()

    def matches(self, document: Document) -> bool:
        facets = document.facets()
        return (
            any(term in facets.get("area", ()) for term in self.areas)
            or any(term in facets.get("industry", ()) for term in self.industries)
            or any(word in document.keywords for word in self.keywords)
        )


class Topic(Document):
    """`campaign_day`: the day of the year (MM-DD) that the topic belongs to, e.g. 04-26."""

    order: Annotated[int, Field(strict=True)] = 100
    campaign_day: MonthDay | None = None
    filter: TopicFilter = TopicFilter()
    picks: tuple[Id, ...] = ()

    def badges(self) -> tuple[Badge, ...]:
        if not self.campaign_day:
            return ()
        month, day = map(int, self.campaign_day.split("-"))
        return (Badge(f"每年 {month} 月 {day} 日", "orange"),)
