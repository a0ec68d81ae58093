"""Typesetting: `fabu booklet` in a process of its own, one at a time on this machine."""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from district.booklets import NO_CHINESE_FONT
from district.passed_on import passed_on
from district.releases import source_of
from forms_backend.booklets import messages
from forms_backend.booklets.order import Order
from forms_backend.booklets.shelf import Shelf
from forms_backend.running.json_logs import log_event
from forms_backend.running.own_commands import command

LOCK_NAME = ".lock"
PROJECT_MARKS = ("mkdocs.yml", "cases_library", "content")
FONTS = ("FONTCONFIG_PATH", "FONTCONFIG_FILE")


class CannotPrintError(Exception):
    """No booklet can be made now; the sentence is for the reader."""


class BusyError(CannotPrintError):
    """Another booklet is being typeset."""


class Press:
    """Works on the manuscripts that the site `site` was made of, those of its release or else of
    `project`; puts what comes of it on `shelf`."""

    def __init__(self, project: Path, site: Path, folder: Path, shelf: Shelf, seconds: int) -> None:
        self._project = project
        self._site = site
        self._folder = folder
        self._shelf = shelf
        self._seconds = seconds

    @property
    def has_manuscripts(self) -> bool:
        """Whether this machine has what booklets are made of."""
        return all((self._source / name).exists() for name in PROJECT_MARKS)

    @property
    def _source(self) -> Path:
        return source_of(self._site, self._project)

    def make(self, order: Order, name: str) -> Path:
        """The booklet as `name` on the shelf. Raises CannotPrintError."""
        if not self.has_manuscripts:
            raise CannotPrintError(messages.NO_MANUSCRIPTS)
        self._folder.mkdir(parents=True, exist_ok=True)
        with (
            self._alone(),
            tempfile.TemporaryDirectory(dir=self._folder, prefix=".making-") as folder,
        ):
            # Whoever waited for the same booklet finds it made.
            return self._shelf.find(name, order.format) or self._typeset(order, name, Path(folder))

    def _typeset(self, order: Order, name: str, folder: Path) -> Path:
        selection, out = folder / "selection.yml", folder / f"book.{order.format}"
        selection.write_text(order.selection_file(), encoding="utf-8")
        options = ("--selection", str(selection), "--subtitle", messages.OWN_SELECTION)
        fonts = {key: os.environ[key] for key in FONTS if key in os.environ}
        try:
            done = subprocess.run(
                command("booklet", *options, "--out", str(out)),
                cwd=self._source,
                env=passed_on() | fonts,
                capture_output=True,
                timeout=self._seconds,
                encoding="utf-8",
                errors="replace",
                stdin=subprocess.DEVNULL,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            log_event("booklet_failed", cases=len(order.cases), reason="timeout")
            raise CannotPrintError(messages.TOO_SLOW) from error
        if done.returncode or not out.is_file():
            has_font = NO_CHINESE_FONT not in done.stderr + done.stdout
            reason = f"exit {done.returncode}" if has_font else "font"
            log_event("booklet_failed", cases=len(order.cases), reason=reason)
            raise CannotPrintError(messages.FAILED if has_font else messages.NO_FONT)
        return self._shelf.put(out, name, order.format)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only one who typesets; the lock goes with the process. Raises BusyError."""
        handle = os.open(self._folder / LOCK_NAME, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise BusyError(messages.BUSY) from error
            yield
        finally:
            os.close(handle)
