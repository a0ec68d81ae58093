"""Accounts, for the administrator alone, who in turn sees no matter."""

from __future__ import annotations

from flask import Response, request

from district.forms.fields import EMAIL_LENGTH
from forms_backend.accounts.address_book import ContactService
from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.leaving import PostService
from forms_backend.accounts.passwords import LONGEST_PASSWORD
from forms_backend.accounts.requests import Kind, RequestService
from forms_backend.accounts.service import StaffService
from forms_backend.accounts.sessions import SessionService
from forms_backend.identity.roles import Role
from forms_backend.staff import messages
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.matters import list_messages
from forms_backend.staff.rendering import page
from forms_backend.web.context import ground, part

OWN_PASSWORD = "own_password"  # noqa: S105 - the name of an input
_LONGEST = 100


def account_page(status: int = 200, notice: str | None = None) -> Response:
    """All accounts, with what came of the last step."""
    units = [unit for unit in ground().config.units if unit.kind.handles_matters]
    return page(
        "accounts.html",
        messages.ACCOUNTS,
        status,
        notice=notice,
        failed=status >= 400,
        w=list_messages,
        accounts=part(StaffService).accounts(),
        requests=part(RequestService).waiting(),
        passwords=part(RequestService).passwords_for(current_person()),
        living=part(SessionService).counts(),
        roles=Role,
        units=units,
        typed=request.form,
    )


def asks_for_second(kind: Kind, login: str, *names: str) -> Response | None:
    """With FABU_TWO_PERSON_ACCOUNTS: kept for another administrator. None when one is enough."""
    if not ground().settings.two_person_accounts:
        return None
    given = {name: request.form.get(name, "")[: EMAIL_LENGTH + 1].strip() for name in names}
    if "role" in given and given["role"] not in [role.value for role in Role]:
        return account_page(422, messages.CHOOSE + messages.ACCOUNT_ROLE)
    try:
        part(RequestService).ask(kind, login, given, person=current_person())
    except StaffError as error:
        return account_page(422, str(error))
    return account_page(202, messages.REQUEST_KEPT.format(step=kind.label, login=login))


@allow_roles(Role.ADMINISTRATOR)
def decide_request(request_id: int) -> Response:
    """Agree to what another administrator asked for, or refuse it."""
    refusal = lacks_own_password()
    if refusal is not None:
        return refusal
    service, person = part(RequestService), current_person()
    try:
        if request.form.get("decision") != "agree":
            login = service.refuse(request_id, person=person)
            return account_page(notice=messages.REQUEST_REFUSED.format(login=login))
        agreed = service.agree(request_id, person=person)
    except StaffError as error:
        return account_page(422, str(error))
    sentence = messages.REQUEST_PASSWORD_DUE if agreed.has_password else messages.REQUEST_DONE
    return account_page(notice=sentence.format(login=agreed.login, asker=agreed.asked_by))


@allow_roles(Role.ADMINISTRATOR)
def fetch_password(request_id: int) -> Response:
    """The one-time password of what was agreed to, shown once to whoever asked for it."""
    refusal = lacks_own_password()
    if refusal is not None:
        return refusal
    try:
        login, password = part(RequestService).fetch_password(request_id, person=current_person())
    except StaffError as error:
        return account_page(422, str(error))
    return account_page(notice=messages.ACCOUNT_PASSWORD.format(login=login, password=password))


@allow_roles(Role.ADMINISTRATOR)
def account_list() -> Response:
    """All accounts."""
    return account_page()


def lacks_own_password() -> Response | None:
    """What gives or takes access is done only by who knows the password of the account that is
    signed in: a screen left open is not enough. The page with everything typed, or None."""
    typed = request.form.get(OWN_PASSWORD, "")[:LONGEST_PASSWORD]
    if part(StaffService).is_own_password(current_person(), typed):
        return None
    return account_page(422, messages.OWN_PASSWORD_WRONG)


