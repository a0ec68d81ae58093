import json
import random
import re

import pytest

from district.glossary import Glossary, GlossaryTerm
from publisher.outputs.documents import as_record, write_documents
from selfhelp.shelf import load_shelf
from tests.publisher.manuscripts import CASE, HEALTH_CHECK, text_of
from tests.publisher.site_project import (
    build,
    by_class,
    case,
    library_of,
    parsed,
    records,
    site_project,
    texts,
    with_keys,
    words,
    write,
)


def record(library, identifier):
    return as_record(library.by_id[identifier])


def test_record_of_a_case(library_ok):
    library, _ = library_of(library_ok)
    found = record(library, "ld-unsigned")
    assert list(found) == [
        "id",
        "url",
        "kind",
        "title",
        "text",
        "date",
        "facets",
        "keywords",
        "summary",
        "fields",
        "prose",
        "sections",
    ]
    assert (found["id"], found["url"], found["kind"], found["date"]) == (
        "ld-unsigned",
        "cases/ld-unsigned/",
        "case",
        "2026-10-15",
    )
    assert found["facets"] == {
        "area": ["劳动用工"],
        "industry": ["住宿餐饮"],
        "type": ["裁判案例"],
        "unit": ["区法院"],
        "cause": ["劳动争议、人事争议、新就业形态用工纠纷"],
        "year": ["2026"],
    }
    assert found["fields"] == {"cause": "劳动合同纠纷"}
    assert found["keywords"]
    assert found["text"].startswith(found["summary"])
    for start, name, anchor in found["sections"]:
        assert found["text"].startswith(f"{name}\n", start)
        assert anchor
    assert [name for _, name, _ in found["sections"]][:2] == ["基本案情", "裁判结果"]
    assert "劳动合同纠纷" in found["text"][found["prose"] :]


def test_a_document_number_is_a_field_of_its_own(library_ok):
    library, _ = library_of(library_ok)
    assert record(library, "complaint-rules")["fields"] == {"document_number": "明政法〔2026〕8号"}


@pytest.mark.parametrize(
    ("identifier", "words_on_page"),
    [
        (
            "ld-unsigned",
            [
                "劳动合同纠纷",
                "明湖区人民法院",
                "区法院",
                "裁判案例",
                "住宿餐饮",
                "一审",
                "二倍工资差额",
                "签订合同的流程",
                "明湖区司法局普法科",
            ],
        ),
        (
            "complaint-rules",
            [
                "明政法〔2026〕8号",
                "中共明湖区委政法委员会",
                "2026-09",
                "2026-10-01",
                "有效",
                "在本区经营的企业",
                "限时答复",
                "3 个工作日",
                "投诉有人接",
            ],
        ),
        (
            "labour-check",
            [
                "一个月内都签了书面劳动合同吗",
                "合同签订",
                "可能要支付二倍工资",
                "入职当日签订",
                "《中华人民共和国劳动合同法》第十条",
                "适用于有员工的企业",
            ],
        ),
        (
            "hearing-sale",
            ["第三法庭", "买卖合同纠纷", "企业员工和社会公众", "0571-86543211", "已排期"],
        ),
        (
            "complaint-guide",
            [
                "填写投诉表",
                "五个工作日",
                "不收费",
                "0571-86543210",
                "《信访工作条例》第二十二条",
                "明湖区司法局",
                "带好营业执照",
            ],
        ),
        ("law-day", ["案例和题单", "宪法日", "国家宪法日专题"]),
    ],
)
def test_words_of_each_kind_are_found(library_ok, identifier, words_on_page):
    library, _ = library_of(library_ok)
    found = record(library, identifier)
    text = f"{found['title']}\n{found['text']}"
    assert [word for word in words_on_page if word not in text] == []


def test_options_of_a_question_are_found_where_they_are_its_own(library_ok):
    own = text_of(HEALTH_CHECK).replace(
        "    weight: 5\n",
        "    weight: 5\n    options: [{label: 全部已签, risk: 0}, {label: 尚未签订, risk: 1}]\n",
    )
    write(library_ok, {HEALTH_CHECK: own})
    library, _ = library_of(library_ok)
    assert "全部已签 尚未签订" in record(library, "labour-check")["text"]


def test_one_line_a_document_and_no_drafts(library_ok, tmp_path):
    write(library_ok, case("draft", status="draft") | case("extra"))
    library, _ = library_of(library_ok)
    target = tmp_path / "documents.jsonl"
    assert write_documents(library, target) == 13
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len({line["id"] for line in lines}) == 13
    assert "draft" not in {line["id"] for line in lines}
    assert all(line["id"] and line["title"] and line["text"] for line in lines)


