"""What a browser asks a preview for: pages as they are now, files, and whether a page changed.

Drafts are nobody's concern but the writer's: a page of another site that a browser has open reads
nothing here, also not by a name of its own that leads to this machine (DNS rebinding).
"""

from __future__ import annotations

import mimetypes
import shutil
import sys
import threading
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from publisher.preview.framing import PREFIX, filled, items
from publisher.preview.session import Session

ASSETS = Path(__file__).with_name("assets")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine for itself."""

MOST_STREAMS = 64
"""Pages that wait for changes at a time; a browser whose page is refused asks again by itself."""

NOT_FOR_YOU = "这个预览只给本机看：请用启动时显示的网址打开。"

HEARTBEAT = 15.0
"""Seconds after which a silent browser is written to, to find out whether it is still there."""

_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".md": "text/markdown",
    ".xml": "application/xml",
}
_TEXTS = ("text/", "application/json", "application/xml", "application/atom+xml")


class Server(ThreadingHTTPServer):
    """One thread a request; whatever touches the project waits for its turn."""

    daemon_threads = True

    def __init__(self, session: Session, host: str, port: int) -> None:
        self.session = session
        self.streams = threading.BoundedSemaphore(MOST_STREAMS)
        super().__init__((host, port), Handler)
        self.hosts = hosts_of(host, self.server_port)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away in the middle is nobody's concern; all else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """See the module's docstring."""

    server: Server
    server_version = "fabu"
    sys_version = ""

    def log_message(self, format: str, *args: object) -> None:
        """Who writes wants to read what is wrong, not what was fetched."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        is_known = (self.headers.get("Host") or "").lower() in self.server.hosts
        if not is_known or self.headers.get("Sec-Fetch-Site") == "cross-site":
            self._text(NOT_FOR_YOU, HTTPStatus.FORBIDDEN)
            return
        url = urlsplit(self.path)
        path = unquote(url.path, errors="replace")
        if path == f"{PREFIX}events":
            self._events(parse_qs(url.query))
        elif path == PREFIX:
            self._html(self.server.session.turns.ask(self._list))
        elif path.startswith(PREFIX):
            self._file(_inside(ASSETS, path.removeprefix(PREFIX)))
        else:
            self._of_the_site(path, earlier="earlier" in url.query)

    def _of_the_site(self, path: str, *, earlier: bool) -> None:
        session = self.server.session
        output = _output(path, session.project.context.config.site.path)
        if output.endswith(".html") or "." not in output.rpartition("/")[2]:
            if not output.endswith(".html"):
                shown = session.turns.ask(lambda: session.shown(f"{output}/index.html"))
                if shown.is_found:
                    self._moved(f"{path}/")
                    return
            shown = session.turns.ask(lambda: session.shown(output, earlier=earlier))
            if shown.is_found:
                self._html(shown.html)
                return
        file = site_file(session, output)
        if file is not None:
            self._file(file)
            return
        lost = session.turns.ask(lambda: session.shown(output))
        self._html(lost.html, HTTPStatus.NOT_FOUND)

    def _list(self) -> str:
        session = self.server.session
        project = session.project
        findings = project.findings()
        groups = []
        for path in dict.fromkeys(one.path for one in findings):
            place = project.place_of(path)
            words = f"<code>{escape(path)}</code>"
            if place is not None:
                address = "/" + quote(place.removesuffix("index.html"))
                words = f'<a href="{address}">{words}</a>'
            own = items(one for one in findings if one.path == path)
            groups.append(f'<div class="preview"><h2>{words}</h2>{own}</div>')
        said = "".join(groups) or "<p>没有发现问题。</p>"
        page = filled(session.shell(), "发现的问题", f"<h1>发现的问题</h1>{said}")
        return page.replace(
            "</head>", f'<link rel="stylesheet" href="{PREFIX}preview.css"></head>', 1
        )

    def _events(self, query: dict[str, list[str]]) -> None:
        """Server-sent events: one, when the page is no more what the browser has."""
        if not self.server.streams.acquire(blocking=False):
            self._text("打开的预览页面太多，请关掉几个。", HTTPStatus.SERVICE_UNAVAILABLE)
            return
        try:
            self._told_of_changes(query)
        finally:
            self.server.streams.release()

    def _told_of_changes(self, query: dict[str, list[str]]) -> None:
        session = self.server.session
        address = urlsplit((query.get("page") or ["/"])[0])
        output = _output(unquote(address.path), session.project.context.config.site.path)
        earlier, known = "earlier" in address.query, (query.get("digest") or [""])[0]
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        version = -1
        while not session.has_ended:
            now = session.wait_for_change(version, HEARTBEAT)
            if now != version:
                version = now
                shown = session.turns.ask(lambda: session.shown(output, earlier=earlier))
                if shown.digest != known:
                    self.wfile.write(b"data: changed\n\n")
                    return
            self.wfile.write(b":\n\n")
            self.wfile.flush()

    def _text(self, text: str, status: HTTPStatus) -> None:
        data = text.encode()
        self._head(status, "text/plain; charset=utf-8", len(data))
        if self.command != "HEAD":
            self.wfile.write(data)

    def _html(self, html: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        data = html.encode("utf-8", "xmlcharrefreplace")
        self._head(status, "text/html; charset=utf-8", len(data))
        if self.command != "HEAD":
            self.wfile.write(data)

    def _moved(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", quote(path))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _file(self, file: Path | None) -> None:
        if file is None:
            self._head(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", 0)
            return
        kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
        kind = kind or "application/octet-stream"
        if kind.startswith(("text/", *_TEXTS)):
            kind += "; charset=utf-8"
        with file.open("rb") as source:
            self._head(HTTPStatus.OK, kind, file.stat().st_size)
            if self.command != "HEAD":
                shutil.copyfileobj(source, self.wfile)

    def _head(self, status: HTTPStatus, kind: str, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()


def hosts_of(host: str, port: int) -> frozenset[str]:
    """What a browser that was led here by its reader calls the server at `host`, in small letters."""
    names = {f"[{name}]" if ":" in name else name for name in (*LOOPBACK, host.lower())}
    return frozenset(f"{name}:{port}" for name in names) | (names if port == 80 else set())


def _output(path: str, base: str) -> str:
    """The file of the site that a browser asks for with `path`; `base`: where the site begins on its
    domain, which addresses of the not-found page begin with."""
    path = "/" + path.lstrip("/")
    if base != "/" and path.startswith(base):
        path = "/" + path.removeprefix(base)
    return f"{path}index.html".lstrip("/") if path.endswith("/") else path.lstrip("/")


def site_file(session: Session, output: str) -> Path | None:
    """A file of the site that is no page: made beside the pages, of the theme, or one of content/ that
    goes online with a page."""
    project = session.project
    found = _inside(project.settled.data, output)
    if found is None and output.startswith("assets/"):
        places = map(Path, project.ground.theme_dirs)
        found = next((file for place in places if (file := _inside(place, output))), None)
    is_file = output.startswith("assets/") or not output.endswith(".md")  # or a manuscript
    if found is None and is_file and output in session.turns.ask(lambda: project.files):
        found = _inside(session.folders.content, output)
    return found


def _inside(folder: Path, name: str) -> Path | None:
    """The file `name` of `folder`, unless it is hidden or, links followed, lies elsewhere."""
    if "\0" in name or any(part.startswith(".") for part in name.split("/")):
        return None
    try:
        file = (folder / name).resolve()
        return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
    except OSError:  # no file has so long a name
        return None
