from typing import Any

import pytest

from publisher.model.documents.document import Kind
from publisher.pages.parts.listing import FACETS, facets_of, page_url, slices
from tests.publisher.site_project import case

SOME: list[Any] = [f"c{n:03d}" for n in range(23)]


@pytest.mark.parametrize(
    ("count", "size", "sizes"),
    [(0, 5, [0]), (1, 5, [1]), (5, 5, [5]), (6, 5, [5, 1]), (23, 10, [10, 10, 3])],
)
def test_lists_are_cut_without_loss(count, size, sizes):
    entries = SOME[:count]
    parts = list(slices(entries, "cases/", size))
    assert [len(part.entries) for part in parts] == sizes
    assert [entry for part in parts for entry in part.entries] == list(entries)


@pytest.mark.parametrize(("number", "url"), [(1, "cases/"), (2, "cases/page/2/")])
def test_first_page_is_the_list_itself(number, url):
    assert page_url("cases/", number) == url


@pytest.mark.parametrize(
    ("pages", "number", "shown"),
    [
        (1, 1, [1]),
        (5, 3, [1, 2, 3, 4, 5]),
        (20, 1, [1, 2, 3, 20]),
        (20, 4, [1, 2, 3, 4, 5, 6, 20]),
        (20, 10, [1, 8, 9, 10, 11, 12, 20]),
        (20, 20, [1, 18, 19, 20]),
    ],
)
def test_pager_shows_ends_and_neighbours(pages, number, shown):
    pager = list(slices(range(pages), "cases/", 1))[number - 1].pager
    assert [page for page, _ in pager.pages] == shown
    assert (pager.number, pager.count) == (number, pages)


def test_every_page_is_reached_by_next():
    parts = list(slices(range(50), "cases/", 1))
    by_url = {part.url: part for part in parts}
    reached: list[str] = []
    url: str | None = "cases/"
    while url is not None:
        reached.append(url)
        url = by_url[url].pager.next
    assert reached == [part.url for part in parts]
    assert [by_url[url].pager.previous for url in reached[1:]] == reached[:-1]
    assert parts[0].pager.previous is None


def test_facets_come_in_their_order_with_counts(published):
    library, config = published(
        case(
            "a",
            areas="[合同交易, 劳动用工]",
            cause="买卖合同纠纷",
            published="2025-01-02 08:00",
            decided="2024-05",
        )
    )
    facets = {f.key: f for f in facets_of(library.of(Kind.CASE), config.vocabulary, "cases/")}
    assert list(facets) == list(FACETS)
    shown = {key: [(v.label, v.count) for v in facet.values] for key, facet in facets.items()}
    assert shown["area"] == [("合同交易", 1), ("劳动用工", 4)]  # as in the vocabulary
    assert shown["type"] == [("裁判案例", 2), ("调解案例", 1), ("工作案例", 1)]
    assert shown["year"] == [("2026", 3), ("2025", 1)]  # newest first
    assert shown["cause"][0] == ("合同、准合同纠纷", 2)
    assert facets["area"].values[1].url == "cases/area/labour/"


def test_empty_facets_and_values_are_left_out(published):
    library, config = published()
    facets = {f.key: f for f in facets_of(library.of(Kind.CASE), config.vocabulary, "cases/")}
    assert [v.label for v in facets["area"].values] == ["劳动用工"]
    assert facets_of((), config.vocabulary, "cases/") == ()
