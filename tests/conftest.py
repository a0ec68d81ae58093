"""Fixtures for tests of the whole: the real site, built once, and real databases."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket
from argon2 import PasswordHasher
from hypothesis import settings

from publisher.build_cli import run_mkdocs
from publisher.moment import VARIABLE
from publisher.project import find_project
from tests import moments
from tests.databases import (
    postgresql_server,
    sqlite_template,
    statements_compiled_once,
    waiting_for_the_disk,
)
from tests.judged_once import settings_judged_once
from tests.long import amount
from tests.made_once import made_once

__all__ = [
    "postgresql_server",
    "settings_judged_once",
    "sqlite_template",
    "statements_compiled_once",
    "waiting_for_the_disk",
]

ROOT = Path(__file__).resolve().parents[1]

# A busy machine is no mistake: examples are bounded in number, not in time.
settings.register_profile("fabu", deadline=None, max_examples=amount(30, 300))
settings.load_profile("fabu")


LONGEST = (
    "installed",
    "releasing",
    "reliability",
    "browser",
    "publisher/test_",
    "publisher/publishing",
)
"""Where few tests take long. They come first: begun last, one of them keeps everybody waiting."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """File by file for the workers of `make test`: the longest first, then by the number of tests."""
    if not hasattr(config, "workerinput"):
        return
    sizes = Counter(item.path for item in items)
    longest = tuple(str(ROOT / "tests" / name) for name in LONGEST)
    items.sort(key=lambda i: (not str(i.path).startswith(longest), -sizes[i.path]))


def pytest_collection_finish() -> None:
    """All modules and tests are there now and stay. Walking through them again and again took the
    collector a fifth of the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords() -> Iterator[None]:
    """argon2id with the least work: what it costs is proven once, in test_passwords."""
    with pytest.MonkeyPatch.context() as patch:
        least = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("forms_backend.accounts.passwords._hasher", least)
        patch.setattr("forms_backend.accounts.passwords._NOBODY", least.hash("nobody"))
        yield


@pytest.fixture(autouse=True)
def only_loopback() -> Iterator[None]:
    """Tests reach this machine and nothing else."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
    yield
    pytest_socket._remove_restrictions()


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository's own content/ and cases_library/; documents.jsonl lies beside."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(VARIABLE, str(int(moments.now().timestamp())))
            run_mkdocs(find_project(ROOT), folder / "site")

    return made_once(tmp_path_factory, "real", make) / "site"
