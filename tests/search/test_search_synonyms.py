from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from search.analysis import bigrams
from search.document import Document, write_documents
from search.query import parse_query
from search.results import SynonymUse
from search.server.engine import build_index
from search.server.service import SearchService
from search.synonyms import Held, SynonymTable

Builder = Callable[[Sequence[Document]], SearchService]
TABLE = SynonymTable(
    [("欠薪", ("拖欠工资",)), ("恶意欠薪", ("拒不支付劳动报酬",)), ("法人", ("法定代表人",))]
)


def test_the_longest_known_word_is_found_from_left_to_right() -> None:
    found = [(e.typed, e.start, e.end) for e in TABLE.expansions("恶意欠薪和欠薪")]
    assert found == [("恶意欠薪", 0, 4), ("欠薪", 5, 7)]
    assert list(SynonymTable().expansions("欠薪")) == []


@pytest.mark.parametrize(
    ("run", "typed"),
    [
        ("有人抄我的牌子", "抄我的牌子"),
        ("抄了我们的牌子怎么办", "抄了我们的牌子"),
        ("抄牌子", "抄牌子"),
        ("抄了又抄牌子", "抄牌子"),
        ("不让我看账", "不让我看账"),
        ("不让他们俩看账", ""),
        ("看了账", ""),
        ("我欠了薪", ""),
    ],
)
def test_a_long_word_is_known_with_small_words_in_between(run: str, typed: str) -> None:
    table = SynonymTable(
        [("抄我的牌子", ("商标侵权",)), ("不让看账", ("查阅",)), ("欠薪", ("工资",))]
    )
    assert [e.typed for e in table.expansions(run)] == ([typed] if typed else [])
    for found in table.expansions(run):
        assert run[found.start : found.end] == found.typed


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("甲乙 乙丙", ("甲乙丙",)),
        ("甲乙 丁戊", ("丁戊",)),
        ("甲乙", ("甲乙丙",)),
        ("甲乙 乙丙 丁戊", ("甲乙丙", "丁戊")),
        ("", ()),
    ],
)
def test_words_that_stand_in_the_library_go_before_those_of_which_a_part_does(
    held: str, expected: tuple[str, ...]
) -> None:
    table = SynonymTable([("欠薪", ("甲乙丙", "丁戊"))])
    terms = set(held.split())
    among = table.among(lambda word: Held.of(bigrams(word), terms.__contains__))
    assert [e.words for e in among.expansions("欠薪")] == ([expected] if expected else [])


def test_a_synonym_is_another_way_to_hold_the_typed_word() -> None:
    units = {unit.alternatives for unit in parse_query("公司欠薪", synonyms=TABLE).units}
    assert (("司欠", "欠薪"), ("拖欠", "欠工", "工资")) in units
    assert (("公司",),) in units


def test_terms_of_a_synonym_weigh_less_than_typed_ones() -> None:
    weights = parse_query("欠薪", synonyms=TABLE).weights
    assert 0 < weights["拖欠"] < weights["欠薪"]
    assert parse_query("欠薪 拖欠", synonyms=TABLE).weights["拖欠"] == weights["欠薪"]


def test_pages_with_a_synonym_follow_pages_with_the_typed_word(build: Builder) -> None:
    filler = [Document(f"f{n}", "其他", "合同履行。" * 9) for n in range(9)]
    typed = Document("typed", "甲", "本页讲欠薪问题。", date="2020-01-01")
    other = Document("other", "乙", "本页讲拖欠工资问题。", date="2026-01-01")
    service = build([*filler, other, typed])
    results = service.search("欠薪")
    assert [hit.id for hit in results.hits] == ["typed", "other"]
    assert results.synonyms == (SynonymUse("欠薪", ("拖欠工资",)),)
    assert "<mark>拖欠工资</mark>" in results.hits[1].snippet_html
    assert not results.is_widened


def test_an_everyday_word_leads_to_the_legal_term_and_not_back(build: Builder) -> None:
    service = build([Document("a", "甲", "由法定代表人签字"), Document("b", "乙", "法人签字")])
    assert {hit.id for hit in service.search("法人").hits} == {"a", "b"}
    assert [hit.id for hit in service.search("法定代表人").hits] == ["a"]


def test_a_quoted_word_has_no_synonyms(build: Builder) -> None:
    service = build([Document("a", "甲", "欠薪"), Document("b", "乙", "拖欠工资")])
    assert [hit.id for hit in service.search("“欠薪”").hits] == ["a"]


@pytest.mark.parametrize("word", ["欠薪", "老赖"])
def test_a_district_without_synonyms_has_none(tmp_path: Path, word: str) -> None:
    (tmp_path / "synonyms.yml").write_text("groups: []\none_way: []\n", encoding="utf-8")
    write_documents(tmp_path / "documents.jsonl", [Document("a", "甲", "拖欠工资，失信被执行人")])
    build_index(tmp_path / "documents.jsonl", tmp_path / "index")
    results = SearchService(tmp_path / "index", tmp_path).search(word)
    assert not results.synonyms
    assert results.is_widened or not results.hits
