"""`make test-wheel`: the wheel on the lowest and the highest supported Python of this machine.

Libraries come from the package registry as for anybody who installs it, so that this takes minutes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.installed.environments import empty, install, interpreters, sources, wheel_of
from tests.installed.walk import upgrade, walk

FOUND = interpreters()
LOWEST_AND_HIGHEST = list(dict.fromkeys((FOUND[0], FOUND[-1])))


@pytest.mark.parametrize("interpreter", LOWEST_AND_HIGHEST, ids=str)
def test_an_empty_environment_needs_nothing_but_the_wheel(
    interpreter: Path, tmp_path: Path
) -> None:
    wheel = wheel_of(sources(tmp_path / "source"), tmp_path / "wheel")
    python = empty(interpreter, tmp_path / "environment")
    install(python, wheel)
    (tmp_path / "home").mkdir()
    walk(python, tmp_path / "home")
    upgrade(python, tmp_path / "home", tmp_path)
