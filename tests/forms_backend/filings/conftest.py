"""Filings of the reference project on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms_backend.filings import wiring
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.notices import wiring as notice_wiring
from forms_backend.outbox import wiring as outbox_wiring
from forms_backend.running.parts import Parts
from forms_backend.watching import wiring as watch_wiring
from tests.forms_backend.grounds import parts_with_reports

PROCURATOR = Person("jiancha", Role.REVIEWER, "procuratorate", name="检察员")
"""Has no account: reads and is refused, writes nothing."""


@pytest.fixture
def parts(database: Any, office: Any, clock: Any, tmp_path: Path, casework_rules: Any) -> Parts:
    made = parts_with_reports(database, clock, tmp_path, casework_rules)
    outbox_wiring.build(made)
    watch_wiring.build(made)
    notice_wiring.build(made)
    wiring.build(made)
    return made
