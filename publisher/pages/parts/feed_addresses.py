"""Where the feeds of a facet's values stand."""

from __future__ import annotations

FEED_FACETS = {"area": "领域", "industry": "行业", "unit": "单位"}
"""Facets whose every value has a feed over all kinds of documents."""


def facet_feed(facet: str, value: str) -> str:
    """The feed of all documents under a facet's value, relative to the site's root."""
    return f"feeds/{facet}/{value}.xml"
