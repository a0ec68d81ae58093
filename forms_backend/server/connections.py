"""How many connections one sender may hold, and for how long without saying anything whole.

waitress has a limit for all connections together, at which it stops to accept, and a time-out that
a byte now and then puts off for ever: one client with a hundred half requests kept everybody out.
Here nobody is kept out: where there is no room, the connection of whoever holds the most gives way.
"""

from __future__ import annotations

import logging
import socket
import time
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from forms_backend.identity.addresses import sender_key
from forms_backend.running.json_logs import log_event
from forms_backend.running.metrics import Metrics
from forms_backend.server.early_refusals import ChineseErrorTask, LargestBody, MeasuredParser


@dataclass(frozen=True)
class ConnectionLimits:
    """Counts of open connections; times in seconds."""

    together: int
    per_sender: int
    header_seconds: float
    """From the first byte of a request to the end of its header."""
    body_seconds: float
    """A body may take so long, and one second more for each `BODY_RATE` bytes that came."""
    idle_seconds: float = 120
    """Before a request and between two. Browsers open connections ahead of the click that needs them:
    one that is closed meanwhile costs the reader a failed page. Who holds many gives way anyhow."""
    send_seconds: float = 60
    """Without the client taking a single byte of an answer."""


BODY_RATE = 2_048
"""Bytes a second: the slowest line over which somebody still uploads something."""
LINGER_SECONDS = 2.0
"""Who is still sending reads the refusal first: a connection closed at once would take it away."""
LOG_EVERY = 60.0


class Closing(StrEnum):
    """Why the server closed a connection; a label in /metrics."""

    SLOW_HEADER = "slow-header"
    SLOW_BODY = "slow-body"
    IDLE = "idle"
    SLOW_READER = "slow-reader"
    SENDER_FULL = "sender-full"
    ALL_FULL = "all-full"


class GuardedChannel(HTTPChannel):
    """One connection that knows since when it waits for what."""

    error_task_class = ChineseErrorTask

    def __init__(
        self, server: GuardedServer, sock: socket.socket, addr: Any, *rest: Any, **more: Any
    ) -> None:
        self.sender = sender_key(addr[0] if addr else None)
        self._guard = server
        self._parser: MeasuredParser | None = None
        self.parser_class = self._new_parser  # type: ignore[assignment]
        self._began: float | None = None
        """When the first byte of the present request came."""
        self._header_ended: float | None = None
        self._was_refused = False
        self.lingers_since: float | None = None
        self.queued_at = 0.0
        """When it was last given to a thread."""
        super().__init__(server, sock, addr, *rest, **more)

    # What comes in

    def _new_parser(self, adjustments: Adjustments) -> MeasuredParser:
        self._note_refusal()  # what follows a refused header is taken for a request of its own
        self._parser = MeasuredParser(adjustments, self._guard.largest_body)
        return self._parser

    def _note_refusal(self) -> None:
        self._was_refused |= self._parser is not None and self._parser.error is not None

    def received(self, data: bytes) -> bool:
        now = time.time()
        if self._began is None:
            self._began = now
        taken = bool(super().received(data))
        self._note_refusal()
        request = self.request
        if request is None:
            self._began = self._header_ended = None
        elif request.headers_finished and self._header_ended is None:
            self._header_ended = now
        return taken

    @property
    def is_waiting(self) -> bool:
        """Whether nobody is at work for it: it may be closed without loss but of what is half sent."""
        return not self.requests and not self.total_outbufs_len

    def overstays(self, now: float, limits: ConnectionLimits) -> Closing | None:
        """Why it is to be closed now, if it is."""
        if self.total_outbufs_len:
            slow = now - self.last_activity > limits.send_seconds
            return Closing.SLOW_READER if slow else None
        if self.requests:
            return None
        request = self.request
        if request is None or self._began is None:
            return Closing.IDLE if now - self.last_activity > limits.idle_seconds else None
        if self._header_ended is None:
            slow = now - self._began > limits.header_seconds
            return Closing.SLOW_HEADER if slow else None
        allowed = limits.body_seconds + request.body_bytes_received / BODY_RATE
        return Closing.SLOW_BODY if now - self._header_ended > allowed else None

    # Closing so that the last answer arrives

    def handle_close(self) -> None:
        if self._was_refused and self.lingers_since is None and self.connected:
            self._was_refused = False
            self.lingers_since = time.time()
            self.will_close = self.close_when_flushed = False
            try:
                cast(socket.socket, self.socket).shutdown(socket.SHUT_WR)
            except OSError:
                super().handle_close()
            return
        super().handle_close()

    def readable(self) -> bool:
        return self.lingers_since is not None or bool(super().readable())

    def writable(self) -> bool:
        return bool(super().writable()) and (self.lingers_since is None or self.will_close)

    def handle_read(self) -> None:
        if self.lingers_since is None:
            super().handle_read()
            return
        try:
            self.recv(self.adj.recv_bytes)  # thrown away; at its end `recv` closes
        except OSError:
            self.handle_close()


