"""What readers get: every piece of every page is found, and every odd query gets an answer."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search import messages
from search.document import Document
from search.query import QUERY_LIMIT, parse_query
from search.ranking import WEIGHTS
from search.results import SearchResults
from search.server.answering import RERANKED
from search.server.service import RECENT, SearchService
from tests.long import amount

Builder = Callable[[Sequence[Document]], SearchService]


def ids(results: SearchResults) -> list[str]:
    return [hit.id for hit in results.hits]


@settings(max_examples=amount(60, 400))
@given(data=st.data())
def test_every_piece_of_every_page_is_found(
    data: st.DataObject, library: list[Document], service: SearchService
) -> None:
    page = data.draw(st.sampled_from(library))
    raw = data.draw(st.sampled_from([page.title, page.text]))
    start = data.draw(st.integers(0, len(raw)))
    piece = raw[start : start + data.draw(st.integers(1, 8))]
    results = service.search(piece, limit=len(library))
    first = ids(results)[: results.exact_total]
    assert page.id in first or parse_query(piece).is_empty


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("第577条", {"contract", "statute"}),
        ("第五百七十七条", {"contract", "statute"}),
        ("第287条之1", {"statute"}),
        ("（2023）京01民终123号", {"number"}),
        ("2023京01民终1234号", {"longer"}),
        ("民终123", {"number", "longer"}),
        ("contract", {"number", "longer"}),
        ("𠮷野家", {"rare"}),
        ("abc123", {"rare"}),
        ("fine", {"rare"}),
        ("cafe", {"rare"}),
        ("１，２３４．５０", {"contract"}),
    ],
)
def test_these_queries_find_these_pages(
    query: str, expected: set[str], service: SearchService
) -> None:
    results = service.search(query)
    assert set(ids(results)[: results.exact_total]) == expected


def test_a_question_in_plain_words_widens_and_says_so(service: SearchService) -> None:
    results = service.search("我们公司老板拖欠了大家三个月的工资应该怎么办呢")
    assert results.is_widened
    assert results.note == messages.WIDENED
    assert ids(results)[0] == "wages"


ODD = [
    "",
    " \n\t",
    "，。！？",
    "\x00",
    "劳动\x00合同",
    '"',
    '"劳动',
    "劳动 AND (",
    "-",
    "-劳动",
    "*",
    "劳*",
    "area:",
    "[1 TO",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "\ud800",
    "\U0010ffff",
    "劳" * 10_000,
    "拖欠工资" * 2_500,
    "第" * 10_000,
    "第一" * 5_000,
    "a" * 10_000,
    "1 " * 5_000,
    "".join(chr(0x4E00 + n) for n in range(10_000)),
]


@pytest.mark.parametrize("text", ODD, ids=lambda text: repr(text[:12]))
def test_an_odd_query_gets_an_answer_with_a_sentence(text: str, service: SearchService) -> None:
    results = service.search(text)
    assert results.hits or results.note
    shown = "".join(hit.snippet_html + hit.title_html for hit in results.hits)
    assert "<" not in re.sub(r"</?mark>", "", shown)
    assert "<" not in results.note


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(), sort=st.text(max_size=4), offset=st.integers(), limit=st.integers())
@example(text="劳", sort="date", offset=10**9, limit=10**9)
def test_any_query_gets_an_answer(
    text: str, sort: str, offset: int, limit: int, service: SearchService
) -> None:
    results = service.search(text, limit=limit, offset=offset, sort=sort, filters={text: [text]})
    assert results.hits or results.note or limit <= 0 or offset > 0


def test_when_few_pages_hold_all_parts_the_closest_follow_them(build: Builder) -> None:
    filler = "本院认为责任由被告承担。" * 20
    parts = [Document(f"p{n}", "甲", "公司拖欠工资" + filler) for n in range(9)]
    both = Document("both", "乙", "赔偿数额。" + filler * 9 + "拖欠工资")
    others = [Document(f"o{n}", "丙", filler) for n in range(30)]
    service = build([*parts, *others, both])
    results = service.search("拖欠工资 赔偿数额")
    assert ids(results)[0] == "both"
    assert (results.exact_total, results.total, results.is_widened) == (1, 10, True)
    assert results.note == messages.WIDENED_AFTER_EXACT.format(total=1)
    scores = [hit.score for hit in results.hits]
    assert scores == sorted(scores, reverse=True)


def test_a_query_that_stands_in_a_page_as_typed_is_not_widened(build: Builder) -> None:
    others = [Document(f"p{n}", "甲", f"（2023）京01民终{n}5号") for n in range(9)]
    service = build([*others, Document("it", "乙", "（2023）京01民终12号")])
    for query in ("（2023）京01民终12号", "2023京01民终12号", "(2023) 京 01 民终 12 号"):
        results = service.search(query)
        assert ids(results) == ["it"]
        assert not results.is_widened


def test_a_blank_query_and_one_of_punctuation_get_their_own_sentence(
    service: SearchService,
) -> None:
    assert service.search(" ").note == messages.EMPTY_QUERY
    assert service.search("？！").note == messages.NOTHING_SEARCHABLE
    assert service.search("鑫淼焱").note == messages.NOTHING_FOUND


def test_a_very_long_query_is_cut_and_the_reader_told(build: Builder) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(5_000))
    service = build([Document("long", "长", text)])
    results = service.search(text)
    assert ids(results) == ["long"]
    assert results.note == messages.TRUNCATED.format(limit=QUERY_LIMIT)


def test_a_filter_alone_lists_its_pages_by_date(service: SearchService) -> None:
    results = service.search("", filters={"area": ["合同交易"]})
    assert ids(results) == ["statute", "contract"]
    assert results.note == messages.BROWSED


def test_values_of_a_filter_are_alternatives_and_filters_add_up(service: SearchService) -> None:
    def found(**filters: list[str]) -> set[str]:
        return set(ids(service.search("条", filters=filters)))

    assert found() == {"wages", "contract", "statute"}
    assert found(area=["执行"]) == {"statute"}
    assert found(area=["执行", "劳动用工"]) == {"statute", "wages"}
    assert found(area=["合同交易"], kind=["case"]) == {"contract"}
    assert found(area=[], kind=[""]) == {"wages", "contract", "statute"}
    assert found(nonsense=["x"]) == set()


def test_an_empty_choice_says_how_many_there_are_without_it(service: SearchService) -> None:
    results = service.search("条", filters={"area": ["没有"]})
    assert results.note == messages.NOTHING_IN_FILTER.format(total=3)
    assert not results.total


@pytest.mark.parametrize("query", ["条", "合同", "公司拖欠工资但是没有钱怎么办理合同"])
@pytest.mark.parametrize("filters", [{}, {"kind": ["case"]}, {"kind": ["case"], "area": ["执行"]}])
def test_a_facet_count_is_what_choosing_it_gives(
    query: str, filters: dict[str, list[str]], service: SearchService
) -> None:
    results = service.search(query, filters=filters)
    assert results.facets
    for name, counts in results.facets.items():
        assert [count for _, count in counts] == sorted((c for _, c in counts), reverse=True)
        for value, count in counts:
            assert service.search(query, filters={**filters, name: [value]}).total == count


@pytest.mark.parametrize("query", ["合同", "合同的履行在哪里"])
@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_of_results_join_to_the_whole_list(build: Builder, query: str, sort: str) -> None:
    documents = [
        Document(
            f"p{n:03}", f"合同{n}", "买卖合同履行。" * (n % 7 + 1), date=f"2026-01-{n % 28 + 1:02}"
        )
        for n in range(RERANKED * 2)
    ]
    service = build(documents)
    whole = ids(service.search(query, limit=200, sort=sort))
    parts = [ids(service.search(query, limit=7, offset=o, sort=sort)) for o in range(0, 105, 7)]
    assert [hit for part in parts for hit in part] == whole
    assert len(whole) == len(documents)


def test_sorting_by_date_puts_the_newest_first(service: SearchService) -> None:
    assert ids(service.search("条", sort="date")) == ["statute", "contract", "wages"]


def test_a_widened_list_has_an_end(build: Builder) -> None:
    documents = [Document(f"p{n}", "合同", "合同") for n in range(WEIGHTS.widened_limit + 50)]
    results = build(documents).search("合同怎么办")
    assert results.total == WEIGHTS.widened_limit


def test_a_hit_carries_what_a_page_shows(service: SearchService) -> None:
    [hit] = service.search("劳动监察大队").hits
    assert (hit.id, hit.url, hit.kind, hit.date) == ("wages", "cases/wages/", "case", "2026-01-01")
    assert hit.title == "拖欠工资怎么办"
    assert "<mark>劳动监察大队</mark>" in hit.snippet_html
    assert hit.score > 0


def test_an_answer_is_given_again_until_the_index_changes(build: Builder) -> None:
    service = build([Document("a", "甲", "合同")])
    first = service.search("合同", filters={"kind": ["case"]})
    assert service.search("合同", filters={"kind": ["case"]}) is first
    assert service.search("合同", filters={"kind": ["policy"]}) is not first
    for number in range(RECENT + 5):
        service.search(f"合同{number}")
    assert len(service._current().recent) == RECENT
    build([Document("a", "甲", "合同"), Document("b", "乙", "合同")])
    assert service.search("合同").total == 2


def test_threads_share_a_service(service: SearchService) -> None:
    expected = service.search("合同")
    answers: list[SearchResults] = []

    def ask() -> None:
        answers.extend(service.search("合同") for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 160
