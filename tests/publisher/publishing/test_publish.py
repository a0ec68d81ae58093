"""From a remote to what readers see, whole or not at all, and back in one step."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from district.releases import request
from fabu import cli
from publisher.publishing import releases as store
from publisher.publishing.checkout import clean_checkout
from publisher.publishing.making import PROJECT
from publisher.publishing.mirror import mirror
from publisher.publishing.releases import Release
from search.server.service import SearchService
from tests.long import IS_LONG
from tests.publisher.site_project import NOW, site_project

PAGE = "content/articles/article-delivery.md"


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=陈编辑", "-c", "user.email=chen@example.gov.cn")
    return subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


def commit(folder: Path, old: str, new: str) -> None:
    file = folder / PAGE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    git(folder, "commit", "-qam", f"改：{new}")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A project on a server, cloned from a bare repository, and an editor's clone of the same."""
    base = tmp_path_factory.mktemp("office")
    folders = site_project(base / "first")
    (folders.root / ".gitignore").write_text("/var/\n/site/\n/.fabu-cache/\n", encoding="utf-8")
    git(folders.root, "init", "-q", "-b", "main")
    git(folders.root, "add", "-A")
    git(folders.root, "commit", "-qm", "第一稿")
    git(base, "clone", "-q", "--bare", "first", "remote.git")
    git(base, "clone", "-q", "remote.git", "server")
    git(base, "clone", "-q", "remote.git", "desk")
    return base


@pytest.fixture
def run(office, monkeypatch):
    monkeypatch.chdir(office / "server")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    return lambda *args: CliRunner().invoke(cli, list(args))


def releases_of(office: Path) -> Path:
    return office / "server/var/releases"


def shown(office: Path) -> str:
    page = releases_of(office) / "current/site/articles/article-delivery/index.html"
    return page.read_text(encoding="utf-8")


def is_whole(releases: Path) -> bool:
    """Whether pages, data and index that readers see are of one release."""
    folder = releases / "current"
    documents = (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    pages = json.loads((folder / "release.json").read_text(encoding="utf-8"))["pages"]
    there = SearchService(folder / "index").page_count()
    urls = (json.loads(document)["url"].partition("#")[0] for document in documents)
    site = all((folder / "site" / url / "index.html").is_file() for url in urls)
    return site and there == len(documents) == pages


def test_what_is_pushed_goes_live_and_back(run, office):
    first = run("publish")
    assert first.exit_code == 0, first.output
    assert is_whole(releases_of(office))
    assert "没有变化" in run("publish").output

    commit(office / "desk", "写明年月日", "写明是哪一天")
    git(office / "desk", "push", "-q", "origin", "main")
    service = SearchService(releases_of(office) / "current/index")
    assert not any("哪一天" in hit.title for hit in service.search("写明是哪一天").hits)
    second = run("publish")
    assert second.exit_code == 0, second.output
    assert "写明是哪一天" in shown(office)
    assert (
        service.search("写明是哪一天").hits[0].id == "article-delivery"
    )  # the same service, no restart
    source = releases_of(office) / "current/source"
    assert "写明是哪一天" in (source / PAGE).read_text("utf-8")
    assert sorted(path.name for path in source.iterdir()) == sorted(PROJECT)

    back = run("rollback")
    assert back.exit_code == 0, back.output
    assert "写明是哪一天" not in shown(office)
    assert is_whole(releases_of(office))
    assert "已被回滚" in run("publish").output
    assert "写明是哪一天" not in shown(office)
    assert run("publish", "--again").exit_code == 0
    assert "写明是哪一天" in shown(office)

    commit(office / "desk", "published: 2026-10-13", "published: 十月")
    git(office / "desk", "push", "-q", "origin", "main")
    bad = run("publish")
    assert bad.exit_code != 0
    assert "写明是哪一天" in shown(office)
    listed = run("releases")
    assert listed.exit_code == 1
    assert "陈编辑" in listed.output
    assert "article-delivery.md" in listed.output
    git(office / "desk", "revert", "--no-edit", "HEAD")
    git(office / "desk", "push", "-q", "origin", "main")
    assert run("publish").exit_code == 0
    assert run("releases").exit_code == 0


def test_nobody_builds_into_what_readers_see(run, office, monkeypatch):
    run("publish")
    monkeypatch.setenv("FABU_SITE_DIR", str(releases_of(office) / "current/site"))
    refused = run("build")
    assert refused.exit_code != 0
    assert "fabu publish" in str(refused.exception)
    assert run("publish").exit_code == 0
    monkeypatch.setenv("FABU_SITE_DIR", str(office / "www"))
    assert "current/site" in str(run("publish").exception)


def test_without_a_request_nothing_happens(run, office):
    run("publish")
    before = store.current(releases_of(office))
    assert run("publish", "--requested").output == ""
    request(releases_of(office), "GitHub", NOW)
    asked = run("publish", "--requested")
    assert "GitHub" in asked.output
    assert store.current(releases_of(office)) == before
    assert run("publish", "--requested").output == ""


def test_one_at_a_time(run, office):
    with store.locked(releases_of(office)):
        assert "正在进行" in str(run("publish").exception)


@pytest.mark.parametrize("after", [0.4, 0.9, 1.5, 2.5, 3.5, 5] if IS_LONG else [0.4, 2.5])
def test_killed_at_any_moment_readers_see_a_whole_site(run, office, after):
    run("publish")
    commit(office / "desk", "status: published", f"status: published  # {after}")
    git(office / "desk", "push", "-q", "origin", "main")
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "fabu", "publish"],
        cwd=office / "server",
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    assert is_whole(releases_of(office))
    again = run("publish")
    assert again.exit_code == 0, again.output
    assert is_whole(releases_of(office))
    assert not list(releases_of(office).glob(".new-*"))
    commit(office / "desk", f"status: published  # {after}", "status: published")
    git(office / "desk", "push", "-q", "origin", "main")


