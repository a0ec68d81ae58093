"""Two checks of settings take half of the time of a check of a small project. Hundreds of tests change a
manuscript and leave the settings alone: what was found in them is known then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from district import SiteConfig
from publisher.checks.configuration import shown
from publisher.checks.context import CheckContext
from publisher.checks.published_files import check_configuration_holds_no_personal_data
from publisher.checks.settings import all_checks as of_settings
from publisher.checks.settings.selfhelp import check_selfhelp_can_be_used
from publisher.model.finding import Finding
from publisher.model.library import Library

SettingsCheck = Callable[[Library, CheckContext], list[Finding]]

COSTLY = (check_selfhelp_can_be_used, check_configuration_holds_no_personal_data)
"""They read the folder of settings, the names of manuscripts, the day, and what the site says of
itself; of the manuscripts themselves nothing."""


def _files(folder: Path) -> frozenset[tuple[str, bytes]]:
    """Raises OSError where one of them cannot be read."""
    return frozenset(
        (file.relative_to(folder).as_posix(), file.read_bytes())
        for file in folder.rglob("*.yml")
        if file.is_file()
    )


def _remembering(check: SettingsCheck) -> SettingsCheck:
    known: dict[object, list[tuple[SiteConfig, list[Finding]]]] = {}

    def checked(library: Library, context: CheckContext) -> list[Finding]:
        try:
            files = _files(context.config_folder)
        except OSError:
            return check(library, context)
        place = shown(context, "site.yml")
        same = known.setdefault((files, place, context.names_on_disk, context.today), [])
        for config, findings in same:
            if config == context.config:
                return list(findings)
        findings = check(library, context)
        same.append((context.config, findings))
        return list(findings)

    return checked


@pytest.fixture(autouse=True, scope="session")
def settings_judged_once() -> Iterator[None]:
    """In this process; commands that are started as such look at all as always."""
    remembered: dict[object, SettingsCheck] = {check: _remembering(check) for check in COSTLY}
    checks = tuple(remembered.get(check, check) for check in of_settings.SETTINGS_CHECKS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of_settings, "SETTINGS_CHECKS", checks)
        yield
