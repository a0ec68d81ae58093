"""Where a stranger's file is looked at: one worker process a file, under limits, one a core at most.

The process that serves hands over descriptors and waits for two short messages. No byte of the file
is interpreted in it, and its interpreter is free meanwhile.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from forms_backend.attachments import messages
from forms_backend.attachments.errors import StorageUnavailableError
from forms_backend.attachments.kinds import MEGABYTE, FileKind
from forms_backend.attachments.names import clean_name
from forms_backend.attachments.places import NoPlaceError, Places
from forms_backend.attachments.readers.answer import Answer, Ending, Outcome
from forms_backend.attachments.readers.job import Job, WorkLimits
from forms_backend.attachments.refusal import NotInspectedError, RefusedFileError, TooCostlyError
from forms_backend.attachments.zygote_process import ZYGOTE, ZygoteGoneError
from forms_backend.running.json_logs import log_event
from forms_backend.running.metrics import Metrics


@dataclass(frozen=True)
class Inspected:
    """A file that passed; `stream` is what is kept, which for pictures is not what was sent."""

    name: str
    kind: FileKind
    stream: BinaryIO


Spent = Callable[[float], None]
"""Is told how many processor seconds a file took."""


def charge_nobody(_seconds: float) -> None:
    """For files of staff, and where nobody counts."""


class Workshop:
    """Looks at each file under `limits`, in one of `places`, and counts how that ends."""

    def __init__(self, limits: WorkLimits, places: Places, metrics: Metrics) -> None:
        self._limits = limits
        self._places = places
        self._metrics = metrics

    @contextmanager
    def inspect(
        self, sent_name: str, stream: BinaryIO, size: int, max_mb: int,
        spent: Spent = charge_nobody,
    ) -> Iterator[Inspected]:  # fmt: skip
        """The file under a clean name, at its beginning; it is closed with the block. `spent` is
        told the processor seconds, also of a file that is refused.

        Raises RefusedFileError with the reason for the visitor, StorageUnavailableError.
        """
        name = clean_name(sent_name)
        if size == 0:
            raise RefusedFileError(messages.EMPTY)
        if size > max_mb * MEGABYTE:
            raise RefusedFileError(messages.TOO_LARGE.format(megabytes=max_mb))
        with ExitStack() as stack:
            try:
                target = stack.enter_context(tempfile.TemporaryFile())
                source = stack.enter_context(_readable(stream))
            except OSError as error:
                raise StorageUnavailableError from error
            job = Job(name, size, max_mb, self._limits)
            kind = self._look(job, source, target.fileno(), spent)
            kept = cast(BinaryIO, target) if kind.is_image else stream
            kept.seek(0)
            yield Inspected(name, kind, kept)

    def warm_up(self) -> None:
        """Have a worker look at nothing, before there are visitors: loading takes a third of a
        second, in which uploads would queue up. Where that does not work, the site is served all the
        same, and the log says why no file will be taken."""
        job = Job(name="", size=0, max_mb=1, limits=self._limits)
        with Path(os.devnull).open("r+b") as nothing, suppress(NotInspectedError):
            self._ask(job, nothing.fileno(), nothing.fileno())

    def _look(self, job: Job, source: int, target: int, spent: Spent) -> FileKind:
        """What a worker says. Raises RefusedFileError, StorageUnavailableError."""
        try:
            with self._places.one():
                answer, ending = self._ask(job, source, target)
        except NoPlaceError as error:
            self._count(Outcome.BUSY)
            raise NotInspectedError(messages.BUSY) from error
        except OSError as error:  # of the places, which are files
            raise StorageUnavailableError from error
        self._metrics.add("fabu_attachment_cpu_seconds_total", ending.cpu_ms / 1000)
        spent(ending.cpu_ms / 1000)
        self._count(answer.outcome)
        if answer.outcome is Outcome.TAKEN:
            return FileKind(answer.kind)
        raise _refusal(answer)

    def _ask(self, job: Job, source: int, target: int) -> tuple[Answer, Ending]:
        """A worker's answer, or what its end stands for. Raises NotInspectedError."""
        try:
            answer, ending = ZYGOTE.run(job, source, target)
        except ZygoteGoneError as error:
            self._count(Outcome.UNAVAILABLE)
            log_event("attachment_worker_unavailable", logging.ERROR, exc_info=True)
            raise NotInspectedError(messages.NOT_INSPECTED) from error
        if ending.signal or answer is None:
            answer = Answer(ending.outcome)
        _log(job, answer, ending)
        return answer, ending

    def _count(self, outcome: Outcome) -> None:
        self._metrics.add("fabu_attachments_total", outcome=outcome.value)


def _refusal(answer: Answer) -> Exception:
    """What is raised for a file that is not taken."""
    match answer.outcome:
        case Outcome.REFUSED:
            return RefusedFileError(answer.reason)
        case Outcome.UNAVAILABLE:
            return StorageUnavailableError()
        case Outcome.BUG:
            return RefusedFileError(messages.BROKEN)
        case _:
            return TooCostlyError(messages.TOO_COSTLY)


def _log(job: Job, answer: Answer, ending: Ending) -> None:
    """What operators should know of how a file was looked at."""
    used: dict[str, Any] = {
        "bytes": job.size, "cpu_ms": ending.cpu_ms, "peak_mb": ending.peak_kb // 1024,
    }  # fmt: skip
    if answer.outcome is Outcome.BUG:
        log_event(
            "attachment_worker_bug", logging.ERROR, exception=answer.reason, trace=answer.trace,
            **used,
        )  # fmt: skip
    elif answer.outcome.is_cost:
        log_event(
            "attachment_refused_for_cost", logging.WARNING, reason=answer.outcome.value,
            signal=ending.signal, code=ending.code, **used,
        )  # fmt: skip


@contextmanager
def _readable(stream: BinaryIO) -> Iterator[int]:
    """A descriptor through which the whole of `stream` can be read and not changed."""
    with ExitStack() as stack:
        try:
            number = stream.fileno()  # what waited in memory goes to a nameless file
            stream.flush()
        except (AttributeError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk's; what has no descriptor has no number for that either
            copy = stack.enter_context(tempfile.TemporaryFile())
            stream.seek(0)
            shutil.copyfileobj(stream, copy)
            copy.flush()
            number = copy.fileno()
        # Its own place in the file, and no way to write.
        descriptor = os.open(f"/proc/self/fd/{number}", os.O_RDONLY | os.O_CLOEXEC)
        stack.callback(os.close, descriptor)
        yield descriptor
