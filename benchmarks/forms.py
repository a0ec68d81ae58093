"""How many submissions the server takes, and that it keeps them: `python -m benchmarks.forms`.

--seconds 300 --clients 100   accepted a second, errors, p50/p95/p99 on each server and database
--kills 200 --clients 50      kill -9 at random moments instead, then what must hold is checked

Half of the submissions come by the JSON interface, half by the page with its CSRF token and receipt;
a tenth of all carries a photograph. Limits are raised by settings, nothing else is. Server, database
and clients share this machine; the share of the clients is printed. Exit code 1 when neither server holds
the bounds on a database, or when a kill lost anything.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.forms_checks import broken_promises
from benchmarks.forms_client import Plan, Tally, submit_for, submit_until
from benchmarks.forms_server import DATABASES, SERVERS, FormServer, new_database, postgresql

BOUND_PER_SECOND = {"sqlite": 150, "postgresql": 200}
BOUND_P95_SECONDS = 1.0
WORKERS = 2
"""Processes of gunicorn, one for each of the two cores that the bounds speak of."""
TITLE = "server    database     accepted/s  errors  p50 ms  p95 ms  p99 ms  files  server CPU ms each  clients' CPU"


@contextmanager
def running(
    server: str, database: str, uri: str | None, options: argparse.Namespace
) -> Iterator[FormServer]:
    """A fresh server over a fresh database, in a folder that is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="fabu-forms-") as name:
        folder = Path(name)
        url = new_database(database, folder, uri)
        one = FormServer(server, folder, url, options.workers, options.threads)
        try:
            one.start()
            yield one
        finally:
            one.stop()


def percentile(ascending: list[float], share: float) -> float:
    """Seconds that `share` of all took at most."""
    return ascending[min(len(ascending) - 1, int(len(ascending) * share))]


def _own_processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def load(server: FormServer, database: str, options: argparse.Namespace) -> bool:
    """Send for a while, print a row; True when every bound holds."""
    plan = Plan(server.port, options.clients)
    asyncio.run(submit_for(plan, options.warm_up, Tally()))
    tally, started, own = Tally(), time.perf_counter(), _own_processor_seconds()
    busy = server.processor_seconds()
    asyncio.run(submit_for(Plan(server.port, options.clients), options.seconds, tally))
    seconds = time.perf_counter() - started
    count, times = len(tally.acknowledged), sorted(tally.latencies) or [0.0]
    rate, p95 = count / seconds, percentile(times, 0.95)
    each = (server.processor_seconds() - busy) * 1000 / max(1, count)
    share = (_own_processor_seconds() - own) / seconds / (os.cpu_count() or 1)
    missed = [
        name
        for name, is_missed in (
            (f"rate < {BOUND_PER_SECOND[database]}", rate < BOUND_PER_SECOND[database]),
            ("p95 > 1 s", p95 > BOUND_P95_SECONDS),
            ("errors", bool(tally.errors)),
        )
        if is_missed
    ]
    print(
        f"{server.kind:9} {database:11} {rate:11.1f} {len(tally.errors):7}"
        f" {percentile(times, 0.5) * 1000:7.0f} {p95 * 1000:7.0f}"
        f" {percentile(times, 0.99) * 1000:7.0f} {tally.with_file:6} {each:19.1f} {share:13.0%}"
        f"{'  MISSED: ' + ', '.join(missed) if missed else ''}",
        flush=True,
    )
    for error in tally.errors[:5]:
        print(f"  {error}")
    return not missed


async def _kill_again_and_again(
    server: FormServer, kills: int, tally: Tally, clients: int, chance: random.Random
) -> None:
    stop = asyncio.Event()
    plan = Plan(server.port, clients, expects_kills=True)
    visitors = asyncio.create_task(submit_until(plan, stop, tally))
    for _ in range(kills):
        await asyncio.sleep(chance.uniform(0.05, 1.5))
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
    await asyncio.sleep(0.5)
    stop.set()
    await visitors


def survives_kills(server: FormServer, kills: int, clients: int) -> tuple[Tally, list[str]]:
    """Kill the running server so often under parallel visitors, stop it; what they saw, and every
    promise that does not hold."""
    tally = Tally()
    asyncio.run(_kill_again_and_again(server, kills, tally, clients, random.Random(kills)))
    server.stop()
    return tally, [*tally.errors, *broken_promises(server, tally)]


def kill_test(server: FormServer, database: str, options: argparse.Namespace) -> bool:
    """Print a row; True when nothing was lost."""
    tally, problems = survives_kills(server, options.kills, options.clients)
    print(
        f"{server.kind:9} {database:11} {options.kills} kills, {len(tally.acknowledged):,} acknowledged"
        f" ({tally.with_file:,} with a file), {tally.broken_connections:,} broken connections:"
        f" {'all kept once' if not problems else 'MISSED'}",
        flush=True,
    )
    for problem in problems[:20]:
        print(f"  {problem}")
    return not problems


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--warm-up", type=float, default=5)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--workers", type=int, default=WORKERS, help="processes of gunicorn")
    parser.add_argument("--threads", type=int, default=8, help="threads of each process")
    parser.add_argument("--server", choices=SERVERS, action="append")
    parser.add_argument("--database", choices=DATABASES, action="append")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    if not options.kills:
        print(TITLE)
    fine: list[bool] = []
    with ExitStack() as stack:
        databases = options.database or DATABASES
        uri = stack.enter_context(postgresql()) if "postgresql" in databases else None
        for database in databases:
            held = []
            for kind in options.server or SERVERS:
                with running(kind, database, uri, options) as server:
                    held.append((kill_test if options.kills else load)(server, database, options))
            fine.append(all(held) if options.kills else any(held))
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
