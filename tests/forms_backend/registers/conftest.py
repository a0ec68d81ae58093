"""Registers of the reference project on both databases, and people who work on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from district import load_site_config
from district.registers.reading import load_registers
from forms_backend.attachments.scanning import NullScanner
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.store import FileStore
from forms_backend.registers.reading import RegisterReader
from forms_backend.registers.repository import RegisterRepository
from forms_backend.registers.service import RegisterService
from forms_backend.sealing.file_cipher import FileCipher
from forms_backend.sealing.keys import PayloadCipher
from tests.forms_backend.attachments.workbench import workshop
from tests.reference import SITE_CONFIG

TASK = {
    "title": "梳理涉企长期未结案件", "list": "rectify", "owner": "王五",
    "measure": "逐案列出原因，定人定时清理。", "due": "2026-12-10", "responsible_unit": "court",
}  # fmt: skip


class Desk(NamedTuple):
    """Registers, their reader, and the files."""

    service: RegisterService
    reader: RegisterReader
    attachments: AttachmentService
    store: FileStore


@pytest.fixture
def desk(database: Any, office: Any, clock: Any, tmp_path: Path) -> Desk:
    cipher, config = PayloadCipher(bytes(32)), load_site_config(SITE_CONFIG)
    store = FileStore(tmp_path / "var", FileCipher(bytes(32)))
    attachments = AttachmentService(
        database, cipher, store, workshop(tmp_path / "var"), NullScanner(), clock
    )
    attachments.also_named_by(lambda work, name: work[RegisterRepository].is_named(name))
    registers = load_registers(config, SITE_CONFIG)
    service = RegisterService(database, cipher, clock, registers, office.rules, config, attachments)
    reader = RegisterReader(database, cipher, clock, service, attachments)
    return Desk(service, reader, attachments, store)
