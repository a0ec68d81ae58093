"""The process that workers are forked from: it has loaded all readers and has one thread.

A worker of its own for each file costs a few milliseconds this way instead of the tenths of a second
that loading takes, and nothing is forked from a server with its threads and its secrets.

Over the control socket comes a job (JSON) with three descriptors: the file, where a picture is
written, and where the answer goes. The answer's socket gets the worker's own message, then how the
worker ended. When the control socket closes, whoever started us is gone, and everything ends.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from encodings import cp437

from PIL import Image, MpoImagePlugin, WebPImagePlugin

from forms_backend.attachments.readers.answer import LONGEST_MESSAGE, Ending
from forms_backend.attachments.readers.inspection import meet_broken_files
from forms_backend.attachments.readers.job import Job, WorkLimits
from forms_backend.attachments.readers.worker import bug, work

DESCRIPTORS = 3
GRACE_SECONDS = 1
"""A worker ends itself when its time is over; one that does not is killed so much later."""
_LOADED_LATE = (MpoImagePlugin, WebPImagePlugin, cp437)
"""What libraries load when they first need it would be loaded in every worker again."""


@dataclass(frozen=True)
class _Running:
    """A worker, the moment after which it is killed, and whom to tell how it ended."""

    deadline: float
    reply: socket.socket


class Zygote:
    """Forks a worker for each job that comes over `control`."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._running: dict[int, _Running] = {}
        self._woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def run(self) -> None:
        """Until the other side closes."""
        try:
            while self._step():
                pass
        finally:
            for pid in self._running:
                _kill(pid)

    def _step(self) -> bool:
        nearest = min((r.deadline for r in self._running.values()), default=None)
        wait = None if nearest is None else max(0.0, nearest - time.monotonic())
        control = self._control.fileno()
        ready, _, _ = select.select([control, self._woken], [], [], wait)
        if self._woken in ready:
            with suppress(BlockingIOError):
                os.read(self._woken, 4096)
        self._reap()
        for pid, running in self._running.items():
            if running.deadline <= time.monotonic():
                _kill(pid)
        return self._take() if control in ready else True

    def _take(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, LONGEST_MESSAGE, DESCRIPTORS)
        if not message:
            return False
        source, target, reply = descriptors
        fields = json.loads(message)
        job = Job(limits=WorkLimits(**fields.pop("limits")), **fields)
        answers = socket.socket(fileno=reply)
        pid = os.fork()
        if not pid:
            self._become_worker(job, source, target, answers)
        os.close(source)
        os.close(target)
        deadline = time.monotonic() + job.limits.seconds + GRACE_SECONDS
        self._running[pid] = _Running(deadline, answers)
        return True

    def _become_worker(self, job: Job, source: int, target: int, answers: socket.socket) -> None:
        """Never returns. A worker is a group of its own and knows nothing of the others."""
        code = 1
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            _silence()
            self._control.close()
            os.close(self._woken)
            for running in self._running.values():
                running.reply.close()
            work(job, source, target, answers)
            code = 0
        except Exception as error:  # of what comes before the file, as limits that may not be set
            answers.send(bug(error).to_bytes())
        finally:
            os._exit(code)

    def _reap(self) -> None:
        while self._running:
            pid, status, used = os.wait4(-1, os.WNOHANG)
            if not pid:
                return
            running = self._running.pop(pid)
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)  # whatever it left behind
            ending = Ending(
                signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
                code=os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0,
                cpu_ms=round((used.ru_utime + used.ru_stime) * 1000),
                peak_kb=used.ru_maxrss,
                timed_out=running.deadline <= time.monotonic(),
            )
            with suppress(OSError):  # whoever asked is gone
                running.reply.send(ending.to_bytes())
            running.reply.close()


def _kill(pid: int) -> None:
    """With everything that it may have started."""
    for end in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            end(pid, signal.SIGKILL)


def main(control: int) -> None:
    """The whole life of this process; `control` is the descriptor of its socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.chdir("/")
    load()
    gc.collect()
    gc.freeze()  # what is loaded stays shared with the workers
    Zygote(socket.socket(fileno=control)).run()


def load() -> None:
    """What readers load or set up when they first need it."""
    Image.preinit()
    meet_broken_files()


def _silence() -> None:
    """What libraries print about a file is neither JSON nor for the log."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)


if __name__ == "__main__":
    main(int(sys.argv[1]))
