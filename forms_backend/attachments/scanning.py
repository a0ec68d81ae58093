"""Optional virus scanning by `clamd`, the daemon of ClamAV."""

from __future__ import annotations

from typing import BinaryIO, Protocol

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket

from forms_backend.attachments import messages
from forms_backend.attachments.errors import RefusedFileError, ScannerUnavailableError

TIMEOUT_SECONDS = 30


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
            answer = self._clamd().instream(stream)
        except (ClamdError, OSError) as error:
            raise ScannerUnavailableError from error
        finally:
            stream.seek(0)
        states = {state for state, _name in answer.values()}
        if "FOUND" in states:
            raise RefusedFileError(messages.INFECTED)
        if states != {"OK"}:
            raise ScannerUnavailableError

    def _clamd(self) -> ClamdNetworkSocket:
        if self._address.startswith("/"):
            return ClamdUnixSocket(self._address, self._timeout)
        host, _colon, port = self._address.rpartition(":")
        return ClamdNetworkSocket(host, int(port), self._timeout)


def scanner_for(address: str) -> Scanner:
    """The scanner that FABU_CLAMD_ADDRESS asks for; none for an empty address."""
    return ClamdScanner(address) if address else NullScanner()
