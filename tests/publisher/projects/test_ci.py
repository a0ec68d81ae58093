"""The check of merge requests: files for four forges, and findings that a change brings with it."""

from __future__ import annotations

import subprocess
from datetime import date

import pytest
import yaml
from click.testing import CliRunner

from fabu import cli
from publisher.checks import read_and_check
from publisher.projects.ci import FILES, SCRIPT, Forge
from tests.publisher.manuscripts import FAQ, GUIDE, POLICY, text_of
from tests.publisher.mini_project import FIXTURES, project
from tests.publisher.site_project import write


def git(folder, *arguments):
    who = ("-c", "user.name=编辑", "-c", "user.email=a@example.gov.cn")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("forge", list(Forge))
def test_start_writes_the_file_of_the_forge(forge, tmp_path):
    result = CliRunner().invoke(cli, ["start", str(tmp_path / "new"), "--ci", forge.value])
    assert result.exit_code == 0, result.output
    name, _ = FILES[forge]
    data = yaml.safe_load((tmp_path / "new" / name).read_text(encoding="utf-8"))
    assert data
    script = tmp_path / "new" / SCRIPT
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    assert "/preview/\n" in (tmp_path / "new/.gitignore").read_text(encoding="utf-8")
    assert "./ci-check" in (tmp_path / "new" / name).read_text(encoding="utf-8")


@pytest.fixture
def changed(tmp_path, monkeypatch):
    """A project with a mistake that stood there before, on a branch of its own."""
    folders = project(FIXTURES / "library_ok", tmp_path / "project")
    write(folders, {FAQ: text_of(FAQ).replace("published: 2026-10-12", "published: 十月")})
    git(folders.root, "init", "-q", "-b", "main")
    git(folders.root, "add", "-A")
    git(folders.root, "commit", "-qm", "一")
    git(folders.root, "switch", "-qc", "change")
    monkeypatch.chdir(folders.root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(date(2026, 11, 20).strftime("%s"))))
    folders_run = lambda *args: CliRunner().invoke(cli, ["check", *args])  # noqa: E731
    return folders, folders_run


def test_what_stood_there_before_is_not_told(changed):
    folders, run = changed
    write(folders, {GUIDE: text_of(GUIDE).replace("## 一次性告知", "## 一次性告知\n\n补一句。")})
    assert run().exit_code == 1
    result = run("--since", "main")
    assert (result.exit_code, FAQ in result.output) == (0, False)


def test_a_mistake_in_a_changed_file_is_told(changed):
    folders, run = changed
    write(folders, {GUIDE: text_of(GUIDE).replace("published: 2026", "published: 二〇二六")})
    git(folders.root, "commit", "-qam", "二")
    result = run("--since", "main")
    assert result.exit_code == 1
    assert GUIDE in result.output


def test_what_a_change_breaks_elsewhere_is_told(changed):
    folders, run = changed
    (folders.root / POLICY).unlink()
    result = run("--since", "main")
    assert result.exit_code == 1
    assert "complaint-rules" in result.output


def test_an_unknown_revision_is_wrong_use(changed):
    assert changed[1]("--since", "nowhere").exit_code == 2


def test_the_state_before_is_checked_with_the_same_texts_of_laws(changed, monkeypatch):
    """They lie in var/ and not in git; without them every finding about them would look new."""
    folders, run = changed
    asked = []

    def look(*args, laws=None):
        asked.append(laws)
        return read_and_check(*args, laws=laws)

    monkeypatch.setattr("publisher.editing.since.read_and_check", look)
    run("--since", "main")
    assert asked == [folders.root / "var/laws"]
