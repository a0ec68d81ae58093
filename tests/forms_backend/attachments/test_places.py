"""As many files at once as the machine has cores, and nobody waits for ever."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from forms_backend.attachments import messages
from forms_backend.attachments.places import NoPlaceError, Places
from forms_backend.attachments.refusal import NotInspectedError
from forms_backend.attachments.workshop import Workshop
from forms_backend.attachments.zygote_process import ZygoteProcess
from forms_backend.running.metrics import Metrics
from tests.forms_backend.attachments.sample_files import ACCEPTED, pdf
from tests.forms_backend.attachments.workbench import LIMITS, receive

ROOT = Path(__file__).resolve().parents[3]


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
    work = Workshop(LIMITS, Places(tmp_path, 2, 24, 60), Metrics())
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
    work = Workshop(LIMITS, Places(tmp_path, 1, 4, 0.1), metrics)
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
