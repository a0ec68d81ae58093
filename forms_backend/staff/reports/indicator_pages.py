"""The indicator board: targets from the configuration, values entered by people."""

from __future__ import annotations

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.roles import Role
from forms_backend.reports.service import ReportService
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.reports import report_messages
from forms_backend.staff.reports.report_pages import page
from forms_backend.web.context import part


@allow_roles(Role.SUPERVISOR)
def indicator_board() -> Response:
    """All indicators with their values."""
    return _board(done=request.args.get("done", ""))


def _board(*, done: str = "", tried: str = "", problems: dict[str, str] | None = None) -> Response:
    lines = part(ReportService).board()
    notice = next(
        (
            report_messages.ENTERED_DONE.format(label=line.indicator.label)
            for line in lines
            if line.key == done
        ),
        "",
    )
    return page(
        "indicators.html",
        report_messages.INDICATORS,
        422 if problems else 200,
        lines=lines,
        notice=notice,
        tried=tried,
        problems=problems or {},
        typed=request.form,
        today=part(ReportService).today().isoformat(),
    )


@allow_roles(Role.SUPERVISOR)
def enter_indicator(key: str) -> AnyResponse:
    """Keep one value."""
    try:
        part(ReportService).enter_value(key, request.form, actor=current_person().actor)
    except KeyError:
        abort(404)
    except InvalidInputError as error:
        return _board(tried=key, problems=error.problems)
    return redirect(url_for("staff.indicator_board", done=key), 303)


ROUTES = (
    ("/indicators", "indicator_board", indicator_board, "GET"),
    ("/indicators/<key>", "enter_indicator", enter_indicator, "POST"),
)
