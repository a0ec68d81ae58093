"""签到表: the check-in list of one hearing as an .xlsx file, safe to open."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from forms_backend.bookings import messages
from forms_backend.office_files.spreadsheets import harmless, lay_across, new_workbook

_WIDTHS = (6, 19, 14, 30, 16, 10, 10, 12, 18)
_HEADER_ROW = 2
ROW_HEIGHT = 24


@dataclass(frozen=True)
class Guest:
    """One line: a booking that has its seats."""

    number: str
    name: str
    firm: str
    way: str
    people: int


def check_in_list(heading: str, guests: Sequence[Guest]) -> bytes:
    """The workbook: heading, one row a booking, sum; A4 landscape with the head on every page."""
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        sheet = book.add_worksheet(messages.SHEET_NAME)
        cell = book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True})
        head = book.add_format({"border": 1, "bold": True, "align": "center", "text_wrap": True})
        title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        last = len(messages.SHEET_COLUMNS) - 1
        sheet.merge_range(0, 0, 0, last, messages.SHEET_TITLE, title)
        sheet.merge_range(1, 0, 1, last, harmless(heading))
        for column, (label, width) in enumerate(zip(messages.SHEET_COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEADER_ROW, column, label, head)
        row = _HEADER_ROW
        for position, guest in enumerate(guests, start=1):
            row = _HEADER_ROW + position
            sheet.set_row(row, ROW_HEIGHT)
            sheet.write_number(row, 0, position, cell)
            for column, text in enumerate((guest.number, guest.name, guest.firm, guest.way), 1):
                sheet.write_string(row, column, harmless(text), cell)
            sheet.write_number(row, 5, guest.people, cell)
            for column in range(6, last + 1):
                sheet.write_blank(row, column, None, cell)
        sheet.write_string(row + 1, 0, messages.SHEET_TOTAL, head)
        sheet.write_number(row + 1, 5, sum(guest.people for guest in guests), head)
        lay_across(sheet)
        sheet.repeat_rows(_HEADER_ROW)
        sheet.freeze_panes(_HEADER_ROW + 1, 0)
    return buffer.getvalue()
