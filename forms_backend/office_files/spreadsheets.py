"""Workbooks that are safe to open: nothing that somebody typed becomes a formula or a link."""

from __future__ import annotations

from typing import IO, Any

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A3, A4 = 8, 9
"""Numbers of paper sizes in the format."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BLANKS = " \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}"


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula, even after saving as CSV (CWE-1236)."""
    return f"'{text}" if text.lstrip(_BLANKS).startswith(_STARTS_A_FORMULA) else text


def new_workbook(target: IO[bytes]) -> Any:
    """An empty workbook that is written to `target` when it is closed; texts stay texts."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(target, options)


def lay_across(sheet: Any, paper: int = A4) -> None:
    """Landscape, all columns on the width of one page."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
