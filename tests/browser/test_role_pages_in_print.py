"""一页纸 of each role: two sides of A4 at most, as Chromium prints it."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.browser.conftest import NewReader
from tests.test_role_pages import ROLES

SIDES = 2


@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_a_role_fits_on_two_sides_of_paper(reader: NewReader, role: str) -> None:
    person = reader()
    page = person.visit(f"/handbook/role-{role}/")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(printed.pages) <= SIDES
    assert page.locator("h1").inner_text().startswith("一页纸：")
