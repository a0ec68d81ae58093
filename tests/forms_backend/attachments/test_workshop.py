"""Where files are looked at: limits hold, nobody waits for ever, and no secret is within reach."""

from __future__ import annotations

import fcntl
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from forms_backend.attachments import messages
from forms_backend.attachments import workshop as workshop_module
from forms_backend.attachments.errors import StorageUnavailableError
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.places import NoPlaceError, Places
from forms_backend.attachments.readers import worker
from forms_backend.attachments.readers.answer import Answer, Ending, Outcome
from forms_backend.attachments.readers.job import Job, WorkLimits
from forms_backend.attachments.refusal import NotInspectedError, RefusedFileError, TooCostlyError
from forms_backend.attachments.zygote_process import ZYGOTE, ZygoteGoneError, ZygoteProcess
from forms_backend.running.json_logs import FIELDS
from forms_backend.running.metrics import Metrics
from tests.forms_backend.attachments.bare_pictures import exif, jpeg
from tests.forms_backend.attachments.hostile.pictures import ATTACKS
from tests.forms_backend.attachments.sample_files import ACCEPTED, pdf
from tests.forms_backend.attachments.workbench import LIMITS, MAX_MB, look, receive, workshop

ROOT = Path(__file__).resolve().parents[3]
SLOW = "jpeg-500-scans"
"""Two seconds of work."""
WELL = Answer(Outcome.TAKEN, kind=FileKind.PDF.value)
ENDED = Ending(signal=0, code=0, cpu_ms=12, peak_kb=30_000, timed_out=False)


@pytest.fixture(scope="module")
def slow() -> bytes:
    return ATTACKS[SLOW].make()


