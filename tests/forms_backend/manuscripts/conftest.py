"""The newsroom in which manuscripts go their way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.forms_backend.manuscripts.newsroom import Newsroom


@pytest.fixture
def room(tmp_path: Path, clock: Any) -> Newsroom:
    return Newsroom(tmp_path, clock)
