"""What somebody does who has nothing but the wheel: start, check, build, serve, submit, upgrade."""

from __future__ import annotations

import hashlib
import json
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.installed.environments import install, plain_environment, run, sources, wheel_of
from tests.reference import ROOT

CONSULTATION = {
    "category": "labour",
    "title": "试用期社会保险",
    "description": "试用期内能否不缴社会保险？",
    "identity": "anonymous",
}
OURS = ("fabu", "district", "law", "privacy", "selfhelp", "search", "publisher", "forms_backend")
NEWER = "99.0.0"
NEW_SENTENCE = "这一句只在新版本的手册里。"


def walk(python: Path, home: Path) -> None:
    """The whole way of a new project with the `fabu` beside `python`."""
    fabu = str(python.parent / "fabu")
    _assert_nothing_is_of_the_checkout(python, home)
    run([fabu, "start", "mysite"], home)
    project = home / "mysite"
    assert "：0 个错误" in run([fabu, "check"], project)
    for command in (["build"], ["init"], ["index"], ["migrate"]):
        run([fabu, *command], project)
    assert (project / "site" / "handbook" / "index.html").is_file()
    number = _serve_and_submit(fabu, project)
    assert number in run([fabu, "submissions", "list"], project)
    run([fabu, "ledger", "verify"], project)


def upgrade(python: Path, home: Path, folder: Path, *options: str) -> None:
    """A newer wheel over the installed one: the project's own files stay, the handbook is new."""
    fabu, project = str(python.parent / "fabu"), home / "mysite"
    site = project / "site_config" / "site.yml"
    site.write_text(site.read_text("utf-8").replace("示例区", "明湖区"), encoding="utf-8")
    before = _digests(project)
    number = run([fabu, "submissions", "list"], project)

    tree = sources(folder / "newer", NEWER)
    page = tree / "content" / "handbook" / "markdown.md"
    page.write_text(page.read_text("utf-8") + f"\n{NEW_SENTENCE}\n", encoding="utf-8")
    newer = wheel_of(tree, folder / "newer-wheel", "--no-build-isolation")
    install(python, newer, "--upgrade", *options)

    assert NEWER in run([fabu, "--version"], project)
    run([fabu, "migrate"], project)
    assert _digests(project) == before
    run([fabu, "build"], project)
    html = (project / "site" / "handbook" / "markdown" / "index.html").read_text("utf-8")
    assert NEW_SENTENCE in html
    assert "明湖区" in (project / "site" / "index.html").read_text("utf-8")
    assert run([fabu, "submissions", "list"], project) == number
    run([fabu, "ledger", "verify"], project)


def _digests(project: Path) -> dict[str, str]:
    """Of everything that git keeps: texts and settings."""
    names = run(["git", "ls-files"], project).split("\n")
    return {
        name: hashlib.sha256((project / name).read_bytes()).hexdigest() for name in names if name
    }


def _assert_nothing_is_of_the_checkout(python: Path, home: Path) -> None:
    ask = f"import importlib; print(*(importlib.import_module(n).__file__ for n in {OURS!r}), sep='\\n')"
    for place in run([str(python), "-c", ask], home).splitlines():
        assert Path(place).is_relative_to(python.parent.parent), place
        assert not Path(place).is_relative_to(ROOT), place


def _serve_and_submit(fabu: str, project: Path) -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(
        [fabu, "serve", "--port", str(port)],
        cwd=project,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        assert "示例区法治营商网" in _fetched(f"{base}/").decode()
        assert "法律咨询" in _fetched(f"{base}/forms/consultation").decode()
        receipt: dict[str, Any] = json.loads(
            _fetched(f"{base}/api/forms/consultation", json.dumps(CONSULTATION).encode())
        )
        return str(receipt["number"])
    finally:
        server.send_signal(signal.SIGTERM)
        _output, logs = server.communicate(timeout=60)
        assert "Traceback" not in logs, logs


def _fetched(url: str, data: bytes | None = None) -> bytes:
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                content: bytes = answer.read()
                return content
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
