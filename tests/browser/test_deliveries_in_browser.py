"""送阅 in Chromium: from the register to the slip and the signature, narrow and wide."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forms_backend.casework.roles import Role
from forms_backend.casework.staff_sessions import hash_token
from forms_backend.context import Services
from forms_backend.staff_models import Staff, StaffSession
from tests.browser.conftest import DESK, PHONE, NewReader, Reader

TOKEN = "a-session-of-who-delivers"


@pytest.fixture(scope="module")
def desk_session(live_services: Services) -> str:
    """Somebody of the intake desk who is signed in; the token of the cookie."""
    now = live_services.clock()
    with live_services.database.write() as session:
        staff = Staff(
            login="songyue", name="送阅员", unit="zhengfawei", role=Role.INTAKE.value,
            password_hash="-", must_change_password=False, totp_secret=b"-", totp_last_step=0,
            failures=0, created_at=now,
        )  # fmt: skip
        session.add(staff)
        session.flush()
        session.add(
            StaffSession(
                staff_id=staff.id, token_hash=hash_token(TOKEN), created_at=now, seen_at=now
            )
        )
    return TOKEN


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
    page.get_by_role("link", name="登记送阅").click()
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
    page.get_by_role("button", name="保存").click()
    check_page(person)
    with page.expect_download() as slip:
        page.get_by_role("link", name="下载送阅单").click()
    assert slip.value.suggested_filename.endswith(".docx")
    page.get_by_label("签收人").fill("赵六")
    page.get_by_role("button", name="登记签收").click()
    expect(page.locator("main")).to_contain_text("赵六")
    expect(page.get_by_label("签收人")).to_have_count(0)
    check_page(person)
