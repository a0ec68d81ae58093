import os
from functools import partial

import pytest

from publisher import parallel
from publisher.parallel import map_in_processes

ITEMS = list(range(300))


def times_ten(item):
    return 10 * item


def process_of(item):
    return os.getpid()


def fail_at(wrong, item):
    if item == wrong:
        raise ValueError(f"item {item}")
    return item


@pytest.fixture
def two_cores(monkeypatch):
    monkeypatch.setattr(parallel, "cpu_count", lambda: 2)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("batch", [7, 23, 64, 300, 1000])
def test_many_processes_give_what_one_gives_in_order(batch):
    alone = map_in_processes(times_ten, ITEMS, parallel_from=1000)
    together = map_in_processes(times_ten, ITEMS, parallel_from=1, batch=batch)
    assert alone == together == [10 * item for item in ITEMS]


@pytest.mark.usefixtures("two_cores")
def test_few_items_stay_in_this_process():
    assert set(map_in_processes(process_of, ITEMS, parallel_from=301)) == {os.getpid()}
    assert os.getpid() not in map_in_processes(process_of, ITEMS, parallel_from=300)


@pytest.mark.parametrize("cores", [1, None])
def test_one_core_stays_in_this_process(monkeypatch, cores):
    monkeypatch.setattr(parallel, "cpu_count", lambda: cores)
    assert set(map_in_processes(process_of, ITEMS, parallel_from=1)) == {os.getpid()}


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("parallel_from", [1, 1000])
@pytest.mark.parametrize("wrong", [0, 250, 299])
def test_error_in_a_worker_surfaces(parallel_from, wrong):
    with pytest.raises(ValueError, match=f"item {wrong}"):
        map_in_processes(partial(fail_at, wrong), ITEMS, parallel_from=parallel_from)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("parallel_from", [0, 1])
def test_nothing_to_do(parallel_from):
    assert map_in_processes(times_ten, [], parallel_from=parallel_from) == []


@pytest.mark.usefixtures("two_cores")
def test_items_are_sent_where_processes_cannot_be_forked(monkeypatch):
    spawning = parallel.get_context("spawn")
    monkeypatch.setattr(parallel, "get_all_start_methods", lambda: ["spawn"])
    monkeypatch.setattr(parallel, "get_context", lambda method: spawning)
    assert map_in_processes(times_ten, ITEMS, parallel_from=1) == [10 * item for item in ITEMS]
