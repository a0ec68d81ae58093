"""微信模板消息: what is posted, how long a token is used, what each refusal means; the file to try it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from forms_backend.outbox.channels import build_senders, configured_channels
from forms_backend.outbox.failures import SendError, failure_label
from forms_backend.outbox.sender import ChannelSender
from forms_backend.outbox.service import Envelope, OutboxChannel
from tests.forms_backend.conftest import NOW

OPENID, NUMBER, STATE = "oLi4si_0123456789abcdefghijk", "TS202611-000001", "已受理"
SECRET, TEMPLATE = "0123456789abcdef0123456789abcdef", "Tm-0123456789_abcdefghij"
WECHAT = OutboxChannel.WECHAT
ON = {
    "wechat_token": "fabutoken2026",
    "wechat_app_id": "wx0123456789abcdef",
    "wechat_app_secret": SECRET,
    "wechat_template_id": TEMPLATE,
}
DONE = b'{"errcode": 0, "errmsg": "ok", "msgid": 1}'
SEND_PATH, TOKEN_PATH = "/cgi-bin/message/template/send", "/cgi-bin/stable_token"


def token(name: str, seconds: int = 7200) -> bytes:
    return json.dumps({"access_token": name, "expires_in": seconds}).encode()


def refused(code: int) -> bytes:
    return json.dumps({"errcode": code, "errmsg": f"{OPENID} rid: 1"}).encode()


@pytest.fixture
def sender(make_settings: Callable[..., Any], messenger: Any, clock: Any) -> ChannelSender:
    address = messenger.url.partition("/robot")[0]
    settings = make_settings(**ON, wechat_api=f"{address}/")
    return build_senders(settings, "x", clock)[WECHAT]


def send(sender: ChannelSender) -> None:
    sender.send(Envelope(OPENID, NUMBER, STATE), "fabu." + "0" * 8 + "1" * 32, NOW)


def test_number_and_state_go_to_the_reader_and_a_token_is_used_until_it_ends(
    sender, messenger, clock
) -> None:
    messenger.answers = [token("first"), DONE, DONE, token("second"), DONE]
    send(sender)
    clock.move(minutes=114)
    send(sender)
    clock.move(minutes=1)
    send(sender)
    assert [path for path, _ in messenger.posts] == [
        TOKEN_PATH,
        f"{SEND_PATH}?access_token=first",
        f"{SEND_PATH}?access_token=first",
        TOKEN_PATH,
        f"{SEND_PATH}?access_token=second",
    ]
    assert messenger.posts[0][1] == {
        "grant_type": "client_credential", "appid": ON["wechat_app_id"], "secret": SECRET,
    }  # fmt: skip
    assert messenger.posts[1][1] == {
        "touser": OPENID,
        "template_id": TEMPLATE,
        "client_msg_id": "1" * 32,
        "data": {"character_string1": {"value": NUMBER}, "thing2": {"value": STATE}},
    }


def test_a_token_that_ended_early_is_fetched_again_once(sender, messenger) -> None:
    messenger.answers = [token("a"), refused(42001), token("b"), DONE]
    send(sender)
    messenger.answers = [refused(40001), token("c"), refused(40001)]
    with pytest.raises(SendError, match="wechat_sign_in 40001"):
        send(sender)
    assert len(messenger.posts) == 7


@pytest.mark.parametrize(
    ("answers", "stored", "is_final", "said"),
    [
        ([refused(40125)], "wechat_sign_in 40125", False, "AppSecret"),
        ([refused(40164)], "wechat_sign_in 40164", False, "IP 白名单"),
        ([token("a"), refused(40037)], "wechat_template 40037", False, "模板"),
        ([token("a"), refused(45009)], "quota 45009", False, "次数"),
        ([token("a"), refused(43004)], "recipient_refused 43004", True, "取消关注"),
        ([token("a"), refused(-1)], "refused -1", False, "拒绝"),
        ([token("a"), b"<html>"], "refused", False, "拒绝"),
        ([token("a"), b"[]"], "refused", False, "拒绝"),
        ([b'{"access_token": ""}'], "refused", False, "拒绝"),
    ],
)
def test_what_is_not_taken_is_told_without_openid_secret_and_token(
    sender, messenger, caplog, answers, stored, is_final, said
) -> None:
    messenger.answers = answers
    with caplog.at_level(logging.DEBUG), pytest.raises(SendError) as error:
        send(sender)
    assert (error.value.stored, error.value.permanent) == (stored, is_final)
    assert said in failure_label(error.value.stored)
    for private in (OPENID, SECRET, "access_token"):
        assert private not in f"{error.value}{caplog.text}"


@pytest.mark.parametrize(
    ("change", "stored"),
    [({"status": 502}, "refused 502"), ({"status": 302, "location": "/x"}, "refused 302")],
)
def test_a_gateway_in_between(sender, messenger, change, stored) -> None:
    for name, value in change.items():
        setattr(messenger, name, value)
    with pytest.raises(SendError, match=stored):
        send(sender)


def test_the_file_has_a_line_without_the_openid(make_settings, clock, tmp_path) -> None:
    path = tmp_path / "wechat.jsonl"
    settings = make_settings(wechat_token="fabutoken2026", wechat_file=path)
    send(build_senders(settings, "x", clock)[WECHAT])
    (line,) = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert (line["openid"], line["number"], line["state"]) == ("oLi****hijk", NUMBER, STATE)
    assert path.stat().st_mode & 0o777 == 0o600


def test_off_until_it_is_set(make_settings) -> None:
    assert WECHAT not in configured_channels(make_settings(wechat_token="fabutoken2026"))
    assert WECHAT in configured_channels(make_settings(**ON))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"wechat_app_secret": "short"}, "wechat_app_secret"),
        ({"wechat_app_id": ""}, "wechat_app_id"),
        ({"wechat_token": ""}, "wechat_app_id"),
        ({"wechat_template_id": ""}, "wechat_template_id"),
        ({"wechat_template_id": "a b"}, "wechat_template_id"),
        ({"wechat_app_secret": ""}, "wechat_app_id"),
        ({"wechat_template_state": "thing结果"}, "wechat_template_state"),
        ({"wechat_api": "http://api.example.gov.cn"}, "wechat_api"),
        ({"wechat_file": "var/x"}, "wechat_file"),
    ],
)
def test_wrong_settings_are_named(make_settings, change, said) -> None:
    with pytest.raises(ValidationError) as error:
        make_settings(**(ON | change))
    assert said in {str(item["loc"][0]) for item in error.value.errors()}
    assert SECRET not in str(error.value)
