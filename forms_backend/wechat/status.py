"""How a matter or a booking stands, in plain words; no name, no contact, no answer's text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from district.forms.models import FormDefinition
from district.models import SiteConfig
from forms_backend.bookings.errors import BookingNotFoundError
from forms_backend.bookings.own_bookings import BookingView, OwnBookingService
from forms_backend.bookings.states import BookingState
from forms_backend.matters.visitor_service import PublicDue, PublicView, VisitorService
from forms_backend.running.clock import local_text
from forms_backend.wechat import messages
from forms_backend.wechat.links import fitted, link


class PlainStatus:
    """Looks up by number and code, as `/status` and `/bookings` do."""

    def __init__(
        self,
        visitors: VisitorService,
        bookings: OwnBookingService,
        booking_prefix: str,
        forms: Mapping[str, FormDefinition],
        config: SiteConfig,
    ) -> None:
        self._visitors = visitors
        self._bookings = bookings
        self._booking_prefix = booking_prefix
        self._forms = forms
        self._config = config

    def tell(self, number: str, code: str) -> str | None:
        """None for a wrong pair, whichever half is wrong."""
        if number.startswith(self._booking_prefix):
            try:
                return self._booking(self._bookings.look_up(number, code))
            except BookingNotFoundError:
                return None
        view = self._visitors.look_up(number, code)
        return None if view is None else self._matter(view)

    def _matter(self, view: PublicView) -> str:
        form = self._forms.get(view.form_id)
        title = form.title if form else view.form_id
        page = self._page(messages.STATUS_PAGE, "status")
        named = messages.STATUS_MATTER.format(number=view.number, form=title)
        if view.discarded:
            return fitted(
                [named, messages.STATUS_DISCARDED.format(link=page), messages.DELETE_YOURS]
            )
        lines = [
            named,
            messages.STATUS_STATE.format(state=view.state.label),
        ]
        if view.owner:
            lines.append(messages.STATUS_OWNER.format(unit=self._unit(view.owner)))
        lines += [messages.STATUS_DUE.format(due=_due(due)) for due in view.dues]
        if view.joined:
            lines.append(messages.STATUS_JOINED.format(state=view.joined.state.label))
        more = messages.STATUS_TEXTS if view.texts else messages.STATUS_MORE
        return fitted([*lines, more.format(link=page), messages.DELETE_YOURS])

    def _booking(self, view: BookingView) -> str:
        page = self._page(messages.BOOKING_PAGE, "bookings")
        lines = [
            messages.BOOKING.format(number=view.number, people=view.people),
            messages.STATUS_STATE.format(state=view.state.label),
            messages.BOOKING_TIME.format(time=local_text(view.starts)),
            messages.BOOKING_PLACE.format(place=view.place),
        ]
        return fitted([*lines, _next_of_booking(view, page), messages.DELETE_YOURS])

    def _unit(self, key: str) -> str:
        unit = self._config.unit(key)
        return unit.name if unit else key

    def _page(self, title: str, path: str) -> str:
        return link(title, self._config.site.base_url + path)


def _due(due: PublicDue) -> str:
    return due.due_on.isoformat() + (messages.STATUS_PROVISIONAL if due.provisional else "")


def _next_of_booking(view: BookingView, page: str) -> str:
    until: datetime | None = view.offer_until
    if view.state is BookingState.OFFERED and until is not None:
        return messages.BOOKING_OFFER.format(until=local_text(until), link=page)
    if view.moved:
        return messages.BOOKING_MOVED.format(link=page)
    return messages.BOOKING_MORE.format(link=page)
