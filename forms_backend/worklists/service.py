"""Work lists and the search over them; each method is one transaction."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from forms_backend.database.limits import SEARCH_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.service import Row, row_of
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import blind_index, searchable
from forms_backend.submissions.payload import decode_answers
from forms_backend.submissions.search_repository import SearchRepository
from forms_backend.submissions.tables import Submission
from forms_backend.worklists.lists import Selection, WorkList
from forms_backend.worklists.repository import ListRepository

_NUMBER = re.compile(r"[A-Z]{2,4}[0-9]{6}-[0-9]{6}")
_BATCH = 200


@dataclass(frozen=True)
class Page:
    """One page of a selection; `counts` are those of the lists without filters and search."""

    rows: Sequence[Row]
    total: int
    counts: Mapping[WorkList, int]


@dataclass(frozen=True)
class Sought:
    """What came of a search: a number to open, or a sealed text for the address of the results."""

    number: str | None
    sealed: str | None


class ListService:
    """工作列表 for staff."""

    def __init__(self, database: Database, cipher: PayloadCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._index = blind_index(cipher)
        self._digest_key = cipher.derive_key("search digest")

    def page(self, person: Person, selection: Selection, *, number: int, size: int) -> Page:
        """Page `number` of what `person` may see of the selection."""
        today, start = local_date(self._clock()), (number - 1) * size
        finder = self._index.finder(selection.text)
        with self._database.read() as work:
            lists = work[ListRepository]
            counts = lists.counts(person, today)
            if finder:
                found = lists.search(person, selection, today, finder)
                total, pairs = len(found), lists.pairs(found[start : start + size])
            else:
                narrow = not selection.filters.is_empty
                total = lists.count(person, selection, today) if narrow else counts[selection.which]
                pairs = lists.page(person, selection, today, offset=start, limit=size)
            return Page([row_of(pair, today) for pair in pairs], total, counts)

    def search(self, person: Person, typed: str) -> Sought:
        """A number that the person may see is opened; anything else is looked for.

        That somebody searched goes into the ledger, with a keyed digest in place of the words: the
        same search can be recognised, what it was cannot be guessed from the ledger.
        """
        text = " ".join(typed.split())[:SEARCH_LENGTH]
        number = unicodedata.normalize("NFKC", text).upper()
        if _NUMBER.fullmatch(number) and self._is_visible(person, number):
            return Sought(number, None)
        if self._index.finder(text) is None:
            return Sought(None, None)
        digest = blake2b(text.encode(), key=self._digest_key, digest_size=16).hexdigest()
        with self._database.write() as work:
            work[LedgerRepository].append(
                Action.SEARCHED,
                number=None,
                actor=person.actor,
                at=self._clock(),
                detail={"query_digest": digest},
            )
        return Sought(None, self._seal(person, text))

    def _is_visible(self, person: Person, number: str) -> bool:
        with self._database.read() as work:
            return work[MatterRepository].is_visible(person, number)

    def _seal(self, person: Person, text: str) -> str:
        sealed = self._cipher.encrypt(f"search:{person.login}", text.encode())
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def unseal(self, person: Person, sealed: str) -> str | None:
        """The text of a search of this very person; None for anything else."""
        try:
            blob = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            return self._cipher.decrypt(f"search:{person.login}", blob).decode()
        except (DecryptionError, binascii.Error, ValueError):
            return None

    # The index

    def index_missing(self) -> int:
        """Make findable what came before the search did; returns how many."""
        return self._index_all(missing_only=True)

    def reindex(self) -> int:
        """Build the whole index again, some hundred matters a transaction; returns how many."""
        return self._index_all(missing_only=False)

    def _index_all(self, *, missing_only: bool) -> int:
        count, last = 0, 0
        while True:
            with self._database.write() as work:
                batch = work[ListRepository].to_index(last, _BATCH, missing_only=missing_only)
                for submission in batch:
                    self._index_one(work, submission)
                if not batch:
                    return count
                count, last = count + len(batch), batch[-1].id

    def _index_one(self, work: Work, submission: Submission) -> None:
        def opened(blob: bytes) -> bytes:
            return self._cipher.decrypt(submission.number, blob)

        texts = searchable(decode_answers(opened(submission.payload)))
        writings = work[MatterRepository].writings(submission.id)
        texts += [opened(writing.payload).decode() for writing in writings]
        work[SearchRepository].replace(submission.id, self._index.trapdoors(texts))
