"""Files that follow a database transaction: kept or deleted if it commits, as before if it does not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from forms_backend.attachments.errors import AttachmentGoneError, StorageUnavailableError
from forms_backend.attachments.store import FileStore
from forms_backend.database.work import Work


def keep_with(work: Work, store: FileStore, name: str, now: datetime) -> None:
    """Move a staged file to where rows may name it. Raises AttachmentGoneError.

    A rollback moves it back, unless the database was already asked to commit: then only the sweep
    knows, by asking it, whether the row came to be.
    """
    if not store.is_staged(name):
        raise AttachmentGoneError  # sent off already, perhaps with another form
    outcome = _Outcome(work)
    store.mark(name, now)
    store.keep(name)

    def give_back() -> None:
        if not outcome.is_open:
            store.put_back(name)
            store.unmark(name)

    outcome.after(commit=lambda: store.unmark(name), rollback=give_back)


def delete_with(work: Work, store: FileStore, name: str, now: datetime) -> None:
    """Delete a stored file once the deletion of its row is committed."""
    outcome = _Outcome(work)
    store.mark(name, now)

    def delete() -> None:
        store.delete(name)
        store.unmark(name)

    def leave() -> None:
        if not outcome.is_open:
            store.unmark(name)

    outcome.after(commit=delete, rollback=leave)


class _Outcome:
    """How a transaction ends; `is_open` while a commit was begun and not answered."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.is_open = False

    def after(self, *, commit: Callable[[], None], rollback: Callable[[], None]) -> None:
        def begin() -> None:
            self.is_open = True

        self._work.at_end(
            asked_to_commit=begin, committed=_calmly(commit), rolled_back=_calmly(rollback)
        )


def _calmly(step: Callable[[], None]) -> Callable[[], None]:
    """The transaction has ended and cannot be undone; what the disk refuses, the sweep does later."""

    def run() -> None:
        with suppress(StorageUnavailableError):
            step()

    return run
