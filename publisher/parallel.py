"""Applies one function to many items on all cores, keeping their order."""

from __future__ import annotations

import atexit
import concurrent.futures
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context
from os import cpu_count
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

PARALLEL_FROM = 400
"""Below this many documents a second process costs more than it saves to read them, to look for the laws
they cite, or to index them."""

_function: Callable[[Any], Any]
_items: Sequence[Any]


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """A build makes objects by the hundred thousand and throws none away before it ends: looking
    for cycles among them took a quarter of the time of 5,000 cases. Nor are those looked through that
    are left when the process ends."""
    gc.disable()
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    try:
        yield
    finally:
        gc.enable()


def _start(function: Callable[[Any], Any], items: Sequence[Any]) -> None:
    global _function, _items
    gc.disable()  # a worker lives for one job: see `without_garbage_collection`
    _function, _items = function, items


def _apply(start: int, stop: int) -> list[Any]:
    return [_function(item) for item in _items[start:stop]]


def map_in_processes(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    parallel_from: int,
    batch: int = 64,
    told: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """`list(map(function, items))`, on all cores from `parallel_from` items on.

    With fewer items, or on one core, everything happens in this process: another one would cost
    more than it saves. Where processes can be forked they inherit function and items; sending
    thousands of pages through a pipe took a third of a build's time. Elsewhere both are sent
    once to each worker, so they must be picklable; results always are sent back. `told` is called
    with how many of how many are done.
    """
    found: list[Result] = []
    if len(items) < parallel_from or (cpu_count() or 1) < 2:
        for item in items:
            found.append(function(item))
            if told is not None:
                told(len(found), len(items))
        return found
    context = get_context("fork" if "fork" in get_all_start_methods() else None)
    starts = range(0, len(items), batch)
    stops = [start + batch for start in starts]
    with concurrent.futures.ProcessPoolExecutor(
        mp_context=context, initializer=_start, initargs=(function, items)
    ) as pool:
        for part in pool.map(_apply, starts, stops):
            found += part
            if told is not None:
                told(len(found), len(items))
    return found
