"""A clamd of our own on a socket, and what happens when there is none."""

from __future__ import annotations

import io
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from forms_backend.attachments import messages
from forms_backend.attachments.errors import RefusedFileError, ScannerUnavailableError
from forms_backend.attachments.scanning import ClamdScanner, NullScanner, scanner_for
from tests.forms_backend.attachments.sample_files import pdf

VIRUS = b"EICAR-TEST"


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM: pieces with their length before them, an empty one at the end."""

    timeout = 5

    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        received = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            received += self.rfile.read(length)
        answer = {b"TOO LONG": b"INSTREAM size limit exceeded. ERROR\n", b"SILENT": b""}
        found = b"stream: Eicar-Test FOUND\n" if VIRUS in received else b"stream: OK\n"
        special = next((a for mark, a in answer.items() if mark in received), found)
        self.wfile.write(special)


class HangsUp(socketserver.StreamRequestHandler):
    """Stops reading before the end, as clamd does past its StreamMaxLength."""

    def handle(self) -> None:
        self.rfile.readline()


class NeverAnswers(socketserver.StreamRequestHandler):
    """Takes everything and says nothing until the other side gives up."""

    def handle(self) -> None:
        while self.rfile.read(1024):
            pass


@contextmanager
def listening(handler: type[socketserver.StreamRequestHandler]) -> Iterator[str]:
    """The address of a server that speaks as `handler` does."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def clamd() -> Iterator[str]:
    with listening(Clamd) as address:
        yield address


def test_a_clean_file_passes_and_can_be_read_again(clamd: str) -> None:
    stream = io.BytesIO(pdf() + bytes(100_000))
    ClamdScanner(clamd).scan(stream)
    assert stream.tell() == 0


def test_an_infected_file_is_refused(clamd: str) -> None:
    with pytest.raises(RefusedFileError, match=messages.INFECTED):
        ClamdScanner(clamd).scan(io.BytesIO(pdf(VIRUS)))


@pytest.mark.parametrize("answer", [b"TOO LONG", b"SILENT"])
def test_no_verdict_is_no_permission(clamd: str, answer: bytes) -> None:
    with pytest.raises(ScannerUnavailableError):
        ClamdScanner(clamd).scan(io.BytesIO(answer))


@pytest.mark.parametrize("handler", [HangsUp, NeverAnswers])
def test_a_scanner_that_breaks_off_gives_no_permission(handler) -> None:
    stream = io.BytesIO(bytes(20_000_000))
    with listening(handler) as address, pytest.raises(ScannerUnavailableError):
        ClamdScanner(address, timeout=1).scan(stream)
    assert stream.tell() == 0


def test_pieces_arrive_as_they_were_sent(clamd: str) -> None:
    """The mark lies across the border of two pieces."""
    with pytest.raises(RefusedFileError, match=messages.INFECTED):
        ClamdScanner(clamd).scan(io.BytesIO(bytes(64 * 1024 - 3) + VIRUS + bytes(10)))


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.ctl"])
def test_without_an_answer_nothing_is_taken(address: str) -> None:
    with pytest.raises(ScannerUnavailableError):
        ClamdScanner(address, timeout=1).scan(io.BytesIO(b"x"))


def test_a_unix_socket_works_too(tmp_path: Path) -> None:
    path = tmp_path / "c.ctl"
    with socketserver.ThreadingUnixStreamServer(str(path), Clamd) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        ClamdScanner(str(path)).scan(io.BytesIO(b"x"))
        server.shutdown()


def test_without_an_address_nothing_is_scanned() -> None:
    assert isinstance(scanner_for(""), NullScanner)
    assert isinstance(scanner_for("127.0.0.1:3310"), ClamdScanner)


def test_on_the_form_a_scanner_that_is_down_loses_nothing(
    make_app, open_browser, complaint, clamd, tmp_path
) -> None:
    url = "/forms/complaint"

    def send(address: str, content: bytes):
        browser = open_browser(make_app(clamd_address=address).test_client())
        return browser.fill_in(url, complaint | {"files": [(io.BytesIO(content), "a.pdf")]})

    page = send("127.0.0.1:1", pdf())
    assert (page.status, page.error_at("files")) == (422, f"“a.pdf”：{messages.SCANNER_DOWN}")
    assert 'value="张三丰"' in page.text
    page = send(clamd, pdf(VIRUS))
    assert (page.status, page.error_at("files")) == (422, f"“a.pdf”：{messages.INFECTED}")
    assert not [p for p in (tmp_path / "var").rglob("*") if p.is_file() and "staging" in p.parts]
    assert send(clamd, pdf()).code(0) == "TS202611-000001"
