"""What the views need, built once by `create_app` and passed on through the application."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app

from district.form_models import FormDefinition
from district.models import SiteConfig
from forms_backend.accounts.contact import ContactService
from forms_backend.accounts.service import StaffService
from forms_backend.accounts.sessions import SessionService
from forms_backend.attachments.service import AttachmentService
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.booklets.wiring import BookletOffice
from forms_backend.database.transactions import Database
from forms_backend.deliveries.service import DeliveryService
from forms_backend.keeping.retention import RetentionService
from forms_backend.letters.service import LetterService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.service import MatterService
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.meetings.lists import MeetingLists
from forms_backend.meetings.service import MeetingService
from forms_backend.outbox.service import Outbox
from forms_backend.outbox.wiring import Notify
from forms_backend.public.shell import Shell
from forms_backend.publication.service import TellingService
from forms_backend.reports.service import ReportService
from forms_backend.running.clock import Clock
from forms_backend.running.metrics import Metrics
from forms_backend.running.settings import Settings
from forms_backend.submissions.receipts import ReceiptSigner
from forms_backend.subscriptions.wiring import SubscriptionOffice
from forms_backend.visits.service import VisitService
from forms_backend.worklists.bulk_service import BulkService
from forms_backend.worklists.saved_filters import FilterService
from forms_backend.worklists.service import ListService
from search.server.service import SearchService

EXTENSION = "fabu"


@dataclass(frozen=True)
class Services:
    """The parts of the running application."""

    settings: Settings
    config: SiteConfig
    forms: Mapping[str, FormDefinition]
    database: Database
    rules: CaseworkRules
    submissions: SubmissionService
    matters: MatterService
    visitors: VisitorService
    staff: StaffService
    receipts: ReceiptSigner
    search: SearchService
    shell: Shell
    metrics: Metrics
    clock: Clock
    attachments: AttachmentService
    retention: RetentionService
    outbox: Outbox
    reports: ReportService
    notify: Notify
    letters: LetterService
    contacts: ContactService
    bookings: BookingOffice
    booklets: BookletOffice
    lists: ListService
    filters: FilterService
    sessions: SessionService
    bulk: BulkService
    telling: TellingService
    visits: VisitService
    deliveries: DeliveryService
    meetings: MeetingService
    meeting_lists: MeetingLists
    subscriptions: SubscriptionOffice


def services() -> Services:
    """The parts of the application that serves this request."""
    return cast(Services, current_app.extensions[EXTENSION])


def prepare_matters(parts: Services) -> None:
    """Before the first request: every submission has its casework, and dates that were provisional
    are computed again in case a holiday table arrived."""
    parts.submissions.open_missing_matters(parts.forms)
    parts.matters.recompute_provisional_dates()
    parts.attachments.sweep()
    parts.lists.index_missing()
    # What was loaded so far lives as long as the server. Walking it again at each full collection
    # took 100 ms in the middle of a request.
    gc.collect()
    gc.freeze()
