"""Whatever way a thing is written or mistyped, it is found as if typed right, by both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.document import Document, write_documents
from search.server.engine import build_index
from search.server.service import SearchService
from search.shards.index import write_browser_index
from tests.search.browser_engine import search_in_node

PAGES = {
    "document-number": "依据法释〔2022〕19号处理。",
    "article": "公司章程由全体股东依照公司法第二十五条签名。",
    "amount": "法院判令支付货款376,000元及利息。",
    "arbitration": "先申请劳动仲裁，再向法院起诉。",
    "contract": "入职一个月内订立书面劳动合同。",
    "non-compete": "竞业限制只约束高级管理人员。",
    "penalty": "约定的违约金过分高于损失的，可以请求减少。",
}
OTHERS = (
    "劳动者按时上班，单位按月支付报酬。",
    "仲裁委员会依法裁决争议。",
    "第二十六条和二十五年前的旧事无关。",
    "货款37万元分六次付清。",
    "法释〔2021〕19号已经修改。",
    "合同应当写明数量和价款。",
    "限制行为能力人订立的合同。",
)
VARIANTS = [
    ("法释〔2022〕19号", "document-number"),
    ("法释〔2022〕第19号", "document-number"),
    ("法释(2022)19号", "document-number"),
    ("法释202219号", "document-number"),
    ("法释２０２２１９号", "document-number"),
    ("第二十五条", "article"),
    ("第25条", "article"),
    ("25条", "article"),
    ("公司法25条", "article"),
    ("公司法第２５条", "article"),
    ("376,000元", "amount"),
    ("376000元", "amount"),
    ("37.6万元", "amount"),
    ("３７６０００元", "amount"),
    ("劳动仲裁", "arbitration"),
    ("劳 动 仲 裁", "arbitration"),
    ("劳　动　仲　裁", "arbitration"),
    ("勞動仲裁", "arbitration"),
    ("laodongzhongcai", "arbitration"),
    ("LaoDong ZhongCai", "arbitration"),
    ("lao dong zhong cai", "arbitration"),
    ("ldzc", "arbitration"),
    ("劳动仲才", "arbitration"),
    ("劳动裁仲", "arbitration"),
    ("劳动忠裁", "arbitration"),
    ("勞動合同", "contract"),
    ("laodonghetong", "contract"),
    ("劳动和同", "contract"),
    ("经业限制", "non-compete"),
    ("竞业现制", "non-compete"),
    ("jyxz", "non-compete"),
    ("违约今", "penalty"),
    ("weiyuejin", "penalty"),
    ("想问“违约金”是不是太高", "penalty"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("variants")
    keywords = ("劳动仲裁", "竞业限制", "违约金", "劳动合同")
    pages = [
        Document(name, "甲", text, keywords=tuple(word for word in keywords if word in text))
        for name, text in PAGES.items()
    ]
    others = [Document(f"other-{n}", "乙", text * 3) for n, text in enumerate(OTHERS * 6)]
    write_documents(folder / "documents.jsonl", [*others, *pages])
    build_index(folder / "documents.jsonl", folder / "server")
    write_browser_index(folder / "documents.jsonl", folder / "browser")
    return folder


@pytest.mark.parametrize(("typed", "page"), VARIANTS)
def test_the_server_finds_it_first(folder: Path, typed: str, page: str) -> None:
    assert SearchService(folder / "server").search(typed).hits[0].id == page


def test_the_browser_finds_them_first_too(folder: Path) -> None:
    answers = search_in_node(folder / "browser", [typed for typed, _ in VARIANTS])
    found = {typed: answer["ids"][:1] for (typed, _), answer in zip(VARIANTS, answers, strict=True)}
    assert found == {typed: [page] for typed, page in VARIANTS}
