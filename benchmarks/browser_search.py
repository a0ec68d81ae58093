"""The browser's search on generated cases: `python -m benchmarks.browser_search [--pages 5000] [--large 50000]`.

Prints time, memory and size of the index, bytes over the wire and milliseconds in Chromium. Bytes are
those of the files themselves: no compression by the server is assumed. Each index is built in a process
of its own, on one core. Exit code 1 when a bound of issue 4 is missed.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.generate import case_text, sentences_of
from district import load_site_config
from search.document import Document, parse_line, read_lines, write_documents
from search.shards import index as browser_index
from tests.chromium import find_chromium

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261120
QUERIES = 200
SLOW_LINK = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
"""A phone at 400 kbit/s and 400 ms, as Chromium emulates it: milliseconds, bytes a second."""
BUILD = """
import resource, sys, time
from pathlib import Path
from district.synonyms import load_synonyms
from search.shards.index import write_browser_index
from search.synonyms import SynonymTable
synonyms = SynonymTable(load_synonyms().pairs()).entries.items()
started = time.perf_counter()
write_browser_index(Path(sys.argv[1]), Path(sys.argv[2]), synonyms=synonyms)
print(time.process_time(), time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
ASK = """async (texts) => {
  const { openIndex } = await import("/search-engine/core.js");
  let bytes = 0;
  const counted = async (url) => {
    const answer = await fetch(url);
    const content = await answer.clone().arrayBuffer();
    bytes += content.byteLength;
    return answer;
  };
  const index = await openIndex({ baseUrl: "/index/", fetch: counted });
  const rows = [];
  for (const text of texts) {
    const before = rows.length ? bytes : 0;
    const cold = performance.now();
    const { total } = await index.search(text);
    const warm = performance.now();
    await index.search(text);
    rows.push([bytes - before, warm - cold, performance.now() - warm, total]);
  }
  return rows;
}"""
MISSED: list[str] = []


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """A benchmark needs no access log."""


def make_documents(count: int) -> Iterator[Document]:
    """The cases of `benchmarks.generate`, as they stand in documents.jsonl."""
    config, rng = load_site_config(ROOT / "site_config"), random.Random(SEED)
    sentences = sentences_of(ROOT / "cases_library")
    for number in range(count):
        head, body = case_text(rng, number, sentences, config).split("\n---\n", 1)
        found = dict(re.findall(r"^(\w+): \[?(.*?)\]?$", head, re.MULTILINE))
        yield Document(
            id=f"bench-{number:06d}",
            url=f"cases/bench-{number:06d}/",
            kind="case",
            title=found["title"],
            text=body.replace("## ", ""),
            date=found["published"][:10],
            facets={"area": tuple(found["areas"].split(", ")), "year": (found["published"][:4],)},
        )


def report(name: str, value: float, unit: str, bound: float | None = None) -> None:
    note = "" if bound is None else f"   must be at most {bound:g}"
    if bound is not None and value > bound:
        MISSED.append(name)
        note += "   MISSED"
    print(f"{name:<48}{value:>10.1f} {unit}{note}", flush=True)


def build(count: int, folder: Path) -> tuple[float, float, float, float]:
    """Seconds of processor and of clock, MB of memory and MB on disk of an index in `folder`/index."""
    write_documents(folder / "documents.jsonl", make_documents(count))
    shutil.rmtree(folder / "index", ignore_errors=True)
    command = [sys.executable, "-c", BUILD, str(folder / "documents.jsonl"), str(folder / "index")]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    seconds, clock, memory = map(float, output.split())
    size = (
        sum(file.stat().st_size for file in (folder / "index").rglob("*") if file.is_file()) / 1e6
    )
    return seconds, clock, memory, size


def queries(documents: Path) -> list[str]:
    """What enterprises type, then pieces cut from the texts."""
    source = random.Random(SEED)
    texts = [
        parse_line(line).text for _, line in zip(range(300), read_lines(documents), strict=False)
    ]
    typed = ["拖欠工资", "合同违约金", "民法典第577条", "竞业限制", "公司 担保", "ldzc", "劳动仲才"]
    cut = []
    for _ in range(QUERIES - len(typed)):
        text, size = source.choice(texts), source.randint(2, 8)
        start = source.randrange(len(text) - size)
        cut.append(text[start : start + size])
    return typed + cut


def ask_in_chromium(folder: Path, texts: list[str]) -> list[list[float]]:
    """For each query bytes fetched, milliseconds cold and warm, and total, in one page."""
    engine = Path(browser_index.__file__).parents[1] / "browser"
    shutil.copytree(engine, folder / "search-engine", dirs_exist_ok=True)
    (folder / "index.html").write_text("<!doctype html><title>bench</title>", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        rows: Any = page.evaluate(ASK, texts)
        browser.close()
    server.shutdown()
    return list(rows)


def seconds_on_a_slow_link(site: Path) -> float:
    """From typing on a phone at 400 kbit/s and 400 ms to the first result, on a built site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_LINK)
        page.goto(f"http://127.0.0.1:{server.server_port}/search/", timeout=120_000)
        page.focus("#q")
        page.keyboard.insert_text("拖欠工资")
        started = page.evaluate("performance.now()")
        page.wait_for_selector(".live-search .results > li")
        seconds = (page.evaluate("performance.now()") - started) / 1000
        browser.close()
    server.shutdown()
    return float(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--large", type=int, default=0, help="also build so many cases, e.g. 50000")
    options = parser.parse_args()
    print(f"seed {SEED}, {options.pages} cases, {time.strftime('%Y-%m-%d')}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds, clock, memory, size = build(options.pages, folder)
        report("index: processor time on one core", seconds, "s", 15)
        report("index: by the clock", clock, "s")
        report("index: memory", memory, "MB", 600)
        report("index: size", size, "MB", 45)
        rows = ask_in_chromium(folder, queries(folder / "documents.jsonl"))
        later = rows[1:]
        report("first query: bytes", rows[0][0] / 1000, "kB", 60)
        report(
            "later queries: bytes, median", statistics.median(r[0] for r in later) / 1000, "kB", 25
        )
        report("later queries: with fetching, median", statistics.median(r[1] for r in later), "ms")
        report("warm queries: median", statistics.median(r[2] for r in later), "ms", 30)
        site = ROOT / "site"
        if (site / "search" / "index.html").is_file():
            report(
                "our own site on a slow link: first result", seconds_on_a_slow_link(site), "s", 4
            )
        else:
            print("our own site on a slow link: not measured, run fabu build first")
        if options.large:
            long, _, much, _ = build(options.large, folder)
            report(f"index of {options.large}: time ÷ the other", long / seconds, "×", 10.5)
            report(f"index of {options.large}: memory", much, "MB", 2000)
    sys.exit(1 if MISSED else 0)


if __name__ == "__main__":
    main()
