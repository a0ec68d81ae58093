"""The process from which workers are forked, as seen by the one that serves: started when the first
file comes, started again when it has died, gone when we are."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from forms_backend.attachments.readers.answer import LONGEST_MESSAGE, Answer, Ending
from forms_backend.attachments.readers.job import Job

_MODULE = "forms_backend.attachments.readers.zygote"
_PROGRAM = Path(__file__).resolve().parents[2]
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH")
"""What the process may know of our environment: none of our secrets."""
_END_SECONDS = 2
_PATIENCE_SECONDS = 5
"""Beyond a worker's own time, for its start and its end."""


class ZygoteGoneError(Exception):
    """The process could not be started, or ended while it had a job of ours."""


class ZygoteProcess:
    """One for this process, for all its threads. After a fork the child starts its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def pid(self) -> int | None:
        """Of the process, while there is one."""
        return self._process.pid if self._process is not None else None

    def run(self, job: Job, source: int, target: int) -> tuple[Answer | None, Ending]:
        """Have `job` done by a worker with these descriptors: what it said, and how it ended.

        Returns when the worker is gone. Raises ZygoteGoneError.
        """
        heard = self._run(job, source, target) or self._run(job, source, target)
        try:
            *said, last = heard
            return _understood(said), Ending.from_bytes(last)
        except (ValueError, TypeError) as error:
            raise ZygoteGoneError from error

    def _run(self, job: Job, source: int, target: int) -> list[bytes]:
        """Everything that was said about a job. Nothing, when the process had died before it took
        it; the next one may have more luck."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            with theirs:
                self._send(job, [source, target, theirs.fileno()])
            ours.settimeout(job.limits.seconds + _PATIENCE_SECONDS)
            try:
                return list(iter(lambda: ours.recv(LONGEST_MESSAGE), b""))
            except OSError as error:
                self.close()
                raise ZygoteGoneError from error

    def _send(self, job: Job, descriptors: list[int]) -> None:
        """To the process, or to a new one when it has died meanwhile."""
        message = [json.dumps(asdict(job)).encode()]
        try:
            socket.send_fds(self._ready(), message, descriptors)
        except OSError:
            self.close()
            try:
                socket.send_fds(self._ready(), message, descriptors)
            except OSError as error:
                raise ZygoteGoneError from error

    def _ready(self) -> socket.socket:
        with self._lock:
            if self._owner != os.getpid():
                self._forget()
            if self._process is not None and self._process.poll() is not None:
                self._end()
            if self._control is None:
                self._start()
            assert self._control is not None
            return self._control

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        kept = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
        paths = os.pathsep.join([str(_PROGRAM), *filter(None, sys.path)])
        try:
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", _MODULE, str(theirs.fileno())],
                    env=kept | {"PYTHONPATH": paths}, pass_fds=(theirs.fileno(),),
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
                )  # fmt: skip
        except OSError as error:
            ours.close()
            raise ZygoteGoneError from error
        self._control = ours
        self._owner = os.getpid()

    def close(self) -> None:
        """End it, with every worker that it still has; the next job starts another."""
        with self._lock:
            if self._owner == os.getpid():
                self._end()

    def _end(self) -> None:
        process, control = self._process, self._control
        self._process = self._control = None
        if control is not None:
            control.close()
        if process is not None:
            try:
                process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _forget(self) -> None:
        """In a child of the process that started it: it is not ours to end."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0  # nobody waits for another's child
        self._process = self._control = None


def _understood(said: list[bytes]) -> Answer | None:
    """A worker that its file has taken over may say anything; what is no answer is none."""
    with suppress(ValueError, TypeError):
        (message,) = said
        return Answer.from_bytes(message)
    return None


ZYGOTE = ZygoteProcess()
atexit.register(ZYGOTE.close)
