"""`/staff/items/<number>/assists…` and `…/discussion`: asking, contributing, talking."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.attachments import messages as attachment_texts
from forms_backend.attachments.errors import AttachmentGoneError
from forms_backend.identity.errors import InvalidInputError, NotAllowedError, StaleMatterError
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.matters.item_pages import item_page
from forms_backend.staff.matters.team_section import (
    ASK,
    DISCUSS,
    GIVE,
    SEND_BACK,
    SHARED,
    WITHDRAW,
    TeamTried,
    form_key,
)
from forms_backend.teamwork import messages as texts
from forms_backend.teamwork.service import DUE, FILES, PERSON, TEXT, UNIT, TeamworkService
from forms_backend.web.context import part
from forms_backend.web.uploads import HOURS, Received, discard_unused, receive_field, takes_files

BY_MATTER = "由办件的主办、协办关系决定"
_NO_FILES = Received()
Step = Callable[[Mapping[str, str]], None]


def _typed() -> dict[str, str]:
    return {key: request.form.get(key, "") for key in (UNIT, PERSON, DUE, TEXT)}


def _carry_out(
    number: str, what: str, step: Step, assist_id: int | None = None, received: Received = _NO_FILES
) -> AnyResponse:
    """Run `step`; the page again with all that was typed where something stood against it."""
    key, typed = form_key(what, assist_id), _typed()
    status, notice, problems = 0, "", dict[str, str]()
    if received.problems:
        status, notice, problems = 422, texts.INVALID, {FILES: " ".join(received.problems)}
    else:
        try:
            step(typed)
        except NotAllowedError:
            status, notice = 403, texts.NOT_ALLOWED
        except StaleMatterError:
            status, notice = 409, texts.STALE
        except InvalidInputError as error:
            status, notice, problems = 422, texts.INVALID, dict(error.problems)
        except AttachmentGoneError:
            gone = attachment_texts.CHOOSE_AGAIN.format(hours=HOURS)
            status, notice, problems, received = 422, texts.INVALID, {FILES: gone}, _NO_FILES
    if status:
        # `problems` of the page lead to the forms of steps; ours stand at their inputs.
        tried = TeamTried(key, typed, problems, received)
        return item_page(number, status, notice=notice, team=tried)
    discard_unused()
    anchor = "thread" if what == DISCUSS else "assists"
    return redirect(url_for("staff.item", number=number, team=what, _anchor=anchor), 303)


def _received(number: str) -> Received:
    return receive_field(SHARED, f"matter.{number}")


@allow_roles(*WORKERS, narrower=BY_MATTER)
def ask_assist(number: str) -> AnyResponse:
    """Ask a unit or a colleague to contribute."""
    service, person = part(TeamworkService), current_person()
    return _carry_out(number, ASK, lambda typed: service.ask(person, number, typed))


@allow_roles(*WORKERS, narrower=BY_MATTER)
@takes_files
def give_assist(number: str, assist_id: int) -> AnyResponse:
    """Submit a contribution, with files."""
    service, person, received = part(TeamworkService), current_person(), _received(number)
    return _carry_out(
        number,
        GIVE,
        lambda typed: service.give(person, number, assist_id, typed, received.files),
        assist_id,
        received,
    )


@allow_roles(*WORKERS, narrower=BY_MATTER)
def send_back_assist(number: str, assist_id: int) -> AnyResponse:
    """Ask for more."""
    service, person = part(TeamworkService), current_person()
    step: Step = lambda typed: service.send_back(person, number, assist_id, typed)  # noqa: E731
    return _carry_out(number, SEND_BACK, step, assist_id)


@allow_roles(*WORKERS, narrower=BY_MATTER)
def withdraw_assist(number: str, assist_id: int) -> AnyResponse:
    """Let somebody go who was asked."""
    service, person = part(TeamworkService), current_person()
    step: Step = lambda typed: service.withdraw(person, number, assist_id, typed)  # noqa: E731
    return _carry_out(number, WITHDRAW, step, assist_id)


@allow_roles(*WORKERS)
@takes_files
def discuss(number: str) -> AnyResponse:
    """Say something, share files."""
    service, person, received = part(TeamworkService), current_person(), _received(number)
    return _carry_out(
        number,
        DISCUSS,
        lambda typed: service.discuss(person, number, typed, received.files),
        received=received,
    )


_ONE = "/items/<number>/assists/<int(max=2147483647):assist_id>"
ROUTES = (
    ("/items/<number>/assists", "ask_assist", ask_assist, "POST"),
    (f"{_ONE}/give", "give_assist", give_assist, "POST"),
    (f"{_ONE}/send-back", "send_back_assist", send_back_assist, "POST"),
    (f"{_ONE}/withdraw", "withdraw_assist", withdraw_assist, "POST"),
    ("/items/<number>/discussion", "discuss", discuss, "POST"),
)
