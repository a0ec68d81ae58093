"""An article of a law is one term, in texts and in queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from law.registry import load_registry
from search.analysis import fold
from search.document import Document
from search.laws import article_terms, law_references, names_of
from search.server.service import SearchService

Builder = Callable[[Sequence[Document]], SearchService]
NAMES = names_of(load_registry())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依照《中华人民共和国公司法》第二十三条", ["§公司法条23"]),
        ("民法典第577条", ["§民法典条577"]),
        ("《刑法》第二百八十七条之一", ["§刑法条287", "§刑法条287.1"]),
        ("《考勤管理办法》第三条", []),
        ("第三条", []),
        ("公司法", []),
    ],
)
def test_a_text_holds_the_articles_that_it_cites(text: str, expected: list[str]) -> None:
    assert article_terms(text) == expected


@pytest.mark.parametrize(
    ("typed", "cut", "expected"),
    [
        ("公司法23条", "公司法23条", "§公司法条23"),
        ("公司法第23条", "公司法第23条", "§公司法条23"),
        ("公司法二十三条", "公司法二十三条", "§公司法条23"),
        ("中华人民共和国公司法第二十三条", "中华人民共和国公司法第二十三条", "§公司法条23"),
        ("依《公司法》第二十三条", "公司法》第二十三条", "§公司法条23"),
        ("公司法（2023年修订）的第23条", "公司法(2023年修订)的第23条", "§公司法条23"),
        ("劳动合同法82条怎么赔", "劳动合同法82条", "§劳动合同法条82"),
        ("刑法287条之一", "刑法287条之一", "§刑法条287.1"),
        ("25条", "", ""),
        ("考勤办法第3条", "", ""),
    ],
)
def test_a_query_names_an_article_of_a_law(typed: str, cut: str, expected: str) -> None:
    folded = fold(typed)
    found = [(folded[r.start : r.end], r.terms[-1]) for r in law_references(folded, NAMES)]
    assert found == ([(cut, expected)] if cut else [])


OTHER = Document(
    "other", "公司合规", "公司法务应当注意，依照《中华人民共和国网络安全法》第二十三条。" * 3
)
CITES = Document("cites", "人格混同", "说理。" * 200 + "依照《公司法》第二十三条，承担连带责任。")
BOTH = Document("both", "公司法讲座", "公司法很重要。" * 9 + "参见第二十三条。")


@pytest.mark.parametrize(
    "typed", ["公司法23条", "公司法第23条", "公司法第二十三条", "公司法23条 连带"]
)
def test_pages_that_cite_the_article_come_first(build: Builder, typed: str) -> None:
    assert build([OTHER, CITES, BOTH]).search(typed).hits[0].id == "cites"
