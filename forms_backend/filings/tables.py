"""Tables of filings upwards: the filings, their steps, their sums, and points entered by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from district.registers.filing_models import MOST_SCORE
from district.registers.models import MAX_KEY_LENGTH
from forms_backend.database.limits import (
    HASH_LENGTH,
    LOGIN_LENGTH,
    MAX_EDITION_BYTES,
    MAX_WRITING_BYTES,
    REPORT_KIND_LENGTH,
    STATE_LENGTH,
    UNIT_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length

FIGURES_LENGTH, SOURCES_LENGTH = 8_000, 8_000
NO_TEXT = b""
"""What is left of a text whose time is over (保存期限)."""


class Filing(Base):
    """一次报送: what one unit owes its parent for one period. There is none before it was submitted
    for the first time; `first_at` says whether that was in time, however often it came back."""

    __tablename__ = "filings"
    __table_args__: tuple[Any, ...] = (
        UniqueConstraint("kind", "period_last", "unit"),
        max_length("kind", REPORT_KIND_LENGTH),
        max_length("unit", UNIT_LENGTH),
        max_length("parent", UNIT_LENGTH),
        max_length("state", STATE_LENGTH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(REPORT_KIND_LENGTH))
    period_last: Mapped[date] = mapped_column(Date, index=True)
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    parent: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    due_on: Mapped[date] = mapped_column(Date)
    sure_on: Mapped[date] = mapped_column(Date)
    """As they were when it was submitted first; see `due`."""
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int]


class FilingStep(Base):
    """A step that a filing took, never changed: submitted with texts (sealed) and the figures that
    were shown then, returned with the reason (sealed), summed. `head_hash`: the end of the ledger
    that the figures were counted from."""

    __tablename__ = "filing_steps"
    __table_args__: tuple[Any, ...] = (
        UniqueConstraint("filing_id", "position"),
        max_length("step", STATE_LENGTH),
        max_length("state", STATE_LENGTH),
        max_length("figures", FIGURES_LENGTH),
        max_length("head_hash", HASH_LENGTH),
        max_length("payload", MAX_EDITION_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), index=True)
    position: Mapped[int]
    step: Mapped[str] = mapped_column(String(STATE_LENGTH))
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    figures: Mapped[str] = mapped_column(String(FIGURES_LENGTH))
    head_sequence: Mapped[int | None]
    head_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class FilingSummary(Base):
    """汇总: which step of which filing went into the paper of a parent, and who was missing then, so
    that the same paper can be made again."""

    __tablename__ = "filing_summaries"
    __table_args__: tuple[Any, ...] = (
        UniqueConstraint("kind", "period_last", "parent", "version"),
        max_length("kind", REPORT_KIND_LENGTH),
        max_length("parent", UNIT_LENGTH),
        max_length("sources", SOURCES_LENGTH),
        max_length("missing", SOURCES_LENGTH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(REPORT_KIND_LENGTH))
    period_last: Mapped[date] = mapped_column(Date)
    parent: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    version: Mapped[int]
    sources: Mapped[str] = mapped_column(String(SOURCES_LENGTH))
    """JSON: the position of the step by unit, in the order of the paper."""
    missing: Mapped[str] = mapped_column(String(SOURCES_LENGTH))
    """JSON: units."""
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AssessmentMark(Base):
    """考评中人工评的一项: never changed, a later line corrects an earlier one. `payload`: the
    evidence, sealed."""

    __tablename__ = "assessment_marks"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint(f"tenths BETWEEN 0 AND {MOST_SCORE * 10}", name="tenths_range"),
        max_length("kind", REPORT_KIND_LENGTH),
        max_length("unit", UNIT_LENGTH),
        max_length("point", MAX_KEY_LENGTH),
        max_length("payload", MAX_WRITING_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(REPORT_KIND_LENGTH))
    period_last: Mapped[date] = mapped_column(Date, index=True)
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    point: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH))
    tenths: Mapped[int]
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
