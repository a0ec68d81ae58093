"""Attachments over real databases and a real directory."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from forms_backend.attachments.scanning import NullScanner
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.staged import StagedFile
from forms_backend.attachments.store import FileStore
from forms_backend.database.transactions import Database
from forms_backend.matters.intake_service import Receipt, SubmissionService
from forms_backend.sealing.file_cipher import FileCipher
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.channel import Channel
from tests.forms_backend.attachments.sample_files import pdf
from tests.forms_backend.attachments.workbench import workshop


@dataclass
class Cabinet:
    """The service, its store, and a look at the disk."""

    service: AttachmentService
    store: FileStore

    def stage(self, name: str = "合同.pdf", content: bytes = pdf()) -> StagedFile:
        return self.service.receive(name, io.BytesIO(content), len(content), 20)

    def on_disk(self) -> dict[str, int]:
        """How many files each part of the directory holds."""
        return {
            part: sum(path.is_file() for path in (self.store.root / part).rglob("*"))
            for part in ("staging", "stored", "moving")
        }


@pytest.fixture
def cabinet(database: Database, tmp_path: Path, clock: Any) -> Cabinet:
    store = FileStore(tmp_path / "var", FileCipher(bytes(32)))
    cipher = PayloadCipher(bytes(32))
    service = AttachmentService(
        database, cipher, store, workshop(tmp_path / "var"), NullScanner(), clock
    )
    return Cabinet(service, store)


@pytest.fixture
def send(
    service: SubmissionService, cabinet: Cabinet, forms: Any, complaint: dict[str, Any]
) -> Callable[..., Receipt]:
    """Accepts the complaint with these files."""

    def accept(*files: StagedFile, **options: Any) -> Receipt:
        values = complaint | {"files": tuple(f.value for f in files)}
        return service.accept(
            forms["complaint"], values, channel=Channel.WEB,
            enclosures=(cabinet.service.enclose(files),), **options,
        )  # fmt: skip

    return accept
