"""Every area is one step away for those who may use it, and nothing else is offered."""

from __future__ import annotations

import re

import pytest

from forms_backend.identity.roles import Role
from forms_backend.staff.access import declared_access
from forms_backend.staff.navigation import GROUPS, OWN

LINKS = re.compile(r'<a href="([^"]+)"(?: accesskey="\w")?( aria-current="page")?>')
NOT_AREAS = {
    "staff.home",  # leads to an area
    "staff.sign_in_form", "staff.second_factor_form",  # steps of signing in
    "staff.style_sheet", "staff.list_script", "staff.desk_script",
    "staff.ledger_export",  # a file
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_the_navigation_offers_exactly_what_the_role_may_open(app, sign_in, role: Role) -> None:
    browser = sign_in("someone", "court", role)
    top = browser.get("/staff/sessions").text.partition("<main")[0]
    offered = [url for url, _ in LINKS.findall(top) if url != "/staff/"]
    assert len(offered) == len(set(offered))
    with app.test_request_context():
        urls = {
            area.endpoint: app.url_map.bind("localhost").build(area.endpoint)
            for area in (*OWN, *(area for group in GROUPS for area in group))
        }
    for endpoint, url in urls.items():
        access = declared_access(app, endpoint)
        may = not access.roles or role in access.roles
        # The small site has no hearings, nothing waits in quarantine, and nobody edits here.
        without = ("staff.hearing_list", "staff.quarantine", "staff.manuscript_list")
        may = may and endpoint not in without
        assert (url in offered) == may, url
        if may:
            page = browser.get(url)
            assert page.status == 200, url
            here = [one for one, mark in LINKS.findall(page.text.partition("<main")[0]) if mark]
            assert here == [url]


def test_every_first_page_of_the_zone_is_an_area(app) -> None:
    areas = {area.endpoint for area in (*OWN, *(area for group in GROUPS for area in group))}
    first = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/staff/")
        and rule.rule.count("/") == 2
        and not rule.arguments
        and "GET" in rule.methods
    }
    assert first - areas == NOT_AREAS
