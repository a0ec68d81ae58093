"""`fabu purge`: lists first, deletes when asked, and leaves nothing of the document behind."""

import json
import shutil
from dataclasses import asdict

import pytest
from click.testing import CliRunner

from fabu import cli
from publisher.publishing.releases import Release, switch
from tests.publisher.site_project import case, site_project, with_keys, write

SECRET = "李建国手机"


def purge(*arguments):
    return CliRunner().invoke(cli, ["purge", *arguments])


def holding(folder, *words):
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words)
    ]


@pytest.fixture
def folders(tmp_path, monkeypatch):
    made = site_project(tmp_path / "project")
    write(made, case("leaking", title=SECRET))
    monkeypatch.chdir(made.root)
    assert CliRunner().invoke(cli, ["build", "--without-booklets"]).exit_code == 0
    shutil.copytree(made.root / "site", tmp_path / "old")
    return made


def test_what_is_still_published_is_not_purged(folders):
    done = purge("leaking", "--write")
    assert "还在发布" in str(done.exception)
    assert (folders.root / "site/cases/leaking").exists()


def test_leak_leaves_every_output(folders, tmp_path):
    (folders.root / "cases_library/2026/leaking.md").unlink()
    (folders.root / "var/booklets").mkdir(parents=True)
    (folders.root / "var/booklets/a.pdf").write_bytes(b"%PDF")
    listed = purge("leaking", "--also", str(tmp_path / "old"))
    assert "要删除" in listed.output
    assert (folders.root / "site/cases/leaking").exists()
    done = purge("leaking", "--also", str(tmp_path / "old"), "--write")
    assert done.exit_code == 0, done.output
    assert not (folders.root / "var/booklets").exists()
    for folder in (folders.root, tmp_path / "old"):
        assert holding(folder, SECRET, "leaking") == []
    assert (folders.root / "site/index.html").is_file()
    assert (folders.root / "documents.jsonl").is_file()


def test_withdrawn_page_stays_and_says_so(folders):
    path = folders.root / "cases_library/2026/leaking.md"
    text = with_keys(
        path.read_text("utf-8"), title="撤下的案例", withdrawn="{on: 2026-11-19, reason: 有误}"
    )
    path.write_text(text, "utf-8")
    assert purge("leaking", "--write").exit_code == 0
    assert holding(folders.root, SECRET) == []
    assert "撤下" in (folders.root / "site/cases/leaking/index.html").read_text("utf-8")


def released(folders, name, *, shown=False):
    """A release of what `fabu build` made last."""
    release = folders.root / "var/releases" / name
    release.mkdir(parents=True)
    shutil.copytree(folders.root / "site", release / "site")
    shutil.copy(folders.root / "documents.jsonl", release)
    told = Release(name, "2026-11-20T09:00:00+08:00", "", "", 12)
    (release / "release.json").write_text(json.dumps(asdict(told)), encoding="utf-8")
    if shown:
        switch(release.parent, name)
    return release


def test_releases_with_the_leak_go_as_a_whole(folders):
    old = released(folders, "20261119-090000")
    kept = folders.root / "var/releases/.work/build"
    kept.mkdir(parents=True)
    (kept / "a.html").write_text(SECRET, encoding="utf-8")
    (folders.root / "cases_library/2026/leaking.md").unlink()
    assert CliRunner().invoke(cli, ["build", "--without-booklets"]).exit_code == 0
    clean = released(folders, "20261120-090000", shown=True)
    assert str(old) in purge("leaking").output
    assert old.exists()
    done = purge("leaking", "--write")
    assert done.exit_code == 0, done.output
    assert holding(folders.root / "var", SECRET, "leaking") == []
    assert (clean / "site/index.html").is_file()


def test_what_readers_see_is_replaced_before_it_is_purged(folders):
    shown = released(folders, "20261119-090000", shown=True)
    (folders.root / "cases_library/2026/leaking.md").unlink()
    done = purge("leaking", "--write")
    assert "fabu publish" in str(done.exception)
    assert (shown / "site/cases/leaking").exists()
