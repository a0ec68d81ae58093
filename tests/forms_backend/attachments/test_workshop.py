"""Where files are looked at: limits hold, nobody waits for ever, and no secret is within reach."""

from __future__ import annotations

import fcntl
import io
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from forms_backend.attachments import messages
from forms_backend.attachments import workshop as workshop_module
from forms_backend.attachments.errors import StorageUnavailableError
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.readers import worker
from forms_backend.attachments.readers.answer import Answer, Ending, Outcome
from forms_backend.attachments.readers.job import Job, WorkLimits
from forms_backend.attachments.refusal import RefusedFileError, TooCostlyError
from forms_backend.attachments.zygote_process import ZYGOTE, ZygoteProcess
from forms_backend.running.json_logs import FIELDS
from forms_backend.running.metrics import Metrics
from tests.forms_backend.attachments.bare_pictures import exif, jpeg
from tests.forms_backend.attachments.hostile.pictures import ATTACKS
from tests.forms_backend.attachments.sample_files import pdf
from tests.forms_backend.attachments.workbench import LIMITS, MAX_MB, look, receive, workshop

SLOW = "jpeg-20000-scans"
"""Some fifteen seconds of work: more than is allowed on any machine."""
LARGE = "jpeg-500-scans"
WELL = Answer(Outcome.TAKEN, kind=FileKind.PDF.value)
ENDED = Ending(signal=0, code=0, cpu_ms=12, peak_kb=30_000, timed_out=False)


@pytest.fixture(scope="module")
def slow() -> bytes:
    return ATTACKS[SLOW].make()


@pytest.mark.parametrize(
    ("attack", "limits", "outcome"),
    [
        (SLOW, replace(LIMITS, cpu_seconds=1), Outcome.PROCESSOR),
        (SLOW, replace(LIMITS, seconds=1), Outcome.TIME),
        (LARGE, replace(LIMITS, memory_mb=64), Outcome.MEMORY),
    ],
)
def test_what_takes_too_much_is_stopped(attack: str, limits: WorkLimits, outcome: Outcome) -> None:
    seen = look("a.jpg", ATTACKS[attack].make(), limits)
    assert seen.outcome is outcome
    assert seen.cpu_seconds < 2
    assert seen.peak_mb < 70 or outcome is not Outcome.MEMORY


def test_a_file_that_costs_too_much_is_refused_counted_and_logged(
    slow: bytes, tmp_path: Path, caplog: Any
) -> None:
    metrics = Metrics()
    work = workshop(tmp_path, metrics, replace(LIMITS, cpu_seconds=1))
    with caplog.at_level("INFO"), pytest.raises(TooCostlyError) as caught:
        receive(work, "张三的照片.jpg", slow)
    assert str(caught.value) == messages.TOO_COSTLY
    assert receive(work, "a.pdf", pdf()) == ("a.pdf", pdf())
    (record,) = caplog.records
    fields = getattr(record, FIELDS)
    assert (record.getMessage(), record.levelname) == ("attachment_refused_for_cost", "WARNING")
    assert (fields["reason"], fields["bytes"]) == ("processor", len(slow))
    assert 500 < fields["cpu_ms"] < 2_000
    assert 20 < fields["peak_mb"] < 200
    assert "张三" not in str(vars(record))
    text = metrics.render()
    assert 'fabu_attachments_total{outcome="processor"} 1' in text
    assert 'fabu_attachments_total{outcome="taken"} 1' in text


def test_a_picture_that_grows_beyond_the_limit_is_refused() -> None:
    target = io.BytesIO()
    noise = Image.effect_noise((1_500, 1_200), 120).convert("RGB")
    noise.save(target, "JPEG", quality=20, exif=exif(6))
    seen = look("a.jpg", target.getvalue(), max_mb=1)
    assert (seen.outcome, seen.reason) == (Outcome.REFUSED, messages.TOO_LARGE.format(megabytes=1))


