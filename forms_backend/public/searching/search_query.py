"""A search as its address says it: text, filters, dates, order and page, read and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

from forms_backend.public.searching import messages as search_messages
from forms_backend.web.context import ground
from search.dates import DateRange, InvalidDateError, read_range
from search.server.answering import SORT_BY_DATE, SORT_BY_RELEVANCE

MOST_PAGES = 500
LONGEST_QUERY = 500
"""Of Han characters an address holds that many: 4,500 bytes once they are encoded."""
FACETS = ("kind", "area", "industry", "type", "unit", "year", "cause")
SORTS = (SORT_BY_RELEVANCE, SORT_BY_DATE)


class InvalidQueryError(ValueError):
    """The address asks for something that cannot be searched; the message is for the reader."""


@dataclass(frozen=True)
class Query:
    """A search as its address says it."""

    text: str
    filters: Mapping[str, list[str]] = field(default_factory=dict)
    number: int = 1
    sort: str = SORT_BY_RELEVANCE
    dates: DateRange = field(default_factory=DateRange)

    @property
    def asks_nothing(self) -> bool:
        return not self.text and not self.filters and not self.dates

    def url(self, *, number: int = 1, **changes: str | None) -> str:
        """The address of the same search with another page, filter, order or text.

        None takes a filter away; the page starts over unless it is given.
        """
        arguments: dict[str, Any] = {"q": self.text, **self.hidden(), **changes}
        if number > 1:
            arguments["page"] = number
        kept = {key: value for key, value in arguments.items() if value or key == "q"}
        return url_for("search_pages.show", **kept)

    def hidden(self, *without: str) -> dict[str, Any]:
        """What goes with the text: filters, dates and an order that is not the usual one."""
        values: dict[str, Any] = {**self.filters, "from": self.dates.first, "to": self.dates.last}
        if self.sort != SORT_BY_RELEVANCE:
            values["sort"] = self.sort
        return {key: value for key, value in values.items() if value and key not in without}

    def hidden_pairs(self, *without: str) -> list[tuple[str, str]]:
        """`hidden` as the name and value of each hidden input of a form."""
        return [
            (name, value)
            for name, values in self.hidden(*without).items()
            for value in (values if isinstance(values, list) else [values])
        ]

    def chosen(self, label_of: Callable[[str, str], str]) -> list[tuple[str, str]]:
        """What narrows the results: the label of each choice, and the address without it."""
        choices: list[tuple[str, str]] = [
            (label_of(name, value), self._without(name))
            for name, values in self.filters.items()
            for value in values
        ]
        if self.dates:
            label = search_messages.SEARCH_DATES.format(
                first=self.dates.first or "…", last=self.dates.last or "…"
            )
            choices.append((label, self._without("from", "to")))
        return choices

    def _without(self, *names: str) -> str:
        changes: dict[str, Any] = dict.fromkeys(names)
        return self.url(**changes)


def read_query() -> Query:
    """The search of the current request. Raises InvalidQueryError with a sentence for the reader."""
    text = request.args.get("q", "").strip()
    filters = {
        name: values
        for name in FACETS
        if (values := [_facet_value(name, v) for v in request.args.getlist(name) if v.strip()])
    }
    typed = [text, *(value for values in filters.values() for value in values)]
    if any(len(value) > LONGEST_QUERY for value in typed):
        raise InvalidQueryError(search_messages.SEARCH_TOO_LONG.format(limit=LONGEST_QUERY))
    sort = request.args.get("sort", "").strip() or SORT_BY_RELEVANCE
    if sort not in SORTS:
        raise InvalidQueryError(search_messages.SEARCH_BAD_SORT)
    number = read_integer("page", 1, MOST_PAGES, search_messages.SEARCH_BAD_PAGE)
    return Query(text, filters, number, sort, _read_dates())


def read_integer(name: str, default: int, most: int, message: str) -> int:
    """A number of the address from 1 to `most`. Raises InvalidQueryError with `message`."""
    typed = request.args.get(name, "").strip()
    if not typed:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", typed) or not 1 <= int(typed) <= most:
        raise InvalidQueryError(message)
    return int(typed)


def _read_dates() -> DateRange:
    try:
        return read_range(request.args.get("from", ""), request.args.get("to", ""))
    except InvalidDateError as error:
        raise InvalidQueryError(search_messages.SEARCH_BAD_DATES) from error


def _facet_value(name: str, word: str) -> str:
    """What the index holds for a filter: areas by their label, also when asked for by their key."""
    term = ground().config.vocabulary.terms("areas").find(word) if name == "area" else None
    return term.label if term else word.strip()
