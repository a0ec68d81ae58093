"""A clerk who knows Word, a reviewer and an approver take Word files to the live site, withdraw one and
bring it back, through nothing but pages."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from forms_backend.identity.roles import Role
from forms_backend.running.parts import Parts
from forms_backend.web.context import EXTENSION
from tests.browser.casework_people import look, session_token, sign_in_beforehand
from tests.browser.conftest import DESK, PHONE, Reader, serving
from tests.forms_backend.manuscripts.newsroom import git
from tests.long import IS_LONG
from tests.press_office import PressOffice
from tests.publisher.importing.office_files import COMMENT, DELETED, HIDDEN
from tests.publisher.importing.word_documents import word_files

PEOPLE = (
    "  wang: {name: 王审核, office: 普法科, roles: [reviewer], account: shenhe}\n"
    "  li: {name: 李签发, office: 法制办, roles: [approver], account: qianfa}\n"
)
STAFF = (
    ("bianji", "孙编辑", Role.EDITOR),
    ("shenhe", "王审核", Role.MANUSCRIPT_REVIEWER),
    ("qianfa", "李签发", Role.APPROVER),
)
FILLED = {
    "editor": "普法科", "keywords": "破产清算", "issuer": "明湖区人民政府", "applies_to": "本区登记的小微企业",
}  # fmt: skip
REASON = "当事人申请更正，正在核对"
WAIT = 30_000  # for a busy machine


@pytest.fixture
def office(tmp_path: Path) -> PressOffice:
    return PressOffice(tmp_path, PEOPLE)


@pytest.fixture
def people(
    office: PressOffice, browser: Browser, sqlite_template: Path
) -> Iterator[dict[str, Reader]]:
    """Everybody with a browser of their own, a visitor among them, before a site that is online."""
    found = {}
    with ExitStack() as stack:
        first = stack.enter_context(ThreadPoolExecutor(1)).submit(office.fabu, "publish")
        app = office.app(sqlite_template)
        parts: Parts = app.extensions[EXTENSION]
        stack.callback(parts.ground.database.close)
        for login, name, role in STAFF:
            sign_in_beforehand(parts, login, name, role)
        base = stack.enter_context(serving(app))
        for login in ("visitor", *(one[0] for one in STAFF)):
            context = browser.new_context(viewport=DESK, locale="zh-CN")  # type: ignore[arg-type]
            stack.callback(context.close)
            cookie = {"name": "fabu_staff", "value": session_token(login), "url": f"{base}/staff/"}
            if login != "visitor":
                context.add_cookies([cookie])  # type: ignore[list-item]
            found[login] = Reader(context.new_page(), base)
        first.result()
        stack.enter_context(office.previewing())
        yield found


def fill_in(person: Reader) -> None:
    """What an import left open on the page of a draft: fields, what is to be looked at, pictures."""
    page = person.page
    for field in page.locator("input[name^='field.'], textarea[name^='field.']").all():
        if field.get_attribute("type") != "checkbox" and "【待填】" in field.input_value():
            field.fill(FILLED[(field.get_attribute("name") or "").removeprefix("field.")])
    page.get_by_label("都核对过了").check()
    text = page.locator("#text").input_value()
    if "【待填】" in text:
        page.locator("#text-editor .cm-content").press("Control+a")
        page.keyboard.insert_text(text.replace("【待填】图片说明", "送货单的照片"))
    expect(page.locator("#problem-list")).to_have_text("", timeout=WAIT)


def together(person: Reader, way: str, button: str, said: str) -> None:
    """Everything that waits for the person, read through on one page, ticked and taken at once."""
    page = person.visit("/staff/editing")
    person.follow(page.get_by_role("link", name=way))
    look(person, f"together-{button}", DESK, PHONE)
    for box in page.get_by_role("checkbox").all():
        box.check()
    person.follow(page.get_by_role("button", name=button))
    expect(page.locator(".notice")).to_contain_text(said)
    expect(page.locator(".notice--error")).to_have_count(0)


def found_by(visitor: Reader, words: str) -> list[str]:
    """The addresses that the site's search answers with."""
    page = visitor.visit(f"/search?q={quote(words)}")
    links = page.locator("main .results > li a")
    return [one.get_attribute("href") or "" for one in links.all()]


