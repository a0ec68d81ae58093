"""What is online: 撤下, 恢复上网, and 补签 after an urgent step."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.online import OnlineDesk
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.editing.manuscript_pages import published_step, take_step
from forms_backend.web.context import part


@allow_roles(Role.APPROVER)
def withdraw_manuscript(manuscript_id: str) -> AnyResponse:
    """撤下 with a reason."""
    seen, reason, person = _seen(), request.form.get("reason", ""), current_person()
    return published_step(
        manuscript_id,
        lambda: part(OnlineDesk).withdraw(manuscript_id, reason, seen, person),
        messages.WITHDRAWN,
    )


@allow_roles(Role.APPROVER)
def bring_back_manuscript(manuscript_id: str) -> AnyResponse:
    """恢复上网."""
    seen, person = _seen(), current_person()
    return published_step(
        manuscript_id,
        lambda: part(OnlineDesk).bring_back(manuscript_id, seen, person),
        messages.BROUGHT_BACK,
    )


@allow_roles(Role.MANUSCRIPT_REVIEWER, Role.APPROVER)
def countersign_manuscript(manuscript_id: str) -> AnyResponse:
    """补签."""
    seen, person = _seen(), current_person()
    return take_step(
        manuscript_id,
        lambda: part(OnlineDesk).countersign(manuscript_id, seen, person),
        "countersign",
    )


def _seen() -> str:
    return request.form.get("main", "")


_ONE = "/editing/<manuscript_id>"
ROUTES = (
    (f"{_ONE}/withdraw", "withdraw_manuscript", withdraw_manuscript, "POST"),
    (f"{_ONE}/bring-back", "bring_back_manuscript", bring_back_manuscript, "POST"),
    (f"{_ONE}/countersign", "countersign_manuscript", countersign_manuscript, "POST"),
)
