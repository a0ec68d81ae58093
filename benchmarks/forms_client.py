"""Visitors who send forms as fast as the server takes them: asyncio on bare sockets, since they
share the processor with what they measure.

Each visitor keeps one connection. It sends by the JSON interface, or opens the form as a page (once
for a few submissions), sends it with its CSRF token, some with a picture, and follows to the
receipt. A submission counts as acknowledged when its number was read. What found no answer is sent
again with the same idempotency key, as a browser or a careful program does.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import random
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from PIL import Image

FORM = "complaint"
SENDS_A_PAGE = 20
"""So often a page is sent before it is opened anew."""
PATIENCE_SECONDS = 60
BOUNDARY = "fabu-benchmark-boundary"
_HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_NUMBER = re.compile(rb"TS[0-9]{6}-[0-9]{6}")
_ANSWERS = {
    "name": "张三丰", "phone": "13800138000", "firm": "示例童装有限公司", "region": "park",
    "uscc": "91110000600037341L", "category": "enforcement", "unit": "market",
    "occurred": "2026-01-02", "wishes": "希望合并检查，并说明依据。", "in_proceedings": "no",
}  # fmt: skip
_SENTENCE = "同一事项被检查四次，每次都要停产半天，企业的生产经营受到影响。"


def picture() -> bytes:
    """A photograph of about 100 kB."""
    noise = random.Random(1).randbytes(240 * 180 * 3)
    target = io.BytesIO()
    Image.frombytes("RGB", (240, 180), noise).save(target, format="JPEG", quality=95)
    return target.getvalue()


@dataclass
class Tally:
    """What all visitors together saw."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    """Number by idempotency key."""
    latencies: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    broken_connections: int = 0
    with_file: int = 0
    by_page: int = 0
    tried: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Plan:
    """Who sends what, and until when."""

    port: int
    clients: int
    pages: float = 0.5
    files: float = 0.1
    expects_kills: bool = False


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Line:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, head: str, body: bytes = b"") -> Answer:
        """Send one request and read its answer. Raises OSError or EOFError when the line breaks."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        reader, writer = self._streams
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        writer.write(f"{head}Host: 127.0.0.1:{self._port}\r\n{length}\r\n".encode() + body)
        answer = await self._read(reader)
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        return answer

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines[1:-2]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        return Answer(int(lines[0].split()[1]), headers, body)

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None


class Visitor:
    """One of many who send at the same time."""

    def __init__(self, plan: Plan, place: int, tally: Tally, photo: bytes) -> None:
        self._line, self._plan, self._tally, self._photo = Line(plan.port), plan, tally, photo
        self._chance = random.Random(f"visitor {place}")
        self._counter = itertools.count(1)
        self._place = place
        self._cookie = ""
        self._hidden: dict[str, str] = {}
        self._sends_left = 0

    async def send_until(self, stop: asyncio.Event) -> None:
        """One submission after the other; the one that is under way is finished."""
        while not stop.is_set():
            key = f"bench-{self._place:04d}-{next(self._counter):06d}"
            by_page = self._chance.random() < self._plan.pages
            share = self._plan.files / self._plan.pages if self._plan.pages else 0
            with_file = by_page and self._chance.random() < share
            await self._send(key, by_page, with_file)
        self._line.close()

    async def _send(self, key: str, by_page: bool, with_file: bool) -> None:
        self._tally.tried.add(key)
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                number = await (self._by_page(key, with_file) if by_page else self._by_json(key))
            except (OSError, EOFError, asyncio.IncompleteReadError) as error:
                self._line.close()
                self._tally.broken_connections += 1
                if not self._plan.expects_kills:
                    self._tally.errors.append(f"{key}: {type(error).__name__}")
                await asyncio.sleep(0.05)
                continue
            if number is not None:
                self._tally.acknowledged[key] = number
                self._tally.by_page += by_page
                self._tally.with_file += with_file
            return
        self._tally.errors.append(f"{key}: no answer in {PATIENCE_SECONDS} s")

    def _address(self) -> str:
        """Another visitor each time, as a proxy in front would say."""
        a, b, c = (self._chance.randrange(1, 255) for _ in range(3))
        return f"X-Forwarded-For: 10.{a}.{b}.{c}\r\nX-Forwarded-Proto: http\r\n"

    def _answers(self, key: str) -> dict[str, str]:
        return _ANSWERS | {"title": f"重复检查 {key}", "description": f"{key}：{_SENTENCE * 8}"}

    def _timed(self, started: float, answer: Answer, expected: int, key: str) -> bool:
        self._tally.latencies.append(time.perf_counter() - started)
        if answer.status == expected:
            return True
        text = answer.body.decode("utf-8", "replace")
        self._tally.errors.append(f"{key}: {answer.status} {' '.join(text.split())[:300]}")
        return False

    async def _by_json(self, key: str) -> str | None:
        body = json.dumps(self._answers(key)).encode()
        head = (
            f"POST /api/forms/{FORM} HTTP/1.1\r\nContent-Type: application/json\r\n"
            f"Idempotency-Key: {key}\r\n{self._address()}"
        )
        started = time.perf_counter()
        answer = await self._line.ask(head, body)
        if not self._timed(started, answer, 201, key):
            return None
        return str(json.loads(answer.body)["number"])

    async def _open_page(self) -> None:
        answer = await self._line.ask(f"GET /forms/{FORM} HTTP/1.1\r\n{self._address()}")
        self._remember_cookie(answer)
        self._hidden = {k.decode(): v.decode() for k, v in _HIDDEN.findall(answer.body)}
        self._sends_left = SENDS_A_PAGE

    def _remember_cookie(self, answer: Answer) -> None:
        if "set-cookie" in answer.headers:
            self._cookie = answer.headers["set-cookie"].partition(";")[0]

    async def _by_page(self, key: str, with_file: bool) -> str | None:
        if not self._sends_left:
            await self._open_page()
        self._sends_left -= 1
        fields = self._hidden | self._answers(key) | {"idempotency_key": key}
        kind, body = _multipart(fields, self._photo) if with_file else _urlencoded(fields)
        head = (
            f"POST /forms/{FORM} HTTP/1.1\r\nContent-Type: {kind}\r\nCookie: {self._cookie}\r\n"
            f"{self._address()}"
        )
        started = time.perf_counter()
        answer = await self._line.ask(head, body)
        if not self._timed(started, answer, 303, key):
            return None
        self._remember_cookie(answer)
        head = f"GET {answer.headers['location']} HTTP/1.1\r\nCookie: {self._cookie}\r\n"
        receipt = await self._line.ask(head + self._address())
        found = _NUMBER.search(receipt.body)
        if receipt.status != 200 or found is None:
            self._tally.errors.append(f"{key}: receipt {receipt.status}")
            return None
        return found[0].decode()


def _urlencoded(fields: dict[str, str]) -> tuple[str, bytes]:
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def _multipart(fields: dict[str, str], photo: bytes) -> tuple[str, bytes]:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="photo.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = "".join(parts).encode() + photo + f"\r\n--{BOUNDARY}--\r\n".encode()
    return f"multipart/form-data; boundary={BOUNDARY}", body


async def submit_for(plan: Plan, seconds: float, tally: Tally) -> None:
    """All visitors at work for so long."""
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, stop.set)
    await submit_until(plan, stop, tally)


async def submit_until(plan: Plan, stop: asyncio.Event, tally: Tally) -> None:
    """All visitors at work until `stop`."""
    photo = picture()
    visitors = [Visitor(plan, place, tally, photo) for place in range(plan.clients)]
    await asyncio.gather(*(visitor.send_until(stop) for visitor in visitors))