def test_file_appears_whole_or_not_at_all(library_ok, tmp_path, monkeypatch):
    library, _ = library_of(library_ok)
    target = tmp_path / "documents.jsonl"
    target.write_text("old", encoding="utf-8")

    def fail(entry):
        raise OSError("disk full")

    monkeypatch.setattr("publisher.outputs.documents.as_record", fail)
    with pytest.raises(OSError, match="disk full"):
        write_documents(library, target)
    assert target.read_text(encoding="utf-8") == "old"


BODY = """## 基本案情

张某入职*某餐饮*公司担任厨师，双方[一直没有](mediated.md)签订**书面**劳动合同，约定见 `合同书`。

- 工作八个月后离职
- 申请仲裁&amp;起诉

## 裁判结果

| 项目 | 金额 |
|---|---|
| 二倍工资差额 | 七个月 |

## 典型意义

口头约定不能代替书面合同。写作 <案号>。
"""


def test_random_substrings_of_rendered_pages_are_in_the_text(tmp_path):
    """Cut from what stands on the page, never from the manuscript."""
    folders = site_project(tmp_path / "project")
    head = with_keys(text_of(CASE), id="marked").partition("\n---\n")[0]
    write(folders, {"cases_library/2026/marked.md": f"{head}\n---\n\n{BODY}"})
    build(folders)
    rng = random.Random(20261120)
    cut = 0
    for found in records(folders):
        text = re.sub(r"[\s|]+", "", found["title"] + found["text"])
        tree = parsed(
            (folders.root / "site" / found["url"] / "index.html").read_text(encoding="utf-8")
        )
        for part in (
            *by_class(tree, "prose"),
            *by_class(tree, "question__text"),
            *by_class(tree, "question__why"),
        ):
            # Links lead to other documents, whose titles are found there.
            skipped = frozenset({"dt", "span", "a" if part.tag == "dl" else "sup"})
            for piece in texts(part, skipped):
                shown = re.sub(r"\s+", "", piece)
                for _ in range(8 if len(shown) > 1 else 0):
                    size = rng.randint(2, min(8, len(shown)))
                    start = rng.randint(0, len(shown) - size)
                    assert shown[start : start + size] in text, found["id"]
                    cut += 1
    assert cut > 200


def test_paragraphs_are_found_across_their_marks(tmp_path):
    folders = site_project(tmp_path / "project")
    head = with_keys(text_of(CASE), id="marked").partition("\n---\n")[0]
    write(folders, {"cases_library/2026/marked.md": f"{head}\n---\n\n{BODY}"})
    build(folders)
    text = next(r["text"] for r in records(folders) if r["id"] == "marked")
    tree = parsed((folders.root / "site/cases/marked/index.html").read_text(encoding="utf-8"))
    shown = [
        words(e) for e in by_class(tree, "prose")[0].iter() if e.tag in ("p", "li", "td", "h2")
    ]
    assert "张某入职某餐饮公司担任厨师，双方一直没有签订书面劳动合同，约定见 合同书。" in shown
    assert [part for part in shown if part not in text] == []


def test_ways_calculators_and_papers_are_found_but_are_no_news(published, tmp_path):
    library, _ = published()
    shelf = load_shelf()
    count = write_documents(library, tmp_path / "documents.jsonl", shelf)
    lines = (tmp_path / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    records = {record["id"]: record for record in map(json.loads, lines)}
    assert count == len(records)
    offered = len(shelf.ways) + len(shelf.calculators) + len(shelf.papers)
    assert sum(r["kind"] in ("way", "tool", "paper") for r in records.values()) == offered
    assert not any("date" in records[f"way-{way}"] for way in shelf.ways)
    assert records["paper-demand-letter"]["url"] == "papers/demand-letter/"
    assert "讨债" in records["way-unpaid-goods"]["text"]
    said = records["way-unpaid-goods"]
    lines = said["text"][: said["prose"]].split("\n")
    assert [line for line in lines if not line.endswith(("。", "？", "！", "）"))] == []


def test_a_term_is_found_with_its_place_and_is_no_news(published, tmp_path):
    library, _ = published()
    term = GlossaryTerm(
        key="dingjin", term="定金", also=("定约金",), note="为保证合同履行预先交付的钱。"
    )
    count = write_documents(library, tmp_path / "documents.jsonl", glossary=Glossary(terms=(term,)))
    lines = (tmp_path / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(lines[-1])
    assert count == len(lines)
    assert (record["id"], record["url"]) == ("term-dingjin", "glossary/#dingjin")
    assert (record["kind"], record["title"]) == ("term", "定金")
    assert record["text"] == "为保证合同履行预先交付的钱。\n定约金"
    assert "date" not in record
