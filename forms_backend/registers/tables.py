"""Tables of registers: entries, the steps that they took, their evidence, and samples drawn."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from district.forms.attachment import MAX_ATTACHMENT_BYTES
from district.registers.models import MAX_KEY_LENGTH
from forms_backend.attachments.tables import MAX_NAME_BYTES, STORAGE_NAME_LENGTH
from forms_backend.database.limits import (
    HASH_LENGTH,
    KIND_LENGTH,
    LOGIN_LENGTH,
    MAX_DRAFT_BYTES,
    MAX_HUNDREDTHS,
    MAX_WRITING_BYTES,
    NUMBER_LENGTH,
    SOURCE_LENGTH,
    UNIT_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length

PLAIN_LENGTH = 2_000


class RegisterSample(Base):
    """抽样: how many of which list were drawn by which seed. The list itself is not kept: whoever
    has it can draw again, and its digest says whether it is the same."""

    __tablename__ = "register_samples"
    __table_args__: tuple[Any, ...] = (
        max_length("register", MAX_KEY_LENGTH),
        max_length("unit", UNIT_LENGTH),
        max_length("seed", SOURCE_LENGTH),
        max_length("list_digest", HASH_LENGTH),
        CheckConstraint(f"hundredths BETWEEN 1 AND {MAX_HUNDREDTHS}", name="hundredths_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH), index=True)
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    seed: Mapped[str] = mapped_column(String(SOURCE_LENGTH))
    hundredths: Mapped[int]
    listed: Mapped[int]
    drawn: Mapped[int]
    list_digest: Mapped[str] = mapped_column(String(HASH_LENGTH))
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RegisterEntry(Base):
    """One row of a register. Texts are encrypted in `payload`; numbers, days and choices, of which
    figures are made, stand in `plain`. `day` says to which month it belongs."""

    __tablename__ = "register_entries"
    __table_args__: tuple[Any, ...] = (
        max_length("number", NUMBER_LENGTH),
        max_length("register", MAX_KEY_LENGTH),
        max_length("unit", UNIT_LENGTH),
        max_length("state", MAX_KEY_LENGTH),
        max_length("plain", PLAIN_LENGTH),
        max_length("payload", MAX_DRAFT_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH), unique=True)
    register: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH), index=True)
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH), index=True)
    state: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH))
    day: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    """The first of the deadline and the end of what the state may last."""
    state_due_on: Mapped[date | None] = mapped_column(Date)
    sample_id: Mapped[int | None] = mapped_column(ForeignKey("register_samples.id"), index=True)
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int]
    plain: Mapped[str] = mapped_column(String(PLAIN_LENGTH))
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class RegisterOrigin(Base):
    """What an entry was made from: a visit, or the point of a meeting; `position` is 0 for what has
    no points."""

    __tablename__ = "register_origins"
    __table_args__: tuple[Any, ...] = (
        max_length("kind", KIND_LENGTH),
        max_length("number", NUMBER_LENGTH),
        CheckConstraint("position >= 0", name="position_range"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH))
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH), index=True)
    position: Mapped[int]


class RegisterApproval(Base):
    """核准公开: of which words of an entry somebody said that everybody may read them; other words
    are not approved."""

    __tablename__ = "register_approvals"
    __table_args__: tuple[Any, ...] = (max_length("digest", HASH_LENGTH),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(HASH_LENGTH))
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RegisterMove(Base):
    """A step that an entry took, by whom, and what was said with it (encrypted)."""

    __tablename__ = "register_moves"
    __table_args__: tuple[Any, ...] = (
        max_length("step", MAX_KEY_LENGTH),
        max_length("state", MAX_KEY_LENGTH),
        max_length("note", MAX_WRITING_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    position: Mapped[int]
    step: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH))
    state: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH))
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[bytes] = mapped_column(LargeBinary)


class RegisterFile(Base):
    """佐证材料: a file of an entry; it lies encrypted beside the attachments, `name` is encrypted."""

    __tablename__ = "register_files"
    __table_args__: tuple[Any, ...] = (
        max_length("storage_name", STORAGE_NAME_LENGTH),
        max_length("kind", KIND_LENGTH),
        max_length("digest", HASH_LENGTH),
        max_length("name", MAX_NAME_BYTES),
        CheckConstraint(f"size BETWEEN 1 AND {MAX_ATTACHMENT_BYTES}", name="size_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    storage_name: Mapped[str] = mapped_column(String(STORAGE_NAME_LENGTH), unique=True)
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(HASH_LENGTH))
    name: Mapped[bytes] = mapped_column(LargeBinary)
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
