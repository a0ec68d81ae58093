"""Who else is writing is told, and nothing of what they write; the history tells each step."""

from __future__ import annotations

import pytest

from forms_backend.identity.roles import Role
from tests.forms_backend.manuscripts.newsroom import TEXT
from tests.forms_backend.staff.editing.driving import ONE, SECOND, step, typed

SECRET = "还没有想好的一句"


@pytest.fixture
def colleague(sign_in):
    return sign_in("tongshi", "court", Role.EDITOR)


def type_on(browser, text):
    """As `desk.js` does a second after somebody stopped typing."""
    kept = {"draft_place": f"{ONE}/save", "base": "0" * 40, **typed(text)}
    assert browser.send("/staff/drafts/save", kept).status == 200


def test_the_others_see_that_somebody_writes_and_not_what(editor, colleague, reviewer, clock):
    for browser in (editor, colleague):
        browser.open_form(ONE)
    assert "正在写" not in colleague.get(ONE).text
    type_on(editor, TEXT + SECRET)
    seen = [one.get(ONE).text for one in (colleague, reviewer)]
    seen.append(colleague.get("/staff/editing").text)
    preview = colleague.send(f"{ONE}/preview", typed(TEXT)).response.get_json()
    assert "bianji（最近" in preview["others"]
    for page in seen:
        assert "正在写" in page
        assert SECRET not in page
    for page in (editor.get(ONE).text, editor.get("/staff/editing").text):
        assert "正在写" not in page
    clock.move(minutes=31)
    assert "正在写" not in colleague.get(ONE).text


def test_nobody_writes_any_more_who_has_saved(editor, colleague):
    editor.open_form(ONE)
    type_on(editor, SECOND)
    step(editor, "save", **typed(SECOND))
    assert "正在写" not in colleague.get(ONE).text


def test_the_history_tells_what_was_given_back_and_why(editor, reviewer):
    step(editor, "save", **typed(SECOND))
    step(editor, "save", then="submit", **typed(SECOND))
    step(reviewer, "return", reason="数额不对")
    page = editor.get(f"{ONE}/history").text
    rows = page.partition('class="history"')[2].split("<li>")[1:]
    assert [row.partition("<span")[0].count("</a>") for row in rows[:3]] == [0, 0, 1]
    assert rows[0].startswith("退回")
    assert "数额不对" in rows[0]
    assert "ld-wage</a>" not in page
