"""The process that workers come from: small, without secrets, there when it is needed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from district.zip_failures import ZIP_FAILURES
from forms_backend.attachments import messages
from forms_backend.attachments.readers.answer import Outcome
from forms_backend.attachments.readers.job import Job
from forms_backend.attachments.readers.zip_documents import UNREADABLE
from forms_backend.attachments.refusal import NotInspectedError
from forms_backend.attachments.zygote_process import ZYGOTE, ZygoteGoneError, ZygoteProcess
from forms_backend.running.metrics import Metrics
from tests.forms_backend.attachments.hostile.pictures import ATTACKS
from tests.forms_backend.attachments.sample_files import ACCEPTED, pdf
from tests.forms_backend.attachments.workbench import LIMITS, look, receive, workshop

ROOT = Path(__file__).resolve().parents[3]
SLOW = "jpeg-500-scans"
"""Two seconds of work."""


def run_python(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A program of its own over this checkout."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True,
        timeout=120, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip


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


def test_a_damaged_package_is_the_same_to_all_who_read_one() -> None:
    assert set(ZIP_FAILURES) <= set(UNREADABLE)


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


def test_one_that_died_is_started_again(tmp_path: Path) -> None:
    work = workshop(tmp_path)
    receive(work, "a.pdf", pdf())
    first = ZYGOTE.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert receive(work, "a.pdf", pdf()) == ("a.pdf", pdf())
    assert ZYGOTE.pid not in (None, first)


def test_one_that_dies_at_work_refuses_the_file_and_no_other(tmp_path: Path) -> None:
    metrics = Metrics()
    work = workshop(tmp_path, metrics)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(receive, work, "a.jpg", ATTACKS[SLOW].make())
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


def test_it_is_there_before_the_first_file_and_its_absence_is_logged(
    tmp_path: Path, monkeypatch: Any, caplog: Any
) -> None:
    ZYGOTE.close()
    workshop(tmp_path).warm_up()
    assert ZYGOTE.pid is not None
    assert not caplog.records
    ZYGOTE.close()
    monkeypatch.setattr(sys, "executable", "/does/not/exist")
    workshop(tmp_path).warm_up()
    assert [r.getMessage() for r in caplog.records] == ["attachment_worker_unavailable"]


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


def test_zygote_gone_is_what_is_raised(monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "executable", "/does/not/exist")
    with pytest.raises(ZygoteGoneError):
        ZygoteProcess().run(Job("a", 1, 1, LIMITS), 0, 0)