@allow_roles(Role.ADMINISTRATOR)
def add_account() -> Response:
    """A new account; its one-time password is shown once."""
    refusal = lacks_own_password()
    if refusal is not None:
        return refusal
    login, name, unit, role = (
        request.form.get(key, "")[:_LONGEST].strip() for key in ("login", "name", "unit", "role")
    )
    kept = asks_for_second(Kind.ADD, login, "name", "unit", "role", "email")
    if kept is not None:
        return kept
    email = request.form.get("email", "")[: EMAIL_LENGTH + 1]
    actor = current_person().actor
    try:
        known = next((r for r in Role if r.value == role), None)
        if known is None:
            raise StaffError(messages.CHOOSE + messages.ACCOUNT_ROLE)
        password = part(StaffService).add(login, name, unit, known, actor=actor, email=email)
    except StaffError as error:
        return account_page(422, str(error))
    return account_page(201, messages.ACCOUNT_PASSWORD.format(login=login, password=password))


@allow_roles(Role.ADMINISTRATOR)
def disable_account(login: str) -> Response:
    """Ends all sessions of the account too."""
    if login == current_person().login:
        return account_page(422, messages.ACCOUNT_NOT_OWN)
    successor = request.form.get("hand_to", "")[:_LONGEST]
    try:
        count = part(PostService).disable(login, actor=current_person().actor, successor=successor)
    except StaffError as error:
        return account_page(422, str(error))
    notice = messages.ACCOUNT_DISABLE_DONE.format(login=login)
    handed = messages.ACCOUNT_HANDED_OVER.format(count=count) if count else ""
    return account_page(notice=notice + handed)


@allow_roles(Role.ADMINISTRATOR)
def move_account(login: str) -> Response:
    """Another unit or role, and what becomes of what the person has in hand."""
    if login == current_person().login:
        return account_page(422, messages.ACCOUNT_MOVE_NOT_OWN)
    refusal = lacks_own_password()
    if refusal is not None:
        return refusal
    kept = asks_for_second(Kind.MOVE, login, "unit", "role", "hand_to")
    if kept is not None:
        return kept
    unit, role, successor = (
        request.form.get(key, "")[:_LONGEST].strip() for key in ("unit", "role", "hand_to")
    )
    try:
        known = next((r for r in Role if r.value == role), None)
        if known is None:
            raise StaffError(messages.CHOOSE + messages.ACCOUNT_ROLE)
        count = part(PostService).move(
            login, unit, known, actor=current_person().actor, successor=successor
        )
    except StaffError as error:
        return account_page(422, str(error))
    return account_page(notice=messages.ACCOUNT_MOVE_DONE.format(login=login, count=count))


@allow_roles(Role.ADMINISTRATOR)
def set_account_email() -> Response:
    """Replace or clear the address for notices; the former one is never shown."""
    login = request.form.get("login", "")[:_LONGEST]
    email = request.form.get("email", "")[: EMAIL_LENGTH + 1]
    try:
        part(ContactService).set_email(login, email, actor=current_person().actor)
    except StaffError as error:
        return account_page(422, str(error))
    return account_page(notice=messages.ACCOUNT_EMAIL_DONE.format(login=login))


@allow_roles(Role.ADMINISTRATOR)
def set_account_phone() -> Response:
    """Replace or clear the phone for texts; the former one is never shown."""
    login = request.form.get("login", "")[:_LONGEST]
    phone = request.form.get("phone", "")[:_LONGEST]
    try:
        part(ContactService).set_phone(login, phone, actor=current_person().actor)
    except StaffError as error:
        return account_page(422, str(error))
    return account_page(notice=messages.ACCOUNT_PHONE_DONE.format(login=login))


ROUTES = (
    ("/accounts", "account_list", account_list, "GET"),
    ("/accounts", "add_account", add_account, "POST"),
    ("/accounts/<login>/disable", "disable_account", disable_account, "POST"),
    ("/accounts/requests/<int:request_id>", "decide_request", decide_request, "POST"),
    ("/accounts/requests/<int:request_id>/password", "fetch_password", fetch_password, "POST"),
    ("/accounts/<login>/move", "move_account", move_account, "POST"),
    ("/accounts/phone", "set_account_phone", set_account_phone, "POST"),
    ("/accounts/email", "set_account_email", set_account_email, "POST"),
)