class GuardedServer(TcpWSGIServer):
    """A socket that goes on accepting whatever others hold open."""

    channel_class = GuardedChannel

    def __init__(
        self,
        application: Any,
        sockets: dict[int, Any],
        *,
        limits: ConnectionLimits,
        largest_body: LargestBody,
        metrics: Metrics,
        **more: Any,
    ) -> None:
        self._sockets = sockets
        self.limits = limits
        self.largest_body = largest_body
        self._metrics = metrics
        self._closings: Counter[Closing] = Counter()
        self._told_at = 0.0
        super().__init__(application, sockets, **more)

    def channels(self) -> list[GuardedChannel]:
        """The open connections, of all sockets that the server listens at."""
        return [c for c in self._sockets.values() if isinstance(c, GuardedChannel)]

    def handle_accept(self) -> None:
        channels = cast(dict[int, GuardedChannel], cast(object, self.active_channels))
        known = set(channels)
        super().handle_accept()
        for number in set(channels) - known:
            self._make_room(channels[number])

    def _make_room(self, newest: GuardedChannel) -> None:
        """Close what is too much: of the newest one's sender, or else of whoever holds the most."""
        channels = self.channels()
        holds = Counter(channel.sender for channel in channels)
        if holds[newest.sender] > self.limits.per_sender:
            self._close_one(
                [c for c in channels if c.sender == newest.sender], Closing.SENDER_FULL, newest
            )
        elif len(channels) > self.limits.together:
            most = max(holds.values())
            crowd = [c for c in channels if holds[c.sender] == most]
            self._close_one(crowd, Closing.ALL_FULL, newest)

    def _close_one(self, among: list[GuardedChannel], why: Closing, newest: GuardedChannel) -> None:
        waiting = [c for c in among if c.is_waiting and c is not newest]
        silent = min(waiting, key=lambda channel: channel.last_activity, default=newest)
        self._close(silent, why)

    def _close(self, channel: GuardedChannel, why: Closing) -> None:
        self._closings[why] += 1
        self._metrics.add("fabu_connections_closed_total", reason=why.value)
        if channel.is_waiting:
            HTTPChannel.handle_close(channel)
        else:
            channel.will_close = True  # a thread writes to it: the loop closes it

    def maintenance(self, now: float) -> None:
        """Close what overstays; runs every second."""
        channels = self.channels()
        for channel in channels:
            if channel.lingers_since is not None:
                if now - channel.lingers_since > LINGER_SECONDS:
                    HTTPChannel.handle_close(channel)
                continue
            why = channel.overstays(now, self.limits)
            if why is not None:
                self._close(channel, why)
        self._metrics.set("fabu_connections_open", len(channels))
        if self._closings and now - self._told_at > LOG_EVERY:
            reasons = {why.value: count for why, count in self._closings.items()}
            log_event("connections_closed", logging.WARNING, open=len(channels), reasons=reasons)
            self._closings.clear()
            self._told_at = now

    def close(self) -> None:
        super().close()
        for channel in self.channels():
            wasyncore.dispatcher.close(channel)
