"""`fabu serve` builds again when something goes live or ends."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from district.releases import take_request
from forms_backend.public.site import due_builds
from forms_backend.public.site.due_builds import STAMP, BuildFailedError, DueBuilds
from tests.forms_backend.conftest import parts_of

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PASSED, AHEAD = "2026-11-20T10:00:00+08:00", "2026-11-20T10:01:00+08:00"

SECRETS = ("FABU_SECRET_KEY", "FABU_DATA_KEY", "FABU_DATABASE_URL", "FABU_PUBLISH_SECRET")


class Runs:
    """Stands in for the programs; `code` is what they end with."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.code = 0
        self.environments: list[dict[str, str]] = []

    def __call__(self, command, *, env, **_options):
        assert command[:4] == [sys.executable, "-P", "-m", "fabu"]
        self.commands.append(command[4:])
        self.environments.append(env)
        return SimpleNamespace(returncode=self.code, stdout="", stderr="有 1 处错误")


@pytest.fixture
def runs(monkeypatch) -> Runs:
    found = Runs()
    monkeypatch.setattr(subprocess, "run", found)
    return found


@pytest.fixture
def builds(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    settings = SimpleNamespace(site_dir=site, index_dir=tmp_path / "index", project_dir=tmp_path)
    made = DueBuilds(settings, lambda: made.now)
    made.now = NOW
    made.stamp = lambda until: (site / STAMP).write_text(
        json.dumps({"inputs": "x", "until": until}), encoding="utf-8"
    )
    return made


@pytest.mark.parametrize("until", [None, AHEAD])
def test_nothing_is_built_before_its_moment(builds, runs, until) -> None:
    builds.stamp(until)
    assert builds.build_if_due() is None
    assert runs.commands == []


def test_without_a_stamp_nothing_is_built(builds, runs) -> None:
    assert builds.build_if_due() is None
    (builds._settings.site_dir / STAMP).write_text("[]", encoding="utf-8")
    assert builds.build_if_due() is None
    assert runs.commands == []


def test_site_and_index_are_built_when_the_moment_has_come(builds, runs) -> None:
    builds.stamp(PASSED)
    assert builds.build_if_due() == {"due": PASSED}
    assert [command[0] for command in runs.commands] == ["build", "index"]


def test_a_build_knows_where_things_lie_and_no_secret(builds, runs, monkeypatch, tmp_path) -> None:
    folders = ("FABU_LAWS_DIR", "FABU_VAR_DIR", "FABU_CONFIG_DIR")
    for name in folders:
        monkeypatch.setenv(name, f"/srv/{name}")
    for name in SECRETS:
        monkeypatch.setenv(name, "a secret")
    builds.stamp(PASSED)
    builds.build_if_due()
    for known in runs.environments:
        assert {name: known[name] for name in folders} == {n: f"/srv/{n}" for n in folders}
        assert known["FABU_PROJECT_DIR"] == str(tmp_path)
        assert "a secret" not in known.values()


def test_a_build_that_failed_waits_before_it_is_tried_again(builds, runs) -> None:
    builds.stamp(PASSED)
    runs.code = 1
    with pytest.raises(BuildFailedError, match="有 1 处错误"):
        builds.build_if_due()
    assert builds.build_if_due() is None
    builds.now += timedelta(seconds=due_builds.AGAIN_AFTER)
    runs.code = 0
    assert builds.build_if_due() is not None


def test_stamp_is_the_one_that_the_build_writes() -> None:
    from publisher.build_cli import STAMP as WRITTEN

    assert STAMP == WRITTEN


def test_where_readers_see_releases_one_is_asked_for(builds, runs, tmp_path) -> None:
    releases = tmp_path / "releases"
    (releases / "20261120-1/site").mkdir(parents=True)
    (releases / "current").symlink_to("20261120-1")
    builds._settings.site_dir = releases / "current/site"
    stamp = json.dumps({"inputs": "x", "until": PASSED})
    (releases / "current/site" / STAMP).write_text(stamp, encoding="utf-8")
    assert builds.build_if_due() is None
    assert builds.ask_if_due() == {"due": PASSED, "asked": "publish"}
    assert due_builds.DUE in (take_request(releases) or "")
    assert builds.ask_if_due() is None
    builds.now += timedelta(seconds=due_builds.AGAIN_AFTER)
    assert builds.ask_if_due() is not None, "none has come"
    assert runs.commands == []


def test_where_the_site_is_built_in_place_nobody_asks_for_a_release(builds, tmp_path) -> None:
    builds.stamp(PASSED)
    assert builds.ask_if_due() is None
    assert not (tmp_path / "requested").exists()


def test_below_another_server_the_application_asks_and_does_not_build(app) -> None:
    tasks = {task.name: task for task in parts_of(app).tasks}
    assert tasks["release"].in_every_process
    assert not tasks["site"].in_every_process
