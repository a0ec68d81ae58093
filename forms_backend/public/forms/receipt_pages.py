"""`/receipt`: the printable receipt with QR code and signature, for who knows number and code."""

from __future__ import annotations

import segno
from flask import Blueprint, Response, jsonify

from forms_backend.fields import messages
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.public.matters.number_and_code import kept_pair
from forms_backend.public.matters.status_pages import expired_page
from forms_backend.public.rendering import page
from forms_backend.sealing.keys import normalise_query_code
from forms_backend.submissions.receipts import ReceiptSigner
from forms_backend.web.context import ground, part
from forms_backend.web.limits import limit_status

blueprint = Blueprint("receipt_pages", __name__, url_prefix="/receipt")


def qr_picture(text: str) -> str:
    """The QR code as a data URI that the content security policy lets in."""
    uri: str = segno.make(text, error="m", mask=4).svg_data_uri(scale=4, border=4)
    return uri


@blueprint.post("", strict_slashes=False)
@limit_status
def print_receipt() -> Response:
    """The receipt; the query code is on it, so that one sheet of paper is enough."""
    number, code = kept_pair()
    view = part(VisitorService).look_up(number, code)
    if view is None:
        return expired_page()
    link = part(ReceiptSigner).link(number, view.received_at)
    return page(
        "receipt_print.html",
        messages.RECEIPT_PRINT_TITLE,
        view=view,
        code=normalise_query_code(code),
        link=link,
        picture=qr_picture(link),
        site=ground().config.site,
        definition=ground().forms.get(view.form_id),
    )


@blueprint.get("/key.json")
def public_key() -> Response:
    """The public key that receipts are checked with."""
    return jsonify({"algorithm": "Ed25519", "public_key": part(ReceiptSigner).public_key})
