"""Writing a manuscript in Chromium: preview and findings while one types, under the zone's own policy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from forms_backend.application import create_app
from forms_backend.identity.roles import Role
from forms_backend.running.parts import Parts
from forms_backend.web.context import EXTENSION
from tests import moments
from tests.browser.casework_people import look, session_token, sign_in_beforehand
from tests.browser.conftest import DESK, PHONE, Reader, live_settings, serving
from tests.forms_backend.manuscripts.newsroom import Newsroom, preview_at

HTML = """<!doctype html><html lang="zh-CN"><head><title>欠薪一案</title>
<link rel="stylesheet" href="../../staff/staff.css"></head>
<body><h1 id="seen">网页的样子</h1><a href="https://example.com/">外部链接</a>
<script>parent.document.title = "ran"; top.location = "/elsewhere"</script></body></html>"""
ANSWER = {
    "ok": True,
    "html": HTML,
    "findings": [
        {"code": "C101", "level": "error", "line": 11, "message": "这里不对", "mend": "改正",
         "edit": {"line": 11, "was": ["第二段。"], "now": ["第二段，", "", "改过。"]}}
    ],
    "items": [{"label": "民法典第577条", "markdown": "《民法典》第577条"}],
    "kinds": [
        {
            "kind": "case",
            "fields": [
                {"name": "title", "label": "标题", "type": "text", "required": True, "help": "一句话"},
                {"name": "areas", "label": "领域", "type": "list",
                 "choices": [{"value": "labour", "label": "劳动用工"}]},
            ],
        }
    ],
}  # fmt: skip


@pytest.fixture
def app(tmp_path: Path, sqlite_template: Path) -> Iterator[Flask]:
    site = tmp_path / "site"
    (site / "assets/fabu").mkdir(parents=True)
    (tmp_path / "var").mkdir()
    (site / "assets/fabu/mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    room = Newsroom(tmp_path, moments.now)
    shutil.copy(sqlite_template, tmp_path / "live.sqlite3")
    settings = live_settings(
        site, tmp_path / "index", tmp_path / "var", f"sqlite:///{tmp_path / 'live.sqlite3'}"
    )
    places = {
        "editing_repository": room.bare,
        "preview_socket": tmp_path / "p.sock",
        "signing_key": bytes(32),
    }
    made = create_app(settings.model_copy(update=places), clock=moments.now)
    yield made
    made.extensions[EXTENSION].ground.database.close()


PASTED = (
    "<h1>一、证据</h1><p>送货单<b>三张</b>。</p><p>图：<img src=x.png></p>"
    "<table><tr><td colspan=2>货</td></tr><tr><td>布</td><td>三</td></tr></table>"
)
PASTE = """(element, kinds) => {
  const data = new DataTransfer();
  for (const [kind, text] of kinds) data.setData(kind, text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true, composed: true});
  return element.dispatchEvent(event);
}"""


@pytest.mark.parametrize("stands", [True, False], ids=["editor", "text area"])
def test_what_is_pasted_from_word_is_markdown_and_can_be_undone(
    app: Flask, browser: Browser, stands: bool
) -> None:
    parts: Parts = app.extensions[EXTENSION]
    sign_in_beforehand(parts, "bianji", "孙编辑", Role.EDITOR)
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    with serving(app) as base:
        cookie = {"name": "fabu_staff", "value": session_token("bianji"), "url": f"{base}/staff/"}
        context.add_cookies([cookie])  # type: ignore[list-item]
        tab = context.new_page()
        if not stands:  # as in a browser that is too old for it
            tab.route("**/codemirror.min.js", lambda route: route.abort())
        page = Reader(tab, base).visit("/staff/editing/ld-wage")
        area = page.locator("#text")
        written = page.locator("#text-editor .cm-content") if stands else area
        expect(written).to_be_visible()
        before = area.input_value()
        written.press("Control+End")
        kinds = [["text/html", PASTED], ["text/plain", "一、证据 送货单"]]
        assert written.evaluate(PASTE, kinds) is False
        expect(area).to_have_value(
            before + "\n## 一、证据\n\n送货单**三张**。\n\n图：\n\n"
            "| 货 | 货 |\n| --- | --- |\n| 布 | 三 |\n"
        )
        told = page.locator("#pasted")
        expect(told).to_contain_text("图片没有贴上（1处）")
        expect(told).to_contain_text("合并的单元格")
        written.press("Control+z")
        expect(area).to_have_value(before)
        # Plain text is pasted as ever.
        assert written.evaluate(PASTE, [["text/plain", "# 甲"]]) is not stands
        expect(told).to_be_hidden()
        if stands:
            expect(area).to_have_value(before + "# 甲")
    context.close()


def test_what_is_typed_is_seen_checked_and_kept(
    app: Flask, browser: Browser, tmp_path: Path
) -> None:
    parts: Parts = app.extensions[EXTENSION]
    sign_in_beforehand(parts, "bianji", "孙编辑", Role.EDITOR)
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    with serving(app) as base, preview_at(tmp_path / "p.sock", ANSWER):
        cookie = {"name": "fabu_staff", "value": session_token("bianji"), "url": f"{base}/staff/"}
        context.add_cookies([cookie])  # type: ignore[list-item]
        person = Reader(context.new_page(), base)
        page = person.visit("/staff/editing/ld-wage")
        frame = page.frame_locator("#preview")
        expect(frame.locator("#seen")).to_have_text("网页的样子")
        expect(page).not_to_have_title("ran")
        # Its style sheet came through the policy; its script did not run.
        assert frame.locator("body").evaluate("e => getComputedStyle(e).marginTop") == "0px"
        written = page.locator("#text-editor .cm-content")
        written.press("Control+a")
        written.evaluate(PASTE, [["text/plain", "## 基本案情\n\n第一段。\n\n第二段。\n"]])
        page.locator("#field-title").fill("欠薪二案")
        expect(page.locator("#manuscript .draft-state")).to_have_text("已自动保存。")
        expect(page.locator("#problem-list li")).to_have_count(1)
        expect(page.locator("#no-problems")).to_be_hidden()
        # In the margin, beside the number that the finding says, with how to mend it.
        gutter = page.locator("#text-editor .cm-gutters")
        expect(gutter.get_by_text("11", exact=True)).to_be_visible()
        gutter.locator(".cm-lint-marker-error").hover()
        expect(page.locator("#text-editor .cm-tooltip")).to_contain_text("怎么改：改正")
        # One click mends it, undo takes it back, and what was typed meanwhile is left alone.
        before = page.locator("#text").input_value()
        mended = before.replace("第二段。", "第二段，\n\n改过。")
        mend = page.locator("#problem-list").get_by_role("button", name="修正")
        for button in (mend, page.locator("#text-editor .cm-diagnosticAction")):
            for _ in range(100):  # until the findings are those of the text as it stands
                button.dispatch_event("click")  # the pointer would leave the tooltip on its way
                page.wait_for_timeout(100)
                if page.locator("#text").input_value() == mended:
                    break
            expect(page.locator("#text")).to_have_value(mended)
            expect(page.locator("#mended")).to_contain_text("已修正")
            if button is mend:
                mend.click()
                expect(page.locator("#mended")).to_contain_text("刚刚改过")
                expect(page.locator("#text")).to_have_value(mended)
            written.press("Control+z")
            expect(page.locator("#text")).to_have_value(before)
            gutter.locator(".cm-lint-marker-error").hover()
        page.get_by_role("button", name="第 11 行").click()
        expect(written).to_be_focused()
        chosen = "e => e.getRootNode().getSelection().toString()"
        assert written.evaluate(chosen) == "第二段。"
        page.locator("#reference-query").fill("577")
        page.locator("#reference-query").press("Enter")
        written.press("Control+End")
        page.get_by_role("button", name="第577条").click()
        expect(page.locator("#text")).to_have_value(
            "## 基本案情\n\n第一段。\n\n第二段。\n《民法典》第577条"
        )
        look(person, "editing", DESK, PHONE)
        person.follow(page.get_by_role("button", name="保存", exact=True))
        expect(page.get_by_role("heading", level=1)).to_contain_text("欠薪二案")
        assert [one for one in person.problems if "sandbox" not in one] == []
    context.close()
