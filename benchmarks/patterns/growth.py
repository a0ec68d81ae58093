"""How long a pattern takes over its worst texts, in processor time, and how that grows."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import log2
from typing import Any

from benchmarks.patterns.found import Found
from benchmarks.patterns.worst import texts

AT_MOST = 2.6
"""By how much longer twice as much text may take."""
STOPPED = 1000.0
MEASURABLE = 0.03
"""Seconds below which a growth is noise."""
TICK = 0.004
"""What some systems count processor time in: nothing is known to take less."""


class TooLongError(Exception):
    """The engine was stopped."""


@dataclass(frozen=True)
class Worst:
    """The worst of a pattern's texts: how long it was, what it took, by how much that was longer than
    for half of it; STOPPED where the engine was stopped."""

    size: int
    seconds: float
    growth: float
    text: tuple[str, str, str]


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TooLongError after so much processor time; the engine looks for signals now and then."""

    def stop(*_: object) -> None:
        raise TooLongError

    former = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


def text_of(parts: tuple[str, str, str], size: int) -> str:
    """About `size` characters."""
    begin, part, end = parts
    return begin + part * max(1, (size - len(begin) - len(end)) // len(part)) + end


def seconds_for(found: Found, text: str, most: float) -> float:
    """Processor time over the whole text; `most` where the engine was stopped."""
    engine: Any = found.compiled()
    subject: Any = text.encode("utf-8", "replace") if isinstance(found.pattern, bytes) else text
    run = engine.fullmatch if found.methods == {"fullmatch"} else engine.match
    started = time.process_time()
    try:
        with at_most(most):
            if found.is_anchored:
                run(subject)
            else:
                for _ in engine.finditer(subject):
                    pass
    except TooLongError:
        return most
    return time.process_time() - started


def slowest(found: Found, size: int, most: float) -> tuple[float, tuple[str, str, str]]:
    """Over the worst text of about `size` characters; measured again before it is believed."""
    worst = (0.0, ("", "a", ""))
    for parts in texts(found.pattern, found.flags & ~re.LOCALE):
        text = text_of(parts, size)
        took = seconds_for(found, text, most)
        if took > worst[0]:
            took = min(took, seconds_for(found, text, most))
        if took > worst[0]:
            worst = (took, parts)
            if took >= most:
                break
    return worst


def growth(found: Found, small: int, large: int, most: float) -> Worst:
    """By how much longer twice as much text takes, at most over all texts: the mean of the doublings
    from `small` to `large`, where the time can be measured. What looks too much is measured again,
    since a busy machine makes any single time too long."""
    worst = Worst(large, 0.0, 1.0, ("", "a", ""))
    doublings = log2(large / small)
    for parts in texts(found.pattern, found.flags & ~re.LOCALE):
        short, long = text_of(parts, small), text_of(parts, large)
        took = seconds_for(found, long, most)
        if took < MEASURABLE:
            continue
        before = max(seconds_for(found, short, most), TICK)
        for _ in range(4):
            if (took / before) ** (1 / doublings) <= AT_MOST:
                break
            took = min(took, seconds_for(found, long, most))
            before = max(before, seconds_for(found, short, most))
        if took >= most:
            return Worst(large, took, STOPPED, parts)
        factor = (took / before) ** (1 / doublings)
        worst = max(worst, Worst(large, took, factor, parts), key=lambda w: w.growth)
    return worst
