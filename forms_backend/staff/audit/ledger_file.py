"""Events of the ledger as a workbook, in the words of its page. Pure but for the names of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from forms_backend.ledger.service import LedgerLine
from forms_backend.office_files.spreadsheets import harmless, lay_across, new_workbook
from forms_backend.running.clock import local_text
from forms_backend.staff import messages
from forms_backend.staff.audit.ledger_words import detail_words
from forms_backend.staff.rendering import actor_name

COLUMNS = (
    (messages.LEDGER_SEQUENCE, 8), (messages.LEDGER_TIME, 18), (messages.LEDGER_WHO, 20),
    (messages.LEDGER_WHAT, 20), (messages.LEDGER_NUMBER, 18), (messages.LEDGER_DETAIL, 80),
)  # fmt: skip


def ledger_workbook(events: Sequence[LedgerLine]) -> bytes:
    """One sheet, one row an event; nothing in it is a formula."""
    target = BytesIO()
    book = new_workbook(target)
    sheet = book.add_worksheet(messages.LEDGER)
    lay_across(sheet)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for place, (label, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, label, bold)
    for line, event in enumerate(events, 1):
        detail = "\n".join(f"{label}：{value}" for label, value in detail_words(event.detail))
        texts = (local_text(event.at), actor_name(event.actor), event.action.label)
        sheet.write_number(line, 0, event.sequence)
        for place, text in enumerate((*texts, event.number or "", detail), 1):
            sheet.write_string(line, place, harmless(text), wrapped)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
