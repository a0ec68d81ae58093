"""A visitor attaches files, makes a mistake elsewhere, and finds them still there; staff get the very
bytes."""

from __future__ import annotations

import os
import re
import time
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from forms_backend.accounts.service import StaffService
from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.service import MatterService
from forms_backend.running.parts import Parts
from tests import moments
from tests.browser.conftest import DESK, PHONE, NewReader, Reader, tick
from tests.forms_backend.attachments.sample_files import EXECUTABLE, pdf, photo_with_place

INTAKE = Person("fujian", Role.INTAKE, "zhengfawei", name="受理员")
PASSWORD = "A-Good-Password-1"
PICTURES = os.environ.get("FABU_TEST_PICTURES")


def look(person: Reader, name: str) -> None:
    """No accessibility violation, nothing wider than the window, on telephone and desk."""
    for size in (PHONE, DESK):
        person.page.set_viewport_size(size)
        assert person.axe() == [], name
        wide = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name}: {wide} px too wide"
        if PICTURES:
            path = Path(PICTURES) / f"{name}-{size['width']}.png"
            person.page.screenshot(path=str(path), full_page=True)


def files(*sent: tuple[str, bytes]) -> list[dict[str, object]]:
    return [{"name": n, "mimeType": "application/octet-stream", "buffer": c} for n, c in sent]


def fill(page: Page) -> None:
    page.locator("[name=category]").select_option("contracts")
    page.locator("[name=description]").fill(
        "合同还有一年到期，房东提前收回厂房，装修损失怎样主张？"
    )
    tick(page.locator("[name=identity][value=anonymous]"))


def open_as_intake(person: Reader, parts: Parts, number: str) -> Page:
    """The matter in the browser of the intake desk."""
    login = "fujian"
    first = parts[StaffService].add(login, "受理员", "zhengfawei", Role.INTAKE, actor="cli:test")
    signed = parts[StaffService].resume(parts[StaffService].sign_in(login, first, ""))
    assert signed is not None
    parts[StaffService].change_password(signed.person, first, PASSWORD)
    secret = parts[StaffService].offer_second_factor(signed.person)
    # The code of the step before, so that the one of now is still good for signing in.
    parts[StaffService].set_second_factor(
        signed.person, pyotp.TOTP(secret).at(moments.now() - timedelta(seconds=30))
    )
    page = person.visit("/staff/")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=code]").fill(pyotp.TOTP(secret).at(moments.now()))
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("待我办理")
    return person.visit(f"/staff/items/{number}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_files_survive_a_mistake_and_reach_the_staff(
    reader: NewReader, live_services: Parts, scripts: bool
) -> None:
    visitor = reader(viewport=PHONE, java_script_enabled=scripts)
    page = visitor.visit("/forms/consultation")
    fill(page)
    if scripts:
        page.locator("#field-files").set_input_files(
            files(*((f"{n}.pdf", pdf()) for n in range(6)))  # type: ignore[arg-type]
        )
        expect(page.locator("[data-fabu-files-note]")).to_have_text("最多 5 个文件，请去掉几个。")
    original = pdf(b"/Marker (%d)" % time.time_ns())
    page.locator("#field-files").set_input_files(
        files(
            ("租赁合同.pdf", original), ("现场.jpg", photo_with_place()), ("说明.pdf", EXECUTABLE)
        )
    )  # type: ignore[arg-type]
    send = page.get_by_role("button", name="提交咨询")
    send.click()
    expect(page.locator("#field-files-error")).to_contain_text("“说明.pdf”：不接受可执行文件")
    kept = page.locator("[name='files.kept']")
    expect(kept).to_have_count(2)
    if scripts:
        look(visitor, "attachments-kept")
    page.locator("[name=title]").fill("厂房租赁合同提前解除")
    page.get_by_label("保留“现场.jpg”").uncheck()
    send.click()
    expect(page.locator(".receipt .code")).to_have_count(2)
    expect(page.locator(".receipt")).to_contain_text("租赁合同.pdf（PDF，")
    expect(page.locator(".receipt")).not_to_contain_text("现场.jpg")
    number = page.locator(".receipt .code").first.inner_text()
    assert re.fullmatch(r"ZX\d{6}-\d{6}", number)
    (view,) = live_services[AttachmentService].of_number(number)
    assert view.name == "租赁合同.pdf"
    if not scripts:
        return
    look(visitor, "attachments-receipt")
    desk = reader(viewport=DESK)
    page = open_as_intake(desk, live_services, number)
    look(desk, "attachments-item")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载“租赁合同.pdf”").click()
    assert waiting.value.suggested_filename == "租赁合同.pdf"
    assert Path(waiting.value.path()).read_bytes() == original
    code = visitor.page.locator(".receipt .code").nth(1).inner_text()
    for action in (Action.REGISTER, Action.ASK_SUPPLEMENT):
        version = live_services[MatterService].open(INTAKE, number).version
        live_services[MatterService].act(
            INTAKE, number, action, version, {"text": "请补充租金收据"}
        )
    page = visitor.visit("/status")
    page.locator("[name=number]").fill(number)
    page.locator("[name=query_code]").fill(code)
    visitor.follow(page.locator("form[method=post] button[type=submit]"))
    page.locator("#supply-files").set_input_files(files(("收据.pdf", original)))  # type: ignore[arg-type]
    page.locator("#supply ~ form button[type=submit]").click()
    expect(page.get_by_label("保留“收据.pdf”")).to_be_checked()
    look(visitor, "attachments-supplement")
    page.locator("#supply-text").fill("收据见附件")
    page.locator("#supply ~ form button[type=submit]").click()
    expect(page.locator(".timeline")).to_contain_text("已收到您的附件")
    assert [p for p in visitor.problems if "422" not in p] == desk.problems == []
