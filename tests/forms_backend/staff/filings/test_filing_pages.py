"""Filings and points as people use them, without JavaScript."""

from __future__ import annotations

import html5lib
import pytest

from forms_backend.identity.roles import Role

WEEK = "/staff/filings/weekly/2026-11-19"
COURT = f"{WEEK}/court"
WRITTEN = {"text_practice": "一是逐件研究。", "text_plans": "继续压实责任。"}


@pytest.fixture
def supervisor(sign_in):
    return sign_in("duban1", "zhengfawei", Role.SUPERVISOR)


@pytest.fixture
def handler(sign_in):
    return sign_in("ban1", "court", Role.HANDLER)


def parsed(page) -> str:
    """The text of a page that is right HTML."""
    assert page.status == 200, page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
    return page.text


def seen(page) -> str:
    return page.text.split('name="seen" value="')[1].split('"')[0]


def submit(browser, version: int = 0, **more):
    form = browser.open_form(COURT)
    typed = {**WRITTEN, "version": str(version), "seen": seen(form), **more}
    return browser.send(COURT, typed)


def test_a_unit_files_and_its_parent_sums(handler, supervisor) -> None:
    first = parsed(handler.get("/staff/filings"))
    assert "我单位要报的" in first
    assert 'id="received"' not in first
    assert "份报送等着填写" in parsed(handler.get("/staff/bell"))
    wrong = submit(handler, text_practice="")
    assert wrong.status == 422
    assert "请填写主要做法" in wrong.text
    assert WRITTEN["text_plans"] in wrong.text
    stale = submit(handler, seen="0" * 64)
    assert stale.status == 409
    assert "您打开以后数字变了" in stale.text
    assert WRITTEN["text_practice"] in stale.text
    assert submit(handler).status in (200, 303)
    shown = parsed(handler.get(COURT))
    assert "台账里没有这一统计期结束以前的记录" in shown
    assert '<b class="unseen">' in shown
    assert "已报送" in shown
    handler.open_form("/staff/bell")
    refused = handler.send(COURT, {**WRITTEN, "version": "1", "seen": "0" * 64})
    assert WRITTEN["text_practice"] in lost(refused)
    assert WRITTEN["text_plans"] in lost(refused)
    overview = parsed(supervisor.get("/staff/filings"))
    assert "区检察院、区公安分局" in overview
    supervisor.open_form(COURT)
    back = supervisor.send(f"{COURT}/return", {"version": "1", "note": ""})
    assert back.status == 422
    assert "请写明退回的原因" in back.text
    assert supervisor.send(f"{COURT}/return", {"version": "1", "note": "写明来源"}).status in (
        200,
        303,
    )
    again = parsed(handler.get(COURT))
    assert "上级退回：写明来源" in again
    assert WRITTEN["text_practice"] in again  # the earlier text is opened again
    assert submit(handler, version=2).status in (200, 303)
    supervisor.open_form(WEEK)
    assert supervisor.send(WEEK, {}).status in (200, 303)
    period = parsed(supervisor.get(WEEK))
    assert "第 1 次" in period
    assert "没有报的：区检察院" in period
    word = supervisor.get(f"{WEEK}/zhengfawei/summary-1.docx")
    assert word.response.headers["Content-Disposition"].startswith("attachment")
    assert word.response.data[:2] == b"PK"
    assert supervisor.get(f"{WEEK}/zhengfawei/summary-9.docx").status == 404


def lost(page) -> str:
    """The block of what was typed and not handed in."""
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert page.status == 403
    assert "不能这样办" in page.text
    assert "请填写" not in page.text
    return page.text.split('aria-labelledby="lost"')[1].split("</section>")[0]


