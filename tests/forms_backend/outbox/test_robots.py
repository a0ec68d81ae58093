"""Robots of 企业微信 and 钉钉: what is posted, how it is signed, what counts as taken."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
from urllib.parse import parse_qs, urlsplit

import pytest

from forms_backend.outbox.channels import build_senders, configured_channels
from forms_backend.outbox.failures import SendError
from forms_backend.outbox.robots import LONGEST_TEXT_BYTES, shorten
from forms_backend.outbox.service import Envelope, OutboxChannel
from tests.forms_backend.conftest import NOW

ENVELOPE = Envelope("", "2026-11-20 督办清单", "已超期（1 件）")
WECOM, DINGTALK = OutboxChannel.WECOM, OutboxChannel.DINGTALK


def send(settings, clock, channel: OutboxChannel, envelope: Envelope = ENVELOPE) -> None:
    build_senders(settings, "x", clock)[channel].send(envelope, "id", NOW)


def test_wecom_gets_a_text(make_settings, clock, messenger) -> None:
    send(make_settings(wecom_webhook=messenger.url), clock, WECOM)
    ((path, body),) = messenger.posts
    assert path == "/robot/send?key=abc"
    assert body == {"msgtype": "text", "text": {"content": "2026-11-20 督办清单\n已超期（1 件）"}}


def test_dingtalk_is_signed_as_its_manual_says(make_settings, clock, messenger) -> None:
    settings = make_settings(dingtalk_webhook=messenger.url, dingtalk_secret="SEC123")
    send(settings, clock, DINGTALK)
    query = parse_qs(urlsplit(messenger.posts[0][0]).query)
    timestamp = str(int(NOW.timestamp() * 1000))
    digest = hmac.new(b"SEC123", f"{timestamp}\nSEC123".encode(), hashlib.sha256).digest()
    assert query["timestamp"] == [timestamp]
    assert query["sign"] == [base64.b64encode(digest).decode()]


def test_dingtalk_without_secret_is_not_signed(make_settings, clock, messenger) -> None:
    send(make_settings(dingtalk_webhook=messenger.url), clock, DINGTALK)
    assert "sign" not in messenger.posts[0][0]


@pytest.mark.parametrize(
    ("change", "stored"),
    [
        ({"answer": b'{"errcode": 45009, "errmsg": "api freq out of limit"}'}, "refused 45009"),
        ({"answer": b"<html>"}, "refused"),
        ({"answer": b"[]"}, "refused"),
        ({"status": 500}, "refused 500"),
        ({"status": 302, "location": "http://127.0.0.1:1/"}, "refused 302"),
    ],
)
def test_what_is_not_taken_is_tried_again(make_settings, clock, messenger, change, stored) -> None:
    for name, value in change.items():
        setattr(messenger, name, value)
    with pytest.raises(SendError) as caught:
        send(make_settings(wecom_webhook=messenger.url), clock, WECOM)
    assert (caught.value.stored, caught.value.permanent) == (stored, False)


def test_nobody_there(make_settings, clock) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings = make_settings(wecom_webhook=f"http://127.0.0.1:{unused.getsockname()[1]}/x")
        with pytest.raises(SendError, match="unreachable"):
            send(settings, clock, WECOM)


def test_a_long_text_is_cut_between_characters() -> None:
    cut = shorten("法" * 1000, LONGEST_TEXT_BYTES)
    assert len(cut.encode()) <= LONGEST_TEXT_BYTES
    assert cut.endswith("法…")
    assert shorten("短", LONGEST_TEXT_BYTES) == "短"


def test_a_channel_is_on_when_it_has_an_address(make_settings, mail_settings) -> None:
    assert configured_channels(make_settings()) == frozenset()
    assert configured_channels(mail_settings(wecom_webhook="https://qyapi.weixin.qq.com/x")) == {
        OutboxChannel.MAIL,
        WECOM,
    }
