"""The repository's own files, as a release would take them."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked_files() -> list[str]:
    """What git knows or would take; names relative to the root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names = dict.fromkeys(listed.stdout.rstrip("\0").split("\0"))
    return [name for name in names if (ROOT / name).is_file()]
