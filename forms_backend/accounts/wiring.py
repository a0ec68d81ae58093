"""Accounts, their sessions and addresses, built once."""

from __future__ import annotations

from datetime import timedelta

from forms_backend.accounts.absences import AbsenceService
from forms_backend.accounts.address_book import ContactService
from forms_backend.accounts.leaving import PostService
from forms_backend.accounts.pauses import Devices
from forms_backend.accounts.requests import RequestService
from forms_backend.accounts.service import StaffService
from forms_backend.accounts.sessions import SessionService
from forms_backend.running.parts import Parts


def build(parts: Parts) -> None:
    """Nothing starts or writes."""
    ground = parts.ground
    idle = timedelta(minutes=ground.settings.staff_idle_minutes)
    parts.add(Devices(ground.cipher.derive_key("staff devices")))
    parts.add(StaffService(ground.database, ground.cipher, ground.config, ground.clock, idle))
    parts.add(PostService(ground.database, ground.config, ground.clock))
    parts.add(AbsenceService(ground.database, ground.clock))
    parts.add(SessionService(ground.database, ground.clock, idle))
    parts.add(
        RequestService(
            ground.database, ground.cipher, ground.clock, parts[StaffService], parts[PostService],
            parts[SessionService],
        )
    )  # fmt: skip
    parts.add(ContactService(ground.database, ground.cipher, ground.clock))
