"""The judged questions are sound, and our own ranking answers them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.ranking import (
    BOUND,
    PlainBigrams,
    means_of,
    ndcg,
    our_engine,
    read_everyday,
    read_judgements,
    scores_of,
    share_answered,
    share_at_once,
    write_library,
)
from search import messages
from search.document import parse_line, read_lines
from search.leading import ACTING, answering_question, with_variety
from search.server.engine import build_index
from search.server.service import SearchService


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("judged"))


@pytest.fixture(scope="module")
def index(documents: Path) -> Path:
    build_index(documents, documents.parent / "index")
    return documents.parent / "index"


@pytest.fixture(scope="module")
def service(index: Path) -> SearchService:
    return SearchService(index)


def test_there_are_enough_questions_and_each_names_pages_that_exist(documents: Path) -> None:
    judgements = read_judgements()
    pages = {parse_line(line).id for line in read_lines(documents)}
    assert len(judgements) >= 400
    assert len({judgement.text for judgement in judgements}) == len(judgements)
    for judgement in judgements:
        assert judgement.relevant.keys() <= pages, judgement.qid
        assert set(judgement.relevant.values()) <= {1, 2, 3}
        assert max(judgement.relevant.values()) >= 2


def test_our_ranking_reaches_the_bound_and_beats_plain_bigrams(
    documents: Path, index: Path
) -> None:
    pages = [parse_line(line) for line in read_lines(documents)]
    judgements = read_judgements()
    ours = scores_of(our_engine(index, only_graded=True), judgements)
    plain = scores_of(PlainBigrams(pages), judgements)
    means = means_of(ours, judgements)
    assert means["all"] >= BOUND
    assert means["held out"] >= BOUND
    assert sum(ours) > sum(plain)
    assert share_at_once(our_engine(index), judgements) >= 0.93


def test_everyday_questions_have_a_right_page_among_the_first_three(
    documents: Path, index: Path
) -> None:
    questions = read_everyday()
    pages = {parse_line(line).id for line in read_lines(documents)}
    assert [text for text, right in questions if not right <= pages] == []
    assert len(questions) >= 140
    assert share_answered(our_engine(index, limit=3), questions) >= 0.95


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("客户欠钱不还", "faq-payment sme-payment ct-limitation-evidence"),
        ("要账", "faq-payment sme-payment"),
        ("别人抄我的牌子", "ip-trademark-knockoff ip-protection"),
        ("银行卡被法院冻结了", "ex-asset-unfreeze"),
        ("城管罚款没有听证", "ad-hearing-right faq-penalty"),
        ("老板说“没钱”不发工资怎么办", "ld-wage-arrears-mediation ld-malicious-arrears"),
    ],
)
def test_owners_words_find_the_page_among_the_first_three(
    service: SearchService, text: str, pages: str
) -> None:
    assert set(pages.split()) & {hit.id for hit in service.search(text).hits[:3]}


@pytest.mark.parametrize(
    "text",
    [
        "火星移民签证",
        "月球旅游签证",
        "怎么给猫做绝育",
        "北京到上海高铁几点",
        "明天天气",
        "减肥食谱",
    ],
)
def test_a_question_about_something_else_has_no_results_but_what_is_nearest(
    service: SearchService, text: str
) -> None:
    results = service.search(text)
    assert results.total == 0
    assert not results.corrected
    assert results.nearest
    assert results.note == messages.NOTHING_FITS


def test_a_question_of_a_page_of_questions_is_the_result(service: SearchService) -> None:
    hits = service.search("机关单位拖欠货款最长拖多久").hits
    hit = next(hit for hit in hits if hit.id == "faq-payment")
    assert hit.title == "机关、事业单位拖欠，最长可以拖多久？"
    assert hit.url.endswith("#机关事业单位拖欠最长可以拖多久")
    assert hit.part_of == "货款催收十问"
    assert hit.title not in hit.snippet_html


@pytest.mark.parametrize("title", ["货款催收十问", "孕期、产假和解除九问", "被骗和账户被冻七问"])
def test_who_types_the_title_of_a_page_of_questions_gets_the_page(
    service: SearchService, title: str
) -> None:
    first = service.search(title).hits[0]
    assert (first.title, first.part_of) == (title, "")
    assert "#" not in first.url


def test_a_question_says_more_than_the_title_or_is_not_shown() -> None:
    sections = ((0, "甲", "jia"), (5, "甲乙", "jia-yi"), (9, "乙甲", "yi-jia"))
    asked = {"甲": 1.0, "乙": 2.0}

    def worth(text: str) -> float:
        return sum(own for needle, own in asked.items() if needle in text)

    assert answering_question("丙", sections, worth) == 1
    assert answering_question("乙", sections, worth) == 1
    assert answering_question("甲和乙", sections, worth) is None
    assert answering_question("丙", (), worth) is None


def test_a_term_of_the_glossary_is_a_result_with_its_place(service: SearchService) -> None:
    hits = service.search("不安抗辩权").hits
    assert ("term-buankangbianquan", "glossary/#buankangbianquan") in {
        (hit.id, hit.url) for hit in hits
    }


@pytest.mark.parametrize("text", ["要账", "起诉状", "别人抄我的牌子"])
def test_one_thing_to_act_with_stands_among_the_first_three_while_pages_can(
    service: SearchService, text: str
) -> None:
    hits = service.search(text).hits
    acting = [hit.kind in ACTING for hit in hits]
    others = [hit.score for hit in hits if hit.kind not in ACTING]
    can_stand = [score for score in others if score >= 0.6 * hits[0].score]
    assert acting[:3].count(True) <= max(1, 3 - len(can_stand))


def variety_of(kinds: str, scores: Sequence[float]) -> list[int]:
    names = {"p": "case", "w": "way", "t": "term"}
    found = {place: names[kind] for place, kind in enumerate(kinds)}
    return with_variety(range(len(kinds)), found, scores.__getitem__)


@pytest.mark.parametrize(
    ("kinds", "scores", "expected"),
    [
        ("wtwppp", (9, 9, 9, 8, 8, 8), [0, 3, 4, 1, 2, 5]),
        ("wtwp", (9, 9, 9, 2), [0, 1, 2, 3]),
        ("pwwp", (9, 8, 8, 7), [0, 1, 3, 2]),
        ("ppppp", (5, 4, 3, 2, 1), [0, 1, 2, 3, 4]),
        ("", (), []),
    ],
)
def test_places_are_exchanged_only_with_pages_that_are_close(
    kinds: str, scores: Sequence[float], expected: list[int]
) -> None:
    assert variety_of(kinds, scores) == expected


def test_the_measure_is_one_for_the_ideal_order_and_falls_with_it() -> None:
    relevant = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], relevant) == 1.0
    assert ndcg(["b", "a"], relevant) < ndcg(["a", "x", "b"], relevant) < 1.0
    assert ndcg(["x"], relevant) == 0.0