def run_python(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A program of its own over this checkout."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True,
        timeout=120, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip


# Limits


@pytest.mark.parametrize(
    ("limits", "outcome"),
    [
        (replace(LIMITS, cpu_seconds=1), Outcome.PROCESSOR),
        (replace(LIMITS, seconds=1), Outcome.TIME),
        (replace(LIMITS, memory_mb=64), Outcome.MEMORY),
    ],
)
def test_what_takes_too_much_is_stopped(slow: bytes, limits: WorkLimits, outcome: Outcome) -> None:
    seen = look("a.jpg", slow, limits)
    assert seen.outcome is outcome
    assert seen.cpu_seconds < 2
    assert seen.peak_mb < 70 or outcome is not Outcome.MEMORY


def test_a_worker_is_held_by_the_system() -> None:
    program = """if True:
        import json, resource, signal
        from forms_backend.attachments.readers.job import WorkLimits
        from forms_backend.attachments.readers.restraint import restrict
        restrict(WorkLimits(cpu_seconds=3, seconds=50, memory_mb=100), 12345)
        names = ("CPU", "FSIZE", "NOFILE", "NPROC", "CORE", "AS")
        limits = {n: resource.getrlimit(getattr(resource, "RLIMIT_" + n)) for n in names}
        print(json.dumps([limits, signal.getitimer(signal.ITIMER_REAL)[0]]))
    """
    limits, seconds = json.loads(run_python(program).stdout)
    room = limits.pop("AS")
    assert limits == {
        "CPU": [3, 4], "FSIZE": [12345] * 2, "NOFILE": [16] * 2, "NPROC": [0] * 2, "CORE": [0] * 2,
    }  # fmt: skip
    assert room[0] == room[1]
    assert 100 * 1024 * 1024 < room[0] < 200 * 1024 * 1024
    assert 40 < seconds <= 50


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


# What a worker knows


def test_a_worker_knows_no_secret_and_nothing_of_the_application(monkeypatch: Any) -> None:
    monkeypatch.setenv("FABU_DATA_KEY", "a-secret")
    ZYGOTE.close()
    assert look("a.pdf", pdf()).outcome is Outcome.TAKEN
    assert ZYGOTE.pid is not None
    process = Path(f"/proc/{ZYGOTE.pid}")
    assert b"FABU" not in (process / "environ").read_bytes()
    assert (process / "cwd").readlink() == Path("/")
    assert len(list((process / "task").iterdir())) == 1
    sockets = [fd for fd in (process / "fd").iterdir() if fd.readlink().name.startswith("socket:")]
    assert len(sockets) == 1


def test_everything_that_readers_need_is_loaded_before_they_work(tmp_path: Path) -> None:
    for name, content in ACCEPTED.items():
        (tmp_path / name).write_bytes(content)
    program = """if True:
        import json, sys, tempfile
        from pathlib import Path
        from forms_backend.attachments.readers import zygote
        from forms_backend.attachments.readers.job import Job, WorkLimits
        from forms_backend.attachments.readers.worker import look
        zygote.load()
        before, outcomes = set(sys.modules), []
        for file in sorted(Path(sys.argv[1]).iterdir()):
            with file.open("rb") as source, tempfile.TemporaryFile() as target:
                job = Job(file.name, file.stat().st_size, 20, WorkLimits(4, 20, 200))
                outcomes.append(look(job, source.fileno(), target.fileno()).outcome)
        print(json.dumps([sorted(before), sorted(set(sys.modules) - before), outcomes]))
    """
    before, after, outcomes = json.loads(run_python(program, str(tmp_path)).stdout)
    assert set(outcomes) == {Outcome.TAKEN}
    assert after == []
    ours = {name for name in before if name.startswith("forms_backend.")}
    allowed = ("readers", "kinds", "messages", "names", "refusal")
    assert {name.split(".")[2] for name in ours if name.count(".") > 1} == set(allowed)
    strange = {
        "flask",
        "sqlalchemy",
        "pydantic",
        "district",
        "search",
        "law",
        "cryptography",
        "yaml",
    }
    assert not strange & {name.partition(".")[0] for name in before}


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


# The process that workers come from


def test_one_that_died_is_started_again(tmp_path: Path) -> None:
    work = workshop(tmp_path)
    receive(work, "a.pdf", pdf())
    first = ZYGOTE.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert receive(work, "a.pdf", pdf()) == ("a.pdf", pdf())
    assert ZYGOTE.pid not in (None, first)


def test_one_that_dies_at_work_refuses_the_file_and_no_other(slow: bytes, tmp_path: Path) -> None:
    metrics = Metrics()
    work = workshop(tmp_path, metrics)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(receive, work, "a.jpg", slow)
        child = first_child()
        assert ZYGOTE.pid is not None
        os.kill(ZYGOTE.pid, signal.SIGKILL)
        with pytest.raises(NotInspectedError, match="稍后"):
            waiting.result()
    os.kill(child, signal.SIGKILL)  # its clock would have ended it later
    assert receive(work, "a.pdf", pdf()) == ("a.pdf", pdf())
    assert 'fabu_attachments_total{outcome="unavailable"} 1' in metrics.render()


def first_child() -> int:
    """The worker that the process has now."""
    while True:
        with suppress(OSError, ValueError):
            found = Path(f"/proc/{ZYGOTE.pid}/task/{ZYGOTE.pid}/children").read_text().split()
            return int(found[0]) if found else int("none yet")
        time.sleep(0.005)


def test_one_that_cannot_be_started_refuses_with_a_sentence(
    tmp_path: Path, monkeypatch: Any, caplog: Any
) -> None:
    ZYGOTE.close()
    monkeypatch.setattr(sys, "executable", "/does/not/exist")
    with pytest.raises(NotInspectedError) as caught:
        receive(workshop(tmp_path), "a.pdf", pdf())
    assert str(caught.value) == messages.NOT_INSPECTED
    assert "attachment_worker_unavailable" in caplog.text
    monkeypatch.undo()
    receive(workshop(tmp_path), "a.pdf", pdf())


def test_it_ends_with_who_started_it() -> None:
    """Killed as by a power cut: nobody says goodbye."""
    program = """if True:
        import os, signal
        from forms_backend.attachments.zygote_process import ZYGOTE
        from tests.forms_backend.attachments.sample_files import pdf
        from tests.forms_backend.attachments.workbench import look
        look("a.pdf", pdf())
        print(ZYGOTE.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=120,
    )  # fmt: skip
    pid = int(done.stdout)
    for _ in range(1000):
        if not is_running(pid):
            return
        time.sleep(0.02)
    raise AssertionError("it is still there")


def is_running(pid: int) -> bool:
    """Whether there is such a process that has not ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def test_a_forked_server_has_one_of_its_own() -> None:
    program = """if True:
        import os
        from forms_backend.attachments.zygote_process import ZYGOTE
        from tests.forms_backend.attachments.sample_files import pdf
        from tests.forms_backend.attachments.workbench import look
        look("a.pdf", pdf())
        first = ZYGOTE.pid
        if not os.fork():
            good = look("a.pdf", pdf()).outcome == "taken" and ZYGOTE.pid != first
            ZYGOTE.close()
            os._exit(0 if good else 1)
        _, status = os.wait()
        print(status, look("a.pdf", pdf()).outcome, ZYGOTE.pid == first)
    """
    assert run_python(program).stdout.split() == ["0", "taken", "True"]


# Places


def test_many_at_once_all_get_their_turn(tmp_path: Path, monkeypatch: Any) -> None:
    lock, now, most = threading.Lock(), 0, 0
    run = ZygoteProcess.run

    def counting(self: ZygoteProcess, *arguments: Any) -> Any:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        try:
            return run(self, *arguments)
        finally:
            with lock:
                now -= 1

    monkeypatch.setattr(ZygoteProcess, "run", counting)
    work = workshop_module.Workshop(LIMITS, Places(tmp_path, 2, 24, 60), Metrics())
    files = [(name, content) for name, content in ACCEPTED.items() for _ in range(3)]
    with ThreadPoolExecutor(20) as pool:
        names = list(pool.map(lambda file: receive(work, *file)[0], files))
    assert names == [name for name, _ in files]
    assert most == 2


@pytest.fixture
def held(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is in the only place."""
    program = """if True:
        import sys
        from pathlib import Path
        from forms_backend.attachments.places import Places
        with Places(Path(sys.argv[1]), 1, 1, 1).one():
            print("in", flush=True)
            sys.stdin.read()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        yield process
        process.kill()


def test_a_place_is_one_for_all_processes_and_free_when_its_holder_dies(
    held: subprocess.Popen[str], tmp_path: Path
) -> None:
    places = Places(tmp_path, 1, 4, 0.1)
    with pytest.raises(NoPlaceError), places.one():
        pass
    held.kill()
    held.wait()
    with places.one():
        pass


def test_who_finds_no_place_is_asked_to_come_again(
    held: subprocess.Popen[str], tmp_path: Path
) -> None:
    metrics = Metrics()
    work = workshop_module.Workshop(LIMITS, Places(tmp_path, 1, 4, 0.1), metrics)
    with pytest.raises(NotInspectedError) as caught:
        receive(work, "a.pdf", pdf())
    assert str(caught.value) == messages.BUSY
    assert 'fabu_attachments_total{outcome="busy"} 1' in metrics.render()


def test_threads_beyond_those_that_may_wait_are_free_at_once(tmp_path: Path) -> None:
    places = Places(tmp_path, 1, 2, 60)
    entered, leave = threading.Barrier(2), threading.Event()

    def stay() -> None:
        with places.one():
            entered.wait(30)
            leave.wait(30)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(stay)
        entered.wait(30)
        second = pool.submit(places.one().__enter__)
        while places._inside._value:  # the second is not waiting yet
            time.sleep(0.005)
        started = time.monotonic()
        with pytest.raises(NoPlaceError), places.one():
            pass
        assert time.monotonic() - started < 30, "not after the minute that others wait"
        leave.set()
        first.result(30)
        second.result(30)


def test_zygote_gone_is_what_is_raised(monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "executable", "/does/not/exist")
    with pytest.raises(ZygoteGoneError):
        ZygoteProcess().run(Job("a", 1, 1, LIMITS), 0, 0)
