"""批量改词: found, begun, signed or given up."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from district.header_values import KEYS, LONGEST_VALUE
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.bulk import BulkDesk, Exchange, Found
from forms_backend.manuscripts.desk import Approved
from forms_backend.manuscripts.errors import EditingError, ManuscriptNotFoundError
from forms_backend.manuscripts.steps import Step, may_take
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.editing import editing_messages
from forms_backend.staff.editing.list_pages import PEOPLE, desk
from forms_backend.staff.rendering import page
from forms_backend.web.context import part

_REFUSED = 422
DONE = {"bulk": messages.BULK_STARTED, "clear": messages.CLEARED, "return": messages.RETURNED}


def _bulks() -> BulkDesk:
    desk()  # 404, or the reason, where there is none
    return part(BulkDesk)


def _exchange() -> Exchange:
    words = (request.values.get(name, "").strip() for name in ("key", "old", "new"))
    return Exchange(*words)


def _form(exchange: Exchange, problem: str = "", status: int = 200) -> Response:
    found = Found()
    is_asked = bool(exchange.old and exchange.new)
    if is_asked and not problem:
        try:
            found = _bulks().find(exchange)
        except EditingError as error:
            problem, status = str(error), _REFUSED
    return page(
        "editing/bulk.html",
        editing_messages.BULK,
        status,
        e=editing_messages,
        keys=KEYS,
        exchange=exchange,
        longest=LONGEST_VALUE,
        words=_bulks().words(exchange.key) if exchange.key in KEYS else {},
        found=found,
        is_asked=is_asked,
        problem=problem,
    )


@allow_roles(Role.EDITOR)
def bulk_form() -> Response:
    """Which words there are, and what an exchange would change."""
    return _form(_exchange())


@allow_roles(Role.EDITOR)
def begin_bulk() -> AnyResponse:
    """Begin the change that was seen."""
    exchange, seen = _exchange(), request.form.get("seen", "")
    count = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0
    try:
        name = _bulks().start(exchange, count, current_person())
    except EditingError as error:
        return _form(exchange, str(error), _REFUSED)
    return redirect(url_for("staff.bulk_change", name=name, done="bulk"), 303)


@allow_roles(*PEOPLE)
def bulk_change(name: str) -> Response:
    """What one changes, and who has to sign it."""
    return _page(name, DONE.get(request.args.get("done", ""), ""))


def _page(name: str, notice: str = "", status: int = 200) -> Response:
    try:
        bulk = _bulks().open(name)
    except ManuscriptNotFoundError:
        abort(404)
    person = current_person()
    return page(
        "editing/bulk_change.html",
        editing_messages.BULK,
        status,
        e=editing_messages,
        bulk=bulk,
        notice=notice,
        failed=status >= 400,
        may={step.name: may_take(step, person.role, bulk.state) for step in Step},
    )


def _step(name: str, take: Callable[[], object], done: str) -> AnyResponse:
    try:
        take()
    except ManuscriptNotFoundError:
        abort(404)
    except EditingError as error:
        return _page(name, str(error), _REFUSED)
    if not done:
        return redirect(url_for("staff.manuscript_list"), 303)
    return redirect(url_for("staff.bulk_change", name=name, done=done), 303)


@allow_roles(Role.MANUSCRIPT_REVIEWER)
def clear_bulk(name: str) -> AnyResponse:
    """审核通过."""
    return _step(name, lambda: _bulks().clear(name, _head(), current_person()), "clear")


@allow_roles(Role.MANUSCRIPT_REVIEWER, Role.APPROVER)
def return_bulk(name: str) -> AnyResponse:
    """退回."""
    reason = request.form.get("reason", "")
    return _step(
        name, lambda: _bulks().give_back(name, reason, _head(), current_person()), "return"
    )


@allow_roles(Role.EDITOR)
def discard_bulk(name: str) -> AnyResponse:
    """放弃."""
    return _step(name, lambda: _bulks().discard(name, _head(), current_person()), "")


@allow_roles(Role.APPROVER)
def approve_bulk(name: str) -> AnyResponse:
    """签发: into main, and to the site."""
    made: list[Approved] = []
    answer = _step(name, lambda: made.append(_bulks().approve(name, _head(), current_person())), "")
    if not made:
        return answer
    done = "approved" if made[0].is_asked else "merged"
    return redirect(url_for("staff.manuscript_list", done=done), 303)


def _head() -> str:
    return request.form.get("head", "")


_ONE = "/editing/bulk/<name>"
ROUTES = (
    ("/editing/bulk", "bulk_form", bulk_form, "GET"),
    ("/editing/bulk", "begin_bulk", begin_bulk, "POST"),
    (_ONE, "bulk_change", bulk_change, "GET"),
    (f"{_ONE}/clear", "clear_bulk", clear_bulk, "POST"),
    (f"{_ONE}/return", "return_bulk", return_bulk, "POST"),
    (f"{_ONE}/discard", "discard_bulk", discard_bulk, "POST"),
    (f"{_ONE}/approve", "approve_bulk", approve_bulk, "POST"),
)
