"""Before sending: pages of the site that may answer the question already."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from district.forms.fields import Value
from district.forms.models import FormDefinition
from forms_backend.public.searching.search_query import LONGEST_QUERY
from forms_backend.running.json_logs import log_event
from forms_backend.web.context import part
from search.errors import SearchError
from search.results import Hit
from search.server.service import SearchService

ASKED_IN = ("title", "description")
"""A form that has both fields asks a question that a page may answer."""
KINDS = ("case", "policy", "answer", "faq", "guide")
MOST_SUGGESTIONS = 5
SHORTEST = 4
"""With fewer characters the list would be noise."""


def offers_suggestions(definition: FormDefinition) -> bool:
    """Whether the form has the fields whose words are searched for."""
    return all(definition.field(key) is not None for key in ASKED_IN)


def suggestions_for(values: Mapping[str, Value]) -> tuple[Hit, ...]:
    """The closest cases, policies, published answers and guides; none while search is down."""
    typed = [value.strip() for key in ASKED_IN if isinstance(value := values.get(key), str)]
    text = " ".join(filter(None, typed))[:LONGEST_QUERY]
    if len(text) < SHORTEST:
        return ()
    try:
        found = part(SearchService).search(text, limit=MOST_SUGGESTIONS, filters={"kind": KINDS})
    except SearchError as error:
        log_event("search_unavailable", logging.ERROR, reason=str(error))
        return ()
    return found.hits
