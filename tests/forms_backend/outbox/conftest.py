"""A mail server and a messenger on this machine, small enough to read."""

from __future__ import annotations

import email
import email.policy
import json
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from forms_backend.database.transactions import Database
from forms_backend.outbox.channels import build_senders, configured_channels
from forms_backend.outbox.queue import OutboxQueue
from forms_backend.outbox.sender import ChannelSender, OutboxSender
from forms_backend.outbox.service import Envelope, Message, Outbox, OutboxChannel
from forms_backend.running.metrics import Metrics
from forms_backend.sealing.keys import PayloadCipher

CIPHER = PayloadCipher(bytes(32))
ADDRESS = "li.si@example.com"
BODY = "TS202611-000001 等您办理。"


@dataclass
class MailServer:
    """What it was told, and how it answers."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    recipient_answer: str = "250 ok"
    data_answer: str = "250 taken"
    login_answer: str = "235 welcome"
    tls: ssl.SSLContext | None = None
    offers_starttls: bool = False


def _handler(server: MailServer) -> type[socketserver.StreamRequestHandler]:
    class Conversation(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 mail.test")
            while line := self.rfile.readline().decode().strip():
                verb = line.split(":")[0].split(" ")[0].upper()
                if verb == "QUIT":
                    self.say("221 bye")
                    return
                if verb == "STARTTLS" and server.tls:
                    self.say("220 go")
                    try:
                        self.request = server.tls.wrap_socket(self.request, server_side=True)
                    except (ssl.SSLError, OSError):
                        return
                    self.rfile = self.request.makefile("rb")
                    self.wfile = self.request.makefile("wb", buffering=0)
                    continue
                self.answer(verb, line)

        def answer(self, verb: str, line: str) -> None:
            if verb == "EHLO":
                self.say("250-mail.test")
                if server.offers_starttls:
                    self.say("250-STARTTLS")
                self.say("250 AUTH PLAIN")
            elif verb == "AUTH":
                server.logins.append(line)
                self.say(server.login_answer)
            elif verb == "RCPT":
                server.recipients.append(line.partition("<")[2].rstrip(">"))
                self.say(server.recipient_answer)
            elif verb == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                mail = email.message_from_bytes(b"".join(lines), policy=email.policy.SMTP)
                if server.data_answer.startswith("250"):
                    server.mails.append(mail)  # type: ignore[arg-type]
                self.say(server.data_answer)
            else:
                self.say("250 ok")

    return Conversation


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 32


@contextmanager
def _running(server: Any) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    state = MailServer()
    with _running(_Threads(("127.0.0.1", 0), _handler(state))) as port:
        state.port = port
        yield state


@dataclass
class Messenger:
    """A robot's address: what was posted to it, and its answer."""

    url: str = ""
    posts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    answers: list[bytes] = field(default_factory=list)
    """One for each post, before `answer`."""
    location: str = ""
    headers: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def messenger() -> Iterator[Messenger]:
    state = Messenger()

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.posts.append((self.path, json.loads(body)))
            state.headers.append(dict(self.headers.items()))
            answer = state.answers.pop(0) if state.answers else state.answer
            self.send_response(state.status)
            if state.location:
                self.send_header("Location", state.location)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    with _running(ThreadingHTTPServer(("127.0.0.1", 0), Robot)) as port:
        state.url = f"http://127.0.0.1:{port}/robot/send?key=abc"
        yield state


@pytest.fixture
def mail_settings(make_settings: Callable[..., Any], mail_server: MailServer) -> Callable[..., Any]:
    """Settings with the mail server of this test."""

    def make(**changes: Any) -> Any:
        values = {
            "smtp_host": "127.0.0.1",
            "smtp_port": mail_server.port,
            "smtp_security": "none",
            "smtp_from": "notice@example.gov.cn",
        }
        return make_settings(**(values | changes))

    return make


@dataclass
class Post:
    """An outbox with everything that empties it."""

    database: Database
    outbox: Outbox
    queue: OutboxQueue
    senders: dict[OutboxChannel, ChannelSender]
    clock: Callable[[], datetime]
    metrics: Metrics

    def write(self, key: str = "work:1:li", **changes: Any) -> bool:
        values = {
            "kind": "work",
            "channel": OutboxChannel.MAIL,
            "dedupe_key": key,
            "subject": "【示例区】等您办理",
            "body": BODY,
            "recipient": ADDRESS,
        } | changes
        with self.database.write() as session:
            return self.outbox.post(session, Message(**values), at=self.clock())

    def sender(self, **senders: ChannelSender) -> OutboxSender:
        chosen = self.senders | {OutboxChannel(name): one for name, one in senders.items()}
        return OutboxSender(self.queue, chosen, self.metrics)


@pytest.fixture
def post(database: Database, clock: Any, mail_settings: Callable[..., Any]) -> Post:
    settings = mail_settings()
    return Post(
        database,
        Outbox(CIPHER, configured_channels(settings)),
        OutboxQueue(database, CIPHER, clock),
        build_senders(settings, "示例区法治营商网", clock),
        clock,
        Metrics(),
    )


class Recorder:
    """A channel that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self._lock = threading.Lock()

    def send(self, envelope: Envelope, message_id: str, _created_at: datetime) -> None:
        with self._lock:
            self.sent.append((envelope.recipient, message_id))
