"""From a trouble to what to do, to a sum and to a finished paper, with nothing leaving the phone."""

from __future__ import annotations

from pathlib import Path

import docx
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, NewReader


def test_way_leads_from_home_to_a_paper_without_scripts(reader: NewReader) -> None:
    person = reader(viewport=PHONE, java_script_enabled=False)
    page = person.visit("/")
    for name in ("客户拖欠货款", "有", "承认，只是不付", "不是"):
        page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("申请支付令或者起诉")
    expect(page.get_by_role("heading", name="什么时候以前")).to_be_visible()
    page.get_by_role("link", name="支付令申请书").click()
    expect(page.get_by_role("heading", name="空白的（打印后用笔填）")).to_be_visible()
    expect(page.locator(".blank").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("申请支付令或者起诉")


def test_calculator_counts_here_and_its_link_says_the_same(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/tools/court-fee/")
    page.get_by_label("请求金额").fill("-1")
    page.get_by_role("button", name="计算").click()
    expect(page.get_by_role("alert").filter(has_text="金额写成数字")).to_be_visible()
    page.get_by_label("请求金额").fill("50万")
    page.get_by_label("减半情形").select_option(label="适用简易程序（含小额诉讼）")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="计算").click()
    expect(page.locator("[data-result] .steps__result")).to_contain_text("4,400.00 元")
    assert [url for url in asked if "mark.svg" not in url] == []
    assert person.axe() == []
    link = page.get_by_label("这次计算的链接").input_value()
    other = reader(viewport=PHONE)
    other.page.goto(link)
    expect(other.page.locator("[data-result] .steps__result")).to_contain_text("4,400.00 元")
    assert person.problems == other.problems == []


def test_paper_is_written_question_by_question_and_downloaded(
    reader: NewReader, tmp_path: Path
) -> None:
    person = reader(viewport=PHONE, accept_downloads=True)
    page = person.visit("/papers/demand-letter/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    stage = page.locator("[data-stage]")
    stage.get_by_role("button", name="开始写").click()
    answers = {
        "你方全称是什么？": "甲公司",
        "对方全称是什么？": "乙公司",
        "是哪份合同、什么款？": "购销合同货款",
        "应当哪天付的？": "2026-01-31",
        "欠多少？": "50000.50",
    }
    for question, answer in answers.items():
        stage.get_by_label(question).fill(answer)
        if question == "欠多少？":
            expect(stage.get_by_role("status")).to_have_text("大写：人民币伍万元伍角整")
        stage.get_by_role("button", name="下一题").click()
    expect(stage.get_by_role("heading")).to_contain_text("逾期利息或者违约金是多少")
    page.go_back()
    expect(stage.get_by_label("欠多少？")).to_have_value("50000.50")
    page.reload()
    expect(stage.get_by_label("欠多少？")).to_have_value("50000.50")
    stage.get_by_role("button", name="看写好的").click()
    expect(stage).to_contain_text("这一题要填")
    expect(stage).not_to_contain_text("null")
    assert person.axe() == []
    asked.clear()
    with page.expect_download() as started:
        stage.get_by_role("button", name="下载 Word 文件").click()
    file = tmp_path / "letter.docx"
    started.value.save_as(file)
    assert started.value.suggested_filename == "催款函.docx"
    text = "\n".join(p.text for p in docx.Document(str(file)).paragraphs)
    assert "至今尚欠我方 50,000.50 元（大写：人民币伍万元伍角整）" in text
    assert [url for url in asked if "mark.svg" not in url and not url.startswith("blob:")] == []
    page.emulate_media(media="print")
    expect(page.locator(".written")).to_be_visible()
    expect(page.locator(".blanks")).to_be_hidden()
    assert person.problems == []
