"""Work lists: what is due first stands first, with subject and firm where the person may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.database.limits import FILTER_NAME_LENGTH, SEARCH_LENGTH, WRITING_LENGTH
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.matters.due_dates import Light
from forms_backend.matters.inputs import Delivery
from forms_backend.matters.service import BEFORE_ROUTING
from forms_backend.office_files.spreadsheets import MEDIA_TYPE
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.downloads import download
from forms_backend.staff.matters import list_messages
from forms_backend.staff.matters.list_file import helpers_text, list_workbook
from forms_backend.staff.matters.list_query import (
    FILTER_NAMES,
    KEPT_NAMES,
    ListQuery,
    page_numbers,
    read_list_query,
)
from forms_backend.staff.rendering import page
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.state import State
from forms_backend.web.context import ground, part
from forms_backend.worklists.bulk_service import ASSIGNING, steps_for
from forms_backend.worklists.columns import Column
from forms_backend.worklists.errors import FilterError
from forms_backend.worklists.lists import Sort, WorkList
from forms_backend.worklists.saved_filters import FilterService
from forms_backend.worklists.service import ListService
from forms_backend.worklists.tasks import Late, Task, standing

PAGE_SIZE = 50
LONGEST_FILE = 5_000
"""Rows of an exported list."""
COLUMN_SORTS: Mapping[Column, Sort] = {
    Column.STATE: Sort.STATE,
    Column.LEFT: Sort.DUE,
    Column.DUE: Sort.DUE,
    Column.UNIT: Sort.UNIT,
    Column.HANDLER: Sort.HANDLER,
    Column.RECEIVED: Sort.NEWEST,
}
"""Columns whose heading sorts the list. Subject and firm are encrypted, the database cannot."""
EARLY = frozenset(BEFORE_ROUTING) | Task.ROUTE.states
"""States in which the intake desk may take a proposal."""


def _read_query(arguments: dict[str, str]) -> ListQuery:
    try:
        return read_list_query(arguments)
    except ValueError:
        abort(404)


def _kinds() -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Choices of form and category, in groups by form."""
    groups = []
    for form in ground().forms.values():
        whole = (form.id, list_messages.FILTER_WHOLE.format(title=form.title))
        field = form.field("category")
        options = field.options if field else ()
        groups.append((form.title, [whole, *((f"{form.id}.{o.key}", o.label) for o in options)]))
    return groups


def _list_page(
    query: ListQuery, text: str, status: int = 200, notice: str | None = None
) -> Response:
    person, selection = current_person(), query.with_text(text)
    found = part(ListService).page(person, selection, number=query.page, size=PAGE_SIZE)
    filtered = bool(text) or not selection.filters.is_empty
    total = list_messages.FILTERED_TOTAL if filtered else messages.LIST_TOTAL
    lead = (
        list_messages.SEARCH_RESULT.format(text=text, total=found.total)
        if text
        else total.format(total=found.total)
    )
    pages = max(1, -(-found.total // PAGE_SIZE))
    units = [unit for unit in ground().config.units if unit.kind.handles_matters]
    steps = steps_for(person, {row.state for row in found.rows})
    return page(
        "list.html",
        selection.which.label,
        status,
        w=list_messages,
        query=query,
        text=text,
        found=found,
        filtered=filtered,
        pages=pages,
        numbers=page_numbers(query.page, pages),
        lead=lead,
        notice=notice,
        failed=status >= 400,
        lists=WorkList,
        kinds=_kinds(),
        units=units,
        choices={
            "state": State,
            "light": Light,
            "channel": Channel,
            "task": Task,
            "late": Late,
        },
        sorts=Sort,
        order=selection.order,
        filters=_saved(person),
        filter_names=FILTER_NAMES,
        kept_names=KEPT_NAMES,
        steps=steps,
        routing=person.role is Role.INTAKE and any(row.state in EARLY for row in found.rows),
        assigning=ASSIGNING.get(person.role) in steps,
        deliveries=Delivery,
        columns=part(FilterService).columns_of(person),
        every_column=Column,
        column_sorts=COLUMN_SORTS,
        standing=standing,
        helpers_text=helpers_text,
        whole_page="select" in request.args,
        longest_search=SEARCH_LENGTH,
        longest_name=FILTER_NAME_LENGTH,
        longest_basis=WRITING_LENGTH,
    )


def _saved(person: Person) -> list[tuple[int, str, str]]:
    """Id, name and address of the person's filters."""
    return [
        (kept.id, kept.name, url_for("staff.work_list", **dict(parse_qsl(kept.query))))  # type: ignore[arg-type]
        for kept in part(FilterService).of(person)
    ]


@allow_roles(*WORKERS)
def work_list() -> Response:
    """One page of one list, filtered, sorted, searched as the address says."""
    query = _read_query(request.args.to_dict())
    text = part(ListService).unseal(current_person(), query.sealed) if query.sealed else ""
    if text is None:
        abort(404)
    return _list_page(query, text)


@allow_roles(*WORKERS)
def search() -> AnyResponse:
    """A number opens its matter; words lead to the list of what holds them. A POST, so that the
    words stand in no address and no log."""
    sought = part(ListService).search(current_person(), request.form.get("q", ""))
    if sought.number:
        return redirect(url_for("staff.item", number=sought.number), 303)
    if sought.sealed is None:
        return _list_page(read_list_query({}), "", 422, list_messages.SEARCH_NOTHING)
    target = url_for("staff.work_list", list=WorkList.ALL.value, s=sought.sealed)
    return redirect(target, 303)


@allow_roles(*WORKERS)
def choose_columns() -> AnyResponse:
    """Remember which columns the person wants to see, and show the list again."""
    query = _read_query(request.form.to_dict())
    part(FilterService).choose_columns(current_person(), request.form.getlist("column"))
    return redirect(url_for("staff.work_list", **query.parameters(page=query.page)), 303)  # type: ignore[arg-type]


@allow_roles(*WORKERS)
def export_list() -> Response:
    """The whole selection as a workbook with the columns of the person."""
    person, query = current_person(), _read_query(request.form.to_dict())
    text = part(ListService).unseal(person, query.sealed) if query.sealed else ""
    if text is None:
        abort(404)
    whole = part(ListService).rows(person, query.with_text(text), LONGEST_FILE)
    content = list_workbook(whole, part(FilterService).columns_of(person))
    return download(content, MEDIA_TYPE, list_messages.EXPORT_NAME.format(today=whole.today))


@allow_roles(*WORKERS)
def save_filter() -> AnyResponse:
    """Keep the filters of the list under a name; never what was searched for."""
    query = _read_query({name: request.form.get(name, "") for name in KEPT_NAMES})
    kept = {name: value for name, value in query.values.items() if name not in query.unreadable}
    try:
        part(FilterService).save(current_person(), request.form.get("name", ""), urlencode(kept))
    except FilterError as error:
        return _list_page(query, "", 422, str(error))
    return redirect(url_for("staff.work_list", **kept), 303)  # type: ignore[arg-type]


@allow_roles(*WORKERS)
def delete_filter(filter_id: int) -> AnyResponse:
    """Drop one of the person's own filters."""
    part(FilterService).delete(current_person(), filter_id)
    return redirect(url_for("staff.work_list"), 303)


ROUTES = (
    ("/items", "work_list", work_list, "GET"),
    ("/items/search", "search", search, "POST"),
    ("/items/columns", "choose_columns", choose_columns, "POST"),
    ("/items/export", "export_list", export_list, "POST"),
    ("/filters", "save_filter", save_filter, "POST"),
    ("/filters/<int:filter_id>/delete", "delete_filter", delete_filter, "POST"),
)
