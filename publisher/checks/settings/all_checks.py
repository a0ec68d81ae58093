"""Checks that look at no manuscript: the settings, and what lies beside the manuscripts.

Apart from the others, since what they load takes a fifth of a second, and where nothing but manuscripts
changed they are not made again (`rechecking`).
"""

from __future__ import annotations

from collections.abc import Callable

from publisher.checks.context import CheckContext
from publisher.checks.published_files import (
    check_configuration_holds_no_personal_data,
    check_files_hold_no_personal_data,
)
from publisher.checks.settings.casework_rules import (
    check_casework_rules_can_be_used,
    check_next_years_holidays_are_known,
)
from publisher.checks.settings.configured_texts import (
    check_configured_texts_cite_rightly,
)
from publisher.checks.settings.filings import check_filings_can_be_used
from publisher.checks.settings.forms import (
    check_booking_form_can_be_used,
    check_forms_can_be_used,
)
from publisher.checks.settings.placeholders import (
    check_site_is_no_placeholder,
)
from publisher.checks.settings.prepared_texts import (
    check_prepared_texts_can_be_used,
)
from publisher.checks.settings.publicity import (
    check_publicity_calendar,
)
from publisher.checks.settings.registers import (
    check_registers_can_be_used,
)
from publisher.checks.settings.selfhelp import (
    check_selfhelp_can_be_used,
)
from publisher.checks.settings.statistics import (
    check_statistics_can_be_shown,
)
from publisher.checks.stray_files import (
    check_files_are_no_links,
    check_root_files,
)
from publisher.model.finding import Finding
from publisher.model.library import Library

SETTINGS_CHECKS: tuple[Callable[[Library, CheckContext], list[Finding]], ...] = (
    check_site_is_no_placeholder,
    check_forms_can_be_used,
    check_booking_form_can_be_used,
    check_casework_rules_can_be_used,
    check_registers_can_be_used,
    check_filings_can_be_used,
    check_next_years_holidays_are_known,
    check_prepared_texts_can_be_used,
    check_configured_texts_cite_rightly,
    check_statistics_can_be_shown,
    check_publicity_calendar,
    check_selfhelp_can_be_used,
    check_files_are_no_links,
    check_root_files,
    check_files_hold_no_personal_data,
    check_configuration_holds_no_personal_data,
)
"""Of the pages that it names the calendar alone depends: `rechecking` knows."""
