"""Everything about seats, built once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from district.forms.booking import load_booking_form
from district.forms.models import FormDefinition
from forms_backend.bookings.changes import HearingChanges, SyncReport
from forms_backend.bookings.deletion import DeletionReport, delete_old_bookings
from forms_backend.bookings.desk import BookingDesk
from forms_backend.bookings.floor import Tools
from forms_backend.bookings.hearings_file import HearingsFile
from forms_backend.bookings.own_bookings import OwnBookingService
from forms_backend.bookings.service import BookingService
from forms_backend.database.transactions import Database
from forms_backend.outbox.service import Outbox
from forms_backend.running.clock import Clock
from forms_backend.running.parts import Parts
from forms_backend.running.periodic import Task

FIRST_AFTER_SECONDS = 20.0
EVERY_SECONDS = 600.0


@dataclass(frozen=True)
class BookingOffice:
    """The services around seats, and the form that visitors fill in."""

    form: FormDefinition
    service: BookingService
    own: OwnBookingService
    desk: BookingDesk
    changes: HearingChanges
    database: Database
    tools: Tools
    clock: Clock

    def look_after(self) -> tuple[SyncReport, DeletionReport]:
        """What has to happen from time to time, whether or not somebody opens a page."""
        return self.changes.sync(), self.delete_old()

    def delete_old(self, *, dry_run: bool = False) -> DeletionReport:
        """See `delete_old_bookings`."""
        days = self.tools.rules.booking.delete_after_days
        return delete_old_bookings(self.database, days, self.clock, dry_run=dry_run)


def build(parts: Parts) -> None:
    """The office of the site in FABU_SITE_DIR. Raises ConfigError when the booking form is wrong."""
    ground = parts.ground
    config, clock, database = ground.config, ground.clock, ground.database
    form = load_booking_form(config, ground.directory)
    tools = Tools(ground.cipher, config.bookings, parts[Outbox], config.site.base_url)
    hearings = HearingsFile(ground.settings.site_dir)
    changes = HearingChanges(database, tools, hearings, clock)
    common = (database, tools, ground.code_key, hearings, changes, clock)
    office = BookingOffice(
        form=form,
        service=BookingService(*common, form.prefix),
        own=OwnBookingService(*common),
        desk=BookingDesk(database, tools, ground.code_key, hearings, changes, clock),
        changes=changes,
        database=database,
        tools=tools,
        clock=clock,
    )
    parts.add(office)
    parts.from_time_to_time(looking_after_seats(office))


def looking_after_seats(
    office: BookingOffice,
    *,
    first_after: float = FIRST_AFTER_SECONDS,
    every: float = EVERY_SECONDS,
) -> Task:
    """Waiting lists move although nobody looks at a page: offers run out, changed hearings are told
    of, and old bookings go."""

    def look_after(_is_stopping: Callable[[], bool]) -> dict[str, object] | None:
        report, gone = office.look_after()
        if not (report.told or report.lapsed or gone.hearings):
            return None
        return {"told": report.told, "lapsed": report.lapsed, "deleted": gone.bookings}

    return Task("seats", first_after=first_after, every=every, work=look_after)
