"""What a request costs, before anything is done for it: a limit by number would let one sender ask for
the dearest thing each time."""

from __future__ import annotations

import json
from math import ceil

from flask import request

PHRASE_COST = 4
"""A phrase is looked for in the texts themselves: so many times as dear as words."""
MOST_PHRASES = 5
CASES_FOR_ONE = 20
_QUOTES = (("“", "”"), ("「", "」"), ("『", "』"))


def search_cost() -> int:
    """Of a search: 1, and more for each phrase in quotation marks."""
    text = request.args.get("q", "")
    phrases = sum(min(text.count(opening), text.count(end)) for opening, end in _QUOTES)
    phrases += text.count('"') // 2
    return 1 + PHRASE_COST * min(phrases, MOST_PHRASES)


def booklet_cost() -> int:
    """Of a booklet: 1 for each 20 cases begun."""
    try:
        ordered = json.loads(request.get_data(cache=True))
    except (ValueError, RecursionError):
        return 1
    cases = ordered.get("cases") if isinstance(ordered, dict) else None
    return max(1, ceil(len(cases) / CASES_FOR_ONE)) if isinstance(cases, list) else 1
