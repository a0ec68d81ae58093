"""Editing, built once, where FABU_EDITING_REPOSITORY names a repository."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from district import releases
from district.casework.retention import Period, load_retention
from district.errors import FabuError
from forms_backend.manuscripts.bulk import BulkDesk
from forms_backend.manuscripts.bulk_branches import BulkBranches
from forms_backend.manuscripts.desk import EditingDesk
from forms_backend.manuscripts.draft_branches import Branches
from forms_backend.manuscripts.forge import ForgeVault
from forms_backend.manuscripts.forge_desk import ForgeDesk
from forms_backend.manuscripts.git import GitRepository
from forms_backend.manuscripts.messages import NO_SIGNING_KEY
from forms_backend.manuscripts.online import OnlineDesk
from forms_backend.manuscripts.originals import OriginalsDesk
from forms_backend.manuscripts.preview import PreviewProcess
from forms_backend.manuscripts.signing import SigningDesk
from forms_backend.manuscripts.troubles import Troubles, telling
from forms_backend.outbox.service import Outbox
from forms_backend.running.clock import Clock, local_date
from forms_backend.running.json_logs import log_event
from forms_backend.running.parts import Parts
from forms_backend.running.periodic import Task

FIRST_AFTER_SECONDS = 600.0
PUSH_SECONDS = 20.0
EVERY_SECONDS = 24 * 60 * 60.0


def build(parts: Parts) -> None:
    """Without a repository, or a key to sign with, there is no desk, and the zone has no 编辑."""
    ground = parts.ground
    settings = ground.settings
    if settings.editing_repository is None:
        return
    if settings.signing_key is None:
        log_event("editing_off", logging.WARNING, reason=NO_SIGNING_KEY)
        return
    repository = GitRepository(settings.editing_repository)

    def publish(why: str, now: datetime) -> bool:
        try:
            releases.request(releases.releases_dir(settings.project_dir), why, now)
        except (FabuError, OSError) as error:
            log_event("publish_request_failed", logging.ERROR, reason=type(error).__name__)
            return False
        return True

    forge = ForgeDesk(
        repository,
        ForgeVault(settings.var_dir, ground.cipher),
        settings.var_dir,
        ground.clock,
        publish,
    )
    parts.add(forge)
    parts.from_time_to_time(pushing(forge))
    troubles = Troubles(
        ground.database, parts[Outbox], ground.cipher, ground.config.site, ground.clock,
        settings.project_dir, forge,
    )  # fmt: skip
    parts.add(troubles)
    parts.from_time_to_time(telling(troubles))
    preview = PreviewProcess(settings.preview_socket)
    desk = EditingDesk(
        Branches(repository),
        SigningDesk(repository, settings.signing_key),
        preview,
        ground.clock,
        publish,
    )
    parts.add(desk)
    rules = load_retention(ground.directory)
    parts.from_time_to_time(daily_forgetting(desk.branches, rules.discarded_drafts, ground.clock))
    parts.add(OnlineDesk(desk))
    parts.add(BulkDesk(desk, BulkBranches(repository, desk.branches)))
    parts.add(OriginalsDesk(desk, preview, settings.var_dir))


def pushing(forge: ForgeDesk) -> Task:
    """What was signed goes to the forge within half a minute."""

    def run(_is_stopping: Callable[[], bool]) -> None:
        if forge.is_due():
            forge.run()

    return Task("forge", PUSH_SECONDS, PUSH_SECONDS, run, in_every_process=True)


def daily_forgetting(branches: Branches, period: Period, clock: Clock) -> Task:
    """Soon after the start, then daily: drafts given up long enough ago leave the repository. What was
    pruned an hour after it lost its branch counts as gone by the next day."""

    def run(_is_stopping: Callable[[], bool]) -> dict[str, object]:
        forgotten = branches.forget_discarded(period.start_of(local_date(clock())))
        branches.tidy_up()
        return {"forgotten": forgotten}

    return Task("discarded_drafts", FIRST_AFTER_SECONDS, EVERY_SECONDS, run, in_every_process=True)
