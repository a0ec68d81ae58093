"""`/search` (a page that needs no JavaScript) and `/api/search`, over one search service."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from math import ceil
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from markupsafe import Markup, escape

from forms_backend import messages
from forms_backend.context import services
from forms_backend.json_logs import log_event
from forms_backend.public.errors import api_error
from forms_backend.public.limits import limit_searches
from forms_backend.public.rendering import page
from search.errors import SearchError
from search.results import SearchResults

blueprint = Blueprint("search_pages", __name__)

PAGE_SIZE = 20
MOST_PAGES = 500
MOST_HITS = 100
LONGEST_QUERY = 200
FACETS = ("kind", "area")
_MARK = re.compile(r"(</?mark>)")
_TAGS = {"<mark>": Markup("<mark>"), "</mark>": Markup("</mark>")}


class InvalidQueryError(ValueError):
    """The address asks for something that cannot be searched; the message is for the reader."""


@dataclass(frozen=True)
class Query:
    """A search as its address says it."""

    text: str
    filters: Mapping[str, list[str]]
    number: int = 1

    @property
    def asks_nothing(self) -> bool:
        return not self.text and not self.filters

    def url(self, *, number: int = 1, **changes: str | None) -> str:
        """The address of the same search with another page or filter; None takes a filter away."""
        chosen: dict[str, Any] = {**self.filters, **changes}
        arguments = {key: value for key, value in chosen.items() if value}
        if number > 1:
            arguments["page"] = number
        return url_for("search_pages.show", q=self.text, **arguments)


def _read_query() -> Query:
    text = request.args.get("q", "").strip()
    if len(text) > LONGEST_QUERY:
        raise InvalidQueryError(messages.SEARCH_TOO_LONG.format(limit=LONGEST_QUERY))
    filters = {
        name: values
        for name in FACETS
        if (values := [_facet_value(name, v) for v in request.args.getlist(name) if v.strip()])
    }
    if any(len(value) > LONGEST_QUERY for values in filters.values() for value in values):
        raise InvalidQueryError(messages.SEARCH_TOO_LONG.format(limit=LONGEST_QUERY))
    return Query(text, filters, _read_integer("page", 1, MOST_PAGES, messages.SEARCH_BAD_PAGE))


def _read_integer(name: str, default: int, most: int, message: str) -> int:
    typed = request.args.get(name, "").strip()
    if not typed:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", typed) or not 1 <= int(typed) <= most:
        raise InvalidQueryError(message)
    return int(typed)


def safe_snippet(html: str) -> Markup:
    """The snippet with <mark> as its only markup, whatever the index holds."""
    pieces = _MARK.split(html)
    return Markup("").join(_TAGS.get(piece) or escape(unescape(piece)) for piece in pieces)


def local_url(url: str) -> str:
    """A hit's address as a path of this site."""
    return "/" + url.lstrip("/\\")


def _find(query: Query, limit: int) -> SearchResults:
    return services().search.search(
        query.text,
        limit=limit,
        offset=(query.number - 1) * limit,
        filters=dict(query.filters),
    )


def _facet_value(name: str, word: str) -> str:
    """What the index holds for a filter: areas by their label, also when asked for by their key."""
    term = services().config.vocabulary.terms("areas").find(word) if name == "area" else None
    return term.label if term else word.strip()


def facet_label(name: str, value: str) -> str:
    """What a person reads for a facet value."""
    return messages.KIND_LABELS.get(value, value) if name == "kind" else value


def _log_unavailable(error: SearchError) -> None:
    log_event("search_unavailable", logging.ERROR, reason=str(error))


@blueprint.get("/search", strict_slashes=False)
@limit_searches
def show() -> Response:
    """The results, or a sentence that says why there are none."""
    try:
        query = _read_query()
    except InvalidQueryError as error:
        return _results_page(Query(request.args.get("q", "")[:LONGEST_QUERY], {}), str(error), 400)
    if query.asks_nothing:
        return _results_page(query, messages.SEARCH_START)
    try:
        results = _find(query, PAGE_SIZE)
    except SearchError as error:
        _log_unavailable(error)
        return _results_page(query, messages.SEARCH_UNAVAILABLE, 503)
    notice = results.note or (None if results.total else messages.SEARCH_NOTHING)
    return _results_page(query, notice, 200, results)


def _results_page(
    query: Query, notice: str | None, status: int = 200, results: SearchResults | None = None
) -> Response:
    title = messages.SEARCH_TITLE
    if query.text:
        title = messages.SEARCH_RESULTS_TITLE.format(query=query.text)
    return page(
        "search.html",
        title,
        status,
        query=query,
        notice=notice,
        results=results,
        pages=min(ceil(results.total / PAGE_SIZE), MOST_PAGES) if results else 0,
        facets=FACETS,
        facet_headings={
            "kind": messages.SEARCH_FACET_KIND,
            "area": messages.SEARCH_FACET_AREA,
        },
        facet_label=facet_label,
        safe_snippet=safe_snippet,
        local_url=local_url,
        longest_query=LONGEST_QUERY,
        first=(query.number - 1) * PAGE_SIZE + 1,
        ask_link=not (results and results.hits),
    )


@blueprint.get("/api/search", strict_slashes=False)
@limit_searches
def answer() -> Response:
    """The same search as JSON."""
    try:
        query = _read_query()
        limit = _read_integer(
            "limit", PAGE_SIZE, MOST_HITS, messages.SEARCH_BAD_LIMIT.format(limit=MOST_HITS)
        )
    except InvalidQueryError as error:
        return api_error("invalid_query", 400, detail=str(error))
    if query.asks_nothing:
        return api_error("invalid_query", 400, detail=messages.SEARCH_START)
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
        "hits": [
            {
                "id": hit.id,
                "url": local_url(hit.url),
                "kind": hit.kind,
                "title": hit.title,
                "date": hit.date,
                "score": round(hit.score, 6),
                "snippet_html": str(safe_snippet(hit.snippet_html)),
            }
            for hit in results.hits
        ],
        "facets": {
            name: [
                {"value": value, "label": facet_label(name, value), "count": count}
                for value, count in results.facets.get(name, ())
            ]
            for name in FACETS
        },
    }
