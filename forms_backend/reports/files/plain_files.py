"""A report as CSV (the work ledger) and as JSON (all of it). Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from forms_backend.office_files.spreadsheets import harmless
from forms_backend.reports.report_parts import Cell, Linked, Report, Table, plain

BYTE_ORDER_MARK = "\ufeff"
"""Excel takes a CSV without it for GBK."""


def to_csv(report: Report) -> bytes:
    """The work ledger, for a spreadsheet."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(report.ledger.head)
    for line in report.ledger.plain_rows:
        writer.writerow([_csv_cell(cell) for cell in line])
    return (BYTE_ORDER_MARK + target.getvalue()).encode()


def _csv_cell(cell: Cell) -> Cell:
    if cell is None:
        return ""
    return harmless(cell) if isinstance(cell, str) else cell


def brief_text(report: Report) -> str:
    """短报: one page of text for a phone, to be copied as it is."""
    head = f"{report.title}（{report.subtitle}）"
    return "\n".join((head, *report.brief, f"数据截止 {report.cut}，由台账算出。")) + "\n"


def to_text(report: Report) -> bytes:
    """短报 as a file."""
    return brief_text(report).encode()


def to_json(report: Report) -> bytes:
    """Titles, sentences, tables and the work ledger, for a program."""
    record = {
        "title": report.title,
        "subtitle": report.subtitle,
        "cut": report.cut.isoformat(),
        "sections": [
            {
                "title": section.title,
                "sentences": list(section.sentences),
                "tables": [_table(table, report) for table in section.tables],
            }
            for section in report.sections
        ],
        "ledger": _table(report.ledger, report),
        "notes": list(report.notes),
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _table(table: Table, report: Report) -> Mapping[str, Any]:
    lines = (*table.body, *((table.total,) if table.total else ()))
    return {
        "key": table.key,
        "title": table.title,
        "head": list(table.head),
        "rows": [[_value(plain(cell)) for cell in line] for line in lines],
        "counted_rows": [
            [report.places(cell.rows) if isinstance(cell, Linked) else None for cell in line]
            for line in lines
        ]
        if any(isinstance(cell, Linked) for line in lines for cell in line)
        else None,
    }


def _value(cell: Cell) -> str | int | None:
    return cell.isoformat() if isinstance(cell, date) else cell
