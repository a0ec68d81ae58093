"""Works through many items on all cores, in order, with one prepared worker a process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from os import cpu_count
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_made: Any = None
_items: Sequence[Any] = ()


def _start(make: Callable[[], Any], items: Sequence[Any]) -> None:
    # A pool's initializer has no other place to leave its result.
    global _made, _items
    _made, _items = make(), items


def _work_on(work: Callable[[Any, Any], Any], start: int, stop: int) -> list[Any]:
    return [work(_made, item) for item in _items[start:stop]]


def map_in_processes(
    work: Callable[[Any, Item], Result],
    make: Callable[[], Any],
    items: Sequence[Item],
    *,
    parallel_from: int,
    batch: int = 64,
) -> list[Result]:
    """`[work(make(), item) for item in items]`, with `make` called once in each process.

    Below `parallel_from` items, or on one core, everything happens in this process: another one
    would cost more than it saves. Where processes can be forked they inherit the items; sending
    thousands of pages through a pipe took a third of a build's time. Elsewhere the pool sends
    them once to each worker, so `work`, `make` and items must be picklable.
    """
    if len(items) < parallel_from or (cpu_count() or 1) < 2:
        made = make()
        return [work(made, item) for item in items]
    context = get_context("fork" if "fork" in get_all_start_methods() else None)
    starts = range(0, len(items), batch)
    stops = [start + batch for start in starts]
    with ProcessPoolExecutor(mp_context=context, initializer=_start, initargs=(make, items)) as pool:
        parts = pool.map(_work_on, [work] * len(stops), starts, stops)
        return [result for part in parts for result in part]
