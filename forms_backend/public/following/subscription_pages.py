"""`/subscriptions`: asking for the weekly mail, confirming it, leaving. GET never changes anything."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, current_app, request, url_for

from forms_backend.fields import messages as shared
from forms_backend.fields.field_rules import InvalidValueError, check_email, clean_email
from forms_backend.public.rendering import page, see_other
from forms_backend.running.json_logs import log_event
from forms_backend.subscriptions import messages
from forms_backend.subscriptions.payload import Subscriber
from forms_backend.subscriptions.topics import EVERYTHING, MAX_TOPICS
from forms_backend.subscriptions.wiring import SubscriptionOffice
from forms_backend.web.context import ground, part, parts_of
from forms_backend.web.limits import limit_subscriptions

blueprint = Blueprint("subscription_pages", __name__, url_prefix="/subscriptions")

HONEYPOT = "leave_empty"
LONGEST_ADDRESS = 254
UNPROCESSABLE = 422
NOT_FOUND = 404
UNAVAILABLE = 503


def _typed_topics() -> tuple[str, ...]:
    """The chosen values that exist, each once; with 全部更新 the others say nothing."""
    typed = request.form.getlist("topic")[: 2 * MAX_TOPICS]
    values = tuple(t.value for t in part(SubscriptionOffice).tools.catalogue.find(typed))
    return (EVERYTHING,) if EVERYTHING in values else values


def _problem_of_address(address: str) -> str | None:
    if not address:
        return shared.FIELD_REQUIRED.format(label=messages.ADDRESS)
    try:
        check_email(address)
    except InvalidValueError as error:
        return str(error)
    return None


def _problem_of_topics(topics: tuple[str, ...]) -> str | None:
    if not topics:
        return messages.TOPICS_MISSING
    if len(topics) > MAX_TOPICS:
        return messages.TOPICS_TOO_MANY.format(limit=MAX_TOPICS, count=len(topics))
    return None


def _form_page(
    subscriber: Subscriber,
    status: int = 200,
    problems: Mapping[str, str] | None = None,
    notice: str | None = None,
) -> Response:
    parts = parts_of(current_app)
    tools, site = parts[SubscriptionOffice].tools, parts.ground.config.site
    title = messages.TITLE
    if problems or notice:
        title = shared.FORM_ERROR_TITLE.format(title=title)
    told = {"organiser": site.organiser, "phone": site.phone}
    return page(
        "subscription_form.html",
        title,
        status,
        m=messages,
        groups=tools.catalogue.offers(tools.documents.read()),
        everything=EVERYTHING,
        subscriber=subscriber,
        problems=problems or {},
        labels={"address": messages.ADDRESS, "topics": messages.TOPICS},
        notice=notice,
        notice_lines=[(label, text.format(**told)) for label, text in messages.NOTICE_LINES],
        most_topics=MAX_TOPICS,
        longest_address=LONGEST_ADDRESS,
        honeypot=HONEYPOT,
    )


def _off_page(status: int) -> Response:
    return page("subscription_off.html", messages.TITLE, status, m=messages)


def _word_page(title: str, text: str, status: int = 200, **context: object) -> Response:
    """A title, a sentence, and a link or two."""
    return page("subscription_word.html", title, status, m=messages, text=text, **context)


@blueprint.get("", strict_slashes=False)
def show() -> Response:
    """The form, or why there is none and what else one can do."""
    if not part(SubscriptionOffice).tools.is_on:
        return _off_page(200)
    return _form_page(Subscriber("", ()))


@blueprint.post("", strict_slashes=False)
@limit_subscriptions
def ask() -> Response:
    """303 to the same page whatever is known of the address, or the form with its mistakes."""
    office = part(SubscriptionOffice)
    if not office.tools.is_on:
        return _off_page(UNAVAILABLE)
    address = clean_email(request.form.get("address", "")[: 2 * LONGEST_ADDRESS])
    subscriber = Subscriber(address, _typed_topics())
    found = {
        "topics": _problem_of_topics(subscriber.topics),
        "address": _problem_of_address(subscriber.address),
    }
    problems = {key: problem for key, problem in found.items() if problem}
    if problems:
        return _form_page(subscriber, UNPROCESSABLE, problems)
    if request.form.get(HONEYPOT):
        return _form_page(subscriber, UNPROCESSABLE, notice=shared.FORM_HONEYPOT)
    office.service.ask(subscriber)
    log_event("subscription_asked", topics=len(subscriber.topics))
    return see_other(url_for("subscription_pages.asked"))


@blueprint.get("/asked")
def asked() -> Response:
    """What to do now."""
    return _word_page(
        messages.ASKED_TITLE, messages.ASKED, more=messages.ASKED_MISSING, again=messages.AGAIN
    )


@blueprint.get("/confirm/<token>")
def show_request(token: str) -> Response:
    """What the reader chose, and a button: mail scanners open links, too."""
    topics = part(SubscriptionOffice).service.asked_topics(token)
    if topics is None:
        return _gone_page()
    return page(
        "subscription_step.html",
        messages.CONFIRM_TITLE,
        m=messages,
        lead=messages.CONFIRM_LEAD,
        topics=topics,
        action=url_for("subscription_pages.confirm", token=token),
        button=messages.CONFIRM,
        after=messages.CONFIRM_NOT_ME,
    )


@blueprint.post("/confirm/<token>")
def confirm(token: str) -> Response:
    """From here on mails are sent."""
    if not part(SubscriptionOffice).service.confirm(token):
        return _gone_page()
    log_event("subscription_confirmed")
    return see_other(url_for("subscription_pages.confirmed"))


def _gone_page() -> Response:
    return _word_page(messages.GONE_TITLE, messages.CONFIRM_GONE, NOT_FOUND, again=messages.AGAIN)


@blueprint.get("/confirmed")
def confirmed() -> Response:
    """When the first mail comes, and how to end it."""
    weekday = messages.WEEKDAYS[ground().settings.subscription_weekday - 1]
    return _word_page(messages.CONFIRMED_TITLE, messages.CONFIRMED.format(weekday=weekday))


@blueprint.get("/leave/<token>")
def show_leaving(token: str) -> Response:
    """A button."""
    if not part(SubscriptionOffice).service.knows_leaving_link(token):
        return _wrong_link_page()
    return page(
        "subscription_step.html",
        messages.LEAVE_TITLE,
        m=messages,
        lead=messages.LEAVE_LEAD,
        topics=(),
        action=url_for("subscription_pages.leave", token=token),
        button=messages.LEAVE,
        after=None,
    )


@blueprint.post("/leave/<token>")
def leave(token: str) -> Response:
    """Deletes at once; a second time changes nothing and says the same."""
    if not part(SubscriptionOffice).service.leave(token):
        return _wrong_link_page()
    log_event("subscription_left")
    return see_other(url_for("subscription_pages.left"))


@blueprint.get("/left")
def left() -> Response:
    """Done."""
    return _word_page(messages.LEFT_TITLE, messages.LEFT, again=messages.LEFT_BACK)


def _wrong_link_page() -> Response:
    return _word_page(messages.GONE_TITLE, messages.LINK_WRONG, NOT_FOUND)
