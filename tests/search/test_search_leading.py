"""Which part of a page is the result, the same in both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.document import Document, write_documents
from search.leading import named_laws, place_of, with_named_law
from search.server.engine import build_index
from search.server.service import SearchService
from search.shards.index import write_browser_index
from tests.search.browser_engine import search_in_node

_LABOUR = (
    "《中华人民共和国劳动合同法》，本站有 2 篇内容引用。\n",
    "《劳动合同法》第十条\n建立劳动关系，应当订立书面劳动合同。\n",
    "《劳动合同法》第八十二条\n超过一个月不满一年未订立的，应当每月支付二倍的工资。\n",
)
_COMPANY = (
    "《中华人民共和国公司法》（2023修订，2024年7月1日起施行），本站有 1 篇内容引用。\n",
    "《公司法》第十条\n法定代表人。\n",
)


def law(name: str, title: str, parts: tuple[str, ...], places: dict[str, str]) -> Document:
    starts = [sum(map(len, parts[:number])) for number in range(1, len(parts))]
    sections = [(start, *place) for start, place in zip(starts, places.items(), strict=True)]
    text = "".join(parts)
    return Document(
        id=f"laws/{name}",
        url=f"laws/{name}/",
        kind="law",
        title=title,
        text=text,
        prose=len(text),
        sections=tuple(sections),
    )


DOCUMENTS = [
    law("labour", "《劳动合同法》", _LABOUR, {"第十条": "10/", "第八十二条": "82/"}),
    law("company", "《公司法》", _COMPANY, {"第十条": "10/"}),
    *(
        Document(
            id=f"case-{number}",
            url=f"cases/case-{number}/",
            kind="case",
            title=f"劳动合同法第八十二条二倍工资案之{number}",
            text="依照《劳动合同法》第八十二条，应当支付二倍的工资。依照《公司法》第十条处理。",
        )
        for number in range(4)
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("leading")
    write_documents(made / "documents.jsonl", DOCUMENTS)
    build_index(made / "documents.jsonl", made / "index")
    write_browser_index(made / "documents.jsonl", made / "shards", synonyms=())
    return made


ASKED = [
    ("劳动合同法第八十二条", "《劳动合同法》第八十二条", "laws/labour/82/", "超过一个月不满一年"),
    ("《劳动合同法》82条", "《劳动合同法》第八十二条", "laws/labour/82/", "超过一个月不满一年"),
    ("公司法第10条", "《公司法》第十条", "laws/company/10/", "法定代表人。"),
    ("公司法2023年第十条", "《公司法》第十条", "laws/company/10/", "法定代表人。"),
    ("《公司法》（2024年）第10条", "《公司法》第十条", "laws/company/10/", "法定代表人。"),
    ("公司法2018年第十条", "《公司法》", "laws/company/", "本站有 1 篇内容引用。"),
    ("《公司法》（2018年修正）第10条", "《公司法》", "laws/company/", "本站有 1 篇内容引用。"),
    ("2018版公司法2018版第十条法定代表人", "《公司法》", "laws/company/", "本站有 1 篇内容引用。"),
    ("劳动合同法2012年第八十二条", "《劳动合同法》第八十二条", "laws/labour/82/", "超过一个月"),
    ("劳动合同法", "《劳动合同法》", "laws/labour/", "本站有 2 篇内容引用。"),
    ("建立劳动关系应当订立", "《劳动合同法》第十条", "laws/labour/10/", "应当订立书面"),
]


@pytest.mark.parametrize(("text", "title", "url", "words"), ASKED)
def test_of_a_law_the_article_that_is_meant_is_the_result(
    folder: Path, text: str, title: str, url: str, words: str
) -> None:
    hits = SearchService(folder / "index").search(text).hits
    (browser,) = search_in_node(folder / "shards", [text], snippets=True)
    hit = next(hit for hit in hits if hit.kind == "law")
    seen = next(hit for hit in browser["hits"] if hit["kind"] == "law")
    assert (hit.title, hit.url, hit.anchor) == (title, url, "")
    assert (seen["title"], seen["url"], seen["section"]) == (title, url, None)
    assert words in hit.snippet_html.replace("<mark>", "").replace("</mark>", "")
    assert words in "".join(piece for piece, _ in seen["snippet"])
    assert [hit.id for hit in hits] == [hit["id"] for hit in browser["hits"]]


@pytest.mark.parametrize("text", ["劳动合同法第八十二条", "公司法10条", "公司法第十条怎么规定"])
def test_who_names_an_article_gets_it_before_what_cites_it(folder: Path, text: str) -> None:
    first = SearchService(folder / "index").search(text).hits[0]
    assert first.id == ("laws/company" if "公司" in text else "laws/labour")


def test_a_law_is_named_by_a_term_of_its_article_alone() -> None:
    terms = ["§条82", "§劳动合同法条82", "§刑法条287.1", "§元376000", "合同"]
    assert named_laws(terms) == {"劳动合同法"}
    assert with_named_law([3, 1, 2], lambda document: document == 2) == [2, 3, 1]
    assert with_named_law(list(range(20)), lambda document: document == 19) == list(range(20))


def test_a_section_is_a_place_on_the_page_or_a_page_below() -> None:
    assert place_of("faqs/a/", "问") == "faqs/a/#问"
    assert place_of("laws/a/", "10/") == "laws/a/10/"
