"""How the operating system is told what one worker may use."""

from __future__ import annotations

import os
import resource
import signal

from forms_backend.attachments.kinds import MEGABYTE
from forms_backend.attachments.readers.job import WorkLimits

OPEN_FILES = 16
"""The file, its copy, the way home, and the device that takes what libraries print: with room."""
MEMORY_TO_ANSWER = 8 * MEGABYTE
"""Not counted: what a worker holds untouched, to set it free and say that memory has run out."""


def restrict(limits: WorkLimits, largest_output: int) -> None:
    """From here on this process, which has one thread, is held to `limits`; it cannot undo them.

    It ends by SIGXCPU or SIGALRM when its time is over. More memory, counted with what the program
    takes by itself, is a MemoryError. It writes no file longer than `largest_output`, and it starts
    no other process.
    """
    for number in (signal.SIGXCPU, signal.SIGALRM, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    room = _room(limits.memory_mb * MEGABYTE) + MEMORY_TO_ANSWER
    for kind, soft, hard in (
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        (resource.RLIMIT_AS, room, room),
        (resource.RLIMIT_FSIZE, largest_output, largest_output),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(kind, (soft, hard))


def _room(memory: int) -> int:
    """The address space in which this process cannot use more than `memory` bytes.

    What is mapped and not used yet (libraries, mostly) does not count.
    """
    descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    mapped, used = os.read(descriptor, 100).split()[:2]
    os.close(descriptor)
    return memory + (int(mapped) - int(used)) * resource.getpagesize()
