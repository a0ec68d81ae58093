"""Booklets of the good library and one rich case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from law.registry import load_registry
from publisher.booklet.model import Booklet, compose
from publisher.booklet.selection import Filters, cases_by_filters
from tests.publisher.booklet.rich_manuscript import rich_case

MakeBooklet = Callable[..., Booklet]


@pytest.fixture
def make_booklet(published) -> MakeBooklet:
    """`make_booklet(files, by_area=False, title=…)`: the booklet of all cases of the library."""

    def make(
        files: dict[str, str] | None = None,
        *,
        by_area: bool = False,
        title: str = "案例汇编",
        **filters: object,
    ) -> Booklet:
        library, config = published(rich_case() | (files or {}))
        chosen = cases_by_filters(library, Filters(**filters))  # type: ignore[arg-type]
        return compose(title, "2026年", chosen, library, config, load_registry(), by_area=by_area)

    return make
