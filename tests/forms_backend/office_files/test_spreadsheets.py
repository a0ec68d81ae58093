"""What somebody typed never becomes a formula."""

from __future__ import annotations

import pytest

from forms_backend.office_files.spreadsheets import harmless


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1", " =1", "\N{IDEOGRAPHIC SPACE}=1"],
)
def test_what_would_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "—", "无", "a=b", "（保密件）", "张三丰"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
