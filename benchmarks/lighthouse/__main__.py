"""Lighthouse 12, mobile, over one page of each kind: `python -m benchmarks.lighthouse [--runs 3]`.

Builds the reference project (or takes `--site DIR`), serves it as `fabu serve` does and prints the
median of each score. `make bench-lighthouse` installs the locked npm packages first. Exit 0 where
every page has the least of each score, else 1, with what each page fails. The figure of performance
depends on how busy the machine is: `--without-performance` leaves it
out, which is ten times as fast.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.pages import PAGES, served
from tests.chromium import find_chromium

HERE = Path(__file__).parent
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
KINDS = PAGES | {
    "case, area": "cases/area/labour/",
    "policies": "policies/",
    "guides": "guides/",
    "FAQ": "faqs/faq-payment/",
    "FAQs": "faqs/",
    "topic": "topics/sme-payment/",
    "topics": "topics/",
    "article": "articles/article-company-seal/",
    "articles": "articles/",
    "answer": "answers/answer-2026-10-large-firm-payment/",
    "video": "videos/video-penalty-notice/",
    "videos": "videos/",
    "hearing": "hearings/hearing-2026-12-02-wages/",
    "hearing, over": "hearings/hearing-2026-09-16-processing/",
    "hearings": "hearings/",
    "calendar": "calendar/",
    "health check": "health-checks/labour-contract/",
    "health checks": "health-checks/",
    "law": "laws/laodonghetongfa/",
    "laws": "laws/",
    "way": "find/unpaid-goods/",
    "way, step": "find/frozen/preserved/",
    "ways": "find/",
    "calculator": "tools/court-fee/",
    "deadlines": "tools/deadline/",
    "calculators": "tools/",
    "paper": "papers/sale-complaint/",
    "papers": "papers/",
    "glossary": "glossary/",
    "downloads": "downloads/",
    "feeds": "feeds/",
    "site map": "sitemap/",
    "about": "about/",
    "handbook": "handbook/casework/",
    "search, asked": "search/?q=客户拖欠货款怎么办",
    "search, none": "search?q=zzzzzz",
    "forms": "forms",
    "complaint": "forms/complaint",
    "seats": "bookings/new?hearing=hearing-2026-12-02-wages",
    "status": "status",
    "subscribe": "subscriptions",
    "activities": "activities",
    "statistics": "statistics/",
    "booklet": "booklet/",
    "404": "404.html",
}
"""Those that are weighed by `benchmarks.pages`, and one of every other kind."""

UNLISTED = frozenset(
    {
        "search",
        "search, asked",
        "search, none",
        "form",
        "forms",
        "complaint",
        "seats",
        "status",
        "subscribe",
        "activities",
        "booklet",
        "404",
    }
)
"""Pages that carry noindex: what is on them is of the moment, or of one person."""


def judged(
    port: int, runs: int, kinds: Mapping[str, str], categories: Iterable[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and result of each page, as `run.mjs` tells it; CalledProcessError when it fails."""
    urls = {f"http://127.0.0.1:{port}/{path}": name for name, path in kinds.items()}
    command = ["node", str(HERE / "run.mjs"), find_chromium(), str(runs), ",".join(categories)]
    command += urls
    with subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            result = json.loads(line)
            yield urls[result["url"]], result
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[:2])


def _is_meant(name: str, failures: Sequence[Sequence[str]]) -> bool:
    """Whether all that a page fails is that search engines shall not list it."""
    return name in UNLISTED and {audit for audit, *_ in failures} == {"is-crawlable"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site with documents.jsonl beside it")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=KINDS, action="append", help="judge these alone")
    parser.add_argument("--without-performance", action="store_true")
    options = parser.parse_args()
    if not (HERE / "node_modules/lighthouse").is_dir():
        parser.error("the npm packages are missing: make bench-lighthouse")
    least = dict(LEAST)
    if options.without_performance:
        del least["performance"]
    missed = False
    kinds = {name: KINDS[name] for name in options.only or KINDS}
    with served(options.site) as port:
        print(f"{'page':14}" + "".join(f"{name:>16}" for name in least))
        for name, result in judged(port, options.runs, kinds, least):
            scores = {
                key: round(100 * statistics.median(found))
                for key, found in result["scores"].items()
            }
            below = [
                key
                for key, score in least.items()
                if scores[key] < score and not _is_meant(name, result["failed"].get(key, ()))
            ]
            missed = missed or bool(below)
            print(
                f"{name:14}"
                + "".join(f"{scores[key]:>16}" for key in least)
                + ("  below" if below else ""),
                flush=True,
            )
            for key in below:
                for failure in result["failed"].get(key, ()):
                    print(f"{'':14}  {key}: {' · '.join(filter(None, failure))}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
