"""Keeps `publish_at` and `unpublish_at` beside `fabu serve`: builds again when something is due.

The build itself runs as a program of its own: the server and the generator share files alone. Where
nginx and gunicorn serve, the timer `fabu-site` does the same.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from district.releases import request, shown_from
from forms_backend.running.clock import Clock
from forms_backend.running.own_commands import command, environment
from forms_backend.running.periodic import Task
from forms_backend.running.settings import Settings

STAMP = ".fabu-inputs.json"
"""In the site's folder: `until` is the moment at which it is out of date although nothing changes."""

EVERY_SECONDS = 20.0
AGAIN_AFTER = 600
"""Seconds after which a build that failed is tried again."""

LONGEST_SECONDS = 3600


class BuildFailedError(RuntimeError):
    """A build at its due moment failed; the old site stays. The log tells why."""


DUE = "到了稿件写明的时间"


class DueBuilds:
    """Looks at the stamp of the built site, and builds when its moment has come; asks for a release
    where readers see releases."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._failed_at: datetime | None = None

    def build_if_due(self) -> Mapping[str, Any] | None:
        """What was due, for the log; None where nothing was. Raises BuildFailedError."""
        due, now = due_moment(self._settings.site_dir), self._clock()
        if due is None or now < due:
            return None
        if self._failed_at is not None and (now - self._failed_at).total_seconds() < AGAIN_AFTER:
            return None
        site, index = self._settings.site_dir, self._settings.index_dir
        self._failed_at = now
        if (releases := shown_from(site)) is not None:
            request(releases, DUE, now)
            return {"due": due.isoformat(), "asked": "publish"}
        self._run("build", "--site-dir", str(site))
        documents = site.parent / "documents.jsonl"
        self._run("index", "--documents", str(documents), "--index-dir", str(index))
        self._failed_at = None
        return {"due": due.isoformat()}

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(
            command(*arguments),
            cwd=self._settings.project_dir,
            env=environment(self._settings.project_dir),
            capture_output=True,
            timeout=LONGEST_SECONDS,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            told = (done.stderr or done.stdout)[-2000:]
            raise BuildFailedError(f"fabu {arguments[0]}: exit {done.returncode}: {told}")


def due_moment(site_dir: Path) -> datetime | None:
    """The moment that the last build left; None where it left none that can be read."""
    try:
        until = json.loads((site_dir / STAMP).read_text(encoding="utf-8"))["until"]
        return datetime.fromisoformat(until) if until else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def task(builds: DueBuilds) -> Task:
    def build(_is_stopping: Callable[[], bool]) -> Mapping[str, Any] | None:
        return builds.build_if_due()

    return Task("site", first_after=5.0, every=EVERY_SECONDS, work=build)
