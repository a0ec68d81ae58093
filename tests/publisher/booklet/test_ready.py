"""Which ready-made booklets there are."""

from __future__ import annotations

import pytest

from publisher.booklet import ready
from publisher.booklet.ready import FEWEST_CASES, ready_booklets, shown_size
from tests.publisher.site_project import case


def cases(area: str, year: int, count: int) -> dict[str, str]:
    """Cases of one area and year; the day tells which is newest."""
    files: dict[str, str] = {}
    for number in range(count):
        moment = f"{year}-03-{number + 1:02d}"
        key = f"c{year}-{number}-{ord(area[0])}"
        files |= case(key, areas=f"[{area}]", published=moment, decided=f"{year}-01")
    return files


def test_an_area_and_year_with_three_cases_has_a_booklet(published) -> None:
    files = cases("合同交易", 2024, FEWEST_CASES) | cases("劳动用工", 2024, FEWEST_CASES - 1)
    library, config = published(files)
    (found,) = (b for b in ready_booklets(library, config) if b.year == 2024)
    assert (found.area.label, found.total) == ("合同交易", 3)
    assert found.subtitle == "2024年　合同交易"
    assert found.path("pdf") == f"downloads/booklets/{found.area.key}-2024.pdf"


def test_a_full_booklet_holds_the_newest_and_says_so(
    published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "NEWEST_CASES", 3)
    library, config = published(cases("合同交易", 2024, 5))
    (found,) = (b for b in ready_booklets(library, config) if b.year == 2024)
    assert [entry.id for entry, _ in found.chosen] == [f"c2024-{n}-{ord('合')}" for n in (4, 3, 2)]
    assert found.total == 5
    assert found.subtitle == "2024年　合同交易　最新 3 个"


def test_older_years_are_left_out_when_it_would_be_too_much(
    published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "MOST_TYPESET", 6)
    files = cases("合同交易", 2022, 3) | cases("合同交易", 2023, 3) | cases("合同交易", 2021, 3)
    library, config = published(files)
    years = {b.year for b in ready_booklets(library, config)}
    assert years == {2026, 2023}


@pytest.mark.parametrize(
    ("size", "text"), [(10, "1 KB"), (54 * 1024, "54 KB"), (1_258_291, "1.2 MB")]
)
def test_sizes_are_shown_as_people_read_them(size: int, text: str) -> None:
    assert shown_size(size) == text
