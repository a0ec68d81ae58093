"""One step with several manuscripts: what waits for a person, each with its page, ticked and taken at once.

Each one is still a step of its own, bound to the text that stood on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, request

from forms_backend.identity.person import Person
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.comparing import Row, compared
from forms_backend.manuscripts.desk import Approved, EditingDesk
from forms_backend.manuscripts.draft_branches import Opened
from forms_backend.manuscripts.errors import EditingError, HasProblemsError, ManuscriptNotFoundError
from forms_backend.manuscripts.preview import Rendered
from forms_backend.manuscripts.queue import queue_of
from forms_backend.manuscripts.steps import Step
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.editing import editing_messages
from forms_backend.staff.editing.list_pages import PEOPLE, TOGETHER_STEPS, desk
from forms_backend.staff.editing.preview_frame import framed_text
from forms_backend.staff.rendering import page

MOST = 20
"""On one page: each is rendered for it."""


TAKE: dict[Step, Callable[[EditingDesk, str, str, Person], Approved | None]] = {
    Step.SUBMIT: lambda desk, *one: desk.submit(*one),
    Step.CLEAR: lambda desk, *one: desk.clear(*one),
    Step.APPROVE: lambda desk, *one: desk.approve(*one),
}


@dataclass(frozen=True)
class Waiting:
    """One manuscript as its reader has to see it. `beside`: other files that come along; `problem`: why
    nobody can take the step with it."""

    opened: Opened
    rendered: Rendered
    frame: str
    rows: tuple[Row, ...] = ()
    beside: tuple[str, ...] = ()
    problem: str = ""

    @property
    def key(self) -> str:
        """Names the manuscript and the text that is shown."""
        return f"{self.opened.place.id} {self.opened.head}"


def _waiting(opened: Opened, step: Step) -> Waiting:
    rendered = desk().render(opened, opened.text)
    beside: list[str] = []
    problem = ""
    try:
        beside = desk().branches.files_beside(opened)
    except EditingError as error:
        problem = str(error)
    if rendered.errors and step is not Step.CLEAR:
        problem = messages.HAS_PROBLEMS.format(count=len(rendered.errors), step=step.label)
    if opened.has_moved:
        problem = messages.MAIN_MOVED
    rows = tuple(compared(opened.online, opened.text)) if opened.online is not None else ()
    frame = framed_text(rendered.html, opened)
    return Waiting(opened, rendered, frame, rows, tuple(beside), problem)


def _page(
    notice: str = "", refused: tuple[tuple[str, str], ...] = (), status: int = 200
) -> Response:
    person = current_person()
    step = TOGETHER_STEPS[person.role]
    mine = [one.listed for one in queue_of(desk(), person) if one.is_yours]
    return page(
        "editing/together.html",
        editing_messages.TOGETHER[step.value],
        status,
        e=editing_messages,
        step=step,
        lead=editing_messages.TOGETHER_LEAD[step.value],
        button=editing_messages.TOGETHER_BUTTON[step.value],
        waiting=[_waiting(desk().branches.open(one.place.id), step) for one in mine[:MOST]],
        more=max(len(mine) - MOST, 0),
        notice=notice,
        refused=refused,
        is_ticked=step is Step.SUBMIT,
    )


@allow_roles(*PEOPLE)
def together_form() -> Response:
    """What waits for whoever looks, to be read through."""
    return _page()


@allow_roles(*PEOPLE)
def take_together() -> Response:
    """Take the step with each that was ticked, and say what came of it."""
    found, person = desk(), current_person()
    step = TOGETHER_STEPS[person.role]
    done: list[Approved | None] = []
    refused: list[tuple[str, str]] = []
    for key in request.form.getlist("one")[:MOST]:
        identifier, _space, head = key.partition(" ")
        try:
            done.append(TAKE[step](found, identifier, head, person))
        except (ManuscriptNotFoundError, HasProblemsError, EditingError) as error:
            refused.append((_title(identifier), str(error)))
    if not (done or refused):
        return _page(editing_messages.TOGETHER_NOTHING, status=422)
    notice = editing_messages.TOGETHER_DONE[step.value].format(count=len(done)) if done else ""
    if any(one is not None and not one.is_asked for one in done):
        notice = messages.MERGED_ONLY
    return _page(notice, tuple(refused), 200 if done else 422)


def _title(identifier: str) -> str:
    try:
        return desk().branches.open(identifier).title
    except EditingError:
        return identifier


ROUTES = (
    ("/editing/together", "together_form", together_form, "GET"),
    ("/editing/together", "take_together", take_together, "POST"),
)
