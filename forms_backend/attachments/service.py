"""附件 from upload to download; each method that writes is one transaction, or part of the caller's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from forms_backend.attachments import messages
from forms_backend.attachments.errors import AttachmentGoneError, RefusedFileError
from forms_backend.attachments.kinds import MEGABYTE, FileKind
from forms_backend.attachments.moving import delete_with, keep_with
from forms_backend.attachments.repository import AttachmentRepository
from forms_backend.attachments.scanning import Scanner
from forms_backend.attachments.staged import StagedFile, StagedTokens
from forms_backend.attachments.store import FileStore
from forms_backend.attachments.tables import Attachment
from forms_backend.attachments.workshop import Inspected, Spent, Workshop, charge_nobody
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.actors import VISITOR
from forms_backend.identity.errors import MatterNotFoundError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.repository import MatterRepository
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.tables import Submission

OF_ANSWERS = frozenset({Action.SUBMIT_ANSWER, Action.FILES_HELD_BACK})
"""What goes with an answer, and what once did and was unticked: it may be ticked again."""
BY_STAFF = OF_ANSWERS | {Action.ASSIST_GIVEN, Action.DISCUSSED, Action.NOTE}
"""What brings files that are not the visitor's. Of these only those of an answer are for the visitor, once
it was delivered."""
_NAMED_AT_ONCE = 40
"""Digests in one event; its detail is limited."""


@dataclass(frozen=True)
class AttachmentView:
    """One attachment as it is listed; `came` is the action that brought it."""

    id: int
    name: str
    kind: FileKind
    size: int
    digest: str
    came: Action
    at: datetime

    @property
    def label(self) -> str:
        """Name, kind and size for its sender."""
        size = messages.size_text(self.size)
        return messages.RECEIPT_FILE.format(name=self.name, kind=self.kind.label, size=size)


@dataclass(frozen=True)
class Download:
    """A file on its way to a member of staff; the whole of it was checked before."""

    view: AttachmentView
    content: Iterator[bytes]


class AttachmentService:
    """Takes files in, keeps them with a submission, hands them out, deletes them."""

    def __init__(
        self, database: Database, cipher: PayloadCipher, store: FileStore, workshop: Workshop,
        scanner: Scanner, clock: Clock,
    ) -> None:  # fmt: skip
        self._database = database
        self._cipher = cipher
        self._store = store
        self._workshop = workshop
        self._scanner = scanner
        self._clock = clock
        self._tokens = StagedTokens(cipher)
        self._named_by: list[Callable[[Work, str], bool]] = [
            lambda work, name: work[AttachmentRepository].is_named(name)
        ]

    def receive(
        self, sent_name: str, stream: BinaryIO, size: int, max_mb: int,
        spent: Spent = charge_nobody,
    ) -> StagedFile:  # fmt: skip
        """Check, clean, scan and stage one upload; `spent` hears what looking at it took.

        Raises RefusedFileError, ScannerUnavailableError, StorageUnavailableError; nothing is left.
        """
        with self.looked_at(sent_name, stream, size, max_mb, spent) as inspected:
            now = self._clock()
            written = self._store.stage(inspected.stream, size, now)
        if written.size > max_mb * MEGABYTE:  # a picture may grow when it is written anew
            self._store.discard(written.storage_name)
            raise RefusedFileError(messages.TOO_LARGE.format(megabytes=max_mb))
        return StagedFile(
            written.storage_name, inspected.name, inspected.kind, written.size, written.digest, now
        )

    @contextmanager
    def looked_at(
        self, sent_name: str, stream: BinaryIO, size: int, max_mb: int,
        spent: Spent = charge_nobody,
    ) -> Iterator[Inspected]:  # fmt: skip
        """One upload, checked and scanned, at its beginning; nothing of it is kept. Raises
        RefusedFileError, ScannerUnavailableError, StorageUnavailableError."""
        with self._workshop.inspect(sent_name, stream, size, max_mb, spent) as inspected:
            self._scanner.scan(inspected.stream)
            inspected.stream.seek(0)
            yield inspected

    def token(self, scope: str, staged: StagedFile) -> str:
        """How a form remembers a staged file; `scope` names the form and field."""
        return self._tokens.write(scope, staged)

    def redeem(self, scope: str, token: str) -> StagedFile:
        """The file of a token, which may have been sent off meanwhile. Raises AttachmentGoneError."""
        staged = self._tokens.read(scope, token, self._clock())
        if not self._store.exists(staged.storage_name):
            raise AttachmentGoneError
        return staged

    def discard(self, files: Sequence[StagedFile]) -> None:
        """Delete those of `files` that were not kept."""
        for staged in files:
            self._store.discard(staged.storage_name)

    def enclose(self, files: Sequence[StagedFile], *, actor: str = VISITOR) -> Enclosed:
        """Files to be kept with a submission or a supplement; `actor` is who brought them."""
        return Enclosed(self._cipher, self._store, tuple(files), actor)

    def of_number(self, number: str) -> tuple[AttachmentView, ...]:
        """What came with a submission, and what staff added. The caller has checked who asks."""
        with self._database.read() as work:
            rows = work[AttachmentRepository].of_number(number)
            return tuple(self._view(number, row) for row in rows)

    def of_visitor(self, number: str) -> tuple[AttachmentView, ...]:
        """What the visitor sent. The caller has checked who asks."""
        return tuple(one for one in self.of_number(number) if one.came not in BY_STAFF)

    def _view(self, number: str, row: Attachment) -> AttachmentView:
        name = self._cipher.decrypt(name_context(number, row.storage_name), row.name).decode()
        return AttachmentView(
            row.id, name, FileKind(row.kind), row.size, row.digest, Action(row.action), row.at
        )

    def open(self, person: Person, number: str, attachment_id: int) -> Download:
        """A file for `person`; that it was fetched goes into the ledger first.

        Raises MatterNotFoundError, also when the person may not know of the matter, and
        DamagedAttachmentError before a single byte is handed out.
        """
        with self._database.write() as work:
            (submission, _), _ = work[MatterRepository].get_visible(person, number)
            row = work[AttachmentRepository].find(submission.id, attachment_id)
            if row is None:
                raise MatterNotFoundError(number)
            work[LedgerRepository].append(
                Action.ATTACHMENT_READ, number=number, actor=person.actor, at=self._clock(),
                detail={"file": row.digest},
            )  # fmt: skip
            view, storage_name = self._view(number, row), row.storage_name
        return Download(view, self.read_file(storage_name))

    def of_answer(self, number: str, until: datetime) -> tuple[AttachmentView, ...]:
        """What goes with the answer that was delivered at `until`. The caller has checked who asks."""
        return tuple(
            one for one in self.of_number(number)
            if one.came is Action.SUBMIT_ANSWER and one.at <= until
        )  # fmt: skip

    def open_of_answer(self, number: str, until: datetime, attachment_id: int) -> Download | None:
        """One of these for its visitor; None for any other. Raises DamagedAttachmentError."""
        found = next((o for o in self.of_answer(number, until) if o.id == attachment_id), None)
        if found is None:
            return None
        with self._database.read() as work:
            row = next(r for r in work[AttachmentRepository].of_number(number) if r.id == found.id)
            storage_name = row.storage_name
        return Download(found, self.read_file(storage_name))

    def with_answer(
        self, files: Sequence[StagedFile], kept: Collection[int], *, actor: str
    ) -> AnswerFiles:
        """What goes with an answer: new files, and those of an earlier version that are `kept`."""
        return AnswerFiles(self.enclose(files, actor=actor), frozenset(kept), actor)

    def delete_of(self, work: Work, submission: Submission) -> int:
        """Delete the attachments of a submission with the caller's transaction, for retention.

        Rows go at once, files after the commit; returns how many. The ledger keeps the digests.
        """
        names = work[AttachmentRepository].delete_of(submission.id)
        for name in names:
            delete_with(work, self._store, name, self._clock())
        return len(names)

    def sweep(self) -> int:
        """Delete what was uploaded and not sent off in time, and what a crash left behind."""
        return self._store.sweep(self._clock(), self.is_named)

    def is_named(self, storage_name: str) -> bool:
        """Whether a row of any topic names this file."""
        with self._database.read() as work:
            return any(is_named(work, storage_name) for is_named in self._named_by)

    # Files of other topics, which have rows of their own

    def also_named_by(self, is_named: Callable[[Work, str], bool]) -> None:
        """Rows of another topic name files as well, so that the sweep leaves those."""
        self._named_by.append(is_named)

    def keep_file(self, work: Work, staged: StagedFile) -> None:
        """Keep a staged file with the caller's transaction. Raises AttachmentGoneError."""
        keep_with(work, self._store, staged.storage_name, self._clock())

    def delete_file(self, work: Work, storage_name: str) -> None:
        """Delete a kept file once the caller's transaction is committed."""
        delete_with(work, self._store, storage_name, self._clock())

    def read_file(self, storage_name: str) -> Iterator[bytes]:
        """A kept file, checked as a whole first. Raises DamagedAttachmentError."""
        for _piece in self._store.read(storage_name):
            pass  # a file that fails in the middle would look whole to who downloads it
        return self._store.read(storage_name)


