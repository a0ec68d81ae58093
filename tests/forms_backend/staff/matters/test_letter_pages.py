"""A letter as the office downloads it: measures of GB/T 9704, what it is about and what is asked."""

from __future__ import annotations

import io
import re
from datetime import date

import html5lib
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from forms_backend.identity.roles import Role
from forms_backend.letters import messages as letter_messages
from forms_backend.letters.letter import Letter
from forms_backend.staff.matters.letter_document import MEDIA_TYPE, letter_document
from tests.forms_backend.conftest import NOW
from tests.forms_backend.office_files.gb9704 import problems
from tests.forms_backend.staff.conftest import act

LETTER = Letter(
    "催办函", "TS202611-000001-催1", "示例区人民法院：", ("第一段。", "第二段。"),
    "中共示例区委政法委员会", date(2026, 12, 14),
)  # fmt: skip


@pytest.fixture
def document():
    return Document(io.BytesIO(letter_document(LETTER, NOW)))


def test_the_page_is_that_of_an_official_letter(document) -> None:
    section = document.sections[0]
    size = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    expected = (Mm(210), Mm(297), Mm(37), Mm(35), Mm(28), Mm(26))
    found = (*size, section.left_margin, section.right_margin)
    assert all(abs(a - b) < Mm(1) for a, b in zip(found, expected, strict=True))
    normal = document.styles["Normal"]
    assert normal.font.size == Pt(16)
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert normal.paragraph_format.line_spacing == Pt(28.95)


def test_what_stands_where(document) -> None:
    paragraphs = [p for p in document.paragraphs if p.text]
    assert [p.text for p in paragraphs] == [
        LETTER.title,
        LETTER.reference,
        LETTER.recipient,
        *LETTER.paragraphs,
        LETTER.signature,
        "2026年12月14日",
    ]
    assert paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert paragraphs[0].runs[0].font.size == Pt(22)
    assert paragraphs[-1].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert paragraphs[3]._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert document.core_properties.author == LETTER.signature
    footers = document.sections[0].footer, document.sections[0].even_page_footer
    for footer, align in zip(
        footers, (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT), strict=True
    ):
        assert footer.paragraphs[0].alignment == align
        assert "PAGE" in footer._element.xml


def test_a_letter_is_downloaded_from_its_matter(sign_in, number, complaint) -> None:
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    supervisor = sign_in("duban", "zhengfawei", Role.SUPERVISOR)
    for action, inputs in (
        ("register", {}),
        ("accept", {}),
        ("assign", {"unit": "court", "basis": "属于法院"}),
    ):
        act(intake, number, action, **inputs)
    assert "文书" not in supervisor.get(f"/staff/items/{number}").text
    act(supervisor, number, "urge", text="张三丰的事请抓紧")
    page = supervisor.get(f"/staff/items/{number}")
    address = f"/staff/items/{number}/letters/urge-1.docx"
    assert f'href="{address}"' in page.text
    assert f"催办函（{number}-催1，2026-11-20）" in page.text
    response = supervisor.get(address).response
    assert response.mimetype == MEDIA_TYPE
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    text = "\n".join(p.text for p in Document(io.BytesIO(response.data)).paragraphs)
    assert f"{number}-催1" in text
    assert f"“{complaint['title']}”一件（" in text
    assert "具体要求：张三丰的事请抓紧" in text
    assert complaint["firm"] not in text
    assert complaint["phone"] not in text
    assert problems(response.data) == []
    trail = sign_in("shenji", "zhengfawei", Role.AUDITOR).get("/staff/ledger").text
    assert "revealed" in trail or "查看" in trail


def test_an_answer_goes_out_as_a_paper_with_number_unit_and_room_for_the_seal(
    sign_in, number, complaint
) -> None:
    people = {
        role: sign_in(login, unit, role)
        for login, unit, role in (
            ("shouli", "zhengfawei", Role.INTAKE),
            ("chengban", "court", Role.HANDLER),
            ("shenhe", "court", Role.REVIEWER),
        )
    }
    for role, action, inputs in (
        (Role.INTAKE, "register", {}),
        (Role.INTAKE, "accept", {}),
        (Role.INTAKE, "assign", {"unit": "court", "basis": "属于法院"}),
        (Role.HANDLER, "take", {}),
        (Role.HANDLER, "submit_answer", {"answer": "已经核实。\n同一事项不再重复检查。"}),
    ):
        act(people[role], number, action, **inputs)
    handler = people[Role.HANDLER]
    address = f"/staff/items/{number}/letters/approve_answer-1.docx"
    assert handler.get(address).status == 404
    act(people[Role.REVIEWER], number, "approve_answer")
    assert f'action="{address}"' in handler.get(f"/staff/items/{number}").text
    data = handler.get(f"{address}?reference=示法函[2026] 12号").response.data
    assert problems(data) == []
    shown = [p.text for p in Document(io.BytesIO(data)).paragraphs if p.text]
    assert shown[:3] == ["答复书", "示法函〔2026〕12号", f"{complaint['firm']}："]
    assert shown[4:6] == ["已经核实。", "同一事项不再重复检查。"]
    assert shown[-2:] == ["示例区人民法院", "2026年11月20日"]
    plain = Document(io.BytesIO(handler.get(address).response.data))
    assert f"{number}-答1" in [p.text for p in plain.paragraphs]
    wrong = handler.get(f"{address}?reference=第12号文")
    assert (wrong.status, letter_messages.REFERENCE_WRONG_TEXT in wrong.text) == (422, True)
    sheet = address.removesuffix(".docx")
    assert f'formaction="{sheet}"' in handler.get(f"/staff/items/{number}").text
    page = handler.get(f"{sheet}?reference=示法函[2026] 12号")
    html5lib.HTMLParser(strict=True).parse(page.text)
    paper = re.sub(r"<[^>]+>", "\n", page.text.partition('<article class="paper">')[2])
    lines = [line.strip() for line in paper.splitlines() if line.strip()]
    assert lines == shown, "the words of the file"
    assert f"{number}-答1" in handler.get(sheet).text
    assert handler.get(f"{sheet}?reference=第12号文").status == 422
    police = sign_in("jing", "police", Role.HANDLER)
    assert police.get(address).status == police.get(sheet).status == 404


def test_another_unit_is_told_that_there_is_no_such_matter(sign_in, number) -> None:
    police = sign_in("jing", "police", Role.HANDLER)
    assert police.get(f"/staff/items/{number}/letters/urge-1.docx").status == 404
