"""Fixtures for tests of the whole: the real site, built once, and real databases."""

from __future__ import annotations

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
from tests.databases import postgresql_server, sqlite_template

__all__ = ["postgresql_server", "sqlite_template"]

ROOT = Path(__file__).resolve().parents[1]

# A busy machine is no mistake: examples are bounded in number, not in time.
settings.register_profile("fabu", deadline=None)
settings.load_profile("fabu")


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
    site_dir = tmp_path_factory.mktemp("real") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(int(moments.now().timestamp())))
        run_mkdocs(find_project(ROOT), site_dir)
    return site_dir
