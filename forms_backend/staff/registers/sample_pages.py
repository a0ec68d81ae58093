"""`/staff/registers/<key>/sample`: drawing cases to review, and how each draw can be checked."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.database.limits import SOURCE_LENGTH
from forms_backend.identity.errors import InvalidInputError, NotAllowedError
from forms_backend.identity.roles import Role
from forms_backend.registers import messages as texts
from forms_backend.registers.drawing import KEYS, SampleService, sampling_of
from forms_backend.registers.reading import RegisterReader
from forms_backend.registers.service import RegisterService
from forms_backend.staff import messages
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.registers.entry_pages import BY_REGISTER
from forms_backend.staff.registers.showing import register_page
from forms_backend.staff.rendering import error_page
from forms_backend.web.context import part

LEADERS = tuple(role for role in Role if role.leads)


def _page(
    key: str, typed: Mapping[str, str], problems: Mapping[str, str], status: int = 200
) -> Response:
    register = part(RegisterService).register(key)
    return register_page(
        "register_sample.html",
        f"{texts.SAMPLE}：{register.name}",
        status,
        key=key,
        sampling=sampling_of(register, key),
        samples=part(RegisterReader).samples(key),
        typed=typed,
        problems=problems,
        longest=SOURCE_LENGTH,
        may_draw=part(SampleService).may_draw(current_person(), register),
    )


@allow_roles(*LEADERS)
def sample_form(key: str) -> Response:
    """The form, and what was drawn before."""
    return _page(key, {}, {})


@allow_roles(*LEADERS, narrower=BY_REGISTER)
def draw_sample(key: str) -> AnyResponse:
    """What was drawn, as entries of the register, or the form again with every error."""
    typed = {name: request.form.get(name, "") for name in KEYS}
    try:
        part(SampleService).draw(current_person(), key, typed)
    except NotAllowedError:
        return error_page(messages.FORBIDDEN, messages.FORBIDDEN_TEXT, 403)
    except InvalidInputError as error:
        return _page(key, typed, error.problems, 422)
    return redirect(url_for("staff.sample_form", key=key), 303)


ROUTES = (
    ("/registers/<key>/sample", "sample_form", sample_form, "GET"),
    ("/registers/<key>/sample", "draw_sample", draw_sample, "POST"),
)
