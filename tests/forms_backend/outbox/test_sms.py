"""短信: what is posted and signed, what counts as taken; the file of an office that tries it."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from pydantic import ValidationError

from forms_backend.outbox.channels import build_senders, configured_channels
from forms_backend.outbox.failures import SendError
from forms_backend.outbox.service import Envelope, OutboxChannel
from forms_backend.outbox.sms import signature
from tests.forms_backend.conftest import NOW

PHONE, TEXT = "13800138000", "【示例】TS202611-000001：已受理。"
KEY = "a-key-of-the-gateway"
SMS = OutboxChannel.SMS


def send(settings, clock) -> None:
    build_senders(settings, "x", clock)[SMS].send(Envelope(PHONE, "", TEXT), "fabu.1", NOW)


@pytest.fixture
def through_gateway(make_settings, messenger):
    messenger.answer = b'{"code": 0}'
    return make_settings(sms_gateway=messenger.url, sms_key=KEY, sms_account="fazhi")


def test_the_gateway_gets_number_and_text_signed(through_gateway, clock, messenger) -> None:
    send(through_gateway, clock)
    ((_, body),) = messenger.posts
    assert body == {"account": "fazhi", "phone": PHONE, "text": TEXT, "id": "fabu.1"}
    raw = json.dumps(body, ensure_ascii=False).encode()
    stamp = str(int(NOW.timestamp()))
    expected = hmac.new(KEY.encode(), f"{stamp}\n".encode() + raw, hashlib.sha256).hexdigest()
    assert signature(KEY.encode(), stamp, raw) == expected
    headers = messenger.headers[0]
    assert headers["X-Fabu-Timestamp"] == stamp
    assert headers["X-Fabu-Signature"] == expected


@pytest.mark.parametrize(
    ("change", "stored", "is_final"),
    [
        ({"answer": b'{"code": 7}'}, "refused 7", False),
        ({"answer": b"<html>"}, "refused", False),
        ({"status": 503}, "refused 503", False),
        ({"status": 302, "location": "http://127.0.0.1:1/"}, "refused 302", False),
        ({"status": 422}, "recipient_refused 422", True),
    ],
)
def test_what_is_not_taken(through_gateway, clock, messenger, change, stored, is_final) -> None:
    for name, value in change.items():
        setattr(messenger, name, value)
    with pytest.raises(SendError) as error:
        send(through_gateway, clock)
    assert (error.value.stored, error.value.permanent) == (stored, is_final)
    assert PHONE not in str(error.value)


def test_the_file_has_a_line_without_the_phone_and_is_for_its_owner(
    make_settings, clock, tmp_path
) -> None:
    path = tmp_path / "texts.jsonl"
    settings = make_settings(sms_file=path)
    send(settings, clock)
    send(settings, clock)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(one["phone"], one["text"]) for one in lines] == [("138****8000", TEXT)] * 2
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(SendError, match="unwritable"):
        send(make_settings(sms_file=tmp_path), clock)


def test_off_until_it_is_set(make_settings) -> None:
    assert SMS not in configured_channels(make_settings())


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"sms_gateway": "https://sms.example.gov.cn/send"}, "sms_key"),
        ({"sms_gateway": "https://sms.example.gov.cn/send", "sms_key": "short"}, "sms_key"),
        ({"sms_gateway": "http://sms.example.gov.cn/send", "sms_key": KEY}, "sms_gateway"),
        (
            {"sms_gateway": "https://sms.example.gov.cn/", "sms_key": KEY, "sms_file": "var/x"},
            "sms_file",
        ),
    ],
)
def test_wrong_settings_are_named(make_settings, values, said) -> None:
    with pytest.raises(ValidationError) as error:
        make_settings(**values)
    assert said in {str(item["loc"][0]) for item in error.value.errors()}
