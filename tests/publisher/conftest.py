"""Fixtures that the tests of `publisher` share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from district import SiteConfig, load_site_config
from publisher.checks import read_and_check
from publisher.model.finding import Finding
from publisher.model.library import Library
from publisher.model.loader import Folders
from publisher.project import config_dir
from tests.made_once import made_once
from tests.publisher.mini_project import FIXTURES, TODAY, project
from tests.publisher.site_project import (
    build,
    library_of,
    site_project,
    small_sample_of_search,
    write,
)

Check = Callable[..., list[Finding]]
Read = Callable[..., tuple[Library, SiteConfig]]


@pytest.fixture(autouse=True)
def small_sample() -> Iterator[None]:
    """What a test builds by a command has the proof of `site_project.build`. Sites that fixtures build
    for several tests, the real one among them, are proven as always."""
    with small_sample_of_search():
        yield


@pytest.fixture(scope="session")
def config() -> SiteConfig:
    """The small configuration of tests/fixtures/site_config."""
    return load_site_config(FIXTURES / "site_config")


@pytest.fixture
def library_ok(tmp_path: Path) -> Folders:
    """A writable copy of the library without a mistake."""
    return project(FIXTURES / "library_ok", tmp_path / "project")


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages made from the good library, for tests that only look."""
    made = made_once(
        tmp_path_factory, "built", lambda folder: build(site_project(folder / "project"))
    )
    return made / "project" / "site"


@pytest.fixture
def check(library_ok: Folders) -> Check:
    """Finds what is wrong once some files of the good library are changed.

    `check({"content/a.md": text}, today=…)`: text None removes the file.
    """

    def run(changes: dict[str, str | bytes | None], today: date = TODAY) -> list[Finding]:
        for name, text in changes.items():
            path = library_ok.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        config = load_site_config(config_dir(library_ok.root))
        return read_and_check(library_ok, config, today)[1]

    return run


@pytest.fixture
def published(library_ok: Folders) -> Read:
    """What readers see of the good library with files added or replaced.

    `published({"content/a.md": text}, page_size=5)`; keywords change settings of the site.
    """

    def run(files: dict[str, str] | None = None, **site: object) -> tuple[Library, SiteConfig]:
        write(library_ok, files or {})
        return library_of(library_ok, **site)

    return run
