"""One file in one process: read, judged, a picture written anew, the answer sent; then it is over."""

from __future__ import annotations

import io
import mmap
import os
import socket
import traceback
from typing import cast

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import MEGABYTE
from forms_backend.attachments.readers.answer import Answer, Outcome
from forms_backend.attachments.readers.inspection import inspect
from forms_backend.attachments.readers.job import Job
from forms_backend.attachments.readers.restraint import MEMORY_TO_ANSWER, restrict
from forms_backend.attachments.refusal import RefusedFileError

_ROOM_TO_NOTICE = MEGABYTE
_OUT_OF_MEMORY = Answer(Outcome.MEMORY).to_bytes()


class _DiskFullError(Exception):
    """No OSError: readers take those for damage of the file."""


class _Kept(io.RawIOBase):
    """Where a picture is written; it has no descriptor to give away, and an end."""

    def __init__(self, descriptor: int, max_mb: int) -> None:
        self._descriptor = descriptor
        self._max_mb = max_mb
        self._left = max_mb * MEGABYTE

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._left -= len(data)
        if self._left < 0:
            raise RefusedFileError(messages.TOO_LARGE.format(megabytes=self._max_mb))
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError as error:
            raise _DiskFullError from error
        return len(data)


def work(job: Job, source: int, target: int, reply: socket.socket) -> None:
    """Do one job under its limits, in a process that ends afterwards."""
    restrict(job.limits, job.max_mb * MEGABYTE + _ROOM_TO_NOTICE)
    kept_free = mmap.mmap(-1, MEMORY_TO_ANSWER)
    try:
        answer = look(job, source, target).to_bytes()
    except MemoryError:
        kept_free.close()
        answer = _OUT_OF_MEMORY
    reply.send(answer)


def look(job: Job, source: int, target: int) -> Answer:
    """What is found in the open file `source`; a picture goes to `target`."""
    try:
        kept = io.BufferedWriter(cast(io.RawIOBase, _Kept(target, job.max_mb)), MEGABYTE)
        with open(source, "rb", closefd=False) as stream, kept:
            kind = inspect(job.name, stream, job.size, kept)
    except RefusedFileError as refused:
        return Answer(Outcome.REFUSED, reason=str(refused))
    except _DiskFullError:
        return Answer(Outcome.UNAVAILABLE)
    except MemoryError:
        raise
    except Exception as error:  # whatever else a reader raises is our mistake, told by its place
        return bug(error)
    return Answer(Outcome.TAKEN, kind=kind.value)


def bug(error: Exception) -> Answer:
    """An error of the program, by its kind and its places; its text could quote the file."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    places = tuple(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    return Answer(Outcome.BUG, reason=type(error).__qualname__, trace=places)
