"""What is new for one subscriber: published lately, chosen, and not sent before.

Dates alone would lose what goes online some days after the date that it bears, and would tell twice
what came out on the day of a mail. So marks of what was sent are kept, for as long as it counts as new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from forms_backend.database.limits import MAX_PAYLOAD_BYTES
from forms_backend.subscriptions.documents_file import Published, newest_first
from forms_backend.subscriptions.topics import Topic, is_wanted

LATELY = timedelta(days=35)
"""What bears an older date is no news, whenever it goes online."""
MARK_BYTES = 8
_MOST_MARKS = MAX_PAYLOAD_BYTES // MARK_BYTES


def published_lately(documents: Iterable[Published], today: date) -> list[Published]:
    """The last weeks' documents, newest first; what bears a date to come is not out yet."""
    return newest_first(d for d in documents if today - LATELY <= d.published <= today)


def mark_of(document: Published) -> bytes:
    """A short digest of the document's ID."""
    return hashlib.blake2b(document.id.encode(), digest_size=MARK_BYTES).digest()


def read_marks(told: bytes) -> frozenset[bytes]:
    """The marks in a stored value."""
    return frozenset(told[i : i + MARK_BYTES] for i in range(0, len(told), MARK_BYTES))


def write_marks(recent: Iterable[Published], marks: frozenset[bytes]) -> bytes:
    """The marks worth keeping: those of documents that could still be news."""
    kept = [mark for document in recent if (mark := mark_of(document)) in marks]
    return b"".join(kept[:_MOST_MARKS])


def choose_news(
    recent: Iterable[Published], topics: tuple[Topic, ...], told: bytes
) -> list[Published]:
    """Those of the recent documents that a subscriber chose and was not sent yet, in their order."""
    marks = read_marks(told)
    return [d for d in recent if is_wanted(d, topics) and mark_of(d) not in marks]


def told_after(recent: list[Published], told: bytes, more: Iterable[Published]) -> bytes:
    """What counts as sent once `more` was sent."""
    return write_marks(recent, read_marks(told) | {mark_of(document) for document in more})
