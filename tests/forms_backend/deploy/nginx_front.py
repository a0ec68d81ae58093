"""nginx with TLS in front of gunicorn, as the files in deploy/ start them, over a small site."""

from __future__ import annotations

import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from forms_backend.public.shell import CONTENT_SLOT, TITLE_SLOT

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
NAME = "legal.example.gov.cn"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
LONG = "企业遇到的问题和办法。" * 200

SITE = {
    "index.html": f"<!doctype html><title>首页</title><p>{LONG}</p>",
    "404.html": "<!doctype html><title>本站没有这一页</title>",
    "_shell/index.html": f"<!doctype html><title>{TITLE_SLOT}</title><main>{CONTENT_SLOT}</main>",
    "_shell/unavailable.html": '<title>在线办理暂时不能用</title>电话：000-00000000 '
    '<a href="/downloads/forms/complaint.pdf">投诉举报（纸质表）</a>',
    "search/index.html": "<!doctype html><title>站内搜索（浏览器）</title>",
    "cases/index.html": "<!doctype html><title>典型案例</title>",
    "cases/ld-001/index.html": "<!doctype html><title>案例</title>",
    "cases/gone/index.html": "<!doctype html><title>已撤下</title>",
    "_shell/gone.map": '"/cases/gone/" 1;\n',
    "_shell/moved.map": '"/cases/old/" "/cases/ld-001/";\n',
    "assets/app.0123abcd.min.js": "export {};",
    "assets/main.js": f"// {LONG}",
    "assets/style.css": "body {}",
    "assets/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "downloads/forms/complaint.pdf": "%PDF-1.7",
    "hearings/all.ics": "BEGIN:VCALENDAR",
    "assets/film.mp4": "ftyp",
    "assets/film.vtt": "WEBVTT",
    "feed.xml": "<feed/>",
    ".secret": "hidden",
    "empty/keep.txt": "x",
}  # fmt: skip


@dataclass
class Answer:
    """One HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Front:
    """The site as a visitor reaches it."""

    port: int
    plain_port: int
    folder: Path
    settings: dict[str, str]
    gunicorn: subprocess.Popen[bytes] | None = None
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, context=context, timeout=30
        )
        sent = {"Host": NAME} | {k.replace("_", "-"): v for k, v in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        found = Answer(answer.status, dict(answer.headers.items()), answer.read())
        connection.close()
        return found

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def write_nginx_files(front: Front) -> Path:
    """The shipped files, with this machine's paths and ports in place of the shipped ones."""
    folder = front.folder
    replacements = {
        "/srv/fabu/site": str(folder / "site"),
        "/run/fabu/gunicorn.sock": str(folder / "gunicorn.sock"),
        "/etc/ssl/fabu": str(folder),
        "/var/log/nginx": str(folder),
        "listen 80;": f"listen 127.0.0.1:{front.plain_port};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{front.port} ssl http2;",
    }
    (folder / "snippets").mkdir()
    for file in (DEPLOY / "nginx").glob("*.conf"):
        text = file.read_text("utf-8")
        if file.name == "fabu.conf":
            for old, new in replacements.items():
                assert old in text, old
                text = text.replace(old, new)
            text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        place = folder if file.name == "fabu.conf" else folder / "snippets"
        (place / file.name).write_text(text, "utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ {temporary} include {folder}/fabu.conf; }}\n"
    )
    return main


def wait_until(is_so: Any, what: str) -> None:
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def start_gunicorn(front: Front) -> None:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("FABU_")}
    place = front.folder / "gunicorn.sock"
    with (front.folder / "gunicorn.log").open("ab") as log:
        front.gunicorn = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "-c",
                str(DEPLOY / "gunicorn.conf.py"),
                "--bind",
                f"unix:{place}",
                "forms_backend.wsgi:application()",
            ],
            cwd=front.folder,
            stderr=log,
            env=plain | front.settings | {"PYTHONPATH": str(ROOT)},
        )
    wait_until(lambda: front.get("/healthz").status == 200, "gunicorn does not answer")


def stop(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        process.terminate()
        process.wait(timeout=20)
