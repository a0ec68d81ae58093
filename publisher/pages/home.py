"""What the home page shows: latest cases, next hearings, topics (content/index.md is its text)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from publisher.model.document import Kind
from publisher.model.hearing import Hearing
from publisher.model.library import Library
from publisher.model.topic import Topic
from publisher.pages.card import card
from publisher.pages.cases import BASE
from publisher.pages.columns import schedule_row
from publisher.pages.listing import facets_of
from site_config.models import SiteConfig


def home_context(library: Library, config: SiteConfig, now: datetime) -> dict[str, Any]:
    """Values for home.html; hearings are those still ahead at `now`."""
    hearings = [(entry, cast(Hearing, entry.meta)) for entry in library.of(Kind.HEARING)]
    ahead = sorted((pair for pair in hearings if pair[1].is_upcoming(now)), key=lambda p: p[1].starts)
    facets = facets_of(library.of(Kind.CASE), config.vocabulary, BASE)
    topics = sorted(library.of(Kind.TOPIC), key=lambda e: (cast(Topic, e.meta).order, e.id))
    return {
        "latest": tuple(card(entry) for entry in library.of(Kind.CASE)[:6]),
        "hearings": tuple(schedule_row(*pair) for pair in ahead[:4]),
        "policies": tuple(card(entry) for entry in library.of(Kind.POLICY)[:5]),
        "checks": tuple(card(entry) for entry in library.of(Kind.HEALTH_CHECK)[:6]),
        "topics": tuple(card(entry) for entry in topics[:4]),
        "areas": next((facet.values for facet in facets if facet.key == "area"), ()),
        "counts": {kind.value: len(library.of(kind)) for kind in Kind},
    }
