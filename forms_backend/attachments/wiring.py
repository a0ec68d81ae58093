"""Attachments: where they lie, and who looks at them first."""

from __future__ import annotations

from forms_backend.attachments.scanning import scanner_for
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.store import FileStore
from forms_backend.running.parts import Parts
from forms_backend.sealing.file_cipher import FileCipher

MEGABYTE = 1024 * 1024


def build(parts: Parts) -> None:
    """The service over FABU_VAR_DIR, with the scanner that the settings name."""
    ground, settings = parts.ground, parts.ground.settings
    store = FileStore(
        settings.var_dir,
        FileCipher(settings.data_key, settings.cipher),
        min_free_bytes=settings.min_free_mb * MEGABYTE,
    )
    scanner = scanner_for(settings.clamd_address)
    attachments = AttachmentService(ground.database, ground.cipher, store, scanner, ground.clock)
    parts.add(attachments)
    parts.at_start(attachments.sweep)
