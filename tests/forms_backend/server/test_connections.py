"""When a connection is closed, told from what it has sent and taken."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from forms_backend.running.metrics import Metrics
from forms_backend.server import connections
from forms_backend.server.connections import (
    LINGER_SECONDS,
    LOG_EVERY,
    Closing,
    ConnectionLimits,
    GuardedChannel,
    GuardedServer,
)

LIMITS = ConnectionLimits(
    together=10, per_sender=2, header_seconds=5, body_seconds=7, idle_seconds=20, send_seconds=9
)
HALF = SimpleNamespace(body_bytes_received=2048 * 3)


def channel(**now):
    """One that nobody opened, as it stands at the moment 0."""
    made = object.__new__(GuardedChannel)
    plain = {
        "total_outbufs_len": 0, "last_activity": 0.0, "requests": [], "request": None,
        "_began": None, "_header_ended": None, "_was_refused": False, "_parser": None,
        "lingers_since": None, "sender": "s", "connected": True,
    }  # fmt: skip
    vars(made).update(plain | now)
    return made


@pytest.mark.parametrize(
    ("state", "limit", "why"),
    [
        ({"total_outbufs_len": 1}, 9, Closing.SLOW_READER),
        ({}, 20, Closing.IDLE),
        ({"request": HALF, "_began": 0.0}, 5, Closing.SLOW_HEADER),
        ({"request": HALF, "_began": 0.0, "_header_ended": 0.0}, 10, Closing.SLOW_BODY),
        ({"requests": [HALF]}, 1000, None),
    ],
)
def test_it_is_closed_just_beyond_its_limit(state, limit, why) -> None:
    assert channel(**state).overstays(limit, LIMITS) is None
    assert channel(**state).overstays(limit + 0.1, LIMITS) is why


@pytest.mark.parametrize(("error", "is_refused"), [(None, False), (ValueError(), True)])
def test_only_what_was_refused_lingers(error, is_refused) -> None:
    made = channel(_parser=SimpleNamespace(error=error))
    made._note_refusal()
    assert made._was_refused is is_refused


@pytest.fixture
def closed(monkeypatch) -> list[GuardedChannel]:
    """What waitress closes at once, in order."""
    found: list[GuardedChannel] = []

    def close(made: GuardedChannel) -> None:
        found.append(made)

    monkeypatch.setattr(connections.HTTPChannel, "handle_close", close)
    return found


def server_of(*open_ones: GuardedChannel, limits=LIMITS) -> GuardedServer:
    made = object.__new__(GuardedServer)
    vars(made).update(
        _sockets=dict(enumerate((object(), *open_ones))), limits=limits, _metrics=Metrics(),
        _told_at=0.0, _closings=Counter(),
    )  # fmt: skip
    return made


def test_open_connections_are_counted_for_whoever_watches() -> None:
    server = server_of(*(channel() for _ in range(3)))
    server.maintenance(1.0)
    assert "fabu_connections_open{} 3" in server._metrics.render()


# Where there is no room


def test_of_a_sender_who_holds_too_many_the_longest_silent_gives_way(closed) -> None:
    others = [channel(sender="b") for _ in range(5)]
    mine = [channel(sender="a", last_activity=at) for at in (3.0, 1.0, 0.0)]
    newest = mine[-1]
    server = server_of(*others, *mine)
    server._make_room(newest)
    assert closed == [mine[1]]
    assert server._closings == {Closing.SENDER_FULL: 1}
    assert 'fabu_connections_closed_total{reason="sender-full"} 1' in server._metrics.render()


def test_two_of_a_sender_and_as_many_together_as_may_be_have_room(closed) -> None:
    crowd = [channel(sender=f"s{n // 2}") for n in range(10)]
    server_of(*crowd)._make_room(crowd[0])
    assert closed == []


def test_where_all_is_full_one_of_whoever_holds_the_most_gives_way(closed) -> None:
    limits = ConnectionLimits(together=4, per_sender=9, header_seconds=5, body_seconds=7)
    poor = [channel(sender="b", last_activity=-9.0), channel(sender="c", last_activity=-9.0)]
    rich = [channel(sender="a", last_activity=at) for at in (4.0, 2.0, 3.0)]
    server = server_of(*poor, *rich, limits=limits)
    server._make_room(poor[0])
    assert closed == [rich[1]]
    assert server._closings == {Closing.ALL_FULL: 1}


def test_where_everybody_is_served_the_newest_gives_way_when_it_is_answered(closed) -> None:
    busy = [channel(sender="a", requests=[HALF]) for _ in range(2)]
    newest = channel(sender="a", requests=[HALF], will_close=False)
    server_of(*busy, newest)._make_room(newest)
    assert closed == []
    assert newest.will_close


def test_whoever_is_accepted_is_asked_whether_there_is_room(monkeypatch) -> None:
    known, newest, asked = channel(), channel(), []
    server = server_of()
    active = {1: known}
    vars(server)["active_channels"] = active

    def accept(_self: GuardedServer) -> None:
        active[2] = newest

    monkeypatch.setattr(connections.TcpWSGIServer, "handle_accept", accept)
    monkeypatch.setattr(GuardedServer, "_make_room", lambda _self, made: asked.append(made))
    server.handle_accept()
    assert asked == [newest]
    monkeypatch.setattr(connections.TcpWSGIServer, "handle_accept", lambda _self: None)
    server.handle_accept()
    assert asked == [newest]


# Every second


def test_what_overstays_is_closed_and_told_in_the_log_once_a_minute(closed, monkeypatch) -> None:
    told: list[dict[str, object]] = []
    monkeypatch.setattr(connections, "log_event", lambda *_what, **more: told.append(more))
    late, early = channel(), channel(last_activity=1_000.0)
    server = server_of(late, early)
    server.maintenance(20.5)
    assert closed == [late]
    assert told == []
    server.maintenance(LOG_EVERY)
    assert told == []
    server.maintenance(LOG_EVERY + 0.5)
    assert told == [{"open": 2, "reasons": {"idle": 3}}]
    late.last_activity = 1_000.0
    server.maintenance(LOG_EVERY + 1)
    server.maintenance(3 * LOG_EVERY)
    assert len(told) == 1


def test_who_reads_a_refusal_has_two_seconds_and_no_other_limit(closed) -> None:
    lingers = channel(lingers_since=100.0, last_activity=-1_000.0)
    server = server_of(lingers)
    server.maintenance(100.0 + LINGER_SECONDS)
    assert closed == []
    server.maintenance(100.1 + LINGER_SECONDS)
    assert closed == [lingers]


# One request after another


def test_header_and_body_are_timed_by_themselves(monkeypatch) -> None:
    now = iter((1.0, 2.0, 3.0, 4.0))
    made = channel(_guard=None)
    states = [
        SimpleNamespace(headers_finished=False), SimpleNamespace(headers_finished=True),
        SimpleNamespace(headers_finished=True), None,
    ]  # fmt: skip

    def received(self, data: bytes) -> bool:
        self.request = states.pop(0)
        return data == b"taken"

    monkeypatch.setattr(connections.HTTPChannel, "received", received)
    monkeypatch.setattr(connections.time, "time", lambda: next(now))
    seen = []
    for data in (b"taken", b"", b"", b""):
        taken = made.received(data)
        seen.append((taken, made._began, made._header_ended))
    assert seen == [(True, 1.0, None), (False, 1.0, 2.0), (False, 1.0, 2.0), (False, None, None)]


def test_a_refused_connection_lingers_once_and_then_closes(closed, monkeypatch) -> None:
    ends: list[int] = []
    made = channel(
        _was_refused=True, connected=True, will_close=True, close_when_flushed=True,
        socket=SimpleNamespace(shutdown=ends.append),
    )  # fmt: skip
    monkeypatch.setattr(connections.time, "time", lambda: 7.0)
    made.handle_close()
    assert (made.lingers_since, made.will_close, made.close_when_flushed) == (7.0, False, False)
    assert ends == [connections.socket.SHUT_WR]
    assert closed == []
    assert made.readable()
    assert not made.writable()
    made.handle_close()
    assert closed == [made]


@pytest.mark.parametrize("state", [{"_was_refused": False}, {"connected": False}])
def test_who_was_not_refused_or_is_gone_does_not_linger(closed, state) -> None:
    made = channel(**{"_was_refused": True, "connected": True} | state)
    made.handle_close()
    assert closed == [made]
    assert made.lingers_since is None


def test_who_hung_up_before_the_refusal_is_closed(closed) -> None:
    def hung_up(_how: int) -> None:
        raise OSError

    made = channel(_was_refused=True, connected=True, socket=SimpleNamespace(shutdown=hung_up))
    made.handle_close()
    assert closed == [made]


def test_what_comes_otherwise_is_read_by_waitress(monkeypatch) -> None:
    read: list[GuardedChannel] = []

    def handle_read(made: GuardedChannel) -> None:
        read.append(made)

    monkeypatch.setattr(connections.HTTPChannel, "handle_read", handle_read)
    made = channel()
    made.handle_read()
    assert read == [made]


def test_what_comes_while_it_lingers_is_thrown_away(closed) -> None:
    read: list[int] = []
    made = channel(lingers_since=1.0, adj=SimpleNamespace(recv_bytes=5), recv=read.append)
    made.handle_read()
    assert read == [5]

    def gone(_size: int) -> bytes:
        raise OSError

    made.recv = gone  # type: ignore[method-assign, assignment]
    made._was_refused = False
    made.handle_read()
    assert closed == [made]
