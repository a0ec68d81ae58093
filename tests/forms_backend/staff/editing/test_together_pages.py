"""What waits for somebody, read through on one page and taken at once: each bound to what was shown."""

from __future__ import annotations

import html
import re

import pytest

from forms_backend.identity.roles import Role
from tests.forms_backend.manuscripts.newsroom import TEXT, preview_at

URL = "/staff/editing/together"
NAMES = ("ld-one", "ld-two", "ld-three")
GOOD = {"ok": True, "html": "<html><head></head><body><nav>栏</nav><main>正文</main></body></html>"}


@pytest.fixture
def staff(room, app, editor, reviewer, approver):
    """Who signs in which role, with three manuscripts online."""
    room.push({f"cases_library/2026/{x}.md": TEXT.replace("ld-wage", x) for x in NAMES})
    return {
        Role.EDITOR: editor, Role.MANUSCRIPT_REVIEWER: reviewer, Role.APPROVER: approver,
    }  # fmt: skip


def shown(browser) -> list[str]:
    page = browser.open_form(URL)
    return [html.unescape(one) for one in re.findall(r'name="one" value="([^"]+)"', page.text)]


def written(room, name, words):
    room.edit(TEXT.replace("ld-wage", name).replace("原来", words), identifier=name)


def test_three_people_take_several_at_once(room, staff, tmp_path):
    for name in NAMES:
        written(room, name, "改过")
    with preview_at(tmp_path / "p.sock", GOOD):
        assert "一起送审" in staff[Role.EDITOR].get("/staff/editing").text
        page = staff[Role.EDITOR].get(URL)
        assert page.text.count(" checked") == 3
        assert "<nav>" not in html.unescape(page.text)
        for role, said in (
            (Role.EDITOR, "已送审 3 篇"),
            (Role.MANUSCRIPT_REVIEWER, "已审核通过 3 篇"),
            (Role.APPROVER, "已签发 3 篇"),
        ):
            keys = shown(staff[role])
            assert len(keys) == 3
            answer = staff[role].send(URL, {"one": keys})
            assert said in answer.text
            assert " checked" not in answer.text
    for name in NAMES:
        assert "改过" in room.published(f"cases_library/2026/{name}.md")
    assert (tmp_path / "var/releases/requested").is_file()


def test_what_changed_since_it_was_shown_is_not_signed_and_the_others_are(room, staff, tmp_path):
    for name in NAMES[:2]:
        written(room, name, "改过")
    with preview_at(tmp_path / "p.sock", GOOD):
        staff[Role.EDITOR].send(URL, {"one": shown(staff[Role.EDITOR])})
        keys = shown(staff[Role.MANUSCRIPT_REVIEWER])
        written(room, "ld-two", "同事又改")
        answer = staff[Role.MANUSCRIPT_REVIEWER].send(URL, {"one": keys})
    assert "已审核通过 1 篇" in answer.text
    assert "欠薪一案：" in answer.text.partition("下面这些没有办成")[2]
    assert room.branches.open("ld-two").state.value == "writing"


def test_mistakes_cannot_be_ticked_and_nothing_ticked_is_nothing_done(room, staff, tmp_path):
    for name in NAMES[:2]:
        written(room, name, "改过")
    wrong = {"code": "C101", "level": "error", "line": 3, "message": "这里不对", "mend": ""}
    with preview_at(tmp_path / "p.sock", GOOD | {"findings": [wrong]}):
        page = staff[Role.EDITOR].open_form(URL)
        assert "这里不对" in page.text
        assert 'name="one"' not in page.text
        heads = [f"{name} {room.head(name)}" for name in NAMES[:2]]
        refused = staff[Role.EDITOR].send(URL, {"one": [*heads, "nobody x"]})
        assert refused.status == 422
        assert "改正后才能送审" in refused.text
        nothing = staff[Role.EDITOR].send(URL, {})
    assert nothing.status == 422
    assert "没有勾上任何一篇" in nothing.text
