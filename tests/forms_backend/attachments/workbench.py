"""One file in a real worker process, with what it cost."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.names import clean_name
from forms_backend.attachments.places import FOLDER, Places
from forms_backend.attachments.readers import worker
from forms_backend.attachments.readers.answer import Answer, Outcome
from forms_backend.attachments.readers.job import Job, WorkLimits
from forms_backend.attachments.workshop import Workshop
from forms_backend.attachments.zygote_process import ZYGOTE
from forms_backend.running.metrics import Metrics
from forms_backend.running.settings import Settings

MAX_MB = 20


def _standard(name: str) -> int:
    return int(Settings.model_fields[name].default)


LIMITS = WorkLimits(
    cpu_seconds=_standard("attachment_cpu_seconds"),
    seconds=120,
    memory_mb=_standard("attachment_memory_mb"),
)
"""As they are where nobody changes them, but for the clock: a machine that tests is busy."""


@dataclass(frozen=True)
class Seen:
    """What a worker said, what it wrote, how it ended, and what that took."""

    outcome: Outcome
    kind: FileKind | None
    reason: str
    written: bytes
    trace: tuple[str, ...]
    signal: int
    cpu_seconds: float
    peak_mb: float


def look(name: str, content: bytes, limits: WorkLimits = LIMITS, max_mb: int = MAX_MB) -> Seen:
    """Have `content` looked at as the service would."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(content)
        source.flush()
        source.seek(0)
        job = Job(clean_name(name), len(content), max_mb, limits)
        answer, ending = ZYGOTE.run(job, source.fileno(), target.fileno())
        target.seek(0)
        written = target.read()
    said = answer or Answer(ending.outcome)
    return Seen(
        said.outcome, FileKind(said.kind) if said.kind else None, said.reason, written, said.trace,
        ending.signal, ending.cpu_ms / 1000, ending.peak_kb / 1024,
    )  # fmt: skip


def look_here(name: str, content: bytes) -> Answer:
    """The same readers without a process and limits of their own: for files that are known."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(content)
        source.flush()
        source.seek(0)
        job = Job(clean_name(name), len(content), MAX_MB, LIMITS)
        return worker.look(job, source.fileno(), target.fileno())


def workshop(folder: Path, metrics: Metrics | None = None, limits: WorkLimits = LIMITS) -> Workshop:
    """One with two places below `folder`."""
    return Workshop(limits, Places(folder / FOLDER, 2, 6, 15), metrics or Metrics())


def receive(work: Workshop, name: str, content: bytes, max_mb: int = MAX_MB) -> tuple[str, bytes]:
    """The clean name and what is kept of a file that passes. Raises RefusedFileError."""
    with work.inspect(name, io.BytesIO(content), len(content), max_mb) as found:
        return found.name, found.stream.read()
