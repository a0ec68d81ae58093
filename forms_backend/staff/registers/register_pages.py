"""`/staff/registers`: which registers there are, how far targets are, and the list of each."""

from __future__ import annotations

from flask import Response, request

from forms_backend.registers import messages as texts
from forms_backend.registers.reading import RegisterReader
from forms_backend.registers.rules import may_enter
from forms_backend.registers.service import RegisterService
from forms_backend.registers.views import Which
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.registers.showing import register_page
from forms_backend.web.context import part


@allow_roles(*WORKERS)
def register_overview() -> Response:
    """Every register with what is open, late and over; every target with what is done."""
    reader = part(RegisterReader)
    return register_page(
        "registers.html",
        texts.TITLE,
        counted=reader.overview(current_person()),
        progress=reader.progress(),
    )


def which_list() -> Which:
    """The list that the address names; what is open without one."""
    named = request.args.get("list", "")
    return Which(named) if named in list(Which) else Which.OPEN


@allow_roles(*WORKERS)
def register_list(key: str) -> Response:
    """One list of a register."""
    person, which = current_person(), which_list()
    register = part(RegisterService).register(key)
    found = part(RegisterReader).rows(person, key, which, request.args.get("page", 1, type=int))
    return register_page(
        "register.html",
        register.name,
        key=key,
        register=register,
        found=found,
        which=which,
        lists=Which,
        may_enter=may_enter(person, register),
        imported=request.args.get("imported", type=int),
    )


ROUTES = (
    ("/registers", "register_overview", register_overview, "GET"),
    ("/registers/<key>", "register_list", register_list, "GET"),
)
