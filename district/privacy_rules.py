"""个人信息检查的规则: `privacy_allow.yml`, what may be published although it looks like a leak."""

from __future__ import annotations

import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from district.errors import ConfigError
from district.frozen import Frozen
from district.loader import problems_of, read_yaml

FILE = "privacy_allow.yml"


def _day(value: Any) -> datetime.date:
    """YAML reads 2027-06-30 as a date by itself; in quotes it is text."""
    try:
        return value if type(value) is datetime.date else datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"应为 YYYY-MM-DD，实际为“{value}”") from error


def _said(value: Any) -> str:
    if not isinstance(value, str) or len(value.strip()) < 2:
        raise ValueError(f"至少写两个字；数字请加引号，实际为“{value}”")
    return value.strip()


Day = Annotated[datetime.date, BeforeValidator(_day)]
Said = Annotated[str, BeforeValidator(_said), Field(max_length=300)]


class CompanyNames(StrEnum):
    """How cases name firms: 某公司 throughout, or by name where the firm agreed in writing."""

    MASKED = "masked"
    CONSENT = "consent"


class ConsentedCompany(Frozen):
    """同意具名的企业: the name as cases write it, when it agreed, where the letter is kept."""

    name: Said
    agreed_on: Day
    kept: Said


class PrivacyException(Frozen):
    """例外: `text` exactly as it stands on `page` (a path such as content/about/contact.md), why it may
    be public, which office answers for it, and the last day on which that holds."""

    text: Said
    page: Said
    reason: Said
    who: Said
    until: Day

    def has_expired(self, today: datetime.date) -> bool:
        return today > self.until


class PrivacyRules(Frozen):
    """Everything in privacy_allow.yml."""

    company_names: CompanyNames = CompanyNames.MASKED
    consented_companies: tuple[ConsentedCompany, ...] = ()
    exceptions: tuple[PrivacyException, ...] = ()

    def allow(self, text: str, page: str, today: datetime.date) -> bool:
        """Whether an exception that still holds lets `text` stand on `page`."""
        return any(
            exception.text == text and exception.page == page and not exception.has_expired(today)
            for exception in self.exceptions
        )

    def may_name(self, company: str) -> bool:
        """Whether the firm agreed to be named, and the district names firms at all."""
        return self.company_names is CompanyNames.CONSENT and any(
            company == agreed.name for agreed in self.consented_companies
        )


NO_EXCEPTIONS = PrivacyRules()


def load_privacy_rules(path: Path) -> PrivacyRules:
    """The district's rules. Raises ConfigError that lists every mistake."""
    try:
        return PrivacyRules.model_validate(read_yaml(path) or {})
    except ValidationError as error:
        raise ConfigError(problems_of(error, path.name)) from error
