import json

import pytest

from publisher.model.documents.document import Kind
from publisher.outputs import case_filter
from publisher.outputs.case_filter import write_case_filter
from publisher.pages.parts.listing import facets_of
from tests.publisher.site_project import case, library_of, write


@pytest.fixture
def written(library_ok, tmp_path, monkeypatch):
    monkeypatch.setattr(case_filter, "CHUNK", 5)
    files = {}
    for n in range(9):
        files |= case(
            f"n{n}",
            areas="[合同交易, 劳动用工]" if n % 2 else "[合同交易]",
            published=f"202{n % 3 + 4}-01-0{n + 1} 09:00",
            decided="2023-05",
            industries="[]" if n == 4 else "[各行业通用]",
        )
    write(library_ok, files)
    library, config = library_of(library_ok)
    names = write_case_filter(library, config, tmp_path)
    data = {name: json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in names}
    return library, config, data


def test_columns_agree_with_the_facets_of_each_case(written):
    library, _, data = written
    found = data["cases/filter.json"]
    for facet in found["facets"]:
        for entry, row in zip(library.of(Kind.CASE), found["rows"][facet["key"]], strict=True):
            labels = [facet["values"][number][1] for number in row]
            assert labels == [t.label for t in entry.document.facets().get(facet["key"], ())]


def test_counting_the_columns_gives_the_counts_of_the_plain_lists(written):
    library, config, data = written
    found = data["cases/filter.json"]
    for facet in facets_of(library.of(Kind.CASE), config.vocabulary, "cases/"):
        rows = found["rows"][facet.key]
        for number, value in enumerate(facet.values):
            assert sum(number in row for row in rows) == value.count


def test_cards_stand_in_chunks_in_the_order_of_the_list(written):
    library, _, data = written
    found = data["cases/filter.json"]
    chunks = [data[f"cases/cards-{n}.json"] for n in range(3)]
    assert [len(chunk) for chunk in chunks] == [5, 5, 2]
    assert found["chunk"] == 5
    assert found["total"] == 12
    urls = [card["url"] for chunk in chunks for card in chunk]
    assert urls == [entry.url for entry in library.of(Kind.CASE)]


def test_card_has_all_that_a_list_shows(written):
    _, _, data = written
    card = data["cases/cards-0.json"][0]
    assert set(card) == {"title", "url", "summary", "date", "note", "badges"}
    assert ["示范案例", "example"] in card["badges"]


def test_empty_library_has_an_empty_filter(written, tmp_path):
    library, config, _ = written
    assert write_case_filter(type(library)(()), config, tmp_path / "e") == ["cases/filter.json"]
    data = json.loads((tmp_path / "e/cases/filter.json").read_text(encoding="utf-8"))
    assert (data["total"], data["facets"], data["rows"]) == (0, [], {})
