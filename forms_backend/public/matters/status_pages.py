"""`/status`: number and query code in, timeline out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import Blueprint, Response, request

from district.casework.answer_templates import AttachedTo, OneTimeNotice
from forms_backend.attachments.messages import size_text
from forms_backend.attachments.service import AttachmentService, AttachmentView
from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.fields import messages
from forms_backend.keeping.data_requests import FORM
from forms_backend.ledger.actions import Action
from forms_backend.matters.cited_laws import pieces
from forms_backend.matters.own_number import LONGEST_ADDRESS, OwnNumber
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.visitor_service import PublicView, VisitorService
from forms_backend.public.matters.number_and_code import Asking, PairForm, asking_page, empty_page
from forms_backend.public.rendering import page
from forms_backend.sealing.keys import normalise_query_code
from forms_backend.web.context import ground, part
from forms_backend.web.file_input import FileInput
from forms_backend.web.limits import limit_status
from forms_backend.web.uploads import Received, supplement_field
from forms_backend.worklists.titles import title_of

blueprint = Blueprint("status_pages", __name__)

NOT_FOUND = 404
ATTACHED_TO = {"asked": AttachedTo.SUPPLEMENT, "answer": AttachedTo.ANSWER}


ASKING = Asking(
    messages.STATUS_TITLE,
    messages.STATUS_LEAD,
    messages.STATUS_NUMBER_HELP,
    "status_pages.look_up",
    keeps_mine=True,
)


@blueprint.get("/status", strict_slashes=False)
def show() -> Response:
    """The two inputs."""
    return empty_page(ASKING)


@blueprint.post("/status", strict_slashes=False)
@limit_status
def look_up() -> Response:
    """The timeline, or one and the same answer for an unknown number and for a wrong code."""
    form = PairForm(request.form)
    if not form.validate():
        return asking_page(ASKING, form, 422)
    shown = progress_page(*form.pair)
    if shown.status_code == NOT_FOUND:
        return asking_page(ASKING, form, NOT_FOUND, messages.STATUS_WRONG_PAIR)
    return shown


def expired_page() -> Response:
    """The two inputs again, after a wrong pair came with an action."""
    return asking_page(ASKING, PairForm(), NOT_FOUND, messages.STATUS_EXPIRED)


def _notices(view: PublicView) -> tuple[OneTimeNotice, ...]:
    """一次性告知, together with an answer or with a request for more material."""
    shown = [to for key, to in ATTACHED_TO.items() if key in view.texts]
    prepared = part(CaseworkRules).prepared
    found = (n for to in shown for n in prepared.notices_for(view.form_id, view.category, to))
    return tuple(dict.fromkeys(found))


def answer_told_at(view: PublicView) -> datetime | None:
    """When the answer that the page shows was delivered; None where it shows none."""
    told = [step.at for step in view.steps if step.action is Action.DELIVER]
    return max(told) if told and "answer" in view.texts else None


def answer_files(view: PublicView) -> tuple[AttachmentView, ...]:
    """附件 that go with the answer."""
    at = answer_told_at(view)
    return part(AttachmentService).of_answer(view.number, at) if at else ()


@dataclass(frozen=True)
class Typed:
    """What was typed on the page, for it to be shown again when something is wrong: 补充材料 with its
    files, and the address for 发到我的邮箱."""

    text: str = ""
    received: Received = field(default_factory=Received)
    address: str = ""


NOTHING_TYPED = Typed()


def progress_page(
    number: str,
    code: str,
    status: int = 200,
    *,
    notice: str | None = None,
    problems: Mapping[str, str] | None = None,
    typed: Typed = NOTHING_TYPED,
) -> Response:
    """How the matter stands and what its sender may do; 404 for a wrong pair."""
    view = part(VisitorService).look_up(number, code)
    if view is None:
        return expired_page()
    title = messages.STATUS_TITLE
    if problems:
        title = messages.FORM_ERROR_TITLE.format(title=title)
    return page(
        "status.html",
        title,
        status,
        view=view,
        # A page on a phone is seen by others; the receipt on paper has it all.
        sent=[answer for answer in view.sent if not answer.tells_who],
        subject=title_of(view.sent).subject,
        pieces=lambda text: pieces(text, part(CaseworkRules).laws),
        answer_files=answer_files(view),
        size_text=size_text,
        one_time_notices=_notices(view),
        code=normalise_query_code(code),
        notice=notice,
        problems=problems or {},
        actions=Action,
        unit_name=_unit_name,
        longest=WRITING_LENGTH,
        definition=ground().forms.get(view.form_id),
        asks_about_data=FORM if FORM in ground().forms else "",
        typed=typed,
        mail_offered=part(OwnNumber).is_offered(view),
        longest_address=LONGEST_ADDRESS,
        files=FileInput(supplement_field(view.form_id), "supply-files", typed.received.uploads),
    )


def _unit_name(key: str) -> str:
    unit = ground().config.unit(key)
    return unit.name if unit else key
