"""保存期限: `retention.yml`, how long what was closed is kept before it is made anonymous."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import Field, field_validator, model_validator

from district.layers import NATIONAL
from district.loader import read_model
from district.models import Frozen

FILE = "retention.yml"
MAX_YEARS = 30
LEAST_LOG_DAYS = 183
"""网络安全法 23: logs are kept for six months at least."""

_MONTHS = 12
_LAST_DAY = 28


class RecordKind(StrEnum):
    """Records that are no matters; the value is the key in retention.yml."""

    STAFF_SESSIONS = "staff_sessions"
    VISITS = "visits"
    MEETINGS = "meetings"
    DELIVERIES = "deliveries"
    REGISTERS = "registers"
    REPORT_EDITIONS = "report_editions"
    FILINGS = "filings"
    ASSESSMENTS = "assessments"

    @property
    def label(self) -> str:
        return _RECORD_LABELS[self.value]


_RECORD_LABELS = {
    "staff_sessions": "工作人员登录记录",
    "visits": "走访记录",
    "meetings": "会议记录",
    "deliveries": "送阅记录",
    "registers": "工作台账",
    "report_editions": "报告的稿",
    "filings": "报送的文字",
    "assessments": "考评打分的依据",
}


class Period(Frozen):
    """So many years, months or days, because of `basis`."""

    years: int | None = Field(default=None, ge=1, le=MAX_YEARS)
    months: int | None = Field(default=None, ge=1, le=MAX_YEARS * _MONTHS)
    days: int | None = Field(default=None, ge=1, le=MAX_YEARS * 366)
    basis: str = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _check(self) -> Period:
        if sum(part is not None for part in (self.years, self.months, self.days)) != 1:
            raise ValueError("years、months、days 应当只写一个")
        return self

    def start_of(self, today: date) -> date:
        """What was closed before this day is due; a day that a month lacks becomes its 28th."""
        if self.days is not None:
            return today - timedelta(days=self.days)
        months = self.months or (self.years or 0) * _MONTHS
        year, month = divmod(today.year * _MONTHS + today.month - 1 - months, _MONTHS)
        try:
            return date(year, month + 1, today.day)
        except ValueError:
            return date(year, month + 1, _LAST_DAY)

    @property
    def label(self) -> str:
        if self.days is not None:
            return f"{self.days} 日"
        return f"{self.years} 年" if self.years else f"{self.months} 个月"


class SubmissionPeriods(Frozen):
    """One period for all forms, and others for some."""

    default: Period
    forms: Mapping[str, Period] = {}

    def of(self, form_id: str) -> Period:
        return self.forms.get(form_id, self.default)


class Retention(Frozen):
    """Everything in retention.yml."""

    submissions: SubmissionPeriods
    records: Mapping[RecordKind, Period]
    discarded_drafts: Period
    """Manuscripts that were given up: imported texts lie there as they came."""

    @field_validator("records")
    @classmethod
    def _check_logs(cls, records: Mapping[RecordKind, Period]) -> Mapping[RecordKind, Period]:
        missing = [kind.value for kind in RecordKind if kind not in records]
        if missing:
            raise ValueError(f"缺少 {'、'.join(missing)}")
        today = date(2026, 1, 1)
        sessions = records[RecordKind.STAFF_SESSIONS]
        if (today - sessions.start_of(today)).days < LEAST_LOG_DAYS:
            raise ValueError(
                f"登录记录依《网络安全法》第二十三条至少保存六个月（{LEAST_LOG_DAYS} 日）"
            )
        return records


def load_retention(directory: Path = NATIONAL) -> Retention:
    """The district's periods. Raises ConfigError that lists every mistake."""
    return read_model(Retention, directory, FILE)
