"""Quotes, exclusion and fields: what they find, and that no piece of a page is lost to them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import messages
from search.analysis import fold
from search.document import Document
from search.operators import FieldName, FieldTest, Parts, recognised_numbers, split_operators
from search.server.service import SearchService

Builder = Callable[[Sequence[Document]], SearchService]

DOCUMENTS = [
    Document("sale", "买卖合同案", "拖欠货款，合同约定背靠背付款。", fields={"cause": "买卖合同纠纷", "case_number": "（2023）京01民终123号"}),
    Document("cites", "另一案", "参见（2023）京01民终123号判决，工资与合同。货款背景，靠背椅。", fields={"cause": "劳动争议"}),
    Document("policy", "合同工作方案", "本方案印发各单位，合同纠纷与农民工工资。", fields={"document_number": "焦政法〔2020〕74号"}),
    Document("wages", "工资", "工资问题，未提及另外那类人员。"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("欠薪 “背靠背”", Parts("欠薪 ", ("背靠背",))),
        ("老板说“没钱”不发工资怎么办", Parts("老板说“没钱”不发工资怎么办", quoted=("没钱",))),
        ("“背靠背”是什么意思", Parts("“背靠背”是什么意思", quoted=("背靠背",))),
        (
            "合同写明“概不退款”，有效吗 “格式条款”",
            Parts("合同写明“概不退款”，有效吗 “格式条款”", quoted=("概不退款", "格式条款")),
        ),
        (
            "很" * 61 + " -农民工 案号:1 “引”",
            Parts("很" * 61 + " -农民工 案号:1 “引”", quoted=("引",)),
        ),
        ('"a b" 「丙」『丁』', Parts("   ", ("a b", "丙", "丁"))),
        ("工资 -农民工", Parts("工资  ", (), ("农民工",))),
        ("工资 −“农民工 工资”", Parts("工资  ", (), ("农民工 工资",))),
        ("案由：买卖合同纠纷", Parts(" ", fields=(FieldTest(FieldName.CAUSE, "买卖合同纠纷"),))),
        ("标题:“甲 乙” 丙", Parts("  丙", fields=(FieldTest(FieldName.TITLE, "甲 乙"),))),
        ("-农民工", Parts("-农民工")),
        (" -农民工", Parts(" -农民工")),
        ("2026 -11", Parts("2026 -11")),
        ("工资-农民工", Parts("工资-农民工")),
        ('"没有闭合', Parts('"没有闭合')),
        ("“，”", Parts("“，”")),
        ("案号：", Parts("案号：")),
    ],
)
def test_a_text_is_taken_apart(text: str, expected: Parts) -> None:
    parts = split_operators(text)
    assert replace(parts, plain=parts.plain.strip()) == replace(
        expected, plain=expected.plain.strip()
    )


@given(st.text(alphabet='"“”「」 -−案号文标题由：:甲乙1a\n', max_size=30))
def test_any_text_can_be_taken_apart(text: str) -> None:
    parts = split_operators(text)
    assert all((*parts.phrases, *parts.excluded, *(test.value for test in parts.fields)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(2023)京01民终123号", ("2023京01民终123号",)),
        ("2023京01民终123号之一", ("2023京01民终123号之一",)),
        ("看焦政法〔2020〕第74号第三条", ("§号政法2020.74",)),
        ("2023年3号楼", ()),
        ("没有", ()),
    ],
)
def test_case_and_document_numbers_are_recognised(text: str, expected: tuple[str, ...]) -> None:
    assert recognised_numbers(text) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("“背靠背”", ["sale"]),
        ("“背靠背” 付款", ["sale"]),
        ("合同 -工资", ["sale"]),
        ("合同 −农民工", ["sale", "cites"]),
        ("案由：买卖合同", ["sale"]),
        ("案号:（2023）京01民终123号", ["sale"]),
        ("案号:2023京01民终123", ["sale"]),
        ("文号：焦政法[2020]74号", ["policy"]),
        ("标题:合同", ["sale", "policy"]),
        ("标题:合同 货款", ["sale"]),
    ],
)
def test_these_queries_find_these_pages(build: Builder, query: str, expected: list[str]) -> None:
    results = build(DOCUMENTS).search(query)
    assert {hit.id for hit in results.hits} == set(expected)
    assert not results.is_widened


def test_the_page_with_the_number_comes_before_pages_that_cite_it(build: Builder) -> None:
    service = build(DOCUMENTS)
    for typed in ("（2023）京01民终123号", "2023京01民终123号"):
        hits = service.search(typed).hits
        assert [hit.id for hit in hits] == ["sale", "cites"]


def test_without_the_field_in_the_index_its_value_is_looked_for_in_the_text(build: Builder) -> None:
    service = build([Document("a", "甲", "案由：借款纠纷"), Document("b", "乙", "借款与纠纷")])
    assert [hit.id for hit in service.search("案由:借款纠纷").hits] == ["a"]


def test_a_widened_query_keeps_its_phrase(build: Builder) -> None:
    results = build(DOCUMENTS).search("“背靠背” 打官司怎么赢合同")
    assert results.is_widened
    assert [hit.id for hit in results.hits] == ["sale"]


def test_a_phrase_that_no_page_holds_does_not_hide_what_holds_the_other_words(
    build: Builder,
) -> None:
    results = build(DOCUMENTS).search("“靠背背靠” 工资")
    assert {hit.id for hit in results.hits} >= {"cites", "policy", "wages"}
    assert results.note == messages.WITHOUT_OPERATORS


@pytest.mark.parametrize(
    "text", ["老板说“没钱”不发工资", "对方“拒不付款”，合同怎么办", "“没有这句”是什么意思 工资"]
)
def test_what_is_quoted_in_a_sentence_hides_nothing(build: Builder, text: str) -> None:
    results = build(DOCUMENTS).search(text)
    assert results.total > 0


def test_what_is_quoted_in_a_sentence_makes_a_page_stand_out(build: Builder) -> None:
    filler = "本院认为双方争议的焦点在于责任的承担。" * 3
    pages = [
        Document("apart", "甲", f"合同约定收到款再付，{filler}付款再收到工资"),
        Document("as-said", "乙", f"合同工资约定再付，{filler}老板说收到再付款"),
        *(Document(f"f{n}", "丙", filler) for n in range(9)),
    ]
    assert build(pages).search("老板的话“收到再付款”，工资怎么要").hits[0].id == "as-said"


def test_nothing_as_typed_and_all_excluded_get_their_own_sentence(build: Builder) -> None:
    service = build(DOCUMENTS)
    assert service.search("“靠背背靠”").note == messages.NOT_AS_TYPED
    assert service.search("未提及 -工资").note == messages.ALL_EXCLUDED


TRICKY = '甲方 -乙方称“欠薪”，案由：买卖合同 标题:合同"未闭合 −丙 案号：（2023）京01民终9号「引」- 丁 "A" -b'


def test_every_piece_of_a_page_full_of_operators_finds_it(build: Builder) -> None:
    service = build([Document("it", "题目", TRICKY, fields={"cause": "借款"}), *DOCUMENTS])
    lost = [
        piece
        for size in (*range(1, 13), 24, 40)
        for start in range(len(TRICKY) - size + 1)
        for piece in [TRICKY[start : start + size]]
        if (found := service.search(piece, limit=10)).hits
        or found.note != messages.NOTHING_SEARCHABLE
        if "it" not in [hit.id for hit in found.hits[: found.exact_total]]
    ]
    assert [piece for piece in lost if piece.strip()] == []


@pytest.mark.parametrize(
    "text",
    [
        "欠\u200b薪人",
        "欠㈡薪",
        "欠\u200b薪人ﬁ",
        "欠\ufe00薪人",
        "欠薪人",
        "⽋薪人",
        "ＡＢ欠薪人。①",
    ],
)
def test_a_phrase_is_found_in_whatever_way_it_was_printed(build: Builder, text: str) -> None:
    service = build([Document("it", "甲", text), Document("no", "乙", "欠人薪人欠薪")])
    phrase = "欠(二)薪" if "㈡" in text else "欠薪人"
    assert [hit.id for hit in service.search(f"“{phrase}”").hits] == ["it"]


def test_looking_for_a_phrase_agrees_with_folding(build: Builder) -> None:
    """Whatever was printed, in an index of several segments with deleted pages."""
    chance = random.Random(20261120)

    def drawn(most: int) -> str:
        return "".join(chance.choices("欠薪，,（(A１1\u200bﬁ㈡⽋ ", k=chance.randint(0, most)))

    pages = [Document(f"p{n}", drawn(6) or "题", drawn(14)) for n in range(240)]
    build(pages)
    pages = [Document(f"p{n}", "题", drawn(14)) if n % 60 == 7 else p for n, p in enumerate(pages)]
    service = build(pages)
    snapshot = service._current().snapshot
    assert len(snapshot.segments) == 2
    by_id = {page.id: page for page in pages}
    texts = [fold(page.text) for page in pages]
    for _ in range(300):
        piece = chance.choice(texts)
        start = chance.randint(0, len(piece))
        phrase = piece[start : start + 5] or "欠"
        expected = {
            d
            for d in snapshot.live
            for page in [by_id[snapshot.ids[d]]]
            if phrase in fold(page.text) or phrase in fold(page.title)
        }
        assert set(snapshot.holding(phrase, snapshot.live).tolist()) == expected


def test_a_phrase_of_any_length_is_told_from_its_pieces(build: Builder) -> None:
    """Nothing but the phrase itself counts, punctuation and spaces included, with and without −."""
    chance = random.Random(7)
    pages = [
        Document(
            f"p{n}", "题", "".join(chance.choices("欠薪了，。一） a1", k=chance.randint(1, 8)))
        )
        for n in range(60)
    ]
    service = build(pages)
    wrong = []
    for size in (1, 2, 3, 4) * 40:
        phrase = "".join(chance.choices("欠薪了，。一） a1", k=size)).strip()
        if not any(c.isalnum() for c in phrase):
            continue
        holding = {page.id for page in pages if fold(phrase) in fold(page.text)}
        found = service.search(f"“{phrase}”", limit=100)
        if {hit.id for hit in found.hits} != holding:
            wrong.append(phrase)
        left = {hit.id for hit in service.search(f"题 -“{phrase}”", limit=100).hits}
        if left != {page.id for page in pages} - holding:
            wrong.append(f"-{phrase}")
    assert wrong == []
