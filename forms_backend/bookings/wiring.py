"""Everything about seats, built once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from district.form_models import FormDefinition
from district.models import SiteConfig
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
from forms_backend.sealing.keys import CodeKey, PayloadCipher


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


def build_booking_office(
    database: Database,
    cipher: PayloadCipher,
    code_key: CodeKey,
    config: SiteConfig,
    outbox: Outbox,
    form: FormDefinition,
    site_dir: Path,
    clock: Clock,
) -> BookingOffice:
    """The office of the site in `site_dir`."""
    tools = Tools(cipher, config.bookings, outbox, config.site.base_url)
    hearings = HearingsFile(site_dir)
    changes = HearingChanges(database, tools, hearings, clock)
    common = (database, tools, code_key, hearings, changes, clock)
    return BookingOffice(
        form=form,
        service=BookingService(*common, form.prefix),
        own=OwnBookingService(*common),
        desk=BookingDesk(database, tools, hearings, changes, clock),
        changes=changes,
        database=database,
        tools=tools,
        clock=clock,
    )
