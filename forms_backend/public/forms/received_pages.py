"""`/forms/<form-id>/received`: the receipt after sending, at an address that says nothing.

Which receipt it is stands in the signed session cookie, for a short time: the number only. The
query code is derived again on the server, so it is neither in the address nor in the cookie.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, session, url_for

from forms_backend.attachments import messages as attachment_messages
from forms_backend.attachments.service import AttachmentService, AttachmentView
from forms_backend.fields import messages
from forms_backend.matters.intake_service import Receipt, SubmissionService
from forms_backend.matters.own_number import LONGEST_ADDRESS, OwnNumber
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.public.rendering import page, see_other
from forms_backend.web.context import ground, part

blueprint = Blueprint("received_pages", __name__, url_prefix="/forms")

SHOWN_FOR = timedelta(minutes=30)
_IN_SESSION = "received"
NOT_FOUND = 404


@dataclass(frozen=True)
class LastSent:
    """What this browser sent last, with what the receipt says of it."""

    receipt: Receipt
    repeated: bool
    files: tuple[AttachmentView, ...]


def hand_over(form_id: str, receipt: Receipt, *, with_files: bool) -> Response:
    """303 to the receipt, so that reloading and going back send nothing again."""
    session[_IN_SESSION] = {
        "form": form_id,
        "number": receipt.number,
        "at": int(ground().clock().timestamp()),
        "repeated": receipt.repeated,
        "files": with_files,
    }
    target = url_for("received_pages.show", form_id=form_id)
    return see_other(target)


def _last_sent(form_id: str) -> LastSent | None:
    kept = session.get(_IN_SESSION)
    if not isinstance(kept, dict) or kept.get("form") != form_id:
        return None
    age = ground().clock().timestamp() - float(kept["at"])
    if age > SHOWN_FOR.total_seconds():
        session.pop(_IN_SESSION)
        return None
    receipt = part(SubmissionService).receipt_of(kept["number"])
    if receipt is None:
        return None
    files = part(AttachmentService).of_visitor(receipt.number) if kept.get("files", True) else ()
    return LastSent(receipt, bool(kept["repeated"]), files)


@blueprint.get("/<form_id>/received")
def show(form_id: str) -> Response:
    """The receipt of what this browser sent last, as often as it is loaded within half an hour."""
    definition = ground().forms.get(form_id)
    sent = _last_sent(form_id)
    if definition is None or sent is None:
        return page("received_gone.html", messages.RECEIVED_GONE_TITLE, NOT_FOUND)
    receipt = sent.receipt
    view = part(VisitorService).look_up(receipt.number, receipt.query_code)
    return page(
        "receipt.html",
        messages.RECEIPT_TITLE,
        definition=definition,
        receipt=receipt,
        files=sent.files,
        files_heading=attachment_messages.RECEIPT_FILES,
        repeated=sent.repeated,
        mail_offered=view is not None and part(OwnNumber).is_offered(view),
        longest_address=LONGEST_ADDRESS,
        minutes=int(SHOWN_FOR.total_seconds()) // 60,
    )


@blueprint.post("/<form_id>/received")
def forget(form_id: str) -> Response:
    """The visitor has written it down: this device shows it no more."""
    session.pop(_IN_SESSION, None)
    return see_other(url_for("received_pages.show", form_id=form_id))
