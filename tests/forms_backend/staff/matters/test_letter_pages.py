"""A letter as the office downloads it: measures of GB/T 9704, nothing of the visitor."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from forms_backend.identity.roles import Role
from forms_backend.letters.letter import Letter
from forms_backend.staff.matters.letter_document import MEDIA_TYPE, letter_document
from tests.forms_backend.conftest import NOW
from tests.forms_backend.staff.conftest import act

LETTER = Letter(
    "催办函", "TS202611-000001-催1", "示例区人民法院：", ("第一段。", "第二段。"),
    "中共示例区委政法委员会", "2026年12月14日",
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
        LETTER.signed_on,
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
    assert "张三丰" not in text
    assert complaint["firm"] not in text
    assert str(date(2026, 11, 20).year) in text


def test_another_unit_is_told_that_there_is_no_such_matter(sign_in, number) -> None:
    police = sign_in("jing", "police", Role.HANDLER)
    assert police.get(f"/staff/items/{number}/letters/urge-1.docx").status == 404
