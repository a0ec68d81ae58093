"""Keeping what staff type until it is sent; each method is one transaction.

A convenience of one person that changes no matter: it is not in the ledger. Nobody else ever reads it
(that somebody is writing can be told, not what), and it is gone with the step that it was written for, with the matter, or after some weeks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from forms_backend.database.limits import MAX_DRAFT_BYTES, MAX_DRAFTS, PLACE_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.drafts.repository import DraftRepository
from forms_backend.identity.person import Person
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher

KEPT_FOR = timedelta(days=30)
_OVERHEAD = 100
"""Bytes that sealing adds at most."""
_NUMBER = re.compile(r"/([A-Z]{2,4}[0-9]{6}-[0-9]{6})(?:/|$)")


@dataclass(frozen=True)
class Kept:
    """One draft: what stood in the fields by their names, and when it was saved."""

    fields: Mapping[str, str]
    saved_at: datetime


@dataclass(frozen=True)
class Typed:
    """Whose draft was saved for which place, and when; nothing of what it holds."""

    place: str
    staff_id: int
    saved_at: datetime


class DraftService:
    """草稿 of each person, by the address that the form is sent to."""

    def __init__(self, database: Database, cipher: PayloadCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def save(self, person: Person, place: str, fields: Mapping[str, str]) -> bool:
        """Keep `fields` in place of what was kept there; nothing but blanks is forgotten instead.
        False when it is too much to keep. Beyond MAX_DRAFTS the oldest makes room."""
        if not place or len(place) > PLACE_LENGTH:
            return False
        if not any(value.strip() for value in fields.values()):
            self.drop(person, place)
            return True
        plain = json.dumps(dict(fields), ensure_ascii=False).encode()
        if len(plain) > MAX_DRAFT_BYTES - _OVERHEAD:
            return False
        now, payload = self._clock(), self._cipher.encrypt(draft_name(person.login, place), plain)
        with self._database.write() as work:
            drafts = work[DraftRepository]
            is_new = drafts.find(person.id, place) is None
            if is_new and drafts.count(person.id) >= MAX_DRAFTS:
                drafts.delete_oldest(person.id)
            number = _NUMBER.search(place)
            drafts.put(
                person.id,
                place,
                drafts.submission_of(number[1]) if number else None,
                payload=payload,
                saved_at=now,
                expires_at=now + KEPT_FOR,
            )
        return True

    def of(self, person: Person, places: Collection[str]) -> Mapping[str, Kept]:
        """What the person has at these places, by place."""
        if not places:
            return {}
        with self._database.read() as work:
            return {
                row.place: Kept(
                    json.loads(
                        self._cipher.decrypt(draft_name(person.login, row.place), row.payload)
                    ),
                    row.saved_at,
                )
                for row in work[DraftRepository].of(person.id, places, self._clock())
            }

    def typed_since(self, places: Collection[str], since: datetime) -> list[Typed]:
        """Who typed at these places after `since`."""
        if not places:
            return []
        with self._database.read() as work:
            rows = work[DraftRepository].typed_since(places, since)
            return [Typed(row.place, row.staff_id, row.saved_at) for row in rows]

    def drop(self, person: Person, place: str) -> None:
        """Forget it: it was sent, or is not wanted any more."""
        with self._database.read() as work:
            known = work[DraftRepository].find(person.id, place) is not None
        if known:  # most forms have none, and sending one should not wait for the write lock twice
            with self._database.write() as work:
                work[DraftRepository].delete(person.id, place)

    def drop_over(self) -> int:
        """Forget what nobody came back to; returns how many."""
        with self._database.write() as work:
            return work[DraftRepository].delete_over(self._clock())


def draft_name(login: str, place: str) -> str:
    """What a draft is sealed for: the same bytes at another place or person cannot be opened."""
    return f"draft:{login}:{place}"
