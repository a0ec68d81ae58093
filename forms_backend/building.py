"""Puts the parts of an application together, topic by topic."""

from __future__ import annotations

import gc
from collections.abc import Callable

from district import SiteConfig, load_site_config
from district.forms.reading import load_form_definitions
from forms_backend.accounts import wiring as accounts
from forms_backend.attachments import wiring as attachments
from forms_backend.bookings import wiring as bookings
from forms_backend.booklets import wiring as booklets
from forms_backend.database.transactions import Database
from forms_backend.deliveries import wiring as deliveries
from forms_backend.drafts import wiring as drafts
from forms_backend.filings import wiring as filings
from forms_backend.keeping import wiring as keeping
from forms_backend.ledger import wiring as ledger
from forms_backend.letters import wiring as letters
from forms_backend.manuscripts import wiring as manuscripts
from forms_backend.matters import wiring as matters
from forms_backend.meetings import wiring as meetings
from forms_backend.notices import wiring as notices
from forms_backend.old_ledgers import wiring as old_ledgers
from forms_backend.outbox import wiring as outbox
from forms_backend.outbox.channels import configured_channels
from forms_backend.outbox.service import OutboxChannel
from forms_backend.public import wiring as public
from forms_backend.publication import wiring as publication
from forms_backend.registers import wiring as registers
from forms_backend.reports import wiring as reports
from forms_backend.running.clock import Clock, system_clock
from forms_backend.running.metrics import Metrics
from forms_backend.running.parts import Ground, Parts
from forms_backend.running.settings import Settings
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.subscriptions import wiring as subscriptions
from forms_backend.teamwork import wiring as teamwork
from forms_backend.visits import wiring as visits
from forms_backend.watching import wiring as watching
from forms_backend.wechat import wiring as wechat
from forms_backend.worklists import wiring as worklists

TOPICS: tuple[Callable[[Parts], None], ...] = (
    matters.build_rules,
    registers.build_definitions,
    ledger.build,
    outbox.build,
    watching.build,
    notices.build,
    accounts.build,
    drafts.build,
    matters.build,
    attachments.build,
    teamwork.build,
    worklists.build,
    old_ledgers.build,
    registers.build,
    meetings.build,
    visits.build,
    letters.build,
    deliveries.build,
    publication.build,
    manuscripts.build,
    reports.build,
    filings.build,
    bookings.build,
    subscriptions.build,
    booklets.build,
    keeping.build,
    public.build,
    wechat.build,
)
"""In this order: who is asked for comes before who asks."""


def build_parts(
    settings: Settings, *, config: SiteConfig | None = None, clock: Clock = system_clock
) -> Parts:
    """The parts of the application. Raises ConfigError when the district's YAML is wrong."""
    directory = settings.config_dir
    config = config or load_site_config(directory)
    parts = Parts(
        Ground(
            settings=settings,
            directory=directory,
            config=config,
            forms=load_form_definitions(asking_only_what_is_sent(config, settings), directory),
            database=Database(settings.database_url, settings.ledger_hash),
            cipher=PayloadCipher(settings.data_key, settings.cipher, settings.old_data_key),
            code_key=CodeKey(settings.code_key),
            clock=clock,
            metrics=Metrics(),
        )
    )
    for build in TOPICS:
        build(parts)
    return parts


def asking_only_what_is_sent(config: SiteConfig, settings: Settings) -> SiteConfig:
    """For forms: without the consent to texts where nothing is set up that could send one."""
    if OutboxChannel.SMS in configured_channels(settings):
        return config
    return config.model_copy(update={"site": config.site.model_copy(update={"sms_notices": False})})


def prepare(parts: Parts) -> None:
    """What has to happen once before the first request."""
    for step in parts.first_steps:
        step()
    # What was loaded so far lives as long as the server. Walking it again at each full collection
    # took 100 ms in the middle of a request.
    gc.collect()
    gc.freeze()
