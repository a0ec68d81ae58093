"""送阅 in Chromium: from the register to the slip and the signature, narrow and wide."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forms_backend.running.parts import Parts
from tests.browser.casework_people import sign_in_beforehand
from tests.browser.conftest import DESK, PHONE, NewReader, Reader


@pytest.fixture(scope="module")
def desk_session(live_services: Parts) -> str:
    """Somebody of the intake desk who is signed in; the token of the cookie."""
    return sign_in_beforehand(live_services, "songyue", "送阅员")


def check_page(person: Reader) -> None:
    assert person.axe() == []
    assert person.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_a_booklet_is_handed_over(
    reader: NewReader, desk_session: str, viewport: dict[str, int]
) -> None:
    person = reader(viewport=viewport, accept_downloads=True)
    person.page.context.add_cookies(
        [{"name": "fabu_staff", "value": desk_session, "domain": "127.0.0.1", "path": "/staff"}]
    )
    page = person.visit("/staff/deliveries")
    check_page(person)
    person.follow(page.get_by_role("link", name="登记送阅"))
    check_page(person)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写书名。")
    check_page(person)
    page.get_by_label("书名").fill("典型案例汇编（劳动用工）")
    page.get_by_label("收录的案例").fill(
        "某塑料制品公司及吴某拒不支付劳动报酬案\n张某与某纺织公司案"
    )
    page.get_by_label("送给哪家企业或单位").fill("云锦童装有限公司")
    page.get_by_label("送达方式").select_option("visit")
    person.follow(page.get_by_role("button", name="保存"))
    check_page(person)
    with page.expect_download() as slip:
        page.get_by_role("link", name="下载送阅单").click()
    assert slip.value.suggested_filename.endswith(".docx")
    page.get_by_label("签收人").fill("赵六")
    page.get_by_role("button", name="登记签收").click()
    expect(page.locator("main")).to_contain_text("赵六")
    expect(page.get_by_label("签收人")).to_have_count(0)
    check_page(person)
