"""Editing, built once, where FABU_EDITING_REPOSITORY names a repository."""

from __future__ import annotations

import logging
from datetime import datetime

from district import releases
from district.errors import FabuError
from forms_backend.manuscripts.desk import EditingDesk
from forms_backend.manuscripts.draft_branches import Branches
from forms_backend.manuscripts.git import GitRepository
from forms_backend.manuscripts.messages import NO_SIGNING_KEY
from forms_backend.manuscripts.originals import OriginalsDesk
from forms_backend.manuscripts.preview import PreviewProcess
from forms_backend.manuscripts.signing import SigningDesk
from forms_backend.running.json_logs import log_event
from forms_backend.running.parts import Parts


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

    preview = PreviewProcess(settings.preview_socket)
    desk = EditingDesk(
        Branches(repository),
        SigningDesk(repository, settings.signing_key),
        preview,
        ground.clock,
        publish,
    )
    parts.add(desk)
    parts.add(OriginalsDesk(desk, preview, settings.var_dir))
