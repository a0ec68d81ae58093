"""The browser's index: what it finds, and in what order."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from law.registry import load_registry
from search import messages
from search.dates import DateRange
from search.document import Document
from search.laws import names_of
from search.query import parse_query, required_terms
from search.server.engine import build_index
from search.server.service import SearchService
from search.synonyms import Held
from search.weighing import weigh
from tests.conftest import ROOT
from tests.reference import SITE_CONFIG
from tests.search.browser_engine import parse_in_node, search_in_node
from tests.search.shards.writing import SYNONYMS, write


def _own_library() -> list[Document]:
    """Our own cases and policies as they stand in the repository."""
    documents = []
    for number, path in enumerate(sorted((ROOT / "cases_library").rglob("*.md"))):
        text = path.read_text(encoding="utf-8-sig").split("---", 2)[-1]
        title = re.sub(r"[#*]", "", text.strip().splitlines()[0]) or path.stem
        documents.append(
            Document(
                id=path.stem,
                url=f"cases/{path.stem}/",
                title=title,
                text=text,
                kind="case",
                date=f"2026-{number % 12 + 1:02}-01",
                facets={"area": (("劳动用工", "合同交易")[number % 2],)},
            )
        )
    return documents


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("拖欠工资", "wages"),
        ("第五百七十七条", "contract"),
        ("第577条", "statute"),
        ("京01民终123号", "number"),
        ("contr", "longer"),
        ("𠮷野", "rare"),
        ("ABC123", "rare"),
        ("cafe", "rare"),
        ("<b>标记", "markup"),
    ],
)
def test_a_piece_of_a_page_finds_the_page(small: Path, query: str, expected: str) -> None:
    (found,) = search_in_node(small, [query])
    assert expected in found["ids"]


TYPED = [
    "", "，。", "公司法23条", "《中华人民共和国公司法》（2023年修订）的第二十三条怎么理解", "25条", "第25条第2款",
    "赔偿37.6万元", "376,000元", "法释202219号", "焦政法〔2020〕第74号", "（2023）京01民终123号", "劳 动 仲 裁",
    "老板说“没钱”不发工资怎么办", "“背靠背” 付款", "案由：买卖合同 -工资", "标题:“甲 乙” 丙", "ab12终3 loan",
    "公司拖欠货款不还怎么办", "别人抄了我们的牌子", "不让我看账本", "“没有这句话” 工资", "𠮷野家欠薪", "我想问请问怎么办", "民法典第五百七十七条、第五百八十五条", "员工 欠薪 -离职",
    "原告与被告签订买卖合同，约定“先款后货”，被告一直没有付款。" * 4, "劳动者" * 900, "12,345.60元以下1.5亿",
]  # fmt: skip


def test_a_query_means_the_same_in_browser_and_server(small: Path, library: list[Document]) -> None:
    laws = names_of(load_registry())
    terms = {term for page in library for term in weigh(page).packed}
    table = SYNONYMS.among(lambda word: Held.of(required_terms(word), terms.__contains__))
    for text, found in zip(TYPED, parse_in_node(small, TYPED), strict=True):
        query = parse_query(text, synonyms=table, laws=laws)
        units = [[list(way) for way in unit.alternatives] for unit in query.units]
        strict = [[list(way) for way in unit.alternatives] for unit in query.strict_units]
        assert (found["units"], found["strictUnits"]) == (units, strict), text
        assert found["weights"] == pytest.approx(query.weights), text
        assert found["phrases"] == list(query.phrases), text
        assert (found["exact"], found["excluded"]) == (list(query.exact), list(query.excluded))
        assert (found["numbers"], found["literal"]) == (list(query.numbers), query.literal)
        flags = (query.is_identifier, query.is_pasted, query.is_truncated, query.is_question)
        names = ("isIdentifier", "isPasted", "isTruncated", "isQuestion")
        assert tuple(found[name] for name in names) == flags, text


@pytest.mark.parametrize("with_parent", [False, True])
def test_the_order_of_parts_of_wholes_is_that_of_the_server(
    tmp_path: Path, with_parent: bool
) -> None:
    source = random.Random(7)
    documents = [
        Document(
            id=f"p{n:03}",
            title=f"第{n}条",
            text="".join(source.choices(["欠薪", "合同", "违约", "工资", "。", "说理"], k=30)),
            parent=f"law{n % 4}" if with_parent and n % 5 else "",
            cited=n % 3 if with_parent else 0,
        )
        for n in range(80)
    ]
    write(tmp_path, documents)
    build_index(tmp_path / "documents.jsonl", tmp_path / "whoosh")
    service = SearchService(tmp_path / "whoosh")
    for text in ("欠薪 违约", "工资 合同 欠薪", "说理"):
        (found,) = search_in_node(tmp_path / "index", [text], limit=80)
        server = service.search(text, limit=80)
        assert found["ids"] == [hit.id for hit in server.hits]
        scores = [hit["score"] for hit in found["hits"]]
        assert scores == pytest.approx([hit.score for hit in server.hits], abs=1e-4)


@pytest.mark.parametrize("text", ["勞動監察", "拖欠工資怎麼辦", "買賣合同違約責任"])
def test_traditional_characters_are_found_as_simplified_ones(
    small: Path, service: SearchService, text: str
) -> None:
    (found,) = search_in_node(small, [text])
    server = service.search(text)
    assert found["ids"] == [hit.id for hit in server.hits]
    assert server.exact_total or server.is_widened


def test_where_no_page_fits_both_engines_say_so(tmp_path: Path) -> None:
    documents = _own_library()
    write(tmp_path, documents)
    build_index(tmp_path / "documents.jsonl", tmp_path / "whoosh")
    (found,) = search_in_node(tmp_path / "index", ["火星移民签证"])
    server = SearchService(tmp_path / "whoosh").search("火星移民签证")
    assert (found["total"], server.total) == (0, 0)
    assert [hit["id"] for hit in found["nearest"]] == [hit.id for hit in server.nearest]
    assert server.nearest
    assert server.note == messages.NOTHING_FITS


def test_browser_and_server_agree(tmp_path: Path) -> None:
    """Issue 4, point 7: over 500 queries totals are equal and 95 % of the first ten are the same."""
    documents = _own_library()
    write(tmp_path, documents)
    build_index(tmp_path / "documents.jsonl", tmp_path / "whoosh")
    service = SearchService(tmp_path / "whoosh")
    queries = _queries(documents)
    agreeing, wrong_totals = 0.0, []
    for text, found in zip(
        queries, search_in_node(tmp_path / "index", queries, limit=10), strict=True
    ):
        server = service.search(text, limit=10)
        if server.total != found["total"]:
            wrong_totals.append((text, server.total, found["total"]))
        ids = {hit.id for hit in server.hits}
        agreeing += len(ids & set(found["ids"])) / len(ids) if ids else float(not found["ids"])
    assert len(queries) >= 500
    assert wrong_totals == []
    assert agreeing / len(queries) >= 0.95


def _queries(documents: Sequence[Document]) -> list[str]:
    source = random.Random(20261120)
    pieces = []
    for _ in range(480):
        text = source.choice(documents).text
        size = source.randint(2, 8)
        start = source.randrange(len(text) - size)
        pieces.append(text[start : start + size])
    typed = [
        "拖欠工资怎么办",
        "欠薪",
        "公司拖欠货款不还",
        "离职后去竞争对手",
        "老赖",
        "法人要承担责任吗",
        "合同 违约金",
        "民法典第577条",
        "“劳动合同”",
        "工资 -农民工",
        "标题:合同",
        "股东 清算",
        "没签合同",
        "发票",
        "商业秘密",
        "环境污染罚款",
        "招投标",
        "税务",
        "第十条",
        "信用修复",
        "ABC",
        "2023",
        "，。",
        "",
        "龘龘龘",
    ]
    return pieces + typed


def test_filters_and_counts_are_those_of_the_server(small: Path, service: SearchService) -> None:
    (found,) = search_in_node(small, ["合同"], filters={"area": ["合同交易"]}, facets=True)
    server = service.search("合同", filters={"area": ["合同交易"]})
    assert found["total"] == server.total
    assert {name: [tuple(pair) for pair in pairs] for name, pairs in found["facets"].items()} == {
        name: list(pairs) for name, pairs in server.facets.items()
    }


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-02", ""),
        ("", "2026-01-03"),
        ("2026-01", "2026-01"),
        ("2026", "2026-01-02"),
        ("2027", ""),
    ],
)
@pytest.mark.parametrize("text", ["合同", ""])
def test_dates_narrow_as_on_the_server(
    small: Path, service: SearchService, text: str, first: str, last: str
) -> None:
    (found,) = search_in_node(small, [text], dates={"first": first, "last": last}, facets=True)
    server = service.search(text, dates=DateRange(first, last))
    assert (found["total"], found["ids"]) == (server.total, [hit.id for hit in server.hits])
    assert {name: dict(pairs) for name, pairs in found["facets"].items()} == {
        name: dict(pairs) for name, pairs in server.facets.items()
    }


def test_passages_are_pieces_of_text_and_never_markup(small: Path) -> None:
    (found,) = search_in_node(small, ["标记"], snippets=True)
    pieces = found["hits"][0]["snippet"]
    assert ["标记", True] in pieces
    assert any("<b>" in text for text, _ in pieces)


def test_passages_and_their_sections_are_those_of_the_server(tmp_path: Path) -> None:
    words = "拖欠工资，公司与员工签订书面合同。法院判决支付“加班费。”仲裁！另有约定；\n"
    source = random.Random(11)
    documents = []
    for number in range(12):
        parts = ["".join(source.choices(words, k=source.randint(5, 400))) for _ in range(4)]
        parts[0] = "𠮷" * 200 + "\n" + parts[0]  # two places in JavaScript, and no match
        text = "\n".join(parts)
        starts = [len("\n".join(parts[:place])) for place in range(1, 3)]
        documents.append(
            Document(
                id=str(number),
                title="案例",
                text=text,
                prose=len("\n".join(parts[:3])),
                sections=tuple((at, f"节{at}", f"a{at}") for at in starts),
            )
        )
    write(tmp_path, documents)
    build_index(tmp_path / "documents.jsonl", tmp_path / "whoosh")
    service = SearchService(tmp_path / "whoosh", SITE_CONFIG)
    compared = 0
    queries = ["拖欠工资", "加班费", "公司 员工", "书面合同怎么签", "仲裁！另有"]
    for text, found in zip(
        queries, search_in_node(tmp_path / "index", queries, snippets=True), strict=True
    ):
        server = {hit.id: hit for hit in service.search(text).hits}
        assert server
        for hit in found["hits"]:
            other, section = server[hit["id"]], hit["section"] or {"name": "", "anchor": ""}
            shown = "".join(piece for piece, _ in hit["snippet"]).strip()
            plain = html.unescape(re.sub("</?mark>", "", other.snippet_html))
            if "𠮷" not in plain:
                assert shown.replace(" ", "") == plain.replace(" ", ""), text
                compared += 1
            assert (section["name"], section["anchor"]) == (other.section, other.anchor), text
    assert compared > 20


def test_scores_are_those_of_the_server(small: Path, service: SearchService) -> None:
    (found,) = search_in_node(small, ["借款 纠纷"])
    server = [(hit.id, hit.score) for hit in service.search("借款 纠纷").hits]
    assert [hit["id"] for hit in found["hits"]] == [name for name, _ in server]
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == pytest.approx([score for _, score in server], abs=1e-4)


@pytest.mark.parametrize("text", ["拖欠工姿怎么办", "违约责仁", "借款纠分", "罕用", "字", "x" * 30])
def test_words_that_may_be_meant_are_those_of_the_server(
    small: Path, service: SearchService, text: str
) -> None:
    (found,) = search_in_node(small, [text], similar=True)
    suggestions = service.search(text).suggestions
    assert (found["similar"] if found["isScarce"] else []) == list(suggestions)
    assert suggestions or text in ("罕用", "字", "x" * 30)


def test_the_page_whose_own_number_was_typed_comes_first(tmp_path: Path) -> None:
    number = "（2023）京01民终123号"
    documents = [
        Document(id=f"cites-{n}", title="引用", text=f"参见{number}一案。" * 9, date="2026-02-01")
        for n in range(5)
    ]
    own = Document(
        id="own",
        title="本案",
        text=f"案号：{number}。" + "说理。" * 200,
        date="2020-01-01",
        fields={"case_number": number},
    )
    write(tmp_path, [*documents, own])
    build_index(tmp_path / "documents.jsonl", tmp_path / "whoosh")
    (found,) = search_in_node(tmp_path / "index", ["(2023)京01民终123号"])
    server = SearchService(tmp_path / "whoosh").search("(2023)京01民终123号")
    assert found["ids"][0] == server.hits[0].id == "own"
    assert found["hits"][0]["score"] == pytest.approx(server.hits[0].score, abs=1e-4)


@pytest.mark.parametrize(
    "text", ["x" * 10_000, '"', "“”", "-", "\x00", "' OR 1=1 --", "<img onerror=1>", "第条", "的"]
)
def test_whatever_is_typed_there_is_an_answer(small: Path, text: str) -> None:
    (found,) = search_in_node(small, [text])
    assert "error" not in found
    assert found["total"] >= 0
