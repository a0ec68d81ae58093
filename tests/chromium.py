"""Which Chromium the tests and benchmarks drive."""

from __future__ import annotations

import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is there. The headless shell is the same engine without the windows of a desktop: a page
costs a third of the processor time."""


def find_chromium() -> str:
    """Its path; tests/ensure.sh installs it or says how."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise RuntimeError("No Chromium found. Run: make browser")
