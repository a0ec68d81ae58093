"""The moment of a build: now, or the one that SOURCE_DATE_EPOCH sets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from district import FabuError
from publisher.moment import VARIABLE, build_moment


def test_the_environment_sets_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "1764547200")
    assert build_moment().isoformat() == "2025-12-01T08:00:00+08:00"


@pytest.mark.parametrize("unset", [None, ""])
def test_otherwise_it_is_now(monkeypatch: pytest.MonkeyPatch, unset: str | None) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    if unset is not None:
        monkeypatch.setenv(VARIABLE, unset)
    before = datetime.now(UTC)
    assert before <= build_moment() <= datetime.now(UTC)


@pytest.mark.parametrize("wrong", ["tomorrow", "1.5", "9" * 30])
def test_anything_else_is_told(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv(VARIABLE, wrong)
    with pytest.raises(FabuError, match=f"{VARIABLE} 应为 1970 年以来的秒数，实际为“{wrong}”"):
        build_moment()
