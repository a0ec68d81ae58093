"""The browser's index of the small library."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.document import Document
from tests.search.shards.writing import write


@pytest.fixture(scope="module")
def small(library: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write(folder, library)
    return folder / "index"
