"""Optional virus scanning by `clamd`, the daemon of ClamAV, over its INSTREAM command (clamd(8))."""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO, Protocol

from forms_backend.attachments import messages
from forms_backend.attachments.errors import RefusedFileError, ScannerUnavailableError

TIMEOUT_SECONDS = 30
_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096


class Scanner(Protocol):
    """Looks for malware in a stream."""

    def scan(self, stream: BinaryIO) -> None:
        """Raises RefusedFileError for an infected file, ScannerUnavailableError for no answer."""


class NullScanner:
    """Where no scanner is installed."""

    def scan(self, stream: BinaryIO) -> None:
        """Nothing is looked for."""


class ClamdScanner:
    """Asks clamd at `address`: "host:port", or the path of a Unix socket."""

    def __init__(self, address: str, timeout: int = TIMEOUT_SECONDS) -> None:
        self._address = address
        self._timeout = timeout

    def scan(self, stream: BinaryIO) -> None:
        """See Scanner."""
        stream.seek(0)
        try:
            answer = self._answer_to(stream)
        except OSError as error:
            raise ScannerUnavailableError from error
        finally:
            stream.seek(0)
        if answer.endswith(b" FOUND"):
            raise RefusedFileError(messages.INFECTED)
        if answer != b"stream: OK":
            raise ScannerUnavailableError

    def _answer_to(self, stream: BinaryIO) -> bytes:
        """What clamd says of `stream`: pieces go with their length before them, an empty one ends."""
        with self._connected() as connection:
            connection.sendall(b"nINSTREAM\n")
            while piece := stream.read(_PIECE):
                connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
            with connection.makefile("rb") as answer:
                return answer.readline(_LONGEST_ANSWER).strip()

    def _connected(self) -> socket.socket:
        if not self._address.startswith("/"):
            host, _colon, port = self._address.rpartition(":")
            return socket.create_connection((host.strip("[]"), int(port)), self._timeout)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(self._timeout)
            connection.connect(self._address)
        except OSError:
            connection.close()
            raise
        return connection


def scanner_for(address: str) -> Scanner:
    """The scanner that FABU_CLAMD_ADDRESS asks for; none for an empty address."""
    return ClamdScanner(address) if address else NullScanner()
