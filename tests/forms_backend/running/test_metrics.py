"""Counters as Prometheus reads them."""

from __future__ import annotations

import pytest

from forms_backend.running.metrics import HELP, Metrics


def test_counters_add_up_by_label_and_gauges_are_put() -> None:
    metrics = Metrics()
    metrics.add("fabu_bookings_total", state="new", kind='a"b\\c\nd')
    metrics.add("fabu_bookings_total", 2.5, kind='a"b\\c\nd', state="new")
    metrics.add("fabu_bookings_total", state="kept")
    metrics.set("fabu_outbox_waiting", 7)
    metrics.set("fabu_outbox_waiting", 3)
    lines = metrics.render().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        r'fabu_bookings_total{kind="a\"b\\c\nd",state="new"} 3.5',
        'fabu_bookings_total{state="kept"} 1',
        "fabu_outbox_waiting{} 3",
    ]
    assert lines.count("# TYPE fabu_outbox_waiting gauge") == 1
    assert sum(line.startswith("# HELP ") for line in lines) == len(HELP)
    assert metrics.render().endswith("\n")


def test_a_name_that_is_not_declared_is_refused() -> None:
    with pytest.raises(KeyError, match="unknown"):
        Metrics().add("unknown")
    with pytest.raises(KeyError, match="unknown"):
        Metrics().set("unknown", 1)
