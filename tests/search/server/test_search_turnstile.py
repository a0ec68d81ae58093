"""So many at a time, and nobody overtakes."""

from __future__ import annotations

import threading
import time

import pytest

from search.server.turnstile import Turnstile


@pytest.mark.parametrize("permits", [1, 2, 5])
def test_never_more_than_permitted_are_inside(permits: int) -> None:
    turnstile, lock = Turnstile(permits), threading.Lock()
    inside = most = 0

    def pass_through() -> None:
        nonlocal inside, most
        for _ in range(20):
            with turnstile:
                with lock:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0.0005)
                with lock:
                    inside -= 1

    threads = [threading.Thread(target=pass_through) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (inside, most) == (0, permits)


def test_first_come_first_served() -> None:
    turnstile, order = Turnstile(1), []

    def wait(number: int) -> None:
        with turnstile:
            order.append(number)

    with turnstile:
        threads = []
        for number in range(8):
            thread = threading.Thread(target=wait, args=(number,))
            thread.start()
            threads.append(thread)
            while len(turnstile._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join(30)
    assert order == list(range(8))


def test_an_error_inside_lets_the_next_one_in() -> None:
    turnstile = Turnstile(1)
    with pytest.raises(ZeroDivisionError), turnstile:
        _ = 1 / 0
    with turnstile:
        pass
