"""A check of the whole project, or of what changed since the last one; either leaves its facts."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from district import load_site_config
from publisher.checks import check_context, check_project
from publisher.checks.context import CheckContext
from publisher.checks.published_files import pages_of_exceptions
from publisher.checks.remembered.rechecking import rechecked
from publisher.editing.last_check import LastCheck, check_inputs, store
from publisher.last_build import Inputs, make_folder
from publisher.memory import open_memory
from publisher.program_pages import is_program_page
from publisher.project import Folders, config_dir

log = logging.getLogger("fabu.check")

FACTS = ".sqlite"


def check_changed(
    folders: Folders, last: LastCheck, inputs: Inputs, changed: Sequence[str], today: date
) -> LastCheck | None:
    """The findings today where the files `changed` alone are others than at the last check; None where
    it takes a whole check."""
    if not changed or not all(name.endswith(".md") for name in changed):
        return None
    context = _context(folders, today)
    before, after, files = last.inputs.digest, inputs.digest, [Path(name) for name in changed]
    try:
        found = rechecked(store(folders, FACTS), before, after, files, context)
    except Exception:  # a damaged pickle raises anything
        log.debug("going on from the last check", exc_info=True)
        return None
    return None if found is None else replace(last, inputs=inputs, findings=tuple(found))


def check_anew(folders: Folders, today: date, *, verify: bool) -> LastCheck:
    """The findings today. `verify`: also of files that did not change since they were read."""
    pages = pages_of_exceptions(config_dir(folders.root))
    inputs = check_inputs(folders, today, pages)
    context = _context(folders, today)
    memory = None if verify else open_memory(folders.root, folders.cases, folders.content)
    whole = check_project(context, memory)
    if memory is not None:
        memory.save()
    with suppress(OSError, sqlite3.Error):
        # Who goes on from the last check does not wait until this is loaded.
        from publisher.checks.remembered.keeping import keep_facts

        path = store(folders, FACTS)
        make_folder(path.parent)
        keep_facts(path, inputs.digest, whole, context)
    files = {entry.path for entry in whole.library.entries if not is_program_page(entry.path)}
    files |= context.manuscripts
    return LastCheck(inputs, tuple(whole.findings), frozenset(files), pages)


def _context(folders: Folders, today: date) -> CheckContext:
    return check_context(folders, load_site_config(config_dir(folders.root)), today)
