"""One small project in memory for all tests of the preview; whoever changes a file puts it back."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from publisher.model.loader import Folders
from publisher.preview.session import Session
from tests.publisher.site_project import NOW, site_project, write

CONTACT = """---
title: 联系我们
summary: 怎么联系。
status: published
---

## 地址

见[未签合同案](../../cases_library/2026/ld-unsigned.md#裁判结果)、[关于本站](index.md)、[投诉](/forms/complaint)。
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Folders:
    made = site_project(tmp_path_factory.mktemp("preview") / "project")
    menu = "      - about/index.md\n"
    file = made.root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(menu, f"{menu}      - about/contact.md\n"), encoding="utf-8")
    write(made, {"content/about/contact.md": CONTACT})
    return made


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What the command would print."""
    return []


@pytest.fixture(scope="module")
def session(folders, said, tmp_path_factory) -> Iterator[Session]:
    """A session whose turns are done by a thread of its own."""
    data = tmp_path_factory.mktemp("data")
    made = Session(folders, data, said.append, clock=lambda: NOW)
    thread = threading.Thread(target=made.turns.run, daemon=True)
    thread.start()
    yield made
    made.end()
    thread.join(10)


@contextmanager
def changed(session: Session, name: str, data: str | bytes | None) -> Iterator[None]:
    """The file `name` with other content, or without it, taken in; as before afterwards."""
    file: Path = session.folders.root / name
    before = file.read_bytes() if file.exists() else None
    _put(file, data.encode() if isinstance(data, str) else data)
    session.refresh()
    try:
        yield
    finally:
        _put(file, before)
        session.refresh()


def _put(file: Path, data: bytes | None) -> None:
    if data is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    # A second write of as many bytes within one tick of the clock would look like none.
    os.utime(file, ns=(time.time_ns(), time.time_ns()))
