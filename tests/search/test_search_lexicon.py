"""What is meant by pinyin, by words that sound alike and by swapped characters, in both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import messages
from search.document import Document, write_documents
from search.lexicon import Guess, Lexicon, frequent_pairs, weighed_words
from search.pronouncing import make_lexicon
from search.server.engine import build_index
from search.server.service import SearchService
from search.shards.index import write_browser_index
from tests.search.browser_engine import search_in_node

PAIRS = {
    "劳动": 9,
    "动仲": 3,
    "仲裁": 7,
    "公司": 9,
    "司解": 1,
    "解散": 4,
    "银行": 2,
    "合同": 8,
    "裁决": 3,
}
WORDS = ("劳动仲裁", "违约金", "竞业限制", "银行", "民法典", "劳动合同")
LEXICON = Lexicon(make_lexicon(WORDS, PAIRS))


def holds(pair: str) -> bool:
    return pair in {*PAIRS, "违约", "约金", "竞业", "业限", "限制", "民法", "法典", "动合"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("laodongzhongcai", "劳动仲裁"),
        ("lao dong zhong cai", "劳动仲裁"),
        ("Lao’Dong zongcai", "劳动仲裁"),
        ("ldzc", "劳动仲裁"),
        ("yinhang", "银行"),
        ("weiyuejinhetong", "违约金合同"),
        ("gongsijiesan", "公司解散"),
        ("劳动仲才", "劳动仲裁"),
        ("劳动裁仲", "劳动仲裁"),
        ("劳动仲才，公司", "劳动仲裁，公司"),
        ("竟业限治", "竞业限制"),
        ("违约今怎么算", "违约金怎么算"),
        ("劳动仲裁", ""),
        ("xyzxyz", ""),
        ("", ""),
        ("，", ""),
        ("legal opinion", ""),
        ("仲才" * 20, ""),
        ("z" * 100, ""),
    ],
)
def test_this_is_meant(typed: str, meant: str) -> None:
    guess = LEXICON.meant(typed, holds)
    assert (guess.text if guess else "") == meant


def test_a_guess_says_how_long_a_word_was_put_in() -> None:
    assert LEXICON.meant("违约今", holds) == Guess("违约金", 3)


def test_words_are_ordered_by_their_rarest_pair() -> None:
    assert weighed_words(["甲乙丙", "丁戊", "a"], {"甲乙": 5, "乙丙": 2}) == [
        "甲乙",
        "乙丙",
        "甲乙丙",
        "丁戊",
    ]
    assert frequent_pairs({"甲乙": 1, "工": 9, "ab": 9, "甲a": 9}) == {"甲乙": 1}


FILLER = "本院认为双方当事人争议的焦点在于责任如何承担，应当依法确定。"
LIBRARY = [
    *(Document(f"arb{n}", "劳动仲裁", FILLER + "申请劳动仲裁。" * (n + 1)) for n in range(3)),
    *(Document(f"ban{n}", "竞业限制", FILLER + "竞业限制补偿。" * (n + 1)) for n in range(3)),
    *(Document(f"gold{n}", "违约金", FILLER + "调低违约金。" * (n + 1)) for n in range(3)),
]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("laodongzhongcai", "劳动仲裁"),
        ("lao dong zhong cai", "劳动仲裁"),
        ("ldzc", "劳动仲裁"),
        ("劳动仲才", "劳动仲裁"),
        ("劳动裁仲", "劳动仲裁"),
        ("竟业限治", "竞业限制"),
        ("weiyuejin", "违约金"),
        ("違約金", "违约金"),
        ("竞 业 限 制", "竞业限制"),
    ],
)
def test_it_is_found_as_if_typed_right_in_both_engines(
    tmp_path: Path, typed: str, right: str
) -> None:
    write_documents(tmp_path / "documents.jsonl", LIBRARY)
    words = ("劳动仲裁", "竞业限制")
    build_index(tmp_path / "documents.jsonl", tmp_path / "server", words=words)
    write_browser_index(
        tmp_path / "documents.jsonl", tmp_path / "site", synonyms=[(words[0], ()), (words[1], ())]
    )
    service = SearchService(tmp_path / "server")
    expected, found = service.search(right), service.search(typed)
    assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits]
    assert found.total == expected.total == 3
    (browser,) = search_in_node(tmp_path / "site", [typed])
    assert (browser["ids"], browser["corrected"]) == (
        [hit.id for hit in found.hits],
        found.corrected,
    )
    if found.corrected:
        assert messages.CORRECTED.format(typed=typed, meant=right) in found.note


def test_a_query_that_pages_hold_is_left_as_it_is(tmp_path: Path) -> None:
    pages = [*LIBRARY, Document("odd", "仲才", "姓仲名才，劳动仲才案。")]
    write_documents(tmp_path / "documents.jsonl", pages)
    build_index(tmp_path / "documents.jsonl", tmp_path / "server")
    found = SearchService(tmp_path / "server").search("劳动仲才")
    assert (found.corrected, found.hits[0].id) == ("", "odd")
