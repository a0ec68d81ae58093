"""`/booklets`: the basket of the site orders a booklet and fetches it.

Only the browser that ordered a booklet gets it: its title was written by a reader, and a link to it
on the site's own address would look as if the site had published it.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request, send_file, session
from flask_wtf.csrf import generate_csrf

from forms_backend.booklets import messages
from forms_backend.booklets.order import BookletFormat, OrderRefusedError
from forms_backend.booklets.press import CannotPrintError
from forms_backend.booklets.wiring import BookletOffice
from forms_backend.web.context import part
from forms_backend.web.json_input import InvalidJsonError, parse_object
from forms_backend.web.limits import limit_booklets

blueprint = Blueprint("booklet_api", __name__, url_prefix="/booklets")

FILE_NAME = "booklet"
REMEMBERED = 10
RETRY_AFTER_SECONDS = 5
_IN_SESSION = "booklets"


@blueprint.get("/state")
def state() -> Response:
    """Whether booklets can be made here, and the token that an order needs."""
    office = part(BookletOffice)
    if not office.can_print:
        return jsonify({"ready": False, "error": messages.NO_MANUSCRIPTS})
    return jsonify({"ready": True, "csrf_token": generate_csrf()})


@blueprint.post("", strict_slashes=False)
@limit_booklets
def order() -> Response:
    """Make the booklet; the answer says where it is, or what to change."""
    try:
        made = part(BookletOffice).make(parse_object(request.get_data()))
    except InvalidJsonError:
        return _refusal(messages.NOT_JSON, 400)
    except OrderRefusedError as error:
        return _refusal(str(error), 422)
    except CannotPrintError as error:
        response = _refusal(str(error), 503)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    file = f"{made.name}.{made.format}"
    mine = [name for name in session.get(_IN_SESSION, ()) if name != file]
    session[_IN_SESSION] = [*mine, file][-REMEMBERED:]
    size = _shown_size(made.path.stat().st_size)
    label = messages.LABEL.format(format=made.format.upper(), size=size)
    return jsonify({"url": f"booklets/{file}", "label": label})


@blueprint.get("/<name>.<any(pdf, epub):format_name>")
def fetch(name: str, format_name: str) -> Response:
    """A booklet that this very browser ordered; 404 for everybody else's."""
    if f"{name}.{format_name}" not in session.get(_IN_SESSION, ()):
        abort(404)
    format_ = BookletFormat(format_name)
    path = part(BookletOffice).find(name, format_)
    if path is None:
        abort(404)
    return send_file(
        path,
        mimetype=format_.media_type,
        as_attachment=True,
        download_name=f"{FILE_NAME}.{format_}",
        etag=False,
    )


def _refusal(sentence: str, status: int) -> Response:
    response = jsonify({"error": sentence})
    response.status_code = status
    return response


def _shown_size(size: int) -> str:
    kilobytes = size / 1024
    return f"{kilobytes / 1024:.1f} MB" if kilobytes >= 1000 else f"{max(1, round(kilobytes))} KB"
