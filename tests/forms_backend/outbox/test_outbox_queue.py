"""Written with what it tells of, sent once, tried again, given up: on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from forms_backend.ledger.actions import Action
from forms_backend.outbox.failures import Failure, SendError, failure_label
from forms_backend.outbox.queue import LEASE, MAX_ATTEMPTS, RETRY_AFTER, OutboxQueue
from forms_backend.outbox.sender import Sent
from forms_backend.outbox.service import Message, OutboxChannel, OutboxState
from forms_backend.sealing.keys import PayloadCipher
from tests.forms_backend.outbox.conftest import ADDRESS, BODY, Recorder


class Dead:
    """A server that is not there."""

    def send(self, *_args) -> None:
        raise SendError(Failure.UNREACHABLE)


class Killed(BaseException):
    """The process ended."""


class DiesAfterSending(Recorder):
    def send(self, *args) -> None:
        super().send(*args)
        raise Killed


def rows(post) -> list:
    with post.database.read() as session:
        return session.execute(text("SELECT * FROM outbox_messages ORDER BY id")).all()


def test_a_message_is_undone_with_what_it_tells_of(post, clock) -> None:
    message = Message("work", OutboxChannel.MAIL, "work:1:li", "s", "b", ADDRESS)

    def fail_after_writing() -> None:
        with post.database.write() as session:
            assert post.outbox.post(session, message, at=clock())
            raise Killed

    with pytest.raises(Killed):
        fail_after_writing()
    assert rows(post) == []


def test_one_occasion_is_told_once(post) -> None:
    assert post.write()
    assert not post.write()
    assert len(rows(post)) == 1


def test_nothing_is_written_for_a_channel_that_is_off(post) -> None:
    assert not post.write(channel=OutboxChannel.WECOM)
    assert rows(post) == []


def test_an_unknown_kind_is_a_bug(post) -> None:
    with pytest.raises(KeyError):
        post.write(kind="surprise")


def test_recipient_and_text_are_encrypted_and_erased_once_sent(post) -> None:
    post.write()
    envelope = bytes(rows(post)[0].envelope)
    assert ADDRESS.encode() not in envelope
    assert BODY.encode() not in envelope
    recorder = Recorder()
    assert post.sender(mail=recorder).send_due() == Sent(sent=1)
    assert [address for address, _ in recorder.sent] == [ADDRESS]
    assert (rows(post)[0].state, rows(post)[0].envelope) == ("sent", None)


def test_a_message_for_later_waits(post, clock) -> None:
    message = Message("work", OutboxChannel.MAIL, "later", "s", "b", ADDRESS)
    with post.database.write() as session:
        post.outbox.post(session, message, at=clock(), not_before=clock() + timedelta(hours=1))
    assert post.queue.claim() is None
    clock.move(hours=1)
    assert post.queue.claim().envelope.body == "b"


def test_tried_again_after_each_pause_then_on_the_list_of_a_person(post, clock) -> None:
    post.write()
    sender = post.sender(mail=Dead())
    for pause in RETRY_AFTER:
        assert sender.send_due() == Sent(postponed=1)
        clock.now += pause - timedelta(seconds=1)
        assert sender.send_due() == Sent()
        clock.move(seconds=1)
    assert sender.send_due() == Sent(given_up=1)
    (failed,) = post.queue.listed(OutboxState.FAILED, 10)
    assert (failed.attempts, failed.last_error) == (6, "unreachable")
    assert post.queue.stats().failed == 1
    clock.move(days=30)
    assert sender.send_due() == Sent()


def test_a_person_sends_again_or_drops_and_the_ledger_knows(post, clock) -> None:
    post.write("work:1:li")
    post.write("work:2:li")

    class Refusing:
        def send(self, *_args) -> None:
            raise SendError(Failure.RECIPIENT_REFUSED, 550, permanent=True)

    assert post.sender(mail=Refusing()).send_due() == Sent(given_up=2)
    second, first = post.queue.listed(OutboxState.FAILED, 10)
    assert failure_label(first.last_error) == "收件地址、号码被拒绝，或已取消关注（550）"
    assert post.queue.resend(first.id, actor="staff:admin")
    assert post.queue.drop(second.id, actor="staff:admin")
    assert not post.queue.drop(second.id, actor="staff:admin")
    assert not post.queue.resend(999, actor="staff:admin")
    recorder = Recorder()
    assert post.sender(mail=recorder).send_due() == Sent(sent=1)
    assert [row.envelope for row in rows(post)] == [None, None]
    with post.database.read() as session:
        events = session.execute(text("SELECT action, detail FROM ledger_events")).all()
    assert [e.action for e in events] == [Action.OUTBOX_RESENT, Action.OUTBOX_DROPPED]
    assert ADDRESS not in str(events)


def test_senders_at_work_together_send_each_message_once(post) -> None:
    for n in range(24):
        post.write(f"work:{n}:li")
    recorder = Recorder()
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _n: post.sender(mail=recorder).send_due(), range(4)))
    assert sum(result.sent for result in results) == 24
    assert len(recorder.sent) == len({message_id for _, message_id in recorder.sent}) == 24


def test_killed_between_sending_and_marking_it_arrives_again_as_the_same_message(
    post, clock
) -> None:
    post.write()
    dying, next_one = DiesAfterSending(), Recorder()
    with pytest.raises(Killed):
        post.sender(mail=dying).send_due()
    assert post.sender(mail=next_one).send_due() == Sent()  # still claimed
    clock.now += LEASE
    assert post.sender(mail=next_one).send_due() == Sent(sent=1)
    assert dying.sent == next_one.sent


def test_an_interrupted_last_attempt_is_given_up_not_repeated(post, clock) -> None:
    post.write()
    for _ in range(MAX_ATTEMPTS):
        assert post.queue.claim() is not None
        clock.now += LEASE
    assert post.queue.claim() is None
    assert post.queue.listed(OutboxState.FAILED, 1)[0].last_error == "interrupted"


def test_a_slow_sender_does_not_mark_what_another_has_taken_over(post, clock) -> None:
    post.write()
    slow = post.queue.claim()
    clock.now += LEASE
    post.queue.claim()
    assert not post.queue.mark_failed(slow, SendError(Failure.TIMED_OUT))
    post.queue.mark_sent(slow)
    assert rows(post)[0].state == "waiting"


def test_with_another_key_a_message_is_shown_as_unreadable(post, clock) -> None:
    post.write()
    other = OutboxQueue(post.database, PayloadCipher(bytes(range(32))), clock)
    assert other.claim() is None
    assert other.listed(OutboxState.FAILED, 1)[0].last_error == "unreadable"


def test_a_channel_that_was_switched_off_gives_up_in_the_end(post, clock) -> None:
    post.write()
    post.senders.clear()
    assert post.sender().send_due() == Sent(postponed=1)
    assert post.queue.listed(OutboxState.WAITING, 1)[0].last_error == "channel_off"


def test_numbers_and_forgetting(post, clock) -> None:
    post.write("a:1")
    post.write("b:1")
    clock.move(minutes=20)
    assert post.queue.stats().age_seconds == 20 * 60
    post.sender(mail=Recorder()).send_due()
    assert (post.queue.stats().waiting, post.queue.stats().age_seconds) == (0, 0)
    clock.move(days=182)
    post.queue.forget_finished()
    assert len(rows(post)) == 2
    clock.move(days=2)
    post.queue.forget_finished()
    assert rows(post) == []
