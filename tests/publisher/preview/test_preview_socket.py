"""The socket between the editor and the preview: whose it is, and who may ask how much."""

import json
import os
import socket
import stat
import threading

import pytest

from publisher.preview import local_socket


@pytest.fixture
def place(session, tmp_path):
    path = tmp_path / "var" / "preview.sock"
    server = local_socket.Server(session, path)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    yield path
    server.shutdown()
    server.server_close()


def connected(path):
    client = socket.socket(socket.AF_UNIX)
    client.connect(os.fspath(path))
    return client


def test_only_its_owner_may_ask(place):
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_one_connection_asks_many_times_and_many_ask_at_once(place):
    with connected(place) as one, connected(place) as two:
        first, second = one.makefile("rwb"), two.makefile("rwb")
        for _ in range(2):
            for file in (first, second):
                file.write(b'{"op": "findings"}\n\n{"op": "nothing"}\n')
                file.flush()
        for file in (second, first):
            assert [json.loads(file.readline())["ok"] for _ in range(4)] == [True, False] * 2
        first.close()
        second.close()


def test_a_request_that_is_too_large_ends_its_connection_and_no_other(place):
    with connected(place) as one, connected(place) as two:
        with pytest.raises(ConnectionError):
            one.sendall(b"a" * (64 << 20))
        file = two.makefile("rwb")
        file.write(b'{"op": "findings"}\n')
        file.flush()
        assert json.loads(file.readline())["ok"]
        file.close()


def test_a_socket_that_a_killed_process_left_is_taken_over(session, place, tmp_path):
    left = tmp_path / "left.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(os.fspath(left))
    local_socket.Server(session, left).server_close()
    assert not left.exists()
    with pytest.raises(local_socket.SocketTakenError, match="已经有一个"):
        local_socket.Server(session, place)


def test_no_other_file_is_taken_for_a_socket(session, tmp_path):
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    with pytest.raises(Exception, match="已经有别的文件"):
        local_socket.Server(session, tmp_path / "notes")
    assert (tmp_path / "notes").read_text(encoding="utf-8") == "mine"
    with pytest.raises(Exception, match="--socket"):
        local_socket.Server(session, tmp_path / ("x" * 120))
