"""The search of the work lists: what it reads, made from the records; each step is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.matters.repository import MatterRepository
from forms_backend.running.periodic import Task
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import BlindIndex, Plan, blind_index, searchable
from forms_backend.submissions.packed_index import block_name, buckets_of, holders, pack
from forms_backend.submissions.payload import decode_answers
from forms_backend.submissions.search_repository import SearchRepository
from forms_backend.submissions.tables import Submission
from forms_backend.worklists.index_repository import IndexRepository

FIRST_AFTER_SECONDS = 120.0
EVERY_SECONDS = 60 * 60.0
_BATCH = 200


class IndexService:
    """The entries of all matters, and the blocks of those that have lain for a while."""

    def __init__(self, database: Database, cipher: PayloadCipher) -> None:
        self._database = database
        self._cipher = cipher
        self._index = blind_index(cipher)

    def index_missing(self) -> int:
        """Make findable what came before the search did; returns how many."""
        return self._index_all(missing_only=True)

    def reindex(self) -> int:
        """Build the whole index again, some hundred matters a transaction, and its blocks; returns
        how many matters."""
        count = self._index_all(missing_only=False)
        self.pack()
        return count

    def pack(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """Make the blocks of the segments that have none; returns how many segments."""
        with self._database.read() as work:
            waiting = work[SearchRepository].unpacked_segments()
        count = 0
        for segment in waiting:
            if is_stopping():
                break
            count += self._pack_one(segment)
        return count

    def _pack_one(self, segment: int) -> bool:
        """Words are taken apart before the database is held, and count only if nothing was added
        meanwhile. What cannot be opened leaves its segment to its entries."""
        matters: dict[int, frozenset[bytes]] = {}
        with self._database.read() as work:
            before = work[SearchRepository].entries_of(segment)
            try:
                for submission in work[IndexRepository].submissions(before):
                    matters[submission.id] = self._trapdoors(work, submission)
            except DecryptionError:
                return False
        blocks = [
            self._cipher.encrypt(block_name(segment, bucket), block)
            for bucket, block in enumerate(pack(matters))
        ]
        with self._database.write() as work:
            if work[SearchRepository].entries_of(segment, locked=True) != before:
                return False
            work[SearchRepository].put_blocks(segment, blocks)
        return True

    def _index_all(self, *, missing_only: bool) -> int:
        count, last = 0, 0
        while True:
            with self._database.write() as work:
                batch = work[IndexRepository].to_index(last, _BATCH, missing_only=missing_only)
                for submission in batch:
                    trapdoors = self._trapdoors(work, submission)
                    work[SearchRepository].replace(submission.id, trapdoors)
                if not batch:
                    return count
                count, last = count + len(batch), batch[-1].id

    def _trapdoors(self, work: Work, submission: Submission) -> frozenset[bytes]:
        def opened(blob: bytes) -> bytes:
            return self._cipher.decrypt(submission.number, blob)

        texts = searchable(decode_answers(opened(submission.payload)))
        writings = work[MatterRepository].writings(submission.id)
        texts += [opened(writing.payload).decode() for writing in writings]
        return self._index.trapdoors(texts, whole=True)


def matters_holding(
    work: Work, cipher: PayloadCipher, index: BlindIndex, person: Person, text: str
) -> Set[int] | None:
    """Ids of matters that hold all words of `text`: all that `person` may see, and others that came
    with them; None when there is nothing to look for."""
    plans, finder = index.plans(text), index.finder(text)
    if finder is None:
        return None
    packed, found = _found_in_blocks(work, cipher, plans)
    return found | work[IndexRepository].found_by_entries(finder, person, but=packed)


def _found_in_blocks(
    work: Work, cipher: PayloadCipher, plans: Sequence[Plan]
) -> tuple[Set[int], Set[int]]:
    """Which segments have blocks, and the matters in them that one of the plans finds. A block that
    cannot be opened leaves its segment to its entries."""
    read: set[int] = set()
    found: set[int] = set()
    for segment, sealed in work[SearchRepository].blocks(buckets_of(plans)).items():
        try:
            blocks = {n: cipher.decrypt(block_name(segment, n), one) for n, one in sealed.items()}
        except DecryptionError:
            continue
        read.add(segment)
        for plan in plans:
            found.update(holders(segment, plan, blocks))
    return read, found


def hourly_packing(index: IndexService) -> Task:
    """Soon after the start, then every hour."""

    def run(is_stopping: Callable[[], bool]) -> dict[str, object] | None:
        count = index.pack(is_stopping)
        return {"segments": count} if count else None

    return Task("search_blocks", first_after=FIRST_AFTER_SECONDS, every=EVERY_SECONDS, work=run)