def test_word_files_go_live_one_is_withdrawn_and_comes_back(
    people: dict[str, Reader], office: PressOffice, tmp_path: Path
) -> None:
    editor, reviewer, approver = (people[login] for login, _name, _role in STAFF)
    visitor = people["visitor"]
    (tmp_path / "clerk").mkdir()
    files = word_files(tmp_path / "clerk")
    files = files if IS_LONG else [files[0], *files[-2:]]

    page = editor.visit("/staff/editing")
    look(editor, "editing-empty", DESK, PHONE)
    editor.follow(page.get_by_role("link", name="导入 Word"))
    page.locator("#original").set_input_files([str(one.path) for one in files])
    editor.follow(page.get_by_role("button", name="导入"))
    rows = page.locator("table.worklist tbody a")
    expect(rows).to_have_text([title for one in files for title in one.titles])
    look(editor, "imported", DESK, PHONE)
    ways = [one.get_attribute("href") or "" for one in rows.all()]

    # The first is sent for review from its page, which leads to the next; the others together.
    page.goto(editor.base + ways[0])
    expect(page.get_by_text("有 1 处修订的删除")).to_be_visible()
    look(editor, "draft", DESK, PHONE)
    fill_in(editor)
    picture = page.frame_locator("#preview").get_by_alt_text("送货单的照片")
    expect(picture).to_be_visible(timeout=WAIT)
    assert picture.evaluate("one => one.naturalWidth") == 40
    editor.follow(page.get_by_role("button", name="保存并送审"))
    expect(page.locator(".notice").first).to_contain_text("已送审")
    editor.follow(page.locator("p", has_text="下一篇等您办的").get_by_role("link"))
    for way in ways[1:]:
        page.goto(editor.base + way)
        fill_in(editor)
        editor.follow(page.get_by_role("button", name="保存", exact=True))
    together(editor, "一起送审", "勾上的一起送审", f"已送审 {len(ways) - 1} 篇")
    together(reviewer, "一起审核", "勾上的一起审核通过", f"已审核通过 {len(ways)} 篇")
    together(approver, "一起签发", "勾上的一起签发并发布", f"已签发 {len(ways)} 篇")
    look(approver, "signed", DESK, PHONE)

    # Online: each page, in lists and found by its own words; no word that was deleted is anywhere.
    assert "已发布" in office.fabu("publish", "--requested")
    ids = [way.rpartition("/")[2] for way in ways]
    for one, words in ((title, file.words) for file in files for title in file.titles[-1:]):
        page = visitor.page
        address = next(
            x for x in found_by(visitor, words) if x.strip("/").rpartition("/")[2] in ids
        )
        page.goto(visitor.base + address)
        expect(page.get_by_role("heading", level=1)).to_have_text(one)
    page = visitor.visit(f"/cases/{ids[0]}/")
    expect(page.get_by_role("img", name="送货单的照片")).to_be_visible()
    look(visitor, "live-case", DESK, PHONE)
    for secret in (DELETED, COMMENT, HIDDEN):
        assert not [
            x
            for x in office.releases.rglob("*")
            if x.is_file() and secret.encode() in x.read_bytes()
        ]
        assert git(office.bare, "log", "--all", "--format=%h", f"-S{secret}") == ""

    # Withdrawn in one step, and back in one.
    page = approver.visit(ways[0])
    page.locator("summary", has_text="撤下").click()
    page.get_by_label("撤下的原因").fill(REASON)
    look(approver, "withdrawing", DESK, PHONE)
    approver.follow(page.get_by_role("button", name="撤下"))
    expect(page.locator(".notice").first).to_contain_text("已撤下")
    office.fabu("publish", "--requested")
    visitor.problems.clear()
    answer = visitor.page.goto(f"{visitor.base}/cases/{ids[0]}/")
    assert answer is not None
    assert answer.status == 410
    expect(visitor.page.locator("main")).to_contain_text(REASON)
    look(visitor, "withdrawn", DESK, PHONE)
    expect(visitor.visit("/cases/").locator(f"a[href*='{ids[0]}']")).to_have_count(0)
    assert not [one for one in found_by(visitor, files[0].words) if ids[0] in one]
    page = approver.visit(ways[0])
    look(approver, "withdrawn-manuscript", DESK, PHONE)
    approver.follow(page.get_by_role("button", name="恢复上网"))
    expect(page.locator(".notice").first).to_contain_text("已恢复")
    office.fabu("publish", "--requested")
    expect(visitor.visit(f"/cases/{ids[0]}/").locator("main")).to_contain_text(files[0].words)
    assert [one for one in found_by(visitor, files[0].words) if ids[0] in one]
    for person in people.values():
        assert [one for one in person.problems if "sandbox" not in one and "410" not in one] == []
