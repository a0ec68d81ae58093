"""Cells that a spreadsheet must not take for formulas (CWE-1236). Pure."""

from __future__ import annotations

from forms_backend.reports.tables import Cell

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def defused(cell: Cell) -> Cell:
    """A text that would start a formula gets an apostrophe before it; numbers and days stay."""
    if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell
