"""What a worker is asked to do, and within which limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WorkLimits:
    """Of one file: processor seconds, seconds by the clock, megabytes of memory."""

    cpu_seconds: int
    seconds: int
    memory_mb: int


@dataclass(frozen=True)
class Job:
    """A file of `size` bytes called `name`, of which at most `max_mb` are kept."""

    name: str
    size: int
    max_mb: int
    limits: WorkLimits
