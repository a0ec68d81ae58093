"""Schemathesis on the JSON interface: `python -m benchmarks.api_fuzz --requests 20000`.

Sends what the interface's own description (/api/openapi.json) allows and what it forbids, to the
real application on a real database, and checks each answer: no 5xx, and status, headers and body as
described. Exit code 1 when one does not.
"""

from __future__ import annotations

import argparse
import base64
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from benchmarks.ranking import write_library
from forms_backend.application import create_app
from forms_backend.database import schema
from forms_backend.ledger.service import LedgerService
from forms_backend.running.parts import Parts
from forms_backend.running.settings import Settings
from forms_backend.web.context import EXTENSION
from search.server.engine import build_index

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTION = "/api/openapi.json"
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_headers_conformance, response_schema_conformance, unsupported_method,
]  # fmt: skip
KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
NO_LIMIT = "100000000 per minute"


def fuzz(app: Flask, requests: int, first_seed: int = 1) -> Counter[tuple[str, int]]:
    """Send about so many requests, evenly over all operations and both kinds of data; returns how
    often each operation gave each status. Raises on the first answer that is not as described."""
    seen: Counter[tuple[str, int]] = Counter()
    description = schemathesis.openapi.from_wsgi(DESCRIPTION, app)
    results: Iterable[Any] = description.get_all_operations()
    operations = [result.ok() for result in results]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    each = max(1, requests // (len(operations) * len(modes)))
    for operation in operations:
        for mode in modes:
            _fuzz_one(operation, mode, each, first_seed, seen)
    return seen


def _fuzz_one(
    operation: Any, mode: GenerationMode, count: int, first_seed: int, seen: Counter[Any]
) -> None:
    if mode is GenerationMode.NEGATIVE and not _takes_anything(operation):
        return

    @seed(first_seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        response = case.call()
        seen[operation.label, response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    send()


def _takes_anything(operation: Any) -> bool:
    """Whether there is something that can be wrong about a request."""
    return bool(operation.body or operation.query or operation.path_parameters)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.getLogger("fabu").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="fabu-fuzz-") as folder:
        build_index(write_library(Path(folder)), Path(folder) / "index")
        names = ("submit", "unproved", "form", "hasty", "status", "search")
        limits: dict[str, Any] = {f"limit_{name}": NO_LIMIT for name in names}
        app = create_app(
            Settings(
                secret_key=KEY,
                data_key=KEY,
                code_key=KEY,
                var_dir=Path(folder),
                database_url=f"sqlite:///{folder}/fabu.sqlite3",
                site_dir=ROOT / "site",
                index_dir=Path(folder) / "index",
                min_free_mb=0,
                _env_file=None,
                **limits,
            )
        )
        parts: Parts = app.extensions[EXTENSION]
        schema.upgrade(parts.ground.database)
        started, seen = time.perf_counter(), Counter[tuple[str, int]]()
        for turn in range(1000):
            left = options.requests - sum(seen.values())
            if left <= 0:
                break
            seen += fuzz(app, left, options.seed + turn)
        seconds = time.perf_counter() - started
        intact = parts[LedgerService].verify().is_intact
        parts.ground.database.close()
    for (label, status), count in sorted(seen.items()):
        print(f"{count:7,}  {status}  {label}")
    print(f"{sum(seen.values()):,} requests in {seconds:.0f} s, all as described")
    return int(not intact)


if __name__ == "__main__":
    sys.exit(main())
