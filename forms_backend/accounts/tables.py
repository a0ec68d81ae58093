"""Tables of staff accounts and their sessions on the server."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import (
    DETAIL_LENGTH,
    HASH_LENGTH,
    KIND_LENGTH,
    LOGIN_LENGTH,
    MAX_SECRET_BYTES,
    PASSWORD_HASH_LENGTH,
    ROLE_LENGTH,
    STAFF_NAME_LENGTH,
    UNIT_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length


class Staff(Base):
    """工作人员账号. Never deleted, only disabled: the ledger names them."""

    __tablename__ = "staff"
    __table_args__: tuple[Any, ...] = (
        max_length("login", LOGIN_LENGTH),
        max_length("name", STAFF_NAME_LENGTH),
        max_length("unit", UNIT_LENGTH),
        max_length("role", ROLE_LENGTH),
        max_length("totp_secret", MAX_SECRET_BYTES),
        max_length("pending_totp", MAX_SECRET_BYTES),
        max_length("email", MAX_SECRET_BYTES),
        max_length("phone", MAX_SECRET_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(STAFF_NAME_LENGTH))
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    role: Mapped[str] = mapped_column(String(ROLE_LENGTH))
    password_hash: Mapped[str] = mapped_column(String(PASSWORD_HASH_LENGTH))
    must_change_password: Mapped[bool]
    one_time_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a one-time password that was not changed yet is void."""
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    pending_totp: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The secret that the person is shown, until it is bound; encrypted as the bound one."""
    totp_last_step: Mapped[int]
    failures: Mapped[int]
    """Wrong passwords within open sessions, since the last right one."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    email: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Encrypted: an address at work is personal data too."""
    phone: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Encrypted, for texts."""


class SignInPause(Base):
    """登录间隔: wrong passwords by address, account or device; `key` is a keyed digest of it."""

    __tablename__ = "sign_in_pauses"
    __table_args__: tuple[Any, ...] = (max_length("key", HASH_LENGTH),)

    key: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountRequest(Base):
    """双人办理: what one administrator asked for, until another agrees or refuses; `detail` is
    encrypted JSON, since it may hold a mail address. Until `password_until` whoever asked may fetch
    the one-time password."""

    __tablename__ = "account_requests"
    __table_args__: tuple[Any, ...] = (
        max_length("kind", KIND_LENGTH),
        max_length("login", LOGIN_LENGTH),
        max_length("detail", DETAIL_LENGTH),
        max_length("asked_by", LOGIN_LENGTH),
        max_length("decided_by", LOGIN_LENGTH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH))
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH))
    detail: Mapped[bytes] = mapped_column(LargeBinary)
    asked_by: Mapped[str] = mapped_column(String(LOGIN_LENGTH))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(LOGIN_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Absence(Base):
    """外出代理: from the first day to the last one `substitute` does what waits for `login`."""

    __tablename__ = "absences"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("login <> substitute", name="another_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"), index=True)
    substitute: Mapped[str] = mapped_column(
        String(LOGIN_LENGTH), ForeignKey("staff.login"), index=True
    )
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffSession(Base):
    """登录会话: only the hash of its token is kept; ending one takes effect at the next request."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
