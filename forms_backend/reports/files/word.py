"""A report as .docx in the measures of an official document (公文)."""

from __future__ import annotations

from datetime import datetime

from forms_backend.office_files.official_layout import official_file
from forms_backend.reports.files.paper import paper_of
from forms_backend.reports.report_parts import Report


def to_word(report: Report) -> bytes:
    """The bytes of the file; equal reports give equal bytes."""
    return official_file(paper_of(report), datetime.combine(report.cut, datetime.min.time()))
