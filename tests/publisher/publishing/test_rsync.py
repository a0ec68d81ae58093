"""A release at another server, by a real rsync daemon on this machine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from pathlib import Path

import pytest

from district import FabuError
from publisher.publishing.mirror import MANIFEST, mirror
from publisher.publishing.rsync_copy import mirror_by_rsync

SECRET = "over-there"
FILES = {
    "a/index.html": "甲",
    "b/c/index.html": "乙",
    "assets/s.css": "样",
    "_shell/index.html": "框",
    "_shell/gone.map": '"/cases/gone/" 1;\n',
    "_shell/moved.map": '"/cases/old/" "/cases/new/";\n',
    ".fabu-inputs.json": "{}",
}
SHOWN = {"a/index.html", "b/c/index.html", "assets/s.css"}
BESIDE = {".htaccess", ".fabu-nginx/gone.map", ".fabu-nginx/moved.map", MANIFEST}


def put(site: Path, files: dict[str, str]) -> None:
    for name, words in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(words, encoding="utf-8")


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    """Address of a module, and its folder."""
    base = tmp_path_factory.mktemp("rsync")
    www = base / "www"
    www.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    secrets = base / "secrets"
    secrets.write_text(f"office:{SECRET}\n", encoding="utf-8")
    secrets.chmod(0o600)
    me = "" if os.geteuid() else "uid = root\ngid = root\n"
    (base / "rsyncd.conf").write_text(
        f"use chroot = no\n{me}[site]\npath = {www}\nread only = no\n"
        f"auth users = office\nsecrets file = {secrets}\n",
        encoding="utf-8",
    )
    command = ["rsync", "--daemon", "--no-detach", "--address=127.0.0.1", f"--port={port}"]
    log = base / "log"
    with subprocess.Popen(
        [*command, f"--config={base / 'rsyncd.conf'}", f"--log-file={log}"]
    ) as running:
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"rsync://office@127.0.0.1:{port}/site", www
        finally:
            running.terminate()


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("RSYNC_PASSWORD", SECRET)
    put(tmp_path / "site", FILES)
    return tmp_path / "site"


def test_another_server_shows_what_changed_and_loses_what_is_gone(daemon, site):
    address, www = daemon
    assert mirror_by_rsync(site, address).written == len(SHOWN) + 3
    assert names(www) == SHOWN | BESIDE
    # The own files' paths are hidden, not their base names alone: those of the maps have no dot.
    assert (www / ".htaccess").read_text("utf-8").splitlines()[1:] == [
        "<IfModule mod_alias.c>",
        '  Redirect 301 "/cases/old/" "/cases/new/"',
        '  RedirectMatch 404 "/\\.fabu"',
        "</IfModule>",
    ]
    assert (www / ".fabu-nginx/moved.map").read_text("utf-8") == FILES["_shell/moved.map"]
    put(www, {"foreign.txt": "别人的", "b/mine.txt": "别人的"})
    (site / "b/c/index.html").unlink()
    put(site, {"a/index.html": "甲二", "d/e/index.html": "丁", "中 文/页.html": "文"})
    told = mirror_by_rsync(site, f"{address}/")
    assert (told.written, told.deleted) == (3, 1)
    kept = {"foreign.txt", "b/mine.txt"}
    assert (
        names(www)
        == {"a/index.html", "assets/s.css", "d/e/index.html", "中 文/页.html"} | BESIDE | kept
    )
    assert not (www / "b/c").exists()
    assert (www / "a/index.html").read_text("utf-8") == "甲二"
    told = mirror_by_rsync(site, address)
    assert (told.written, told.deleted) == (0, 0)


def test_a_folder_of_others_and_a_wrong_password_stay_as_they_are(daemon, site, monkeypatch):
    address, www = daemon
    put(www, {"other/x.txt": "别人的"})
    with pytest.raises(FabuError, match="空的目录"):
        mirror_by_rsync(site, f"{address}/other")
    assert names(www / "other") == {"x.txt"}
    monkeypatch.setenv("RSYNC_PASSWORD", "wrong")
    with pytest.raises(FabuError, match="rsync 没有成功：@ERROR"):
        mirror_by_rsync(site, f"{address}/new")


@pytest.mark.parametrize(
    "address",
    ["rsync://u:secret@h/m", "rsync://h", "rsync://h/../m", "rsync://h/m/../..", "rsync://-e/x y"],
)
def test_only_plain_addresses_are_asked(site, address):
    with pytest.raises(FabuError, match="RSYNC_PASSWORD"):
        mirror_by_rsync(site, address)


def test_a_folder_and_a_server_get_the_same(daemon, site, tmp_path):
    address, www = daemon
    mirror_by_rsync(site, f"{address}/same")
    mirror(site, tmp_path / "same")
    assert names(tmp_path / "same") == names(www / "same")


@pytest.mark.parametrize(
    "manifest",
    [
        ["../out/x"], ["/{root}/out/x"], ["a/../../out/x"], ["./x"], ["a//x"], ["a/"], [""], [".."],
        ["a\0x"], ["\ud800"], [1], None, {"a": 1}, "a",
    ],
    ids=repr,
)  # fmt: skip
def test_a_manifest_that_is_no_list_of_names_stops_both(daemon, site, tmp_path, manifest):
    address, www = daemon
    text = json.dumps(manifest).replace("{root}", str(tmp_path))
    put(www, {f"forged/{MANIFEST}": text})
    put(tmp_path, {f"forged/{MANIFEST}": text, "forged/out/x": "别人的", "out/x": "别人的"})
    with pytest.raises(FabuError, match="坏了，没有同步"):
        mirror_by_rsync(site, f"{address}/forged")
    with pytest.raises(FabuError, match="别的文件"):
        mirror(site, tmp_path / "forged")
    assert names(www / "forged") == {MANIFEST}
    assert (tmp_path / "out/x").is_file()


def test_files_and_folders_change_places(daemon, site, tmp_path):
    address, www = daemon
    put(site, {"x/1/index.html": "页", "x/2.css": "样", "y": "文"})
    mirror_by_rsync(site, f"{address}/turned")
    mirror(site, tmp_path / "turned")
    for name in ("x/1/index.html", "x/2.css", "y"):
        (site / name).unlink()
    (site / "x/1").rmdir()
    (site / "x").rmdir()
    put(site, {"x": "文", "y/1/index.html": "页"})
    for told in (mirror_by_rsync(site, f"{address}/turned"), mirror(site, tmp_path / "turned")):
        assert (told.written, told.deleted) == (2, 3)
    for folder in (www / "turned", tmp_path / "turned"):
        assert names(folder) == SHOWN | BESIDE | {"x", "y/1/index.html"}
    # A copy that was cut short left the names of both in the manifest.
    for folder in (www / "turned", tmp_path / "turned"):
        every = [*names(folder), "x/1/index.html", "x/2.css", "y"]
        put(folder, {MANIFEST: json.dumps(every)})
    mirror_by_rsync(site, f"{address}/turned")
    mirror(site, tmp_path / "turned")
    for folder in (www / "turned", tmp_path / "turned"):
        assert names(folder) == SHOWN | BESIDE | {"x", "y/1/index.html"}
