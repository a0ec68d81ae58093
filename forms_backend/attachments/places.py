"""How many files are looked at at once: one for each core of this machine, whatever serves on it."""

from __future__ import annotations

import fcntl
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = "attachment-workers"
_LOOK_AGAIN_SECONDS = 0.005


class NoPlaceError(Exception):
    """Too many others are before us."""


class Places:
    """`count` places that all processes with the same `folder` share on this machine.

    A place is a lock on a file: it goes with the process that holds it. Of the threads of this
    process at most `inside` are in a place or wait for one, so that others are free to serve.
    """

    def __init__(self, folder: Path, count: int, inside: int, wait_seconds: float) -> None:
        # The folder may lie on a disk that several machines share.
        host = socket.gethostname() or "localhost"
        self._files = [folder / f"{host}-{number}.lock" for number in range(count)]
        self._folder = folder
        self._inside = threading.BoundedSemaphore(max(inside, count))
        self._own = threading.BoundedSemaphore(count)
        self._wait_seconds = wait_seconds

    @contextmanager
    def one(self) -> Iterator[None]:
        """Be in a place. Raises NoPlaceError when none is free in time, OSError for the disk's."""
        end = time.monotonic() + self._wait_seconds
        if not self._inside.acquire(blocking=False):
            raise NoPlaceError
        try:
            if not self._own.acquire(timeout=self._wait_seconds):
                raise NoPlaceError
            try:
                lock = self._lock(end)
                try:
                    yield
                finally:
                    os.close(lock)
            finally:
                self._own.release()
        finally:
            self._inside.release()

    def _lock(self, end: float) -> int:
        """A descriptor whose lock is ours; other processes may hold all of them for a while."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        while True:
            for file in self._files:
                descriptor = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    os.close(descriptor)
                else:
                    return descriptor
            if time.monotonic() >= end:
                raise NoPlaceError
            time.sleep(_LOOK_AGAIN_SECONDS)
