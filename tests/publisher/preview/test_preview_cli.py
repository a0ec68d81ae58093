"""`fabu preview`: where it listens, and what it says when it cannot."""

import socket
import threading

import pytest
from click.testing import CliRunner

from district.errors import FabuError
from fabu import cli
from publisher.preview import cli as command
from publisher.preview import web
from publisher.preview.cli import published_folders
from publisher.preview.local_socket import SocketTakenError
from publisher.preview.session import Session
from tests.publisher.preview.asking import render
from tests.publisher.site_project import NOW, case, site_project


class FakeSession:
    """Reads nothing and has nothing to do."""

    made: "FakeSession"

    def __init__(self, folders, data, said):
        self.folders, self.turns = folders, self
        FakeSession.made = self

    def run(self):
        self.is_there = {
            "socket": command.folder_setting(
                self.folders.root, command.VARIABLE, "var/preview.sock"
            ).is_socket()
        }

    def watch(self):
        pass

    def end(self):
        pass


@pytest.fixture(autouse=True)
def project(folders, monkeypatch):
    monkeypatch.chdir(folders.root)
    monkeypatch.setattr(command, "Session", FakeSession)
    return folders


def run(*options):
    return CliRunner().invoke(cli, ["preview", *options])


def test_preview_serves_the_project_at_the_address_given(project, monkeypatch):
    asked = []

    class Recorded(web.Server):
        def __init__(self, session, host, port):
            asked.append((session.folders.root, host, port))
            super().__init__(session, host, 0)

    monkeypatch.setattr(web, "Server", Recorded)
    result = run("--port", "8123")
    assert result.exit_code == 0, result.output
    assert asked == [(project.root, "127.0.0.1", 8123)]
    assert FakeSession.made.is_there == {"socket": True}
    assert not (project.root / "var/preview.sock").exists()


@pytest.mark.parametrize(("host", "is_told"), [("0.0.0.0", True), ("localhost", False)])  # noqa: S104
def test_who_opens_drafts_to_others_is_told(project, host, is_told):
    assert ("都能看到草稿" in run("--host", host, "--port", "0").output) == is_told


def test_the_socket_alone_opens_no_port(project, monkeypatch):
    monkeypatch.setattr(web, "Server", None)
    monkeypatch.setenv(command.VARIABLE, "other/place.sock")
    result = run("--socket-only")
    assert result.exit_code == 0, result.output
    assert "http://" not in result.output
    assert FakeSession.made.is_there == {"socket": True}


def test_a_port_that_is_taken_is_named(project):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("--port", str(port))
    assert isinstance(result.exception, FabuError)
    assert str(result.exception) == f"端口 {port} 已被占用，用 --port 换一个"


def test_a_second_preview_only_shows_pages(project, monkeypatch):
    def taken(session, place):
        raise SocketTakenError("已经有一个")

    monkeypatch.setattr("publisher.preview.local_socket.Server", taken)
    assert "已经有一个；这一个只打开网页。" in run("--port", "0").output
    assert isinstance(run("--socket-only").exception, SocketTakenError)


def test_what_was_published_is_shown_and_the_next_release_too(tmp_path, monkeypatch):
    for name, folder in (("FABU_VAR_DIR", "server/var"), ("FABU_LAWS_DIR", "laws")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    root, releases = tmp_path / "server", tmp_path / "server/var/releases"
    with pytest.raises(FabuError, match="还没有发布过"):
        published_folders(root)
    for name in ("20261120-090000", "20261120-100000"):
        site_project(releases / name / "source")
    for path, text in case("ld-next").items():
        (releases / "20261120-100000/source" / path).write_text(text, "utf-8")
    (releases / "current").symlink_to("20261120-090000")
    (tmp_path / "data").mkdir()
    session = Session(published_folders(root), tmp_path / "data", print, clock=lambda: NOW)
    thread = threading.Thread(target=session.turns.run, daemon=True)
    thread.start()
    try:
        text = case("ld-new", related="[ld-next]")["cases_library/2026/ld-new.md"]
        path = "cases_library/2026/ld-new.md"
        assert any("ld-next" in one["message"] for one in render(session, text, path)["findings"])
        (releases / "next").symlink_to("20261120-100000")
        (releases / "next").replace(releases / "current")
        session.refresh()
        assert render(session, text, path)["findings"] == []
    finally:
        session.end()
        thread.join(10)
