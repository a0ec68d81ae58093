"""登录会话 as rows: found by the hash of its token, opened, ended; inside a transaction that the
caller holds."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forms_backend.accounts.tables import Staff, StaffSession

LONGEST_SESSION = timedelta(hours=12)


def hash_token(token: str) -> str:
    """What is stored of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_of(session: Session, token: str) -> tuple[StaffSession, Staff] | None:
    """The session of a token with its account, ended or not."""
    row = session.execute(
        select(StaffSession, Staff)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .where(StaffSession.token_hash == hash_token(token))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def open_session(session: Session, staff_id: int, now: datetime) -> str:
    """A new session; returns its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(staff_id=staff_id, token_hash=hash_token(token), created_at=now, seen_at=now)
    )
    session.flush()
    return token


def end_sessions(session: Session, staff_id: int, now: datetime) -> None:
    """End every session of an account."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None))
        .values(ended_at=now)
    )
