"""Puts the parts together from the settings."""

from __future__ import annotations

from forms_backend.attachments.scanning import scanner_for
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.store import FileStore
from forms_backend.database.transactions import Database
from forms_backend.running.clock import Clock
from forms_backend.running.settings import Settings
from forms_backend.sealing.file_cipher import FileCipher
from forms_backend.sealing.keys import PayloadCipher

MEGABYTE = 1024 * 1024


def build_attachments(
    settings: Settings, database: Database, cipher: PayloadCipher, clock: Clock
) -> AttachmentService:
    """The service over FABU_VAR_DIR, with the scanner that the settings name."""
    store = FileStore(
        settings.var_dir,
        FileCipher(settings.data_key, settings.cipher),
        min_free_bytes=settings.min_free_mb * MEGABYTE,
    )
    return AttachmentService(database, cipher, store, scanner_for(settings.clamd_address), clock)
