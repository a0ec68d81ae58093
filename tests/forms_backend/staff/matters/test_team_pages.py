"""协办 and 内部讨论 on the page of a matter: asked, contributed with a file, told; nothing typed is lost."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

import pytest

from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.roles import Role
from tests.forms_backend.attachments.sample_files import pdf
from tests.forms_backend.staff.conftest import act

ASKED = {"unit": "police", "person": "", "due_on": "2026-11-25", "text": "请核对检查次数"}
WORDS = "共四次，明细见附件"


@pytest.fixture
def people(sign_in: Any, number: str) -> tuple[Any, Any]:
    """The handler who has the matter in hand, and a colleague of the unit that will be asked."""
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    handler = sign_in("chengban", "court", Role.HANDLER)
    police = sign_in("minjing", "police", Role.HANDLER)
    for action, inputs in (
        ("register", {}), ("accept", {}), ("assign", {"unit": "court", "basis": "审判事项"}),
    ):  # fmt: skip
        assert act(intake, number, action, **inputs).status == 303
    assert act(handler, number, "take").status == 303
    return handler, police


def post(browser: Any, number: str, where: str, **inputs: Any) -> Any:
    page = browser.open_form(f"/staff/items/{number}")
    assert page.status == 200
    return browser.send(f"/staff/items/{number}/{where}", inputs)


def columns_and_file(browser: Any) -> tuple[str, str]:
    """The column 协办 on the page and in the file."""
    browser.open_form("/staff/items?list=unit")
    assert (
        browser.send("/staff/items/columns", {"column": ["assist"], "list": "unit"}).status == 303
    )
    page = browser.open_form("/staff/items?list=unit").text
    [cell] = re.findall(r'data-label="协办">([^<]*)<', page)
    sent = browser.send("/staff/items/export", {"list": "unit"})
    with zipfile.ZipFile(io.BytesIO(sent.response.data)) as book:
        return html.unescape(cell), book.read("xl/sharedStrings.xml").decode()


def test_who_contributes_is_a_column_of_the_list_and_of_its_file(people, number) -> None:
    handler, police = people
    assert columns_and_file(handler)[0] == ""
    assert post(handler, number, "assists", **ASKED).status == 303
    cell, file = columns_and_file(handler)
    assert cell.endswith("公安分局")
    assert f"<t>{cell}</t>" in file
    assert post(police, number, "assists/1/give", text=WORDS).status == 303
    gave = f"{cell}（已提交）"
    cell, file = columns_and_file(handler)
    assert cell == gave
    assert f"<t>{gave}</t>" in file
    assert WORDS not in file


def seen_by(browser: Any, number: str) -> str:
    return browser.get(f"/staff/items/{number}").text


def test_asked_contributed_with_a_file_and_seen_by_the_main_unit(people, number, parts) -> None:
    handler, police = people
    assert police.get(f"/staff/items/{number}").status == 404
    assert post(handler, number, "assists", **ASKED).status == 303
    assert "等协办意见 1 项" in handler.get("/staff/items?list=unit").text
    assert '提醒 <b class="unseen">1</b>' in police.get("/staff/items").text
    assert f">{number}</a>" in police.get("/staff/items?list=assist").text
    page = police.get(f"/staff/items/{number}")
    assert ASKED["text"] in page.text
    assert "请您提交协办意见" in page.text
    sent = post(
        police, number, "assists/1/give", text=WORDS, files=[(io.BytesIO(pdf()), "明细.pdf")]
    )
    assert sent.status == 303, sent.text
    assert not parts[AttachmentService].of_visitor(number)
    link = re.search(r'href="(/staff/items/[^"]*/attachments/[0-9]+)"', seen_by(handler, number))
    assert link
    assert handler.get(link[1]).status == 200
    seen = seen_by(handler, number)
    assert WORDS in seen
    assert "退回，请补充" in seen


@pytest.mark.parametrize(
    ("where", "inputs", "status", "said"),
    [
        ("assists", ASKED | {"due_on": ""}, 422, 'id="ask-due_on-error"'),
        ("discussion", {"text": "@没有这个人 说了很长一段"}, 422, "没有找到"),
        ("assists/99/withdraw", {"text": "写了理由却没有这一项"}, 403, "写了理由却没有这一项"),
    ],
)
def test_what_does_not_get_through_stands_there_again(
    people, number, where, inputs, status, said
) -> None:
    page = post(people[0], number, where, **inputs)
    assert page.status == status
    assert said in page.text
    assert inputs["text"] in page.text


def test_a_draft_comes_back_and_is_gone_once_sent(people, number) -> None:
    handler, _ = people
    words = "写到一半的话"
    handler.open_form(f"/staff/items/{number}")
    place = f"/staff/items/{number}/discussion"
    saved = handler.send("/staff/drafts/save", {"draft_place": place, "text": words})
    assert saved.status == 200, saved.text
    assert words in handler.get(f"/staff/items/{number}").text
    assert post(handler, number, "discussion", text=words).status == 303
    text = handler.get(f"/staff/items/{number}").text
    assert text.count(words) == 1  # said, and no draft any more
