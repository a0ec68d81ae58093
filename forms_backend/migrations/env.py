"""Alembic runs this file; the connection comes from `schema.upgrade` or `schema.downgrade`."""

from __future__ import annotations

from alembic import context

from forms_backend.accounts import tables as staff_models
from forms_backend.attachments.tables import Attachment
from forms_backend.bookings import tables as booking_models
from forms_backend.database.tables import Base
from forms_backend.deliveries.tables import BookletDelivery
from forms_backend.matters import tables as matter_models
from forms_backend.meetings.tables import Meeting
from forms_backend.reports.tables import IssuedReport
from forms_backend.submissions import intake_tables as intake_models
from forms_backend.subscriptions.tables import Subscription
from forms_backend.visits import tables as visit_models

assert Attachment.metadata is Base.metadata
assert BookletDelivery.metadata is Base.metadata
assert Subscription.metadata is Base.metadata
assert booking_models.SeatBooking.metadata is Base.metadata
assert intake_models.Intake.metadata is visit_models.Visit.metadata is Base.metadata
assert Meeting.metadata is Base.metadata
assert IssuedReport.metadata is Base.metadata
assert matter_models.Matter.metadata is staff_models.Staff.metadata is Base.metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
