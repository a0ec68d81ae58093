"""Every paper can be written from its first question to its last line, and opens in Word."""

from __future__ import annotations

import base64
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest

from publisher.pages.selfhelp.papers import paper_data
from selfhelp.paper import Paper, QuestionType
from selfhelp.shelf import load_shelf
from tests.node import NODE

SHELF = load_shelf()
HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / "publisher/theme/assets/fabu"
ANSWERS = {
    QuestionType.TEXT: "某某有限公司",
    QuestionType.LONG: "第一段。\n第二段。",
    QuestionType.LINES: "合同一份\n发票一张",
    QuestionType.MONEY: "80000",
    QuestionType.NUMBER: "3",
    QuestionType.DATE: "2026-09-16",
    QuestionType.CREDIT_CODE: "91350100M000100Y43",
    QuestionType.ID_NUMBER: "11010519491231002X",
    QuestionType.PHONE: "13900000000",
}


def write(
    asked: list[tuple[Paper, dict[str, str]]],
    sums: tuple[str, ...] = (),
    typed: tuple[tuple[dict[str, Any], str], ...] = (),
) -> dict[str, Any]:
    papers = [{"paper": paper_data(paper, SHELF), "answers": answers} for paper, answers in asked]
    answer = subprocess.run(
        [NODE, str(HERE / "write_papers.mjs"), f"{SCRIPTS.as_uri()}/"],
        input=json.dumps({"papers": papers, "sums": sums, "typed": typed}),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def everything(paper: Paper) -> dict[str, str]:
    return {q.id: q.options[0].value if q.options else ANSWERS[q.type] for q in paper.questions}


def test_there_are_fifteen_papers_without_mistakes() -> None:
    assert len(SHELF.papers) >= 15
    assert SHELF.mistakes == ()


def test_every_paper_is_written_whole() -> None:
    asked = [(paper, everything(paper)) for paper in SHELF.papers.values()]
    for (paper, _), made in zip(asked, write(asked)["papers"], strict=True):
        text = "\n".join(part["text"] for part in made["parts"])
        assert made["parts"][0] == {"kind": "title", "text": paper.title}
        assert "{" not in text, paper.id
        assert "undefined" not in text, paper.id
        assert (made["cost"] is not None) == (paper.cost is not None), paper.id
        assert [day["rule"] for day in made["days"]] == [d.rule for d in paper.deadlines]
        document = docx.Document(io.BytesIO(base64.b64decode(made["docx"])))
        assert [p.text for p in document.paragraphs] == [p["text"] for p in made["parts"]]


def test_every_paper_can_be_left_empty() -> None:
    asked = [(paper, {}) for paper in SHELF.papers.values()]
    for (paper, _), made in zip(asked, write(asked)["papers"], strict=True):
        text = "\n".join(part["text"] for part in made["parts"])
        assert "＿" in text, paper.id
        assert "未填" not in text
        assert "（暂定" not in text


def test_a_demand_letter_says_what_was_answered() -> None:
    paper = SHELF.papers["demand-letter"]
    answers = {
        "creditor": "甲公司",
        "debtor": "乙公司<script>",
        "contract": "2025 年购销合同",
        "due": "2026-01-31",
        "owed": "1.2万",
        "until": "2026-12-31",
    }
    made = write([(paper, answers)])["papers"][0]
    lines = [part["text"] for part in made["parts"]]
    assert lines[1:3] == [
        "乙公司<script>：",
        "根据2025 年购销合同，贵方应于2026年1月31日前付款，至今尚欠我方 12,000.00 元"
        "（大写：人民币壹万贰仟元整）。",
    ]
    assert not any("联系人" in line for line in lines)
    assert made["days"][0]["last"] == "2029-01-31（星期三）"
    assert made["days"][0]["provisional"]


def test_the_cost_of_a_suit_is_that_of_its_sums() -> None:
    paper = SHELF.papers["sale-complaint"]
    made = write([(paper, {"price": "76000", "interest": "4000"}), (paper, {})])["papers"]
    assert [one["cost"] for one in made] == ["1,800.00 元", None]


def test_a_person_is_asked_other_things_than_a_firm() -> None:
    paper = SHELF.papers["labour-arbitration"]
    firm, person = (
        write([(paper, {"applicant_kind": kind})])["papers"][0]["asked"]
        for kind in ("firm", "person")
    )
    assert "applicant_code" in firm
    assert "applicant_code" not in person
    assert "applicant_sex" in person


@pytest.mark.parametrize(
    ("sum_", "words"),
    [
        ("0", "人民币零元整"),
        ("0.01", "人民币壹分"),
        ("0.10", "人民币壹角整"),
        ("1", "人民币壹元整"),
        ("10", "人民币壹拾元整"),
        ("1050.30", "人民币壹仟零伍拾元叁角整"),
        ("1050.03", "人民币壹仟零伍拾元零叁分"),
        ("10001", "人民币壹万零壹元整"),
        ("100000", "人民币壹拾万元整"),
        ("110000.5", "人民币壹拾壹万元伍角整"),
        ("10010001", "人民币壹仟零壹万零壹元整"),
        ("100000000", "人民币壹亿元整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("123456789.12", "人民币壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分"),
        ("1000000000000", "人民币壹万亿元整"),
    ],
)
def test_sums_in_words(sum_: str, words: str) -> None:
    assert write([], (sum_,))["words"] == [words]


@pytest.mark.parametrize(
    ("type_", "text", "error", "warning"),
    [
        ("credit_code", "91350100M000100Y43", "", ""),
        ("credit_code", "91350100M000100Y44", "", "校验码不对，请与营业执照核对"),
        ("id_number", "11010519491231002X", "", ""),
        ("id_number", "１１０１０５１９４９１２３１００２ｘ", "", ""),
        ("id_number", "110105194912310021", "", "校验码不对，请与身份证核对"),
        ("phone", "010-12345678", "", ""),
        ("phone", "123", "", "电话看起来不完整，请核对"),
        ("date", "2026年2月30日", "日期写成 2026-03-01，年份在 1990 至 2100 之间", ""),
        ("date", "2026年2月28日", "", ""),
        ("money", "一万", "金额写成数字，如 12000 或 1.2万，最多到分", ""),
        ("text", "", "这一题要填，文书里不能少", ""),
    ],
)
def test_what_is_typed_is_looked_at(type_: str, text: str, error: str, warning: str) -> None:
    question = {"type": type_, "required": True, "options": []}
    assert write([], (), ((question, text),))["checked"] == [{"error": error, "warning": warning}]
