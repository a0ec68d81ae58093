"""What one can subscribe to: everything, a column, an area, an industry, a unit. Like the feeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from district.models import SiteConfig
from forms_backend.fields import messages as shared
from forms_backend.subscriptions import messages
from forms_backend.subscriptions.documents_file import Published

EVERYTHING = "all"
KIND = "kind"
MAX_TOPICS = 20
_NO_COLUMN = frozenset({"page", "way", "tool", "paper", "term", "law"})


@dataclass(frozen=True)
class Topic:
    """One thing to follow. `value` names it in forms and in the database."""

    facet: str
    key: str
    label: str

    @property
    def value(self) -> str:
        return f"{self.facet}:{self.key}" if self.key else self.facet

    def matches(self, document: Published) -> bool:
        if self.facet == EVERYTHING:
            return True
        if self.facet == KIND:
            return document.kind == self.key
        return self.label in document.facets.get(self.facet, ())


@dataclass(frozen=True)
class Offer:
    """A topic on the page, with the number of documents that it has now."""

    topic: Topic
    count: int


@dataclass(frozen=True)
class OfferGroup:
    """One fieldset of the page."""

    facet: str
    title: str
    offers: tuple[Offer, ...]


def _topics(config: SiteConfig) -> tuple[Topic, ...]:
    vocabulary = config.vocabulary
    return (
        Topic(EVERYTHING, "", messages.EVERYTHING),
        *(Topic(KIND, k, label) for k, label in shared.KIND_LABELS.items() if k not in _NO_COLUMN),
        *(Topic("area", t.key, t.label) for t in vocabulary.terms("areas").terms),
        *(Topic("industry", t.key, t.label) for t in vocabulary.terms("industries").terms),
        *(Topic("unit", unit.key, unit.short) for unit in config.units),
    )


class Catalogue:
    """All topics of a site, in the order of its configuration."""

    def __init__(self, config: SiteConfig) -> None:
        self._by_value: Mapping[str, Topic] = {t.value: t for t in _topics(config)}

    def find(self, values: Iterable[str]) -> tuple[Topic, ...]:
        """The topics that still exist, each once, in the catalogue's order."""
        chosen = set(values)
        return tuple(topic for value, topic in self._by_value.items() if value in chosen)

    def offers(self, documents: Collection[Published]) -> tuple[OfferGroup, ...]:
        """What has documents now, by group."""
        counts: Counter[tuple[str, str]] = Counter()
        for document in documents:
            counts[KIND, document.kind] += 1
            counts.update((facet, label) for facet, ls in document.facets.items() for label in ls)
        groups = []
        for facet, title in messages.GROUPS.items():
            offers = tuple(
                Offer(topic, count)
                for topic in self._by_value.values()
                if topic.facet == facet
                and (count := counts[facet, topic.key if facet == KIND else topic.label])
            )
            if offers:
                groups.append(OfferGroup(facet, title, offers))
        return tuple(groups)


def is_wanted(document: Published, topics: Iterable[Topic]) -> bool:
    """Whether one of the topics covers the document."""
    return any(topic.matches(document) for topic in topics)
