"""`fabu subscriptions send`, and the thread that does the same."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner, Result

from fabu import cli
from forms_backend.database.errors import DatabaseUnavailableError
from forms_backend.running import periodic
from forms_backend.subscriptions.weekly import Written
from forms_backend.subscriptions.wiring import looking_after_subscriptions
from tests.reference import make_project


def fabu(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_the_command_says_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_project(tmp_path))
    assert fabu("init").exit_code == 0
    assert fabu("migrate").exit_code == 0
    assert "FABU_SMTP_HOST" in fabu("subscriptions", "send").output
    monkeypatch.setenv("FABU_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("FABU_SMTP_FROM", "fabu@example.com")
    done = fabu("subscriptions", "send")
    assert done.exit_code == 0
    assert "订阅 0 人，写好 0 封" in done.output


@dataclass
class TroubledOffice:
    """Fails the first time; `done` is set by the second."""

    tries: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def look_after(self) -> tuple[Written, int]:
        self.tries += 1
        if self.tries == 1:
            raise DatabaseUnavailableError
        self.done.set()
        return Written(date(2026, 11, 16), 0, 0), 0


def test_a_failure_is_tried_again() -> None:
    office = TroubledOffice()
    task = looking_after_subscriptions(cast(Any, office), first_after=0.01, every=0.01)
    with periodic.running([task]):
        assert office.done.wait(5)
