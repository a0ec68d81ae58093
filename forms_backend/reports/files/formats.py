"""The files that a report can become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forms_backend.reports.files.plain_files import to_csv, to_json, to_text
from forms_backend.reports.files.word import to_word
from forms_backend.reports.files.workbook import to_workbook
from forms_backend.reports.report_parts import Report


@dataclass(frozen=True)
class Format:
    """One kind of file: its ending is its name on the command line."""

    ending: str
    label: str
    mime_type: str
    write: Callable[[Report], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, Format] = {
    f.ending: f
    for f in (
        Format("docx", "报告（Word）", f"{_OFFICE}.wordprocessingml.document", to_word),
        Format("xlsx", "工作台账和统计表（Excel）", f"{_OFFICE}.spreadsheetml.sheet", to_workbook),
        Format("csv", "工作台账（CSV）", "text/csv; charset=utf-8", to_csv),
        Format("txt", "短报（文字）", "text/plain; charset=utf-8", to_text),
        Format("json", "数据（JSON）", "application/json", to_json),
    )
}
