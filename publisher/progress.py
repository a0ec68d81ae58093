"""What a build is doing and what it took: told on a terminal while it runs, reported when it is done.

Stages name themselves (`stage`) and say how far they are (`done`) to whoever listens; nobody does in a
build that `mkdocs` starts, in a preview and in tests of single outputs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, TextIO

SHOWN_SLOWEST = 5
"""So many pages are named that took longest to write."""

_INTERVAL = 0.2
"""Seconds between two lines on the terminal."""


@dataclass
class Phase:
    """`seconds` by the clock; `processor`: seconds of this process and of those that ended in it."""

    name: str
    seconds: float = 0
    processor: float = 0


@dataclass
class Report:
    """`written`, `kept`, `removed`: numbers of pages made from documents; the plain ones, which MkDocs
    renders, are in neither. `slowest`: address and seconds, the slowest first."""

    phases: list[Phase] = field(default_factory=list)
    written: int = 0
    kept: int = 0
    removed: int = 0
    slowest: list[tuple[str, float]] = field(default_factory=list)


class Progress:
    """Follows one build. `screen`: a terminal that is told, or None."""

    def __init__(self, screen: TextIO | None = None) -> None:
        self.report = Report()
        self._screen, self._told, self._width = screen, 0.0, 0
        self._since = (time.monotonic(), _processor_seconds())

    def stage(self, name: str) -> None:
        self.end()
        self.report.phases.append(Phase(name))
        self._since = (time.monotonic(), _processor_seconds())
        self._tell(f"{name}……")

    def done(self, count: int, total: int) -> None:
        now = time.monotonic()
        if self._screen is None or not self.report.phases or now - self._told < _INTERVAL:
            return
        left = (now - self._since[0]) / count * (total - count) if count else 0
        name = self.report.phases[-1].name
        self._tell(f"{name}：{count:,} / {total:,}，还要 {left:.0f} 秒")

    def end(self) -> None:
        """Close the stage that is open, and clear the line."""
        if self.report.phases and not self.report.phases[-1].seconds:
            phase = self.report.phases[-1]
            phase.seconds = time.monotonic() - self._since[0]
            phase.processor = _processor_seconds() - self._since[1]
        self._tell("")

    def _tell(self, line: str) -> None:
        if self._screen is None:
            return
        # A Chinese character takes two columns: blanks for all that the last line may have taken.
        self._screen.write(f"\r{' ' * self._width}\r{line}")
        self._screen.flush()
        self._width, self._told = 2 * len(line), time.monotonic()


_current: list[Progress] = []


@contextmanager
def followed(screen: TextIO | None = None) -> Iterator[Progress]:
    """Everything that happens inside is told on `screen`, if that is a terminal, and reported."""
    progress = Progress(screen if screen is not None and screen.isatty() else None)
    _current.append(progress)
    try:
        yield progress
    finally:
        progress.end()
        _current.remove(progress)


def stage(name: str) -> None:
    """What is done from now on, in Chinese."""
    if _current:
        _current[-1].stage(name)


def done(count: int, total: int) -> None:
    """`count` of the `total` items of this stage are done."""
    if _current:
        _current[-1].done(count, total)


def pages(written: Mapping[str, float], kept: int, removed: int) -> None:
    """Which pages were written, output file → seconds that it took, and how many stayed and went."""
    if _current:
        report = _current[-1].report
        report.written, report.kept, report.removed = len(written), kept, removed
        slowest = sorted(written.items(), key=lambda item: (-item[1], item[0]))
        report.slowest = slowest[:SHOWN_SLOWEST]


def as_lines(report: Report) -> Iterable[str]:
    """The report for people."""
    for phase in report.phases:
        yield f"  {phase.name}：{phase.seconds:.1f} 秒（处理器 {phase.processor:.1f} 秒）"
    yield f"  稿件网页：新写 {report.written:,}，未变 {report.kept:,}，移除 {report.removed:,}"
    if report.slowest:
        named = "，".join(f"{name} {1000 * seconds:.0f} 毫秒" for name, seconds in report.slowest)
        yield f"  最慢的网页：{named}"
    yield f"  内存最多：{peak_memory():.0f} MB"


def as_object(report: Report) -> dict[str, Any]:
    """The report for programs; keys are stable, seconds have three decimals."""
    return {
        "written": report.written,
        "kept": report.kept,
        "removed": report.removed,
        "phases": [
            {key: round(value, 3) if key != "name" else value for key, value in asdict(one).items()}
            for one in report.phases
        ],
        "slowest": [{"page": name, "seconds": round(took, 3)} for name, took in report.slowest],
        "peak_memory_mb": round(peak_memory()),
    }


def peak_memory() -> float:
    """MB (10⁶ bytes) of the largest of this process and of those that ended in it; 0 where the system
    does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) * unit / 1e6


def _processor_seconds() -> float:
    try:
        import resource
    except ImportError:
        return time.process_time()
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(one).ru_utime + resource.getrusage(one).ru_stime for one in who)
