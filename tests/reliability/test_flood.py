"""Junk against the real server with its limits as they are shipped: `make bench-flood` in short."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from benchmarks.flood import ADDRESSES, OF_THE_NETWORK, flood
from tests.long import amount


def test_honest_visitors_are_accepted_at_the_first_try_meanwhile() -> None:
    # In a thread of its own: the browser tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        seen, problems = pool.submit(flood, amount(12, 300), 0.5).result()
    assert problems == []
    assert len(seen.accepted) >= 3
    assert sum(seen.junk.values()) >= ADDRESSES + OF_THE_NETWORK, (
        "too little junk to prove anything"
    )
    assert seen.junk[429] > 0, "no sender of junk was held back"
    assert seen.junk[201] > 0, "nothing of it looked like a form"
