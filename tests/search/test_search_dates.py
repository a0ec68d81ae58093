from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from search import messages
from search.dates import DateRange, InvalidDateError, read_range
from search.document import Document
from search.server.service import SearchService

Builder = Callable[[Sequence[Document]], SearchService]
DATES = ["2024-12-31", "2025-01-01", "2025-01-31", "2025-02-01", "2026-06-30", "2026-07-01", ""]
DOCUMENTS = [Document(date or "undated", "合同", "合同", date=date) for date in DATES]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-01", "2025-01", {"2025-01-01", "2025-01-31"}),
        ("2025-1", "2026-06", set(DATES[1:5])),
        ("2025", "", set(DATES[1:6])),
        ("", "2024", {"2024-12-31"}),
        ("2025-01-31", "2025-02-01", {"2025-01-31", "2025-02-01"}),
        ("", "", {*DATES[:6], "undated"}),
    ],
)
@pytest.mark.parametrize("text", ["合同", ""])
def test_a_range_keeps_the_pages_within_it(
    build: Builder, first: str, last: str, expected: set[str], text: str
) -> None:
    dates = read_range(first, last)
    results = build(DOCUMENTS).search(text, dates=dates)
    if text or dates:
        assert {hit.id for hit in results.hits} == expected
        assert results.total == len(expected)


def test_facets_count_within_the_range(build: Builder) -> None:
    pages = [Document(d.id, d.title, d.text, date=d.date, kind="case") for d in DOCUMENTS]
    results = build(pages).search("合同", dates=DateRange("2026", ""))
    assert results.facets["kind"] == (("case", 2),)


def test_an_empty_range_says_how_many_there_are_without_it(build: Builder) -> None:
    results = build(DOCUMENTS).search("合同", dates=DateRange("2030", ""))
    assert results.note == messages.NOTHING_IN_DATES.format(total=7)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2025-13", ""), ("", "2025-02-30"), ("x", ""), ("2026", "2025"), ("2025-02", "2025-01-31"),
     ("０２５", ""), ("0000", "")],
)  # fmt: skip
def test_what_is_no_range_is_refused(first: str, last: str) -> None:
    with pytest.raises(InvalidDateError):
        read_range(first, last)


def test_a_month_may_end_in_itself() -> None:
    assert read_range("2025-01-15", "2025-01") == DateRange("2025-01-15", "2025-01")