def test_a_worker_cannot_change_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    with file.open("r+b") as stream, workshop_module._readable(stream) as descriptor:
        stream.seek(2)
        assert os.read(descriptor, 3) == b"abc", "it has a place of its own"
        assert fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.write(descriptor, b"x")


def test_what_a_worker_says_is_not_believed() -> None:
    assert Answer.from_bytes(WELL.to_bytes()) == WELL
    for said in (b"", b"{}", b"[]", b"\xff", b'{"outcome": "taken"}', WELL.to_bytes()[:-3],
                 Answer(Outcome.TAKEN, kind="exe").to_bytes(), WELL.to_bytes().replace(b"taken", b"great"),
                 WELL.to_bytes().replace(b"[]", b"7")):  # fmt: skip
        with pytest.raises((ValueError, TypeError)):
            Answer.from_bytes(said)


@pytest.mark.parametrize(
    ("answer", "ending", "outcome"),
    [
        (None, ENDED, Outcome.CRASH),
        (None, replace(ENDED, signal=signal.SIGSEGV), Outcome.CRASH),
        (None, replace(ENDED, signal=signal.SIGXCPU), Outcome.PROCESSOR),
        (None, replace(ENDED, signal=signal.SIGALRM), Outcome.TIME),
        (None, replace(ENDED, signal=signal.SIGKILL, timed_out=True), Outcome.TIME),
        (None, replace(ENDED, signal=signal.SIGKILL), Outcome.MEMORY),
        (WELL, replace(ENDED, signal=signal.SIGSEGV), Outcome.CRASH),
        (Answer(Outcome.MEMORY), ENDED, Outcome.MEMORY),
    ],
)
def test_how_a_worker_ended_says_what_is_raised(
    tmp_path: Path, monkeypatch: Any, answer: Any, ending: Ending, outcome: Outcome
) -> None:
    monkeypatch.setattr(ZygoteProcess, "run", lambda *_: (answer, ending))
    metrics = Metrics()
    with pytest.raises(TooCostlyError):
        receive(workshop(tmp_path, metrics), "a.pdf", pdf())
    assert f'fabu_attachments_total{{outcome="{outcome.value}"}} 1' in metrics.render()


def test_a_mistake_of_ours_is_loud_and_quotes_nothing(
    tmp_path: Path, monkeypatch: Any, caplog: Any
) -> None:
    def fails(*_arguments: object) -> None:
        raise KeyError("张三")

    monkeypatch.setattr(worker, "inspect", fails)
    job = Job("a.pdf", 1, MAX_MB, LIMITS)
    with (tmp_path / "x").open("w+b") as file:
        answer = worker.look(job, file.fileno(), file.fileno())
    assert (answer.outcome, answer.reason) == (Outcome.BUG, "KeyError")
    assert "fails" in answer.trace[-1]
    assert "张三".encode() not in answer.to_bytes()
    monkeypatch.setattr(ZygoteProcess, "run", lambda *_: (answer, ENDED))
    with pytest.raises(RefusedFileError, match="损坏"):
        receive(workshop(tmp_path), "a.pdf", pdf())
    (record,) = caplog.records
    assert (record.getMessage(), record.levelname) == ("attachment_worker_bug", "ERROR")
    assert getattr(record, FIELDS)["exception"] == "KeyError"


def test_a_full_disk_is_not_the_files_fault() -> None:
    content = jpeg(64, 64)
    with (
        Path("/dev/full").open("wb") as full,
        workshop_module._readable(io.BytesIO(content)) as source,
    ):
        answer, _ending = ZYGOTE.run(
            Job("a.jpg", len(content), MAX_MB, LIMITS), source, full.fileno()
        )
    assert answer == Answer(Outcome.UNAVAILABLE)


def test_a_disk_without_room_for_a_copy_is_said(tmp_path: Path, monkeypatch: Any) -> None:
    def fails(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    work = workshop(tmp_path)
    monkeypatch.setattr(workshop_module.tempfile, "TemporaryFile", fails)
    with pytest.raises(StorageUnavailableError):
        receive(work, "a.pdf", pdf())
