"""What the views need, built once by `create_app` and passed on through the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app

from forms_backend.casework.matter_service import MatterService
from forms_backend.casework.receipts import ReceiptSigner
from forms_backend.casework.rules import CaseworkRules
from forms_backend.casework.service import SubmissionService
from forms_backend.casework.staff_service import StaffService
from forms_backend.casework.visitor_service import VisitorService
from forms_backend.clock import Clock
from forms_backend.db import Database
from forms_backend.metrics import Metrics
from forms_backend.settings import Settings
from forms_backend.shell import Shell
from search.service import SearchService
from site_config.form_models import FormDefinition
from site_config.models import SiteConfig

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


def services() -> Services:
    """The parts of the application that serves this request."""
    return cast(Services, current_app.extensions[EXTENSION])


def prepare_matters(parts: Services) -> None:
    """Before the first request: every submission has its casework, and dates that were provisional
    are computed again in case a holiday table arrived."""
    parts.submissions.open_missing_matters(parts.forms)
    parts.matters.recompute_provisional_dates()
