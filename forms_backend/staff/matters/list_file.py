"""A work list as a workbook, with the columns that the person sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO

from forms_backend.matters.service import Row
from forms_backend.office_files.spreadsheets import harmless, lay_across, new_workbook
from forms_backend.running.clock import received_text
from forms_backend.staff import messages
from forms_backend.staff.matters import list_messages
from forms_backend.staff.rendering import category_label, form_title, handler_name, unit_name
from forms_backend.worklists.columns import Column
from forms_backend.worklists.service import Helper, Whole
from forms_backend.worklists.tasks import standing
from forms_backend.worklists.titles import Title

WIDTHS: Mapping[Column, int] = {
    Column.SUBJECT: 48, Column.FIRM: 28, Column.KIND: 26, Column.ASSIST: 26,
}  # fmt: skip


def left_text(row: Row, today: date) -> str:
    """Days left or late, in words."""
    found = standing(row.due_on, row.sure_on, today)
    if found is None:
        return ""
    days, late = found
    if late:
        return list_messages.LATE.format(days=days)
    return list_messages.LEFT.format(days=days) if days else list_messages.DUE_TODAY


def _kind(row: Row) -> str:
    return f"{form_title(row.form_id)} {category_label(row.form_id, row.category)}".strip()


def helpers_text(helpers: Sequence[Helper]) -> str:
    """Who contributes, in words: the unit, the person where one was asked, whether it is there."""
    return list_messages.HELPERS_BETWEEN.join(
        " ".join(filter(None, (unit_name(one.unit), handler_name(one.login) if one.login else "")))
        + (list_messages.HELPER_GAVE if one.has_given else "")
        for one in helpers
    )


CELLS: Mapping[Column, Callable[[Row, Title, date], str]] = {
    Column.SUBJECT: lambda _row, title, _today: title.subject,
    Column.FIRM: lambda _row, title, _today: title.firm,
    Column.KIND: lambda row, _title, _today: _kind(row),
    Column.STATE: lambda row, _title, _today: row.state.label,
    Column.LEFT: lambda row, _title, today: left_text(row, today),
    Column.DUE: lambda row, _title, _today: row.due_on.isoformat() if row.due_on else "",
    Column.UNIT: lambda row, _title, _today: unit_name(row.unit),
    Column.HANDLER: lambda row, _title, _today: handler_name(row.handler) if row.handler else "",
    Column.RECEIVED: lambda row, _title, _today: received_text(row.received_at),
    Column.CHANNEL: lambda row, _title, _today: row.channel.label,
}


def _cell(column: Column, row: Row, whole: Whole) -> str:
    if column is Column.ASSIST:
        return helpers_text(whole.helpers.get(row.number, ()))
    return CELLS[column](row, whole.titles.get(row.number, Title()), whole.today)


def list_workbook(whole: Whole, columns: Sequence[Column]) -> bytes:
    """One sheet, one row a matter, the number first."""
    target = BytesIO()
    book = new_workbook(target)
    sheet = book.add_worksheet(messages.LISTS)
    lay_across(sheet)
    bold = book.add_format({"bold": True})
    heading = (messages.COLUMN_NUMBER, *(column.label for column in columns))
    sheet.write_row(0, 0, heading, bold)
    sheet.set_column(0, 0, 18)
    for place, column in enumerate(columns, 1):
        sheet.set_column(place, place, WIDTHS.get(column, 14))
    for line, row in enumerate(whole.rows, 1):
        cells = (harmless(_cell(column, row, whole)) for column in columns)
        sheet.write_row(line, 0, (row.number, *cells))
    sheet.freeze_panes(1, 1)
    book.close()
    return target.getvalue()
