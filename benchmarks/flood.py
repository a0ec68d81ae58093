"""Junk into one form from one IPv6 network and from 64 addresses, and honest visitors meanwhile:
`make bench-flood` (five minutes; FLOOD_SECONDS=… for another time).

The real `fabu serve`, on SQLite, with the limits as they are shipped. The senders of junk send what a
stranger can: forms that are complete and without proof of work, incomplete ones, requests that are no
forms, wrong proofs. An honest visitor opens the page, solves its challenge, takes as long as the page
wants, sends once. Exit 1 when one of them is not accepted at the first try, when an answer is a 5xx,
or when the ledger does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import itertools
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from altcha.v1 import Challenge, solve_challenge

from benchmarks.forms_client import FORM, Answer, Line
from benchmarks.forms_server import LIMITS, FormServer, new_database, services_of
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.running.settings import Settings

ADDRESSES = 64
OF_THE_NETWORK = 16
"""Senders of the one network; each uses another address of it for each request."""
EVERY_SECONDS = 3.0
"""An honest visitor comes so often."""
_COMPLETE = {
    "name": "张三丰", "phone": "13800138000", "firm": "示例童装有限公司", "region": "park",
    "uscc": "91110000600037341L", "category": "enforcement", "unit": "market",
    "occurred": "2026-01-02", "wishes": "希望合并检查，并说明依据。", "in_proceedings": "no",
    "description": "同一事项被检查四次，每次都要停产半天，企业的生产经营受到影响。",
}  # fmt: skip
_HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_NUMBER = re.compile(rb"TS[0-9]{6}-[0-9]{6}")
_SHIPPED = (*(f"limit_{name.lower()}" for name in LIMITS), "form_burst", "form_min_seconds")


@dataclass
class Seen:
    """What came of it: answers to junk by status, honest visitors by how they fared."""

    junk: Counter[int] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unproved: Counter[int] = field(default_factory=Counter)
    """Honest programs without a proof; the form may be full for them."""
    health: list[float] = field(default_factory=list)
    """Seconds to each answer of /healthz, as a client sees it."""
    solving: list[float] = field(default_factory=list)


def from_(address: str) -> str:
    return f"X-Forwarded-For: {address}\r\nX-Forwarded-Proto: http\r\n"


def as_shipped() -> dict[str, str]:
    """The limits that a district has when it sets none."""
    return {f"FABU_{name.upper()}": str(Settings.model_fields[name].default) for name in _SHIPPED}


class Flood:
    """Everybody who sends to `port` until `end`."""

    def __init__(self, port: int, seconds: float, each: float) -> None:
        self.seen = Seen()
        self._port = port
        self._end = time.monotonic() + seconds
        self._pause = 1 / each
        self._count = itertools.count(1)

    async def run(self) -> None:
        """All of them together; an honest visitor who has begun ends."""
        junk = [self._send_junk(f"198.51.100.{n + 1}", n) for n in range(ADDRESSES)]
        junk += [self._send_junk("", 1000 + n) for n in range(OF_THE_NETWORK)]
        await asyncio.gather(*junk, self._honest(), self._unproved(), self._look())

    def _goes_on(self) -> bool:
        return time.monotonic() < self._end

    async def _send_junk(self, address: str, seed: int) -> None:
        chance, line = random.Random(seed), Line(self._port)
        await asyncio.sleep(chance.random() * self._pause)
        while self._goes_on():
            where = address or _of_the_network(chance)
            answer = await self._ask(line, *_junk(chance, where, next(self._count)))
            if answer is not None:
                self.seen.junk[answer.status] += 1
            await asyncio.sleep(self._pause)
        line.close()

    async def _ask(self, line: Line, head: str, body: bytes) -> Answer | None:
        """None where the server closed the line, which it may do to whoever sends junk."""
        try:
            return await line.ask(head, body)
        except (OSError, EOFError):
            line.close()
            return None

    async def _honest(self) -> None:
        visits = []
        number = 0
        while self._goes_on():
            number += 1
            visits.append(asyncio.create_task(self._visit(number)))
            await asyncio.sleep(EVERY_SECONDS)
        await asyncio.gather(*visits)

    async def _visit(self, number: int) -> None:
        """One honest visitor with a browser; sends once."""
        line = Line(self._port)
        sender = from_(f"203.0.{113 + number // 250}.{1 + number % 250}")
        page = await line.ask(f"GET /forms/{FORM} HTTP/1.1\r\n{sender}")
        cookie = page.headers["set-cookie"].partition(";")[0]
        hidden = {k.decode(): v.decode() for k, v in _HIDDEN.findall(page.body)}
        given = await line.ask(f"GET /api/challenge/{FORM} HTTP/1.1\r\n{sender}")
        started = time.monotonic()
        proof = await asyncio.get_running_loop().run_in_executor(None, solved, given.body)
        self.seen.solving.append(time.monotonic() - started)
        await asyncio.sleep(4.5)
        line.close()  # a person takes longer than a connection is kept open
        fields = hidden | _COMPLETE | {"title": f"属实的第{number}件", "altcha": proof}
        head = (
            f"POST /forms/{FORM} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Cookie: {cookie}\r\n{sender}"
        )
        answer = await line.ask(head, urlencode(fields).encode())
        if answer.status != 303:
            words = re.sub(rb"<[^>]*>", b"", answer.body).decode("utf-8", "replace").split()
            self.seen.refused.append(f"{number}: {answer.status} {' '.join(words)[:300]}")
            return
        cookie = answer.headers.get("set-cookie", cookie).partition(";")[0]
        head = f"GET {answer.headers['location']} HTTP/1.1\r\nCookie: {cookie}\r\n{sender}"
        receipt = await line.ask(head)
        found = _NUMBER.search(receipt.body)
        if found is None:
            self.seen.refused.append(f"{number}: no number on the receipt ({receipt.status})")
        else:
            self.seen.accepted.append(found[0].decode())
        line.close()

    async def _unproved(self) -> None:
        line, number = Line(self._port), 0
        while self._goes_on():
            number += 1
            body = json.dumps(_COMPLETE | {"title": f"程序送来的第{number}件"}).encode()
            answer = await line.ask(_post_json(f"192.0.2.{1 + number % 250}"), body)
            self.seen.unproved[answer.status] += 1
            await asyncio.sleep(2 * EVERY_SECONDS)
        line.close()

    async def _look(self) -> None:
        line = Line(self._port)
        while self._goes_on():
            started = time.perf_counter()
            answer = await line.ask(f"GET /healthz HTTP/1.1\r\n{from_('192.0.2.254')}")
            assert answer.status == 200
            self.seen.health.append(time.perf_counter() - started)
            await asyncio.sleep(0.2)
        line.close()


def solved(challenge: bytes) -> str:
    """A payload as the browser's worker makes it."""
    given = json.loads(challenge)
    kept = {key: given[key] for key in ("algorithm", "challenge", "salt", "signature")}
    solution = solve_challenge(Challenge(max_number=given["maxnumber"], **kept))
    assert solution is not None
    return base64.b64encode(json.dumps(kept | {"number": solution.number}).encode()).decode()


