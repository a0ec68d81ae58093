"""Entries from a workbook, one a row; everything wrong with it by cell. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from district.registers.models import FieldType, Register
from forms_backend.identity.errors import InvalidInputError
from forms_backend.office_files.sheet_reading import (
    Sheet,
    SheetCell,
    day_of_serial,
    plain_number,
)
from forms_backend.registers import messages as texts
from forms_backend.registers.entry import UNIT_INPUT, Places, Written, clean_entry

MOST_ROWS = 500
MOST_TOLD = 100


@dataclass(frozen=True)
class Names:
    """What people call units and contact points → their keys."""

    units: Mapping[str, str]
    points: Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """What a workbook says: entries, or why none is taken."""

    entries: tuple[Written, ...]
    problems: tuple[str, ...]


def entries_of(
    register: Register, sheet: Sheet, places: Places, names: Names, own_unit: str | None
) -> Taken:
    """The rows as entries; with `own_unit` all belong to it, whatever they say."""
    if not sheet.rows:
        return Taken((), (texts.IMPORT_EMPTY,))
    columns, problems = _columns(register, sheet.rows[0], own_unit)
    problems += [texts.IMPORT_MERGED.format(cell=cells) for cells in sheet.merged]
    entries = []
    for row in sheet.rows[1:]:
        cells = {key: row[letters] for letters, key in columns.items() if letters in row}
        problems += [problem for cell in row.values() if (problem := _unreadable(cell))]
        number = next(iter(row.values())).place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        typed = {key: _typed(register, key, cell, sheet, names) for key, cell in cells.items()}
        if own_unit is not None:
            typed[UNIT_INPUT] = own_unit
        try:
            entries.append(clean_entry(register, typed, places))
        except InvalidInputError as error:
            letters_of = {key: letters for letters, key in columns.items()}
            for key, problem in error.problems.items():
                told_before = key in cells and _unreadable(cells[key])
                if key in letters_of and not told_before:  # a missing column is said once
                    place = f"{letters_of[key]}{number}"
                    told = texts.IMPORT_CELL.format(
                        cell=place, label=_label(register, key), problem=problem
                    )
                    problems.append(told)
    if not entries and not problems:
        problems.append(texts.IMPORT_EMPTY)
    return Taken(() if problems else tuple(entries), tuple(problems))


def _label(register: Register, key: str) -> str:
    return texts.UNIT if key == UNIT_INPUT else register.fields[key].label


def _unreadable(cell: SheetCell) -> str:
    if cell.is_formula:
        return texts.IMPORT_FORMULA.format(cell=cell.place)
    return texts.IMPORT_ERROR_CELL.format(cell=cell.place) if cell.is_error else ""


def _columns(
    register: Register, head: Mapping[str, SheetCell], own_unit: str | None
) -> tuple[dict[str, str], list[str]]:
    """Letters → key by what the first row says, and what is wrong with it."""
    known = {field.label: key for key, field in register.fields.items()} | {texts.UNIT: UNIT_INPUT}
    columns: dict[str, str] = {}
    problems = []
    for letters, cell in head.items():
        label = cell.text.strip()
        key = known.get(label)
        if key is None:
            problems.append(
                texts.IMPORT_UNKNOWN_HEADER.format(
                    cell=cell.place, label=label[:40], known="、".join(known)
                )
            )
        elif key in columns.values():
            problems.append(texts.IMPORT_TWICE.format(cell=cell.place, label=label))
        else:
            columns[letters] = key
    wanted = [key for key, field in register.fields.items() if field.required]
    wanted += [UNIT_INPUT] if own_unit is None else []
    for key in wanted:
        if key not in columns.values():
            problems.append(texts.IMPORT_NO_HEADER.format(label=_label(register, key)))
    return columns, problems


def _typed(register: Register, key: str, cell: SheetCell, sheet: Sheet, names: Names) -> str:
    """What somebody would have typed into the form."""
    text = cell.text.strip()
    if key == UNIT_INPUT:
        return names.units.get(text, text)
    field = register.fields[key]
    match field.type:
        case FieldType.CHOICE:
            labels = {label: option for option, label in field.options.items()}
            return labels.get(text, text)
        case FieldType.UNIT:
            return names.units.get(text, text)
        case FieldType.POINT:
            return names.points.get(text, text)
        case FieldType.DAY if cell.is_number:
            return day_of_serial(text, sheet.since_1904)
        case _:
            return plain_number(text) if cell.is_number else text
