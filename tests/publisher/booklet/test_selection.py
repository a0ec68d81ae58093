import pytest

from district import ConfigError, FabuError
from publisher.booklet.selection import (
    Filters,
    cases_by_filters,
    cases_by_id,
    find_term,
    read_selection,
)
from tests.publisher.site_project import case


def ids(chosen):
    return [entry.id for entry, _ in chosen]


@pytest.fixture
def library(published):
    return published(
        case("old", published="2025-05-01", decided="2025-03")
        | case("sale", areas="[合同交易]", industries="[]")
        | case("hidden", status="draft")
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, ["ld-unsigned", "mediated", "practice", "sale", "old"]),
        ({"year": 2025}, ["old"]),
        ({"area": "合同交易"}, ["sale"]),
        ({"area": "劳动用工", "year": 2026}, ["ld-unsigned", "mediated", "practice"]),
        ({"industry": "住宿餐饮", "type": "调解案例"}, ["mediated"]),
        ({"area": "合同交易", "industry": "住宿餐饮"}, []),
    ],
)
def test_all_filters_hold_and_the_newest_stands_first(library, words, expected):
    lists = {"area": "areas", "industry": "industries", "type": "case_types"}
    terms = {
        key: find_term(library[1].vocabulary, lists[key], word, f"--{key}")
        if key in lists
        else word
        for key, word in words.items()
    }
    assert ids(cases_by_filters(library[0], Filters(**terms))) == expected


def test_unknown_word_names_the_nearest_and_all(library):
    with pytest.raises(
        FabuError, match="--area：“劳动”不在词表，是不是“劳动用工”；可选：合同交易、劳动用工"
    ):
        find_term(library[1].vocabulary, "areas", "劳动", "--area")


def test_saved_selection_keeps_its_order_and_drops_repetitions(library, tmp_path):
    file = tmp_path / "chosen.yml"
    file.write_text("title: 选本\ncases: [sale, ld-unsigned, sale]\n", encoding="utf-8")
    saved = read_selection(file)
    assert saved.title == "选本"
    assert ids(cases_by_id(library[0], saved.cases)) == ["sale", "ld-unsigned"]


def test_every_id_that_is_no_published_case_is_named(library):
    with pytest.raises(FabuError) as caught:
        cases_by_id(library[0], ["sale", "ld-unsined", "hidden", "complaint-rules"])
    message = str(caught.value)
    assert "有 3 个编号" in message
    assert "ld-unsined，是不是“ld-unsigned”" in message
    assert "hidden" in message
    assert "complaint-rules" in message


def test_mistakes_in_a_selection_file_are_listed(tmp_path):
    file = tmp_path / "chosen.yml"
    file.write_text("titel: 选本\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_selection(file)
    assert {problem.path for problem in caught.value.problems} == {
        "chosen.yml: titel",
        "chosen.yml: cases",
    }
