"""A small library that covers what queries trip over, indexed once; and a builder for others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from search.document import Document, write_documents
from search.server.engine import build_index
from search.server.service import SearchService

Builder = Callable[[Sequence[Document]], SearchService]


def _library() -> list[Document]:
    texts = {
        "wages": (
            "拖欠工资怎么办",
            "某服饰公司拖欠工资三个月，劳动者向劳动监察大队投诉。依照劳动合同法第八十五条处理。",
        ),
        "contract": (
            "买卖合同违约责任",
            "依照《民法典》第577条，当事人一方不履行合同义务的，应当承担违约责任。合同金额为1,234.50元。",
        ),
        "statute": (
            "违约案",
            "依据《中华人民共和国民法典》第五百七十七条、第二百八十七条之一，判决如下。",
        ),
        "number": (
            "借款纠纷",
            "案号：（2023）京01民终123号。被告Smith在北京市朝阳区借款，签订 loan contract，年利率 15 %。",
        ),
        "longer": ("另一借款纠纷", "案号：（2023）京01民终1234号。subcontractor 提起上诉。"),
        "rare": (
            "罕用字",
            "当事人𠮷野家、㐂某、邓𣲚某；全角ＡＢＣ１２３；ﬁne；第㈡项。\nÉtude café",
        ),
        "markup": (
            "<script>alert(1)</script>",
            "标题与正文里有 <b>标记</b> & \"引号\" '单引号'，不得原样输出。",
        ),
        "empty": ("没有正文", ""),
    }
    kinds = {"wages": "case", "contract": "case", "statute": "policy"}
    areas = {"wages": ("劳动用工",), "contract": ("合同交易",), "statute": ("合同交易", "执行")}
    return [
        Document(
            id=name,
            url=f"cases/{name}/",
            kind=kinds.get(name, "guide"),
            title=title,
            text=text,
            date=f"2026-01-{day:02}",
            facets={"area": areas[name]} if name in areas else {},
        )
        for day, (name, (title, text)) in enumerate(texts.items(), 1)
    ]


@pytest.fixture(scope="session")
def library() -> list[Document]:
    return _library()


@pytest.fixture(scope="session")
def service(library: list[Document], tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    folder = tmp_path_factory.mktemp("library")
    write_documents(folder / "documents.jsonl", library)
    build_index(folder / "documents.jsonl", folder / "index")
    return SearchService(folder / "index")


@pytest.fixture
def build(tmp_path: Path) -> Builder:
    """Index documents in `tmp_path` (again, if called again) and return a service for them."""

    def build_documents(documents: Sequence[Document]) -> SearchService:
        write_documents(tmp_path / "documents.jsonl", documents)
        build_index(tmp_path / "documents.jsonl", tmp_path / "index")
        return SearchService(tmp_path / "index")

    return build_documents
