"""Tables of casework: where a matter stands, its clocks, and what was written about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import (
    ACTION_LENGTH,
    ACTOR_LENGTH,
    EXPLANATION_LENGTH,
    KIND_LENGTH,
    LOGIN_LENGTH,
    MAX_WRITING_BYTES,
    RULE_LENGTH,
    STATE_LENGTH,
    UNIT_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length
from forms_backend.submissions.state import State

_LISTED = (
    "state", "sure_on", "submission_id", "confidential", "accused_unit", "unit", "handler",
    "yellow_on", "posted_on", "bounces", "supervisions", "satisfied", "answer_delivered_at",
    "closed_at",
)  # fmt: skip
"""What lists select and count by: with all of it in an index they read no row of the table."""


class Matter(Base):
    """办件: the casework of one submission.

    `state` repeats `Submission.state`, and the dates are those of the running clock that is due
    first: lists select, count and sort by them without reading what was sent.
    """

    __tablename__ = "matters"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint("version >= 1", name="version_positive"),
        max_length("lead_unit", UNIT_LENGTH),
        max_length("unit", UNIT_LENGTH),
        max_length("accused_unit", UNIT_LENGTH),
        Index("ix_matters_lead_unit_sure_on", "lead_unit", "sure_on"),
        Index("ix_matters_lead_listed", "lead_unit", *_LISTED),
        Index("ix_matters_unit_listed", "unit", *(c for c in _LISTED if c != "unit")),
        Index("ix_matters_unit_sure_on", "unit", "sure_on"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(STATE_LENGTH), server_default=State.RECEIVED.value)
    lead_unit: Mapped[str] = mapped_column(String(UNIT_LENGTH), index=True)
    unit: Mapped[str | None] = mapped_column(String(UNIT_LENGTH), index=True)
    handler: Mapped[str | None] = mapped_column(
        String(LOGIN_LENGTH), ForeignKey("staff.login"), index=True
    )
    accused_unit: Mapped[str | None] = mapped_column(String(UNIT_LENGTH))
    confidential: Mapped[bool]
    bounces: Mapped[int]
    extended: Mapped[bool]
    satisfied: Mapped[bool | None]
    answer_delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    supervisions: Mapped[int]
    due_kind: Mapped[str | None] = mapped_column(String(KIND_LENGTH))
    yellow_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    sure_on: Mapped[date | None] = mapped_column(Date, index=True)
    posted_on: Mapped[date | None] = mapped_column(Date)
    provisional: Mapped[bool]


class MatterClock(Base):
    """期限: one clock, with the rule it was started by, so that it can be computed again."""

    __tablename__ = "matter_clocks"
    __table_args__: tuple[Any, ...] = (
        max_length("rule", RULE_LENGTH),
        max_length("extension", RULE_LENGTH),
        max_length("explanation", EXPLANATION_LENGTH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH))
    started_on: Mapped[date] = mapped_column(Date)
    rule: Mapped[str] = mapped_column(Text)
    extension: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    sure_on: Mapped[date] = mapped_column(Date)
    yellow_on: Mapped[date] = mapped_column(Date)
    posted_on: Mapped[date] = mapped_column(Date)
    provisional: Mapped[bool]
    explanation: Mapped[str] = mapped_column(Text)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Assist(Base):
    """协办: a unit, or one person in it, asked to contribute to a matter by a day. What is asked and
    what is contributed are writings; a contribution that is sent back ends this row and begins another,
    so that each row is asked, given and ended at most once."""

    __tablename__ = "assists"
    __table_args__: tuple[Any, ...] = (
        max_length("unit", UNIT_LENGTH),
        max_length("ended_as", KIND_LENGTH),
        Index("ix_assists_unit_ended_at", "unit", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    login: Mapped[str | None] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    asked_by: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date] = mapped_column(Date)
    given_by: Mapped[str | None] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_as: Mapped[str | None] = mapped_column(String(KIND_LENGTH))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Writing(Base):
    """文字: an answer, a basis, a reason, a note; encrypted, because people write names."""

    __tablename__ = "writings"
    __table_args__: tuple[Any, ...] = (max_length("payload", MAX_WRITING_BYTES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    action: Mapped[str] = mapped_column(String(ACTION_LENGTH))
    need: Mapped[str] = mapped_column(String(KIND_LENGTH))
    actor: Mapped[str] = mapped_column(String(ACTOR_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