def _of_the_network(chance: random.Random) -> str:
    return ":".join(("2001:db8:1:2", *(f"{chance.getrandbits(16):x}" for _ in range(4))))


def _post_json(address: str, more: str = "") -> str:
    return f"POST /api/forms/{FORM} HTTP/1.1\r\nContent-Type: application/json\r\n{more}{from_(address)}"


def _junk(chance: random.Random, address: str, number: int) -> tuple[str, bytes]:
    kind = chance.randrange(6)
    complete = json.dumps(_COMPLETE | {"title": f"垃圾{number}"}).encode()
    if kind == 0:
        return _post_json(address), json.dumps({"title": str(number)}).encode()
    if kind == 1:
        return _post_json(address), chance.randbytes(200)
    if kind == 2:
        return _post_json(address, f"Altcha: {'x' * 300}\r\n"), complete
    if kind == 3:
        head = f"POST /forms/{FORM} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        return head + from_(address), urlencode(_COMPLETE | {"title": "垃圾"}).encode()
    return _post_json(address), complete


def problems(server: FormServer, seen: Seen) -> list[str]:
    """What must not have happened."""
    parts = services_of(server)
    kept = {r.number for r in parts[SubmissionService].list_latest(100_000)}
    lost = [number for number in seen.accepted if number not in kept]
    found = [f"not accepted at the first try: {line}" for line in seen.refused]
    found += [f"accepted and not kept: {number}" for number in lost]
    found += [f"{n} answers of {status}" for status, n in seen.junk.items() if status >= 500]
    if not seen.accepted:
        found.append("no honest visitor at all")
    if not parts[LedgerService].verify().is_intact:
        found.append("the ledger does not hold")
    return found


def flood(seconds: float, each: float = 1.0) -> tuple[Seen, list[str]]:
    """Junk for so long, `each` requests a second from every sender; what was seen, and what is
    wrong."""
    with tempfile.TemporaryDirectory(prefix="fabu-flood-") as name:
        folder = Path(name)
        server = FormServer(
            "waitress", folder, new_database("sqlite", folder, None), settings=as_shipped()
        )
        try:
            server.start()
            made = Flood(server.port, seconds, each)
            asyncio.run(made.run())
            return made.seen, problems(server, made.seen)
        finally:
            server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.flood", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--each", type=float, default=1.0, help="requests a second of each sender")
    given = parser.parse_args()
    seen, wrong = flood(given.seconds, given.each)
    health = sorted(seen.health) or [0.0]
    print(f"junk by status: {dict(sorted(seen.junk.items()))}")
    print(
        f"honest: {len(seen.accepted)} accepted at the first try, {len(seen.refused)} not; "
        f"proofs took up to {max(seen.solving, default=0):.1f} s here; "
        f"without proof by status: {dict(seen.unproved)}"
    )
    print(
        f"/healthz, {len(health)} times: p50 {health[len(health) // 2] * 1000:.0f} ms, "
        f"p99 {health[int(len(health) * 0.99)] * 1000:.0f} ms"
    )
    for line in wrong:
        print(f"wrong: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
