"""The first sheet of a workbook that somebody filled in: its cells as they are written. Pure.

Nothing is computed: a formula is told as one, not read. What is read of the file has limits, and
its XML neither loads nor expands anything from elsewhere.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO, Any
from zipfile import ZipFile

from lxml import etree

from district.zip_failures import ZIP_FAILURES

MOST_BYTES = 64 * 1024 * 1024
"""Of one part of the file, unpacked."""
MOST_TEXT = 20_000
"""Characters of one cell; a cell of Excel holds 32,767."""
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_SERIAL = 73_050
"""The year 2099: a larger number is no day."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class SheetError(Exception):
    """The file cannot be read, or has more in it than is read of any."""


class SheetTooLargeError(SheetError):
    """One part of the file is larger, unpacked, than is read of any."""


class TooManyRowsError(SheetError):
    """`row` is the first beyond the limit."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(str(row))


@dataclass(frozen=True)
class SheetCell:
    """One cell that has something in it; `text` is what stands there, numbers as they are kept."""

    place: str
    text: str
    is_number: bool = False
    is_formula: bool = False
    is_error: bool = False


@dataclass(frozen=True)
class Sheet:
    """Rows that have something in them, each by column letters; `merged` are ranges such as A1:B2;
    `since_1904` says from which day numbers count days."""

    rows: tuple[Mapping[str, SheetCell], ...]
    merged: tuple[str, ...]
    since_1904: bool


def read_sheet(file: IO[bytes], most_rows: int) -> Sheet:
    """The first sheet. Raises SheetError, of what is too much SheetTooLargeError, TooManyRowsError."""
    try:
        with ZipFile(file) as package:
            book = _tree(package, "xl/workbook.xml")
            strings = list(_strings(package))
            rows, merged = _cells(package, _first_sheet(package, book), strings, most_rows)
    except (*ZIP_FAILURES, etree.XMLSyntaxError) as error:
        raise SheetError from error
    properties = book.find(f"{_MAIN}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return Sheet(tuple(rows), tuple(merged), since_1904)


def _part(package: ZipFile, name: str) -> IO[bytes]:
    with package.open(name) as source:
        content = source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise SheetTooLargeError
    return io.BytesIO(content)


def _tree(package: ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.parse(_part(package, name), parser).getroot()


def _walk(package: ZipFile, name: str, *tags: str) -> Iterator[Any]:
    """Elements one after another; each is forgotten when the next is asked for."""
    steps = etree.iterparse(
        _part(package, name),
        tag=[f"{_MAIN}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    for _event, element in steps:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _strings(package: ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in package.namelist():
        for item in _walk(package, "xl/sharedStrings.xml", "si"):
            yield _text(item)


def _text(element: Any) -> str:
    """The characters in it, without how they are pronounced (rPh)."""
    found = (t.text or "" for t in element.iter(f"{_MAIN}t") if t.getparent().tag != f"{_MAIN}rPh")
    return "".join(found)[:MOST_TEXT]


def _first_sheet(package: ZipFile, book: Any) -> str:
    first = book.find(f"{_MAIN}sheets/{_MAIN}sheet")
    if first is None:
        raise SheetError
    for relation in _tree(package, "xl/_rels/workbook.xml.rels"):
        if relation.get("Id") == first.get(_REFERS):
            target = str(relation.get("Target"))
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise SheetError


def _cells(
    package: ZipFile, name: str, strings: list[str], most_rows: int
) -> tuple[list[dict[str, SheetCell]], list[str]]:
    rows: list[dict[str, SheetCell]] = []
    merged: list[str] = []
    for element in _walk(package, name, "row", "mergeCell"):
        if element.tag == f"{_MAIN}mergeCell":
            merged.append(str(element.get("ref")))
            continue
        found = [_cell(one, strings) for one in element.iter(f"{_MAIN}c")]
        row = {_column(one.place): one for one in found if one.text.strip() or one.is_formula}
        if row:
            rows.append(row)
        if len(rows) > most_rows:
            raise TooManyRowsError(int(element.get("r", len(rows))))
    return rows, merged


def _column(place: str) -> str:
    match = _CELL.fullmatch(place)
    if match is None:
        raise SheetError
    return match[1]


def _cell(element: Any, strings: list[str]) -> SheetCell:
    place, kind = str(element.get("r", "")), element.get("t", "n")
    is_formula = element.find(f"{_MAIN}f") is not None
    if kind == "inlineStr":
        return SheetCell(place, _text(element), is_formula=is_formula)
    value = (element.findtext(f"{_MAIN}v") or "")[:MOST_TEXT]
    if kind == "s" and value:
        number = int(value)
        value = strings[number] if 0 <= number < len(strings) else ""
    return SheetCell(
        place, value, is_number=kind == "n", is_formula=is_formula, is_error=kind == "e"
    )


def day_of_serial(serial: str, since_1904: bool) -> str:
    """The day of a number of days; a number that cannot be one as it stands."""
    whole = serial.partition(".")[0]
    if not whole.isdecimal() or int(whole) > _LAST_SERIAL:
        return serial
    return ((_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(days=int(whole))).isoformat()


def plain_number(number: str) -> str:
    """12.0 and 1.38E10 as people type them."""
    try:
        value = float(number)
    except ValueError:
        return number
    return str(int(value)) if value.is_integer() and abs(value) < 10**15 else number
