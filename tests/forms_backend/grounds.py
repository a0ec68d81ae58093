"""The ground of an application over a database of a test, for a topic that is built alone."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from district import SiteConfig
from district.forms.reading import load_form_definitions
from forms_backend.attachments import wiring as attachment_wiring
from forms_backend.database.transactions import Database
from forms_backend.ledger import wiring as ledger_wiring
from forms_backend.matters.rules import CaseworkRules
from forms_backend.registers import wiring as register_wiring
from forms_backend.reports import wiring as report_wiring
from forms_backend.running.metrics import Metrics
from forms_backend.running.parts import Ground, Parts
from forms_backend.running.settings import Settings
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from tests.reference import SITE_CONFIG, reference_config

KEY = base64.urlsafe_b64encode(bytes(32)).decode()


def bare_parts(
    database: Database, clock: Any, folder: Path, *, config: SiteConfig | None = None
) -> Parts:
    """No topic is built yet; the site lies in `folder`/site, and all keys are zeros."""
    settings = Settings(
        _env_file=None,
        secret_key="a-secret-for-tests-that-is-long-enough",
        data_key=KEY,
        code_key=KEY,
        var_dir=folder / "var",
        site_dir=folder / "site",
    )
    whole = reference_config()
    return Parts(
        Ground(
            settings=settings,
            directory=SITE_CONFIG,
            config=config or whole,
            forms=load_form_definitions(whole),
            database=database,
            cipher=PayloadCipher(bytes(32)),
            code_key=CodeKey(bytes(32)),
            clock=clock,
            metrics=Metrics(),
        )
    )


def parts_with_reports(database: Database, clock: Any, folder: Path, rules: CaseworkRules) -> Parts:
    """Reports and what they read: the ledger, and registers with their attachments."""
    made = bare_parts(database, clock, folder)
    made.add(rules)
    ledger_wiring.build(made)
    attachment_wiring.build(made)
    register_wiring.build_definitions(made)
    register_wiring.build(made)
    report_wiring.build(made)
    return made
