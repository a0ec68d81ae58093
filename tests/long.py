"""What `make test` does in short and `make test-long` in full: random trials without end in themselves."""

from __future__ import annotations

import os

IS_LONG = bool(os.environ.get("FABU_LONG_TESTS"))


def amount(short: int, full: int) -> int:
    """How many trials are made: `full` in `make test-long`."""
    return full if IS_LONG else short
