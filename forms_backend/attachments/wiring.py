"""Attachments: where they lie, and who looks at them first."""

from __future__ import annotations

import os

from forms_backend.attachments.kinds import MEGABYTE
from forms_backend.attachments.places import FOLDER, Places
from forms_backend.attachments.readers.job import WorkLimits
from forms_backend.attachments.scanning import scanner_for
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.store import FileStore
from forms_backend.attachments.workshop import Workshop
from forms_backend.running.metrics import Metrics
from forms_backend.running.parts import Parts
from forms_backend.running.settings import Settings
from forms_backend.sealing.file_cipher import FileCipher

_FREE_TO_SERVE = 2
"""Of the threads of a process so many neither wait for a worker nor for its place."""


def build(parts: Parts) -> None:
    """The service over FABU_VAR_DIR, with the limits and the scanner that the settings name."""
    ground, settings = parts.ground, parts.ground.settings
    store = FileStore(
        settings.var_dir,
        FileCipher(settings.data_key, settings.cipher, settings.old_data_key),
        min_free_bytes=settings.min_free_mb * MEGABYTE,
    )
    scanner, workshop = (
        scanner_for(settings.clamd_address),
        build_workshop(settings, ground.metrics),
    )
    attachments = AttachmentService(
        ground.database, ground.cipher, store, workshop, scanner, ground.clock
    )
    parts.add(attachments)
    parts.add(store)
    parts.add(workshop)
    parts.at_start(attachments.sweep)
    parts.at_start(workshop.warm_up)


def build_workshop(settings: Settings, metrics: Metrics) -> Workshop:
    """Where files are looked at, within what the settings allow."""
    limits = WorkLimits(
        cpu_seconds=settings.attachment_cpu_seconds,
        seconds=settings.attachment_seconds,
        memory_mb=settings.attachment_memory_mb,
    )
    places = Places(
        settings.var_dir / FOLDER,
        settings.attachment_workers or len(os.sched_getaffinity(0)),
        settings.threads - _FREE_TO_SERVE,
        settings.attachment_wait_seconds,
    )
    return Workshop(limits, places, metrics)
