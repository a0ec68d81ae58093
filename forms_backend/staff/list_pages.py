"""Work lists: what is due first stands first; nothing that a visitor wrote."""

from __future__ import annotations

from flask import Response, abort, request

from forms_backend.casework.matter_repository import WorkList
from forms_backend.context import services
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.rendering import page

PAGE_SIZE = 50
LAST_PAGE = 10_000


@allow_roles(*WORKERS)
def work_list() -> Response:
    """One list, `?list=` and `?page=`; the others as tabs with their counts."""
    try:
        which = WorkList(request.args.get("list", WorkList.MINE.value))
        number = int(request.args.get("page", "1"))
    except ValueError:
        abort(404)
    if not 1 <= number <= LAST_PAGE:
        abort(404)
    found = services().matters.work_list(current_person(), which, page=number, size=PAGE_SIZE)
    return page(
        "list.html",
        f"{which.label}",
        which=which,
        lists=WorkList,
        found=found,
        number=number,
        pages=max(1, -(-found.total // PAGE_SIZE)),
        lead=messages.LIST_TOTAL.format(total=found.total),
    )


ROUTES = (("/items", "work_list", work_list, "GET"),)
