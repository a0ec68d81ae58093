"""Tables of reports: what was added to them, which were issued, and indicator values that people entered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import (
    ACTOR_LENGTH,
    HASH_LENGTH,
    INDICATOR_LENGTH,
    MAX_EDITION_BYTES,
    MAX_HUNDREDTHS,
    REPORT_KIND_LENGTH,
    SOURCE_LENGTH,
    UNIT_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length


class IssuedReport(Base):
    """已报送的报告: somebody handed it in; `digest` tells which text it was."""

    __tablename__ = "issued_reports"
    __table_args__: tuple[Any, ...] = (
        UniqueConstraint("kind", "period_last"),
        max_length("kind", REPORT_KIND_LENGTH),
        max_length("issued_by", ACTOR_LENGTH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(REPORT_KIND_LENGTH))
    period_last: Mapped[date] = mapped_column(Date)
    digest: Mapped[str] = mapped_column(String(HASH_LENGTH))
    issued_by: Mapped[str] = mapped_column(String(ACTOR_LENGTH))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)


NO_EDITION = b""
"""The payload of an edition whose time is over (保存期限)."""


class ReportEdition(Base):
    """报告的稿: what people added to the report of a period, sealed; a row a version, never changed.
    `unit` is empty for the whole district."""

    __tablename__ = "report_editions"
    __table_args__: tuple[Any, ...] = (
        UniqueConstraint("kind", "period_last", "unit", "version"),
        CheckConstraint("version >= 1", name="version_positive"),
        max_length("kind", REPORT_KIND_LENGTH),
        max_length("unit", UNIT_LENGTH),
        max_length("saved_by", ACTOR_LENGTH),
        max_length("payload", MAX_EDITION_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(REPORT_KIND_LENGTH))
    period_last: Mapped[date] = mapped_column(Date)
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    version: Mapped[int]
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    saved_by: Mapped[str] = mapped_column(String(ACTOR_LENGTH))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class IndicatorValue(Base):
    """指标值: entered by hand, never changed; a later line corrects an earlier one.

    `hundredths` is the percentage times a hundred: 8950 is 89.5 %.
    """

    __tablename__ = "indicator_values"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint(f"hundredths BETWEEN 0 AND {MAX_HUNDREDTHS}", name="hundredths_range"),
        max_length("indicator", INDICATOR_LENGTH),
        max_length("source", SOURCE_LENGTH),
        max_length("entered_by", ACTOR_LENGTH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(String(INDICATOR_LENGTH), index=True)
    hundredths: Mapped[int]
    measured_on: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))
    entered_by: Mapped[str] = mapped_column(String(ACTOR_LENGTH))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
