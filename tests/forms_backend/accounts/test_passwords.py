"""What a stored password costs whoever tries to guess it."""

from __future__ import annotations

import subprocess
import sys

from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

HASHED = "from forms_backend.accounts.passwords import hash_password; print(hash_password('x'))"


def test_a_hash_takes_the_work_that_rfc_9106_asks_for() -> None:
    """In a process of its own: the other tests hash with the least work."""
    done = subprocess.run(
        [sys.executable, "-c", HASHED], check=True, capture_output=True, text=True
    )
    found = extract_parameters(done.stdout.strip())
    asked = RFC_9106_LOW_MEMORY
    assert (found.type, found.time_cost, found.memory_cost) == (
        asked.type,
        asked.time_cost,
        asked.memory_cost,
    )
