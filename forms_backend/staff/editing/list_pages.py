"""The first page of 编辑: what waits, and every manuscript; and new ones."""

from __future__ import annotations

from flask import Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.bulk import BulkDesk
from forms_backend.manuscripts.desk import EditingDesk
from forms_backend.manuscripts.draft_branches import Listed
from forms_backend.manuscripts.errors import EditingError
from forms_backend.manuscripts.online import OnlineDesk, Urgent
from forms_backend.manuscripts.places import KINDS
from forms_backend.manuscripts.queue import Queued, queue_of
from forms_backend.manuscripts.steps import Step
from forms_backend.manuscripts.troubles import Troubles
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.editing import editing_messages
from forms_backend.staff.editing.writing_now import others_writing
from forms_backend.staff.rendering import error_page, page
from forms_backend.web.context import ground, part, parts_of

PEOPLE = tuple(role for role in Role if role.works_on_manuscripts)
A_PAGE = 50
LONGEST_SEARCH = 100
TOGETHER_STEPS = {
    Role.EDITOR: Step.SUBMIT, Role.MANUSCRIPT_REVIEWER: Step.CLEAR, Role.APPROVER: Step.APPROVE
}  # fmt: skip
"""What each role does with what waits for it."""
DONE = {"approved": messages.APPROVED, "merged": messages.MERGED_ONLY}


def desk() -> EditingDesk:
    """The desk; 404 where the zone has none, and why when only its key is missing."""
    if EditingDesk not in parts_of(current_app):
        if ground().settings.editing_repository is not None:
            abort(error_page(messages.TITLE, messages.NO_SIGNING_KEY, 503))
        abort(404)
    return part(EditingDesk)


def _queues(person: Person) -> list[tuple[str, str, list[Queued]]]:
    """What waits for the person, and the other drafts: id of the section, its heading, its rows."""
    rows = queue_of(desk(), person)
    yours = [one for one in rows if one.is_yours]
    return [
        ("yours", editing_messages.YOUR_QUEUE.format(count=len(yours)), yours),
        ("queue", editing_messages.QUEUE, [one for one in rows if not one.is_yours]),
    ]


def _urgent(person: Person) -> list[Urgent]:
    """What waits for a signature although it is online; the queue says it where the rules are wrong."""
    try:
        return part(OnlineDesk).waiting(person)
    except EditingError:
        return []


def _fits(one: Listed, words: str, kind: str) -> bool:
    text = f"{one.title} {one.place.id}".lower()
    return (not kind or one.place.kind.value == kind) and all(x in text for x in words.split())


def number(text: str) -> int:
    """A number of an address; 1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@allow_roles(*PEOPLE)
def manuscript_list() -> Response:
    """Drafts first, then everything, by title or id and kind."""
    person = current_person()
    words = request.args.get("q", "")[:LONGEST_SEARCH].strip().lower()
    kind, at = request.args.get("kind", ""), max(number(request.args.get("page", "1")), 1)
    found = [one for one in desk().branches.published() if _fits(one, words, kind)]
    found.sort(key=lambda one: one.place.path, reverse=True)
    shown = found[(at - 1) * A_PAGE : at * A_PAGE]
    queues = _queues(person)
    listed = [*(row.listed for _id, _heading, rows in queues for row in rows), *shown]
    return page(
        "editing/list.html",
        messages.TITLE,
        e=editing_messages,
        new_title=messages.NEW,
        import_title=messages.IMPORT,
        media_title=messages.MEDIA,
        calendar_title=messages.CALENDAR,
        queues=queues,
        writing=others_writing({one.place.id for one in listed}),
        together=editing_messages.TOGETHER[TOGETHER_STEPS[person.role].value],
        urgent=_urgent(person),
        troubles=part(Troubles).now(),
        bulks=part(BulkDesk).under_way(),
        notice=DONE.get(request.args.get("done", ""), ""),
        found=shown,
        count=len(found),
        at=at,
        has_more=len(found) > at * A_PAGE,
        kinds=KINDS,
        words=words,
        kind=kind,
        may_write=person.role is Role.EDITOR,
        server_key=desk().signing.public_key if person.role is Role.APPROVER else "",
    )


@allow_roles(Role.EDITOR)
def new_manuscript_form() -> Response:
    """Kind and id of a new manuscript."""
    desk()
    return _new_form()


def _new_form(status: int = 200, notice: str = "") -> Response:
    return page(
        "editing/new.html", messages.NEW, status, e=editing_messages, notice=notice, kinds=KINDS,
        typed=request.form,
    )  # fmt: skip


@allow_roles(Role.EDITOR)
def start_manuscript() -> AnyResponse:
    """Begin it."""
    kind = request.form.get("kind", "")[:40]
    identifier = request.form.get("identifier", "")[:200].strip()
    try:
        made = desk().start(kind, identifier, current_person())
    except EditingError as error:
        return _new_form(422, str(error))
    return redirect(url_for("staff.manuscript", manuscript_id=made, done="new"), 303)


ROUTES = (
    ("/editing", "manuscript_list", manuscript_list, "GET"),
    ("/editing/new", "new_manuscript_form", new_manuscript_form, "GET"),
    ("/editing/new", "start_manuscript", start_manuscript, "POST"),
)
