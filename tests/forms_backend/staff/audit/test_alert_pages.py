"""Unusual reading on the auditor's page."""

from __future__ import annotations

import html5lib
import pytest

from forms_backend.identity.roles import Role


def test_the_auditor_sees_it_in_words_with_a_mark_and_the_way_to_the_events(
    sign_in, number, clock
) -> None:
    clock.now = clock.now.replace(hour=14)  # 22 o'clock in the district
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    intake.get(f"/staff/items/{number}")
    auditor = sign_in("shenji", "zhengfawei", Role.AUDITOR)
    home = auditor.get("/staff/ledger").text
    assert 'href="/staff/alerts">审计提醒 <b class="unseen">1</b>' in home
    clock.move(minutes=1)
    page = auditor.get("/staff/alerts")
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert "夜间查看" in page.text
    assert '<span class="mark">新</span>' in page.text
    assert "actor=staff:shouli" in page.text.replace("%3A", ":")
    assert '<span class="mark">新</span>' not in auditor.get("/staff/alerts?days=30").text


@pytest.mark.parametrize("query", ["", "?days=9", "?days=x", "?days=365"])
def test_without_anything_unusual_it_says_so(sign_in, query: str) -> None:
    auditor = sign_in("shenji", "zhengfawei", Role.AUDITOR)
    assert "这段时间没有要提醒的" in auditor.get(f"/staff/alerts{query}").text


def test_nobody_else_sees_it(sign_in) -> None:
    assert sign_in("duban", "zhengfawei", Role.SUPERVISOR).get("/staff/alerts").status == 403
