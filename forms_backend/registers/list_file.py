"""A list of a register as a workbook, and the empty one to fill in. Pure."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from district.registers.models import FieldType, Register
from forms_backend.office_files.spreadsheets import A3, harmless, lay_across, new_workbook
from forms_backend.registers import messages as texts
from forms_backend.registers.views import EntryRow

_WIDTHS = {FieldType.PARAGRAPH: 40, FieldType.TEXT: 28}
_USUAL = 14
_TALLEST = 500
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31


def list_workbook(
    register: Register,
    rows: Iterable[EntryRow],
    shown: Callable[[str, EntryRow], str],
    unit_name: Callable[[str], str],
) -> bytes:
    """An .xlsx of the rows; `shown` gives what people read of a field. Nothing is a formula."""
    head = (texts.NUMBER, *_labels(register), texts.STATE, texts.DUE)
    lines = (
        (
            row.number,
            *(shown(key, row) for key in register.fields),
            unit_name(row.unit),
            register.state(row.state).name,
            row.due_on.isoformat() if row.due_on else "",
        )
        for row in rows
    )
    widths = (18, *_widths(register), 12, 12)
    return _book(register.name, head, lines, widths)


def empty_workbook(
    register: Register, units: Sequence[str], responsible: Sequence[str], points: Sequence[str]
) -> bytes:
    """The columns to fill in, with lists to choose from, which are names; `responsible` are the units
    for which entries may be written."""
    choices: dict[int, Sequence[str]] = {}
    for place, field in enumerate(register.fields.values()):
        if field.type is FieldType.CHOICE:
            choices[place] = list(field.options.values())
        elif field.type is FieldType.POINT:
            choices[place] = points
        elif field.type is FieldType.UNIT:
            choices[place] = units
    choices[len(register.fields)] = responsible
    return _book(register.name, _labels(register), (), _widths(register), choices)


def _labels(register: Register) -> tuple[str, ...]:
    return (*(field.label for field in register.fields.values()), texts.UNIT)


def _widths(register: Register) -> tuple[int, ...]:
    return (*(_WIDTHS.get(field.type, _USUAL) for field in register.fields.values()), _USUAL)


def _book(
    name: str,
    head: Sequence[str],
    lines: Iterable[Sequence[str]],
    widths: Sequence[int],
    choices: dict[int, Sequence[str]] | None = None,
) -> bytes:
    stream = io.BytesIO()
    book = new_workbook(stream)
    bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#EAEEF2"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_sheet_name(name))
    lay_across(sheet, A3)
    sheet.freeze_panes(1, 0)
    for place, (label, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, label, bold)
    for number, line in enumerate(lines, start=1):
        for place, text in enumerate(line):
            sheet.write_string(number, place, harmless(text), cell)
    _offer(book, sheet, choices or {})
    book.close()
    return stream.getvalue()


def _sheet_name(name: str) -> str:
    """The name as far as a workbook takes it: without signs of formulas and paths, not so long, and
    none that Excel or the sheet of choices has."""
    plain = " ".join(_NOT_IN_A_SHEET_NAME.sub(" ", name).split())[:_LONGEST_SHEET_NAME].strip(" '")
    taken = ("", texts.IMPORT_CHOICES, "history")
    return f"{texts.SHEET_NAME}{plain}" if plain.casefold() in taken else plain


def _offer(book: Any, sheet: Any, choices: dict[int, Sequence[str]]) -> None:
    """Lists to choose from, on a sheet of their own: those in a cell's rule hold 255 characters."""
    if not choices:
        return
    beside = book.add_worksheet(texts.IMPORT_CHOICES)
    for column, (place, options) in enumerate(choices.items()):
        for row, option in enumerate(options):
            beside.write_string(row, column, harmless(option))
        if options:
            letters = chr(ord("A") + column)
            source = f"='{texts.IMPORT_CHOICES}'!${letters}$1:${letters}${len(options)}"
            rule = {"validate": "list", "source": source}
            sheet.data_validation(1, place, _TALLEST, place, rule)
