"""`/search` (a page that needs no JavaScript) and `/api/search`, over one search service."""

from __future__ import annotations

import logging
import re
from html import unescape
from math import ceil

from flask import Blueprint, Response, jsonify, request
from markupsafe import Markup, escape

from forms_backend.fields import messages
from forms_backend.public.json_errors import api_error
from forms_backend.public.rendering import page_in_room
from forms_backend.public.searching import messages as search_messages
from forms_backend.public.searching.hit_texts import facet_label
from forms_backend.public.searching.search_query import (
    FACETS,
    LONGEST_QUERY,
    MOST_PAGES,
    InvalidQueryError,
    Query,
    read_integer,
    read_query,
)
from forms_backend.public.site.compression import compress
from forms_backend.running.json_logs import log_event
from forms_backend.web.below_path import local_url
from forms_backend.web.context import part
from forms_backend.web.limits import limit_searches
from search.errors import SearchError
from search.results import Hit, SearchResults
from search.server.service import SearchService

blueprint = Blueprint("search_pages", __name__)

PAGE_SIZE = 20
MOST_HITS = 100
MOST_TOPICS = 3
MOST_NEAREST = 3
"""Pages shown as nearest where none fits."""
MOST_VALUES = 12
"""Values of a filter that are listed; a chosen one is listed in any case."""
ROOM = "search"
"""The same room as the static site's search page."""
_MARK = re.compile(r"(</?mark>)")
_TAGS = {"<mark>": Markup("<mark>"), "</mark>": Markup("</mark>")}


def safe_snippet(html: str) -> Markup:
    """The snippet with <mark> as its only markup, whatever the index holds."""
    pieces = _MARK.split(html)
    return Markup("").join(_TAGS.get(piece) or escape(unescape(piece)) for piece in pieces)


def _find(query: Query, limit: int) -> SearchResults:
    return part(SearchService).search(
        query.text,
        limit=limit,
        offset=(query.number - 1) * limit,
        filters=dict(query.filters),
        sort=query.sort,
        dates=query.dates,
    )


def _nearest_topics(query: Query) -> tuple[Hit, ...]:
    """Topics closest to a text that found nothing; the newest when none is close."""
    search, only = part(SearchService), {"kind": ["topic"]}
    near = search.search(query.text, limit=MOST_TOPICS, filters=only)
    return near.closest or search.search("", limit=MOST_TOPICS, filters=only).hits


def facet_values(query: Query, results: SearchResults, name: str) -> list[tuple[str, int]]:
    """The most frequent values of a filter with their counts, and the chosen ones."""
    counts = results.facets.get(name, ())
    chosen = query.filters.get(name, [])
    shown = [pair for place, pair in enumerate(counts) if place < MOST_VALUES or pair[0] in chosen]
    missing = set(chosen) - {value for value, _ in counts}
    return [*shown, *((value, 0) for value in sorted(missing))]


def quoted(words: tuple[str, ...]) -> str:
    """Words each in quotation marks, joined for a sentence."""
    return "、".join(f"“{word}”" for word in words)


def _log_unavailable(error: SearchError) -> None:
    log_event("search_unavailable", logging.ERROR, reason=str(error))


@blueprint.get("/search", strict_slashes=False)
@limit_searches
def show() -> Response:
    """The results, or a sentence that says why there are none."""
    try:
        query = read_query()
    except InvalidQueryError as error:
        return _results_page(Query(request.args.get("q", "")[:LONGEST_QUERY]), str(error), 400)
    if query.asks_nothing:
        return _results_page(query, search_messages.SEARCH_START)
    try:
        results = _find(query, PAGE_SIZE)
        topics = () if results.total else _nearest_topics(query)
    except SearchError as error:
        _log_unavailable(error)
        return _results_page(query, messages.SEARCH_UNAVAILABLE, 503)
    notice = results.note or (None if results.total else search_messages.SEARCH_NOTHING)
    return _results_page(query, notice, 200, results, topics)


def _results_page(
    query: Query,
    notice: str | None,
    status: int = 200,
    results: SearchResults | None = None,
    topics: tuple[Hit, ...] = (),
) -> Response:
    title = search_messages.SEARCH_TITLE
    if query.text:
        title = search_messages.SEARCH_RESULTS_TITLE.format(query=query.text)
    context = {
        "s": search_messages,
        "query": query,
        "notice": notice,
        "results": results,
        "pages": min(ceil(results.total / PAGE_SIZE), MOST_PAGES) if results else 0,
        "topics": topics,
        "facets": FACETS,
        "facet_values": facet_values,
        "facet_label": facet_label,
        "quoted": quoted,
        "safe_snippet": safe_snippet,
        "longest_query": LONGEST_QUERY,
        "first": (query.number - 1) * PAGE_SIZE + 1,
        "ask_link": not (results and results.hits),
    }
    return compress(page_in_room(ROOM, "search.html", title, status, context))


@blueprint.get("/api/search", strict_slashes=False)
@limit_searches
def answer() -> Response:
    """The same search as JSON."""
    try:
        query = read_query()
        limit = read_integer(
            "limit", PAGE_SIZE, MOST_HITS, search_messages.SEARCH_BAD_LIMIT.format(limit=MOST_HITS)
        )
    except InvalidQueryError as error:
        return api_error("invalid_query", 400, detail=str(error))
    if query.asks_nothing:
        return api_error("invalid_query", 400, detail=search_messages.SEARCH_START)
    try:
        results = _find(query, limit)
    except SearchError as error:
        _log_unavailable(error)
        return api_error("search_unavailable", 503)
    return jsonify(_as_json(query, results))


def _as_json(query: Query, results: SearchResults) -> dict[str, object]:
    return {
        "query": query.text,
        "total": results.total,
        "note": results.note,
        "synonyms": [{"typed": use.typed, "words": list(use.words)} for use in results.synonyms],
        "suggestions": list(results.suggestions),
        "corrected": results.corrected,
        "hits": [_hit_as_json(hit) for hit in results.hits],
        "nearest": [_hit_as_json(hit) for hit in results.nearest[:MOST_NEAREST]],
        "facets": {
            name: [
                {"value": value, "label": facet_label(name, value), "count": count}
                for value, count in results.facets.get(name, ())
            ]
            for name in FACETS
        },
    }


def _hit_as_json(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.id,
        "url": local_url(hit.url),
        "kind": hit.kind,
        "title": hit.title,
        "date": hit.date,
        "score": round(hit.score, 6),
        "snippet_html": str(safe_snippet(hit.snippet_html)),
        "section": hit.section,
        "anchor": hit.anchor,
        "part_of": hit.part_of,
    }
