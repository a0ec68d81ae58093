"""Fixtures for tests of the whole: the real site, built once, and real databases."""

from __future__ import annotations

from pathlib import Path

import pytest
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


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository's own content/ and cases_library/; documents.jsonl lies beside."""
    site_dir = tmp_path_factory.mktemp("real") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(int(moments.now().timestamp())))
        run_mkdocs(find_project(ROOT), site_dir)
    return site_dir