def test_what_the_slower_of_two_colleagues_typed_is_shown(handler, supervisor, sign_in) -> None:
    figures = seen(handler.open_form(COURT))
    second = sign_in("duban2", "zhengfawei", Role.SUPERVISOR)
    assert submit(sign_in("ban2", "court", Role.HANDLER)).status in (200, 303)
    mine = {"text_practice": "写了一个小时的\n<两>段", "text_plans": "x" * 3001}
    slower = handler.send(COURT, {**mine, "version": "0", "seen": figures})
    assert "写了一个小时的\n&lt;两&gt;段" in lost(slower)
    assert mine["text_plans"] in lost(slower)
    for browser in (supervisor, second):
        browser.open_form(COURT)
    back = {"version": "1", "note": "写明来源"}
    assert second.send(f"{COURT}/return", back).status in (200, 303)
    slower = supervisor.send(f"{COURT}/return", back | {"note": "想了很久的原因"})
    assert "退回的原因" in lost(slower)
    assert "想了很久的原因" in lost(slower)
    empty = supervisor.send(f"{COURT}/return", back | {"note": " "})
    assert 'aria-labelledby="lost"' not in empty.text


def test_others_find_nothing_there(sign_in, handler) -> None:
    police = sign_in("jing1", "police", Role.HANDLER)
    assert police.get(COURT).status == 404
    assert handler.get("/staff/filings/weekly/2026-11-18/court").status == 404
    assert handler.get("/staff/filings/weekly/soon/court").status == 404
    assert handler.get("/staff/filings/yearly/2025-12-31/court").status == 404
    handler.open_form("/staff/bell")
    refused = handler.send(WEEK, {})
    assert refused.status == 403
    assert "不归您办" in refused.text
    administrator = sign_in("guanli1", "zhengfawei", Role.ADMINISTRATOR)
    assert administrator.get("/staff/filings").status == 403


def test_points_are_shown_given_and_taken_along(supervisor, handler) -> None:
    assert "2026年第三季度" in parsed(supervisor.get("/staff/assessment"))
    shown = parsed(supervisor.get("/staff/assessment/2026-09-30"))
    assert "未评" in shown
    assert "还有人工评的项目没有打分" in shown
    supervisor.open_form("/staff/assessment/2026-09-30")
    typed = {"unit": "court", "point": "inspection", "mark": "11", "evidence": "抽查记录第 3 号"}
    wrong = supervisor.send("/staff/assessment/2026-09-30/marks", typed)
    assert wrong.status == 422
    assert 'id="mark-error"' in wrong.text
    assert typed["evidence"] in wrong.text
    given = supervisor.send("/staff/assessment/2026-09-30/marks", typed | {"mark": "9.5"})
    assert given.status in (200, 303)
    shown = parsed(supervisor.get("/staff/assessment/2026-09-30"))
    assert "抽查记录第 3 号" in shown
    own = parsed(handler.get("/staff/assessment/2026-09-30"))
    assert "抽查记录第 3 号" in own
    assert "区公安分局" not in own.split("<main")[1]
    for ending in ("docx", "xlsx"):
        file = supervisor.get(f"/staff/assessment/2026-09-30/file.{ending}")
        assert file.response.data[:2] == b"PK"
        assert handler.get(f"/staff/assessment/2026-09-30/file.{ending}").status == 403
    assert supervisor.get("/staff/assessment/2026-12-31").status == 404
    handler.open_form("/staff/bell")
    assert handler.send("/staff/assessment/2026-09-30/marks", typed).status == 403


def test_a_bulletin_ranks_units_and_can_be_edited(supervisor) -> None:
    listed = parsed(supervisor.get("/staff/reports"))
    assert "通报" in listed
    shown = parsed(supervisor.get("/staff/reports/bulletin/2026-10-31"))
    assert "三、排名" in shown
    supervisor.open_form("/staff/reports/bulletin/2026-10-31/edition")
    saved = supervisor.send(
        "/staff/reports/bulletin/2026-10-31/edition",
        {"seen": "0", "note_ranking": "请排名靠后的单位说明原因。"},
    )
    assert saved.status in (200, 303)
    word = supervisor.get("/staff/reports/bulletin/2026-10-31/file.docx")
    assert word.response.data[:2] == b"PK"
