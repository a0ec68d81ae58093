"""The health check as an enterprise uses it: answered, scored and printed without the server."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import DESK, PHONE, NewReader, Reader
from tests.health_sheets import assert_agreement, by_python, questionnaire, random_sheets

LABOUR = "/health-checks/labour-contract/"
WEAR = "/health-checks/childrens-wear/"
ASSETS = "/assets/fabu"
MODULES = Path(__file__).parents[2] / "publisher/theme/assets/fabu"


def begin(page: Page) -> None:
    page.get_by_role("button", name="开始，一次一题").click()


def next_question(page: Page) -> None:
    page.locator(".check__form button[type=submit]").click()


def asking(page: Page) -> bool:
    return page.locator(".check[data-stage=ask]").count() == 1


def answer_all(page: Page, choose: int) -> int:
    """Answer one at a time with option `choose` (or the last there is); how many were asked."""
    count = 0
    while asking(page):
        options = page.locator("[name=answer]")
        options.nth(min(choose, options.count() - 1)).check()
        next_question(page)
        count += 1
    return count


def heading(page: Page) -> str:
    return page.locator(".check__heading").inner_text()


def result_of(page: Page) -> str:
    expect(page.locator(".check[data-stage=result]")).to_be_visible()
    return page.locator(".check__level").inner_text()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_stage_is_accessible_and_fits_the_screen(
    reader: NewReader, viewport: dict[str, int]
) -> None:
    person = reader(viewport=viewport)
    page = person.visit(WEAR)

    def is_right() -> None:
        assert person.axe() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    is_right()
    page.locator("[name=set][value=labour-contract]").check()
    begin(page)
    is_right()
    assert answer_all(page, 2) == 25  # 14 + 13, two of which the industry's own questions replace
    is_right()
    page.get_by_role("button", name="修改答案").click()
    is_right()
    assert person.problems == []


@pytest.mark.parametrize("mode", [("theme", "dark"), ("contrast", "high"), ("text", "3")])
def test_result_stays_accessible_in_every_reading_mode(
    reader: NewReader, mode: tuple[str, str]
) -> None:
    person = reader(viewport=PHONE)
    person.page.add_init_script(f"localStorage.setItem('fabu.{mode[0]}', '{mode[1]}')")
    page = person.visit(LABOUR)
    begin(page)
    assert person.axe() == []
    answer_all(page, 1)
    assert person.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_nothing_is_requested_from_the_first_question_to_the_result(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit(WEAR)
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    person.page.context.on("request", lambda request: requests.append(request.url))
    page.locator("[name=set][value=ip-protection]").check()
    begin(page)
    page.get_by_text("为什么问这题").first.click()
    page.get_by_label("把答案记在这台设备上").check()
    answer_all(page, 2)
    result_of(page)
    page.get_by_role("button", name="复制带答案的链接").click()
    page.get_by_role("button", name="修改答案").click()
    page.get_by_role("button", name="看结果").click()
    page.pdf()
    page.wait_for_timeout(500)
    assert requests == []
    assert person.problems == []


def test_result_shows_what_python_computes_as_chart_and_as_the_same_table(
    reader: NewReader,
) -> None:
    page = reader().visit(WEAR)
    begin(page)
    answer_all(page, 1)
    options = {q.id: len(q.answers) for q in questionnaire().checks["childrens-wear"].questions}
    sheet = {
        "chosen": ["childrens-wear"],
        "answers": [[f"childrens-wear/{key}", min(1, n - 1)] for key, n in options.items()],
    }
    expected = by_python(sheet)
    assert f"风险率 {expected['overall']['percent']}%" in result_of(page)
    rows = page.locator(".check tbody tr").all_inner_texts()
    assert [re.split(r"\s+", row)[0] for row in rows] == [
        *(one["dimension"] for one in expected["dimensions"]),
        "总体",
    ]
    chart = page.get_by_role("img", name="各方面风险率").get_attribute("aria-label") or ""
    for one, row in zip(expected["dimensions"], rows, strict=False):
        assert f"{one['percent']}%" in row
        assert f"{one['dimension']} {one['percent']}%" in chart
    texts = {
        f"childrens-wear/{q.id}": q.text for q in questionnaire().checks["childrens-wear"].questions
    }
    shown = page.locator(".risk h4").all_inner_texts()
    assert shown == [texts[risk["key"]] for risk in expected["risks"]]


def test_a_risk_tells_basis_consequence_advice_and_case(reader: NewReader) -> None:
    person = reader()
    page = person.visit(LABOUR)
    begin(page)
    answer_all(page, 2)
    assert "红：重大且紧急" in result_of(page)
    first = page.locator(".risk").first
    text = first.inner_text()
    for part in (
        "立即处理",
        "一票红",
        "我的回答",
        "有人入职超过一个月仍未签",
        "二倍工资",
        "《中华人民共和国劳动合同法》第十条",
        "先签合同、后上岗",
    ):
        assert part in text
    link = first.locator("dd a").first
    assert link.get_attribute("target") == "_blank"
    assert page.request.get(page.evaluate("e => e.href", link.element_handle())).status == 200
    assert "仅为普法提示" in page.locator(".check").inner_text()
    # The policies of the reference project are those of other places: none can be relied on here.
    assert page.get_by_text("可以用上的政策").count() == 0


def test_conditional_questions_come_and_go_and_progress_follows(reader: NewReader) -> None:
    page = reader().visit(LABOUR)
    begin(page)
    assert "共 13 题" in page.locator(".check__progress").inner_text()
    page.get_by_label("目前没有员工").check()
    assert "共 3 题" in page.locator(".check__progress").inner_text()
    assert answer_all(page, 3) == 3
    page.get_by_role("button", name="修改答案").click()
    hidden = page.locator(".check__form").get_by_text("合同快到期时")
    expect(hidden).to_be_hidden()
    page.get_by_label("全员在一个月内签订").check()
    expect(hidden).to_be_visible()


def test_back_keeps_the_answer_and_skipping_is_said(reader: NewReader) -> None:
    page = reader().visit(LABOUR)
    begin(page)
    submit = page.locator(".check__form button[type=submit]")
    expect(submit).to_have_text("跳过这题")
    page.locator("[name=answer]").nth(1).check()
    expect(submit).to_have_text("下一题")
    next_question(page)
    page.get_by_role("button", name="上一题").click()
    assert page.locator("[name=answer]").nth(1).is_checked()
    next_question(page)
    page.get_by_role("button", name="看结果").click()
    assert "还有 12 题没有答" in page.locator(".check").inner_text()
    page.get_by_role("button", name="接着答").click()
    assert "合同快到期时" in heading(page)


def test_keyboard_alone_goes_from_start_to_result(reader: NewReader) -> None:
    page = reader().visit("/health-checks/tax-finance/")
    page.get_by_role("button", name="开始，一次一题").focus()
    page.keyboard.press("Enter")
    asked = 0
    while asking(page):
        assert page.evaluate("document.activeElement.className") == "check__heading"
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")  # a form's way to its submit button
        asked += 1
    assert asked == 12
    assert "绿：低" in result_of(page)
    assert page.evaluate("document.activeElement.innerText") == "体检结果"


def test_a_question_is_named_by_its_group_for_screen_readers(reader: NewReader) -> None:
    page = reader().visit(LABOUR)
    begin(page)
    group = page.get_by_role("group", name=re.compile("员工入职一个月内都签了书面劳动合同吗"))
    assert group.get_by_role("radio").count() == 4
    assert page.get_by_role("progressbar", name="答题进度").count() == 1


def test_link_carries_the_answers_in_the_fragment_only(reader: NewReader) -> None:
    first = reader()
    page = first.visit(WEAR)
    page.locator("[name=set][value=labour-contract]").check()
    begin(page)
    answer_all(page, 1)
    level = result_of(page)
    page.get_by_role("button", name="复制带答案的链接").click()
    link = page.get_by_label("带答案的链接").input_value()
    address, _, fragment = link.partition("#")
    assert address == first.base + WEAR
    assert fragment.startswith("tj1.childrens-wear.")
    second = reader()
    seen: list[Request] = []

    def note(request: Request) -> None:
        seen.append(request)

    second.page.on("request", note)
    second.page.goto(link)
    assert result_of(second.page) == level
    assert second.page.url == first.base + WEAR  # the answers left the address bar again
    for request in seen:
        assert "tj1" not in request.url
        assert "tj1" not in json.dumps(request.all_headers())
    assert second.problems == []


def test_a_link_made_for_older_questions_is_refused(reader: NewReader) -> None:
    page = reader().visit(LABOUR + "#tj1.labour-contract.00000000.0123")
    assert "对不上" in page.locator(".check").inner_text()
    expect(page.get_by_role("button", name="开始，一次一题")).to_be_visible()


def stored(page: Page) -> dict[str, str]:
    found = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    return {key: value for key, value in found.items() if key.startswith("fabu.health-check")}


def test_nothing_is_remembered_unless_asked(reader: NewReader) -> None:
    page = reader().visit(LABOUR)
    begin(page)
    answer_all(page, 0)
    assert stored(page) == {}
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    assert page.get_by_role("button", name="接着做").count() == 0


def test_answers_are_remembered_when_asked_and_deleted_when_asked(reader: NewReader) -> None:
    page = reader().visit(LABOUR)
    begin(page)
    page.locator("[name=answer]").nth(0).check()
    next_question(page)
    page.get_by_label("把答案记在这台设备上").check()
    page.locator("[name=answer]").nth(1).check()
    page.reload()
    assert "已答 2 题" in page.locator(".check .notice").inner_text()
    page.get_by_role("button", name="接着做").click()
    assert "试用期" in heading(page)
    page.get_by_role("button", name="删除记录").click()
    assert stored(page) == {}
    page.locator("[name=answer]").nth(1).check()
    assert stored(page) == {}
    page.reload()
    assert page.get_by_role("button", name="接着做").count() == 0


def test_consultation_gets_exactly_the_words_shown_and_only_when_pressed(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit(LABOUR)
    begin(page)
    answer_all(page, 2)
    shown = page.get_by_label("具体问题（可以删改）")
    assert (
        "【立即处理】员工入职一个月内都签了书面劳动合同吗？我的回答：有人入职超过一个月仍未签。"
        in shown.input_value()
    )
    shown.fill("只问一件事：没有签合同的两名员工怎样补签？")
    sent: list[str] = []
    page.on(
        "request",
        lambda request: sent.append(f"{request.method} {request.post_data or ''} {request.url}"),
    )
    page.get_by_role("button", name="带着结果咨询", exact=True).click()
    page.wait_for_url("**/forms/consultation")
    assert (
        page.locator("[name=description]").input_value()
        == "只问一件事：没有签合同的两名员工怎样补签？"
    )
    assert page.locator("[name=title]").input_value() == "劳动用工法治体检结果咨询"
    assert page.locator("[name=category]").input_value() == "labour"
    expect(page.locator("[data-fabu-carried]")).to_be_visible()
    assert [line for line in sent if not line.startswith("GET  ") or "%E" in line] == []
    assert person.axe() == []
    page.reload()
    assert page.locator("[name=description]").input_value() == ""  # carried once, kept nowhere


def test_consultation_form_without_a_result_says_nothing_of_one(reader: NewReader) -> None:
    page = reader().visit("/forms/consultation")
    expect(page.locator("[data-fabu-carried]")).to_be_hidden()


def test_paper_has_the_result_after_the_last_question_and_the_checklist_before(
    reader: NewReader,
) -> None:
    page = reader().visit(LABOUR)
    page.emulate_media(media="print")
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#check-title")).to_be_hidden()
    page.emulate_media(media="screen")
    expect(page.locator("#sheet")).to_be_hidden()
    begin(page)
    answer_all(page, 2)
    page.emulate_media(media="print")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(page.locator(".check__level")).to_be_visible()
    expect(page.locator(".risk").first).to_be_visible()
    expect(page.get_by_role("button", name="重新开始")).to_be_hidden()
    expect(page.locator(".check__consult")).to_be_hidden()


def test_without_scripts_the_checklist_and_its_scoring_table_are_there(reader: NewReader) -> None:
    person: Reader = reader(viewport=PHONE, java_script_enabled=False)
    page = person.visit(LABOUR)
    assert page.locator(".question").count() == 13
    expect(page.locator("#check-title")).to_be_hidden()
    table = page.get_by_role("group", name="结果分级表").inner_text()
    for level in questionnaire().scale.levels:
        assert f"{level.label}：{level.name}" in table
        assert level.advice in table
    assert "风险率不低于 60%" in table
    assert "第 1 题选“目前没有员工”的，不用答这题" in page.locator(".question").nth(1).inner_text()
    assert page.get_by_role("group", name="计分表").locator("tbody tr").count() == 5


RUN = """async ([base, data, cases]) => {
  const load = (name) => import(`${base}/${name}`);
  const { score } = await load("health-check-score.js");
  const { asked, combined } = await load("health-check-sheet.js");
  const { decode, encode } = await load("health-check-answers.js");
  return JSON.stringify(cases.map(({ chosen, answers }) => {
    const sets = data.sets.filter((set) => chosen.includes(set.id));
    const given = new Map(answers);
    const token = encode(sets, given);
    const again = decode(token, data.sets);
    const sheet = combined(sets);
    return { asked: asked(sheet, given).map((q) => q.key), token,
             again: [again.chosen, [...again.answers].sort()], ...score(sheet, given, data) };
  }));
}"""


def test_random_sheets_give_the_same_result_in_chromium(reader: NewReader) -> None:
    person = reader()
    page = person.visit(WEAR)
    carried = json.loads(page.locator("#health-check-data").text_content() or "")
    assert carried == json.loads(json.dumps(questionnaire().data))
    sheets = random_sheets(20261121)
    # The site has them in one script; here each is asked for by itself.
    page.route(
        f"**{ASSETS}/health-check-*.js",
        lambda route: route.fulfill(
            path=MODULES / route.request.url.rpartition("/")[2], content_type="text/javascript"
        ),
    )
    found = json.loads(page.evaluate(RUN, [person.base + ASSETS, carried, sheets]))
    assert_agreement(sheets, found)


def test_modules_are_plain_scripts_for_old_browsers() -> None:
    """No syntax newer than Chrome 86: the phones of workshops are not new."""
    newer = re.compile(
        r"\?\?=|\|\|=|&&=|\.at\(|structuredClone|Object\.hasOwn|static \{|#\w+ ?[=(;]"
    )
    for file in sorted(MODULES.glob("health-check*.js")):
        found = newer.search(re.sub(r"`[^`]*`|\"[^\"]*\"", "", file.read_text(encoding="utf-8")))
        assert found is None, f"{file.name}: {found}"
