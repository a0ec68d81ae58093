"""The district's rules for matters, and who works by them."""

from __future__ import annotations

from functools import partial

from forms_backend.accounts.leaving import PostService
from forms_backend.matters.completing import CompletionService
from forms_backend.matters.handing_over import hand_over_matters
from forms_backend.matters.happening import MatterNotices
from forms_backend.matters.intake_service import MatterOpener, SubmissionService
from forms_backend.matters.own_number import OwnNumber
from forms_backend.matters.quarantine import QuarantineService
from forms_backend.matters.rules import CaseworkRules, load_casework_rules
from forms_backend.matters.service import MatterService
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.outbox.service import Outbox
from forms_backend.running.parts import Parts
from forms_backend.submissions.receipts import ReceiptSigner


def build_rules(parts: Parts) -> None:
    """Before everybody else: notices count working days by them. Raises ConfigError."""
    ground = parts.ground
    parts.add(load_casework_rules(ground.config, ground.directory, ground.forms))


def build(parts: Parts) -> None:
    """Needs the rules and whoever tells of what happens to matters."""
    ground, rules, notices = parts.ground, parts[CaseworkRules], parts[MatterNotices]
    database, cipher, clock = ground.database, ground.cipher, ground.clock
    opener = MatterOpener(rules)
    submissions = SubmissionService(database, cipher, ground.code_key, clock, opener, notices)
    matters = MatterService(database, cipher, rules, ground.config, clock, notices)
    parts[PostService].when_leaving(partial(hand_over_matters, notices=notices))
    parts.add(submissions)
    parts.add(QuarantineService(database, cipher, clock, opener, notices))
    parts.add(matters)
    parts.add(CompletionService(database, cipher, ground.forms, clock))
    visitors = VisitorService(database, cipher, rules, ground.config, submissions, clock, notices)
    parts.add(visitors)
    site = ground.config.site
    parts.add(OwnNumber(database, parts[Outbox], visitors, ground.code_key, site, clock))
    parts.add(ReceiptSigner(ground.settings.code_key, ground.config.site.base_url))
    # Every submission has its casework, and provisional dates are computed again in case a holiday
    # table arrived.
    parts.at_start(lambda: submissions.open_missing_matters(ground.forms))
    parts.at_start(matters.recompute_provisional_dates)