class Enclosed:
    """Staged files about to be kept; see casework.enclosing.Enclosures."""

    def __init__(
        self, cipher: PayloadCipher, store: FileStore, files: tuple[StagedFile, ...], actor: str
    ) -> None:
        self._cipher = cipher
        self._store = store
        self._files = files
        self._actor = actor

    def keep(self, work: Work, submission: Submission, came: Action, at: datetime) -> None:
        """Rows, files and one ledger event with the digests. Raises AttachmentGoneError."""
        rows = work[AttachmentRepository]
        for staged in self._files:
            keep_with(work, self._store, staged.storage_name, at)
            context = name_context(submission.number, staged.storage_name)
            rows.add(
                Attachment(
                    submission_id=submission.id, action=came.value,
                    storage_name=staged.storage_name, kind=staged.kind.value, size=staged.size,
                    digest=staged.digest, name=self._cipher.encrypt(context, staged.name.encode()),
                    at=at,
                )
            )  # fmt: skip
        if self._files:
            event = Action.FILES_SHARED if came in BY_STAFF else Action.ATTACHED
            digests = [staged.digest for staged in self._files]
            _record(work, event, submission.number, self._actor, came, digests, at)


class AnswerFiles:
    """附件 of an answer about to be submitted; what is not kept of earlier versions stays inside."""

    def __init__(self, fresh: Enclosed, kept: frozenset[int], actor: str) -> None:
        self._fresh = fresh
        self._kept = kept
        self._actor = actor

    def keep(self, work: Work, submission: Submission, came: Action, at: datetime) -> None:
        """As `Enclosed.keep`. What went out with an answer that was delivered goes on to stand there
        unless it is unticked now; what is ticked again waits for this answer to be delivered."""
        changed: dict[Action, list[str]] = {}
        for row in work[AttachmentRepository].of_number(submission.number):
            wanted = came if row.id in self._kept else Action.FILES_HELD_BACK
            if row.action in OF_ANSWERS and row.action != wanted:
                row.action = wanted.value
                row.at = at if wanted is came else row.at
                changed.setdefault(wanted, []).append(row.digest)
        for wanted, digests in changed.items():
            event = Action.FILES_SHARED if wanted is came else wanted
            _record(work, event, submission.number, self._actor, came, digests, at)
        self._fresh.keep(work, submission, came, at)


def _record(
    work: Work,
    event: Action,
    number: str,
    actor: str,
    came: Action,
    digests: Sequence[str],
    at: datetime,
) -> None:
    for begin in range(0, len(digests), _NAMED_AT_ONCE):
        some = digests[begin : begin + _NAMED_AT_ONCE]
        detail = {"with": came.value} | {f"file_{n}": one for n, one in enumerate(some, start=1)}
        work[LedgerRepository].append(event, number=number, actor=actor, at=at, detail=detail)


def name_context(number: str, storage_name: str) -> str:
    """What a name is bound to: it cannot be moved to another file or submission."""
    return f"{number}/{storage_name}"
