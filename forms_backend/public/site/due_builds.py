"""Keeps `publish_at` and `unpublish_at` beside `fabu serve`: builds again when something is due.

The build itself runs as a program of its own: the server and the generator share files alone. Where
nginx and gunicorn serve, the timer `fabu-site` does the same. Where readers see releases, each server
only asks for the next one; `fabu-publish.path` makes it.
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
"""Seconds after which a build that failed, or a release that did not come, is tried again."""

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
        self._tried_at: datetime | None = None

    def build_if_due(self) -> Mapping[str, Any] | None:
        """Builds in place, where readers see no releases: what was due, for the log; None where
        nothing was. Raises BuildFailedError."""
        site, index = self._settings.site_dir, self._settings.index_dir
        if shown_from(site) is not None or (due := self._due()) is None:
            return None
        self._run("build", "--site-dir", str(site))
        documents = site.parent / "documents.jsonl"
        self._run("index", "--documents", str(documents), "--index-dir", str(index))
        self._tried_at = None
        return {"due": due.isoformat()}

    def ask_if_due(self) -> Mapping[str, Any] | None:
        """Asks for a release, where readers see releases; again after AGAIN_AFTER while none has
        come. Raises OSError."""
        releases = shown_from(self._settings.site_dir)
        if releases is None or (due := self._due()) is None:
            return None
        request(releases, DUE, self._clock())
        return {"due": due.isoformat(), "asked": "publish"}

    def _due(self) -> datetime | None:
        """The moment that has come, when it is time to try."""
        due, now = due_moment(self._settings.site_dir), self._clock()
        if due is None or now < due:
            return None
        if self._tried_at is not None and (now - self._tried_at).total_seconds() < AGAIN_AFTER:
            return None
        self._tried_at = now
        return due

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


def tasks(settings: Settings, clock: Clock) -> tuple[Task, Task]:
    """Building, beside `fabu serve` alone, and asking, wherever the application runs."""
    builds, asking = DueBuilds(settings, clock), DueBuilds(settings, clock)

    def build(_is_stopping: Callable[[], bool]) -> Mapping[str, Any] | None:
        return builds.build_if_due()

    def ask(_is_stopping: Callable[[], bool]) -> Mapping[str, Any] | None:
        return asking.ask_if_due()

    return (
        Task("site", first_after=5.0, every=EVERY_SECONDS, work=build),
        Task("release", first_after=5.0, every=EVERY_SECONDS, work=ask, in_every_process=True),
    )
