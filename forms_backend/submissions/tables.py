"""Tables of submissions: how they came, what was consented to, which earlier one carries which on, by
which words they are found. Personal data is only ever in encrypted columns."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Date,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from district.casework.channels import MAX_SOURCE_KEY_LENGTH
from district.forms.fields import MAX_CONSENT_TEXT_LENGTH, MAX_KEY_LENGTH
from district.forms.models import MAX_NOTICE_VERSION_LENGTH
from forms_backend.database.limits import (
    ACTOR_LENGTH,
    HASH_LENGTH,
    KIND_LENGTH,
    MAX_BLOCK_BYTES,
    MAX_CODEWORD_BYTES,
    MAX_PAYLOAD_BYTES,
    MAX_SECRET_BYTES,
    NUMBER_LENGTH,
    STATE_LENGTH,
    UNIT_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length

ERASED = "0" * HASH_LENGTH
"""In place of the hash of the query code once a submission was anonymised: no code fits it."""


class Submission(Base):
    """来件: one complaint or consultation as it was sent."""

    __tablename__ = "submissions"
    __table_args__: tuple[Any, ...] = (
        max_length("number", NUMBER_LENGTH),
        max_length("form_id", MAX_KEY_LENGTH),
        max_length("category", MAX_KEY_LENGTH),
        max_length("region", MAX_KEY_LENGTH),
        max_length("sender", MAX_KEY_LENGTH),
        max_length("firm_size", MAX_KEY_LENGTH),
        max_length("industry", MAX_KEY_LENGTH),
        max_length("notice_version", MAX_NOTICE_VERSION_LENGTH),
        max_length("payload", MAX_PAYLOAD_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH), unique=True)
    form_id: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH), index=True)
    channel: Mapped[str] = mapped_column(String(STATE_LENGTH))
    state: Mapped[str] = mapped_column(String(STATE_LENGTH), index=True)
    category: Mapped[str | None] = mapped_column(String(MAX_KEY_LENGTH))
    region: Mapped[str | None] = mapped_column(String(MAX_KEY_LENGTH))
    sender: Mapped[str | None] = mapped_column(String(MAX_KEY_LENGTH))
    firm_size: Mapped[str | None] = mapped_column(String(MAX_KEY_LENGTH))
    industry: Mapped[str | None] = mapped_column(String(MAX_KEY_LENGTH))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    notice_version: Mapped[str] = mapped_column(String(MAX_NOTICE_VERSION_LENGTH))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    payload_digest: Mapped[str] = mapped_column(String(HASH_LENGTH))
    idempotency_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    query_code_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))


class Consent(Base):
    """同意: given by ticking a box, withdrawn later or not; `text` is what the visitor read."""

    __tablename__ = "consents"
    __table_args__: tuple[Any, ...] = (
        UniqueConstraint("submission_id", "key"),
        max_length("key", MAX_KEY_LENGTH),
        max_length("text", MAX_CONSENT_TEXT_LENGTH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    key: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH))
    text: Mapped[str] = mapped_column(String(MAX_CONSENT_TEXT_LENGTH))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


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


class WechatReminder(Base):
    """微信提醒: the reader of the official account who is told how a submission goes on. `openid` is
    encrypted; by its keyed digest the reader's own word finds and ends it."""

    __tablename__ = "wechat_reminders"
    __table_args__: tuple[Any, ...] = (
        max_length("openid", MAX_SECRET_BYTES),
        max_length("openid_digest", HASH_LENGTH),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    openid: Mapped[bytes] = mapped_column(LargeBinary)
    openid_digest: Mapped[str] = mapped_column(String(HASH_LENGTH), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Quarantine(Base):
    """隔离: a submission that came in a burst. It has no matter, and so stands in no list, count or
    report and no clock runs, until staff find it genuine; `genuine` is None as long as it waits."""

    __tablename__ = "quarantine"
    __table_args__: tuple[Any, ...] = (
        max_length("lead_unit", UNIT_LENGTH),
        max_length("accused_unit", UNIT_LENGTH),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    lead_unit: Mapped[str] = mapped_column(String(UNIT_LENGTH), index=True)
    accused_unit: Mapped[str | None] = mapped_column(String(UNIT_LENGTH))
    confidential: Mapped[bool]
    genuine: Mapped[bool | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MergedMatter(Base):
    """并案: the later submission, and the earlier one that carries it on."""

    __tablename__ = "merged_matters"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)


class SearchEntry(Base):
    """检索条目: the sorted codewords of one matter's terms, see `blind_index`."""

    __tablename__ = "search_entries"
    __table_args__: tuple[Any, ...] = (max_length("codewords", MAX_CODEWORD_BYTES),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    codewords: Mapped[bytes] = mapped_column(LargeBinary)


class SearchBlock(Base):
    """检索块: a part of what a segment of older matters holds, by terms; see `packed_index`. A segment
    has all of its blocks, or none and its entries are read."""

    __tablename__ = "search_blocks"
    __table_args__: tuple[Any, ...] = (max_length("sealed", MAX_BLOCK_BYTES),)

    segment: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bucket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
