"""What a page weighs and when it stands, on an emulated phone with a slow link.

Builds the reference project (or takes `--site DIR`), serves it as `fabu serve` does, and opens one
page of each measured kind in the system's Chromium over its DevTools protocol: 1.6 Mbit/s down,
0.75 Mbit/s up, 150 ms, processor a quarter as fast, nothing kept from before. Bytes and requests
are counted on the way, until the network is quiet: answers with their headers, those that the
search's Worker asks for among them, which the protocol does not tell a page's session.

Exit 0 where every page keeps the limits, else 1. The largest contentful paint depends on how busy
the machine is: the median of `--runs`.
"""

from __future__ import annotations

import argparse
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.forms_server import ROOT, FormServer, new_database
from search.server.engine import build_index
from tests.chromium import find_chromium

PAGES = {
    "home": "",
    "case": "cases/ld-illegal-dismissal/",
    "case list": "cases/",
    "policy": "policies/weibin-2021-plan/",
    "guide": "guides/mediation/",
    "law article": "laws/laodonghetongfa/85/",
    "search": "search?q=拖欠工资",
    "form": "forms/consultation",
}
MUST_KEEP = ("home", "case", "search", "form")
"""The kinds that the limits were set for; the others are measured beside them."""

MOST_BYTES = 120_000
MOST_REQUESTS = 10
LONGEST_LCP_MS = 1800
MOST_SHIFT = 0.02

LINK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PROCESSOR = 4
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
}
_REQUEST = re.compile(rb"^(?:GET|POST|HEAD) \S+", re.MULTILINE)
_OBSERVE = """
window.__lcp = 0; window.__what = ""; window.__cls = 0;
new PerformanceObserver((list) => { for (const e of list.getEntries()) {
  window.__lcp = e.startTime; window.__what = e.element ? e.element.tagName : ""; } })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries())
  if (!e.hadRecentInput) window.__cls += e.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


@dataclass(frozen=True)
class Load:
    """One page opened once. `bytes` over the wire, `lcp` in milliseconds."""

    bytes: int
    requests: int
    lcp: float
    shift: float

    def keeps_limits(self) -> bool:
        return (
            self.bytes <= MOST_BYTES
            and self.requests <= MOST_REQUESTS
            and self.lcp <= LONGEST_LCP_MS
            and self.shift <= MOST_SHIFT
        )


def load(browser: Browser, count: CountingRelay, path: str, *, verbose: bool = False) -> Load:
    """Open the page at `path` in a fresh profile, as the module's docstring says."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR})
    page.add_init_script(_OBSERVE)
    before = count.bytes, len(count.requests)
    page.goto(f"http://127.0.0.1:{count.port}/{path}", wait_until="networkidle")
    page.wait_for_timeout(1500)
    result = Load(
        count.bytes - before[0],
        len(count.requests) - before[1],
        float(page.evaluate("window.__lcp")),
        float(page.evaluate("window.__cls")),
    )
    if verbose:
        for line in count.requests[before[1] :]:
            print("   ", line)
        print("    LCP:", page.evaluate("window.__what"))
    context.close()
    return result


class CountingRelay:
    """Passes connections on to `target` and counts: bytes to the browser, first lines of requests."""

    def __init__(self, target: int) -> None:
        self.bytes = 0
        self.requests: list[str] = []
        self._target = target
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._socket.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                for source, sink, heard in (
                    (browser, server, self._asked),
                    (server, browser, self._answered),
                ):
                    threading.Thread(
                        target=_pass_on, args=(source, sink, heard), daemon=True
                    ).start()

    def _asked(self, data: bytes) -> None:
        self.requests += [line.decode() for line in _REQUEST.findall(data)]

    def _answered(self, data: bytes) -> None:
        self.bytes += len(data)


def _pass_on(source: socket.socket, sink: socket.socket, heard: Callable[[bytes], None]) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            heard(data)
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def median(loads: list[Load]) -> Load:
    """Each figure's own median."""
    return Load(
        int(statistics.median(one.bytes for one in loads)),
        int(statistics.median(one.requests for one in loads)),
        statistics.median(one.lcp for one in loads),
        statistics.median(one.shift for one in loads),
    )


@contextmanager
def served(site: Path | None) -> Iterator[int]:
    """Port of the reference project's site, served as `fabu serve` serves it."""
    with tempfile.TemporaryDirectory(prefix="fabu-pages-") as name:
        folder = Path(name)
        if site is None:
            site = folder / "site"
            command = [sys.executable, str(ROOT / "fabu.py"), "build", "--site-dir", str(site)]
            subprocess.run([*command, "--without-booklets"], cwd=ROOT, check=True)
        build_index(site.parent / "documents.jsonl", folder / "index")
        own = {"FABU_SITE_DIR": str(site), "FABU_INDEX_DIR": str(folder / "index")}
        database = new_database("sqlite", folder, None)
        server = FormServer("waitress", folder, database, settings=own)
        try:
            server.start()
            yield server.port
        finally:
            server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site with documents.jsonl beside it")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--verbose", action="store_true", help="every request of the first run")
    parser.add_argument("--only", choices=PAGES, action="append", help="measure these alone")
    options = parser.parse_args()
    broken = []
    with served(options.site) as port, sync_playwright() as playwright:
        count = CountingRelay(port)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        print(f"{'page':12} {'kB':>7} {'requests':>8} {'LCP ms':>7} {'CLS':>6}")
        for name in options.only or PAGES:
            found = median(
                [
                    load(browser, count, PAGES[name], verbose=options.verbose and not run)
                    for run in range(options.runs)
                ]
            )
            kept = found.keeps_limits()
            print(
                f"{name:12} {found.bytes / 1000:7.1f} {found.requests:8} {found.lcp:7.0f}"
                f" {found.shift:6.3f}{'' if kept else '  over the limit'}",
                flush=True,
            )
            if name in MUST_KEEP and not kept:
                broken.append(name)
        browser.close()
        count.close()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
