"""What the last build wrote and of what, so that the next one writes only what is different."""

from __future__ import annotations

import json
import os
from pathlib import Path

MANIFEST = ".fabu-pages.json"
"""In the site's folder."""


def written_pages(site_dir: Path) -> list[str] | None:
    """What the last build wrote, relative to `site_dir`, or None when some of it is missing."""
    outputs = list(read_manifest(site_dir))
    here = f"{site_dir}/"  # paths as objects took three times as long
    whole = outputs and all(os.path.isfile(here + output) for output in outputs)  # noqa: PTH113
    return outputs if whole else None


def read_manifest(site_dir: Path) -> dict[str, str]:
    """Output → digest of what it was made of, empty for what another part of a build writes."""
    try:
        data = json.loads((site_dir / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def write_manifest(site_dir: Path, digests: dict[str, str]) -> None:
    (site_dir / MANIFEST).write_text(json.dumps(digests), encoding="utf-8")
