"""佐证材料 of entries: rows that name files, with names that belong to one entry alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.staged import StagedFile
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.registers.tables import RegisterEntry, RegisterFile
from forms_backend.registers.views import FileView
from forms_backend.sealing.keys import PayloadCipher


def note_name(number: str, position: int) -> str:
    """What a note is bound to: it cannot be moved to another step or entry."""
    return f"{number}/moves/{position}"


def file_name(number: str, storage_name: str) -> str:
    """What the name of a file is bound to."""
    return f"{number}/{storage_name}"


def add_files(
    work: Work,
    cipher: PayloadCipher,
    attachments: AttachmentService,
    person: Person,
    entry: RegisterEntry,
    files: Sequence[StagedFile],
    now: datetime,
) -> dict[str, str]:
    """Keep staged files with the transaction; returns their digests for the ledger. Raises
    AttachmentGoneError."""
    for staged in files:
        attachments.keep_file(work, staged)
        place = file_name(entry.number, staged.storage_name)
        work.add(
            RegisterFile(
                entry_id=entry.id,
                storage_name=staged.storage_name,
                kind=staged.kind.value,
                size=staged.size,
                digest=staged.digest,
                name=cipher.encrypt(place, staged.name.encode()),
                login=person.login,
                at=now,
            )
        )
    work.flush()
    return {f"file_{n}": staged.digest for n, staged in enumerate(files, start=1)}


def file_view(cipher: PayloadCipher, number: str, row: RegisterFile) -> FileView:
    """One file as it is listed."""
    name = cipher.decrypt(file_name(number, row.storage_name), row.name).decode()
    return FileView(row.id, name, FileKind(row.kind), row.size, row.login, row.at)
