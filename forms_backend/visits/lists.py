"""三清单: problems, measures and replies of one visit as a workbook. Pure."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from forms_backend.matters.inputs import Delivery
from forms_backend.office_files.spreadsheets import harmless, lay_across, new_workbook
from forms_backend.running.clock import local_text
from forms_backend.visits import messages as visit_messages
from forms_backend.visits.service import Problem, VisitView

_WIDTHS = (20, 36, 18, 18, 16, 60)


def three_lists(view: VisitView, point: str, unit_name: Callable[[str | None], str]) -> bytes:
    """An .xlsx with one sheet a list; nothing in it is a formula."""
    stream = io.BytesIO()
    book = new_workbook(stream)
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#EAEEF2"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 14})
    where = visit_messages.VISIT_SHEET_HEAD.format(
        number=view.row.number,
        day=view.row.visited_on,
        point=point,
        firm=view.noted.firm,
        unit=unit_name(view.row.unit),
    )
    for name, columns, line in _sheets(unit_name):
        sheet = book.add_worksheet(name)
        lay_across(sheet)
        sheet.write_string(0, 0, name, title)
        sheet.write_string(1, 0, harmless(where))
        for place, text in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS[place])
            sheet.write_string(3, place, text, head)
        for row, problem in enumerate(view.problems, start=4):
            for place, text in enumerate(line(problem)):
                sheet.write_string(row, place, harmless(text), cell)
    book.close()
    return stream.getvalue()


_Line = Callable[[Problem], Sequence[str]]


def _sheets(
    unit_name: Callable[[str | None], str],
) -> tuple[tuple[str, Sequence[str], _Line], ...]:
    return (
        (
            visit_messages.VISIT_PROBLEMS,
            visit_messages.VISIT_PROBLEM_COLUMNS,
            lambda p: (p.number, p.title, p.state.label, p.level.label),
        ),
        (
            visit_messages.VISIT_MEASURES,
            visit_messages.VISIT_MEASURE_COLUMNS,
            lambda p: (p.number, p.title, unit_name(p.unit), p.state.label, _day(p.due_on)),
        ),
        (
            visit_messages.VISIT_REPLIES,
            visit_messages.VISIT_REPLY_COLUMNS,
            lambda p: (
                p.number,
                p.title,
                local_text(p.replied_at) if p.replied_at else "",
                Delivery(p.replied_by).label if p.replied_by else "",
                "" if p.replied_at else visit_messages.VISIT_NOT_REPLIED,
                p.reply,
            ),
        ),
    )


def _day(day: object) -> str:
    return str(day) if day else ""