@pytest.mark.parametrize("lock", ["index.lock", "shallow.lock", "refs/heads/main.lock"])
def test_what_a_killed_git_left_holds_no_release_up(office, tmp_path, lock):
    checkout = tmp_path / "checkout"
    first = clean_checkout(office / "server", "main", checkout)
    (checkout / ".git" / lock).parent.mkdir(parents=True, exist_ok=True)
    (checkout / ".git" / lock).write_text("", encoding="utf-8")
    assert clean_checkout(office / "server", "main", checkout) == first


def small(releases: Path, name: str, words: str, parts: Path) -> None:
    (parts / "site").mkdir(parents=True, exist_ok=True)
    (parts / "site/index.html").write_text(words, encoding="utf-8")
    store.keep(releases, Release(name, "2026", name, "", 1), {"site": parts / "site"})
    store.switch(releases, name)


def test_the_last_five_stay_and_the_one_shown(tmp_path):
    releases = tmp_path / "releases"
    releases.mkdir()
    names = [f"20261120-09000{n}" for n in range(8)]
    for name in names:
        small(releases, name, name, tmp_path / "parts")
    store.switch(releases, names[1])
    store.prune(releases)
    assert [r.id for r in store.known(releases)] == [names[1], *names[3:]]


@pytest.mark.parametrize("step", range(1, 9))
def test_a_full_disk_at_any_step_leaves_the_old_release(tmp_path, monkeypatch, step):
    releases = tmp_path / "releases"
    releases.mkdir()
    small(releases, "20261120-090000", "旧", tmp_path / "parts")
    left = [step]
    real = store.shutil.copyfile

    def copy(source, target, **options):
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(28, "No space left on device")
        return real(source, target, **options)

    for number in range(6):
        (tmp_path / "parts/site" / f"{number}.html").write_text("新", encoding="utf-8")
    monkeypatch.setattr(store.shutil, "copyfile", copy)
    try:
        store.keep(
            releases,
            Release("20261120-090001", "2026", "", "", 1),
            {"one": tmp_path / "parts/site/index.html", "site": tmp_path / "parts/site"},
        )
    except OSError:
        assert [r.id for r in store.known(releases)] == ["20261120-090000"]
    assert store.current(releases) == "20261120-090000"
    assert not list(releases.glob(".new-*"))


def test_a_mirror_writes_changes_first_and_deletes_only_its_own(tmp_path):
    site, target = tmp_path / "site", tmp_path / "www"
    for name, words in (
        ("a/index.html", "甲"),
        ("b/index.html", "乙"),
        ("s.css", "样"),
        ("_shell/index.html", "框"),
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(words, encoding="utf-8")
    assert mirror(site, target).written == 3 + 3  # and what stands beside the pages
    (target / "foreign.txt").write_text("别人的", encoding="utf-8")
    assert not (target / "_shell").exists()
    (site / "b/index.html").unlink()
    (site / "a/index.html").write_text("甲二", encoding="utf-8")
    told = mirror(site, target)
    assert (told.written, told.deleted) == (1, 1)
    assert not (target / "b").exists()
    assert (target / "foreign.txt").is_file()
    other = tmp_path / "other"
    other.mkdir()
    (other / "x").touch()
    with pytest.raises(Exception, match="空的目录"):
        mirror(site, other)
