"""How well citations are read, on sentences whose right reading a person wrote down and on every
frame of writing filled with every sort of name."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from law.citation import read
from law.names import short_title
from law.registry import load_registry

REGISTRY = load_registry()
TODAY = date(2026, 11, 20)
LABELLED = Path(__file__).parents[1] / "fixtures" / "citations" / "labelled.tsv"
Cited = tuple[str, int, int, int, int]

NAMES = {
    "《中华人民共和国民法典》": "民法典",
    "《民法典》": "民法典",
    "民法典": "民法典",
    "《公司法》": "公司法",
    "个保法": "个人信息保护法",
    "消法": "消费者权益保护法",
    "《中华人民共和国劳动合同法》": "劳动合同法",
    "社保法": "社会保险法",
    "《工伤保险条例》": "工伤保险条例",
    "《中华人民共和国市场主体登记管理条例》": "市场主体登记管理条例",
    "《最高人民法院关于适用〈中华人民共和国民法典〉有关担保制度的解释》": "担保制度解释",
    "担保制度解释": "担保制度解释",
    "《最高人民法院关于审理建设工程施工合同纠纷案件适用法律问题的解释（一）》": "建工解释（一）",
    "建工解释（一）": "建工解释（一）",
    "《保障农民工工资支付条例》": "保障农民工工资支付条例",
    "《中华人民共和国行政处罚法》": "行政处罚法",
    "行诉法": "行政诉讼法",
    "侵权责任法": "侵权责任法",
}
REFERENCES: dict[str, list[tuple[int, int, int, int]]] = {
    "第五条": [(5, 0, 0, 0)],
    "第12条": [(12, 0, 0, 0)],
    " 第 12 条": [(12, 0, 0, 0)],
    "第五条、第二十一条": [(5, 0, 0, 0), (21, 0, 0, 0)],
    "第五条和第二十一条第二款": [(5, 0, 0, 0), (21, 0, 2, 0)],
    "第二十一条第一款第（三）项": [(21, 0, 1, 3)],
    "第二十一条第三项": [(21, 0, 0, 3)],
    "第二十一条第一款、第三款": [(21, 0, 1, 0), (21, 0, 3, 0)],
    "第9、10条": [(9, 0, 0, 0), (10, 0, 0, 0)],
}
FRAMES = (
    "依照{}的规定，判决如下。",
    "**争议焦点。** 违反{}，应当处罚。",
    "原告主张适用{}；被告不同意。",
)


def cited(text: str) -> list[Cited]:
    return [
        (c.law, p.article.number, p.article.inserted, p.paragraph or 0, p.item or 0)
        for c in read(text, REGISTRY, day=TODAY).citations
        for p in c.places
    ]


def title_of(name: str) -> str:
    found = REGISTRY.find(name, TODAY)
    return found.title if found else name


def labelled() -> list[tuple[str, list[Cited]]]:
    rows = []
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, label = line.split("\t")
            rows.append(
                (text.replace("\\n", "\n"), [_cited(p) for p in label.split(";") if p != "-"])
            )
    return rows


def _cited(label: str) -> Cited:
    name, place = label.split(" ")
    article, paragraph, item = [*place.replace("::", ":").split(":"), "", ""][:3]
    if ":::" in place:
        paragraph, item = "", place.rpartition(":")[2]
    number, _, inserted = article.partition(".")
    return title_of(name), int(number), int(inserted or 0), int(paragraph or 0), int(item or 0)


def framed() -> list[tuple[str, list[Cited]]]:
    return [
        (frame.format(name + reference), [(title_of(short), *place) for place in places])
        for frame, (name, short), (reference, places) in product(
            FRAMES, NAMES.items(), REFERENCES.items()
        )
    ]


SENTENCES = [*labelled(), *framed()]


def test_the_set_is_large_enough():
    assert len(SENTENCES) >= 400
    assert len(labelled()) >= 90


def test_precision_and_recall_of_law_and_article():
    right = found = due = 0
    for text, expected in SENTENCES:
        got = {c[:3] for c in cited(text) if not c[0].startswith("中华人民共和国企业诚信")}
        want = {c[:3] for c in expected if not c[0].startswith("中华人民共和国企业诚信")}
        right += len(
            {(short_title(a), *r) for a, *r in got} & {(short_title(a), *r) for a, *r in want}
        )
        found += len(got)
        due += len(want)
    assert right / found >= 0.99
    assert right / due >= 0.98


@pytest.mark.parametrize(("text", "expected"), labelled(), ids=lambda value: str(value)[:40])
def test_labelled_sentence(text, expected):
    assert [(short_title(c[0]), *c[1:]) for c in cited(text)] == [
        (short_title(c[0]), *c[1:]) for c in expected
    ]
