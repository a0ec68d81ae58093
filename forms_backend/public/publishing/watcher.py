"""Starts `fabu publish` beside `fabu serve` when somebody asked for it, in a process of its own: the
generator and the backend share nothing but files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from district.errors import FabuError
from district.releases import is_requested, releases_dir
from forms_backend.running.own_commands import command, environment
from forms_backend.running.periodic import Task

FIRST_AFTER_SECONDS = 15.0
EVERY_SECONDS = 20.0
LONGEST = 3600
ASK_SECONDS = 1.0


def publishing_on_request(
    root: Path, *, first_after: float = FIRST_AFTER_SECONDS, every: float = EVERY_SECONDS
) -> Task:
    """The task of the project `root`. What comes of a run is told by its status file and exit code."""

    def publish(is_stopping: Callable[[], bool]) -> dict[str, object] | None:
        try:
            if not is_requested(releases_dir(root)):
                return None
        except FabuError:  # FABU_SITE_DIR names no release: nothing is published on this machine
            return None
        child = subprocess.Popen(
            command("publish", "--requested"),
            cwd=root,
            env=environment(root),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        waited = 0.0
        while True:
            try:
                return {"exit_code": child.wait(ASK_SECONDS)}
            except subprocess.TimeoutExpired:
                waited += ASK_SECONDS
                if is_stopping() or waited > LONGEST:
                    child.terminate()  # a release is whole or not there
                    child.wait()
                    return {"stopped_after": int(waited)}

    return Task("publish", first_after, every, publish)
