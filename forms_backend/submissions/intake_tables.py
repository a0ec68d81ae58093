"""Tables of what staff took in, and of matters that were joined to an earlier one."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from district.channels import MAX_SOURCE_KEY_LENGTH
from forms_backend.database.limits import ACTOR_LENGTH, KIND_LENGTH, MAX_SECRET_BYTES
from forms_backend.database.tables import Base, max_length


class Intake(Base):
    """登记来件: how a submission came that staff wrote down for the visitor.

    `reference` is the encrypted number under which a higher office passed it on.
    """

    __tablename__ = "intakes"
    __table_args__: tuple[Any, ...] = (
        max_length("source", MAX_SOURCE_KEY_LENGTH),
        max_length("actor", ACTOR_LENGTH),
        max_length("told", KIND_LENGTH),
        max_length("reference", MAX_SECRET_BYTES),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    source: Mapped[str] = mapped_column(String(MAX_SOURCE_KEY_LENGTH))
    received_on: Mapped[date] = mapped_column(Date)
    told: Mapped[str] = mapped_column(String(KIND_LENGTH))
    actor: Mapped[str] = mapped_column(String(ACTOR_LENGTH))
    reference: Mapped[bytes | None] = mapped_column(LargeBinary)
    due_on: Mapped[date | None] = mapped_column(Date)


class MergedMatter(Base):
    """并案: the later submission, and the earlier one that carries it on."""

    __tablename__ = "merged_matters"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
