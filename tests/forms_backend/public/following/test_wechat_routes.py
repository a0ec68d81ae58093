"""`/wechat` as WeChat's server calls it, plain and encrypted."""

from __future__ import annotations

import threading
from io import BytesIO
from urllib.parse import urlencode

import pytest
from flask import Flask

from forms_backend.database.errors import DatabaseUnavailableError
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.quarantine import QuarantineService
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.running.errors import SettingsError
from forms_backend.running.settings import load_settings
from forms_backend.submissions.channel import Channel
from forms_backend.wechat.wiring import WechatAccount
from search.server.service import SearchService
from tests.forms_backend.conftest import KEY, OTHER_KEY, SECRET, parts_of
from tests.forms_backend.office import INTAKE
from tests.forms_backend.wechat.wechat_server import (
    ACCOUNT,
    AES_KEY,
    APP_ID,
    EVENT,
    IMAGE,
    PLAIN,
    READER,
    SEALED,
    TEXT,
    TOKEN,
    WechatServer,
    signature,
)


@pytest.fixture(params=["plain", "encrypted"])
def app(request, make_app) -> Flask:
    return make_app(**(SEALED if request.param == "encrypted" else PLAIN))


@pytest.fixture
def server(app: Flask, clock) -> WechatServer:
    encrypts = bool(parts_of(app).ground.settings.wechat_app_id)
    return WechatServer(app.test_client(), clock, encrypts=encrypts)


@pytest.fixture
def plain(make_app, clock) -> WechatServer:
    return WechatServer(make_app(**PLAIN).test_client(), clock)


def test_off_there_is_no_such_address(make_app, clock) -> None:
    server = WechatServer(make_app().test_client(), clock)
    assert server.client.get("/wechat").status_code == 404
    assert server.post(server.xml(TEXT, "投诉"), server.arguments()).status_code == 404


def test_the_handshake_gives_back_what_wechat_sent(server: WechatServer) -> None:
    arguments = server.arguments() | {"echostr": "5838479218127813673"}
    answer = server.client.get(f"/wechat?{urlencode(arguments)}")
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "5838479218127813673")
    assert answer.mimetype == "text/plain"
    wrong = server.arguments(token="another") | {"echostr": "1"}
    assert server.client.get(f"/wechat?{urlencode(wrong)}").status_code == 403
    markup = server.arguments() | {"echostr": "<script>"}
    assert server.client.get(f"/wechat?{urlencode(markup)}").status_code == 400
    assert server.client.get("/wechat").status_code == 403


PAGES = {
    "投诉": "forms/complaint", "咨询": "forms/consultation", "旁听": "hearings/",
    "体检": "health-checks/", "指南": "guides/", "案例": "cases/",
}  # fmt: skip


def test_words_of_the_menu_lead_to_their_pages(plain: WechatServer) -> None:
    base = parts_of(plain.client.application).ground.config.site.base_url
    for word, path in PAGES.items():
        assert f'<a href="{base}{path}">' in plain.say(word)


def test_who_subscribes_is_welcomed_with_the_menu(server: WechatServer) -> None:
    welcome = server.read(server.post(server.xml(EVENT, "subscribe"), server.arguments()))
    for word in ("投诉", "咨询", "旁听", "体检", "指南", "案例"):
        assert f"{word}：<a href=" in welcome
    assert server.say("你好") == welcome


def test_a_button_of_the_menu_says_its_word(plain: WechatServer) -> None:
    click = plain.post(plain.xml(EVENT, "CLICK", key="体检"), plain.arguments())
    assert "health-checks/" in plain.read(click)


def test_other_events_need_no_answer(server: WechatServer) -> None:
    for event in ("unsubscribe", "VIEW", "LOCATION", "something_new"):
        answer = server.post(server.xml(EVENT, event), server.arguments())
        assert (answer.status_code, answer.get_data(as_text=True)) == (200, "success"), event


def test_a_question_gets_the_five_closest_pages(server: WechatServer) -> None:
    answer = server.say("拖欠工资")
    assert answer.startswith("为您找到")
    assert answer.count("<a href=") == 6  # five pages and the search page
    assert "某公司拖欠工资案" in answer
    assert "cases/ld-" in answer


def test_what_looks_like_markup_in_a_title_is_none(plain: WechatServer) -> None:
    answer = plain.say("关于工资保障的意见")
    assert "关于〈b〉工资〈/b〉保障的意见" in answer


def test_pictures_get_a_helpful_sentence(server: WechatServer) -> None:
    answer = server.read(server.post(server.xml(IMAGE), server.arguments()))
    assert "只看得懂文字" in answer


def test_a_receipt_tells_how_the_matter_stands(app, server, complaint) -> None:
    parts = parts_of(app)
    receipt = parts[SubmissionService].accept(
        parts.ground.forms["complaint"], complaint, channel=Channel.WEB
    )
    answer = server.say(f"{receipt.number} {receipt.query_code}")
    assert receipt.number in answer
    assert "当前状态：已提交，等待登记" in answer
    assert "请删除您刚才发的那条消息" in answer
    for private in (receipt.query_code, complaint["name"], complaint["title"], "13800138000"):
        assert private not in answer


def test_what_was_found_to_be_junk_is_told_as_on_the_page(app, server, complaint) -> None:
    parts = parts_of(app)
    receipt = parts[SubmissionService].accept(
        parts.ground.forms["complaint"], complaint, channel=Channel.WEB, in_burst=True
    )
    assert parts[QuarantineService].discard(INTAKE, {receipt.number}) == 1
    answer = server.say(f"{receipt.number} {receipt.query_code}")
    assert "没有作为来件办理" in answer
    assert "等待登记" not in answer
    assert "/status" in answer


def test_a_wrong_code_and_an_unknown_number_get_the_same_answer(plain, complaint) -> None:
    parts = parts_of(plain.client.application)
    receipt = parts[SubmissionService].accept(
        parts.ground.forms["complaint"], complaint, channel=Channel.WEB
    )
    wrong = "7K3M-9QXT-0ABC-DEFG"
    answers = {
        plain.say(f"{n} {wrong}") for n in (receipt.number, "TS202611-999999", "PT202611-000001")
    }
    assert len(answers) == 1
    assert "编号或查询码不对" in answers.pop()


def test_codes_are_tried_as_slowly_as_on_the_page_each_reader_for_herself(make_app, clock) -> None:
    app = make_app(limit_status="2 per minute", **PLAIN)
    server = WechatServer(app.test_client(), clock)
    pair = "TS202611-000001 7K3M-9QXT-0ABC-DEFG"
    assert ["太频繁" in server.say(pair) for _ in range(3)] == [False, False, True]
    other = WechatServer(server.client, clock, reader="oAnother_reader", number=77)
    assert "太频繁" not in other.say(pair)


def test_nothing_that_readers_write_is_logged(server: WechatServer, caplog) -> None:
    with caplog.at_level("DEBUG"):
        server.say("我被拖欠工资 TS202611-000001 7K3M-9QXT-0ABC-DEFG")
        server.say("某某公司欠我钱")
    for private in ("7K3M", "TS202611", "欠我钱", READER):
        assert private not in caplog.text


# Reminders


def test_a_reader_is_reminded_until_she_takes_it_back_or_leaves(
    make_app, clock, complaint, caplog, tmp_path
) -> None:
    app = make_app(**PLAIN, wechat_file=tmp_path / "wechat.jsonl")
    server, parts = WechatServer(app.test_client(), clock), parts_of(app)
    assert "取消提醒" in server.say("提醒")
    assert "发“提醒”" in server.say("菜单")
    receipt = parts[SubmissionService].accept(
        parts.ground.forms["complaint"], complaint, channel=Channel.WEB
    )
    ask = f"提醒 {receipt.number} {receipt.query_code}"
    with caplog.at_level("DEBUG"):
        assert "编号或查询码不对" in server.say(f"提醒 {receipt.number} 7K3M-9QXT-0ABC-DEFG")
        assert "没有开通提醒" in server.say("取消提醒")
        assert f"{receipt.number} 已开通提醒" in server.say(ask)
        assert "已取消 1 件" in server.say("取消提醒")
        server.say(ask)
        left = server.post(server.xml(EVENT, "unsubscribe"), server.arguments())
        assert left.get_data(as_text=True) == "success"
        assert "没有开通提醒" in server.say("取消提醒")
    for private in (READER, receipt.query_code, receipt.number):
        assert private not in caplog.text


def test_without_the_channel_nobody_is_bound(plain: WechatServer, complaint) -> None:
    parts = parts_of(plain.client.application)
    receipt = parts[SubmissionService].accept(
        parts.ground.forms["complaint"], complaint, channel=Channel.WEB
    )
    for text in ("提醒", f"提醒 {receipt.number} {receipt.query_code}"):
        assert "没有开通提醒" in plain.say(text)
    assert "发“提醒”" not in plain.say("菜单")


# What is refused


def test_a_wrong_signature_is_refused(server: WechatServer) -> None:
    assert server.post(server.xml(TEXT, "x"), server.arguments(token="other")).status_code == 403
    assert server.client.post("/wechat", data=server.xml(TEXT, "x")).status_code == 403


def test_what_is_too_old_or_from_the_future_is_refused(server: WechatServer) -> None:
    for age in (301, -301):
        assert server.post(server.xml(TEXT, "x"), server.arguments(age=age)).status_code == 403


def test_a_nonce_carries_one_message(plain: WechatServer) -> None:
    arguments = plain.arguments()
    first = plain.xml(TEXT, "投诉")
    assert plain.post(first, arguments).status_code == 200
    assert plain.post(first, arguments).status_code == 200  # WeChat tries again
    plain.number += 1
    assert plain.post(plain.xml(TEXT, "案例"), arguments).status_code == 403
    assert plain.post(first, arguments).status_code == 403


def test_plain_messages_are_refused_where_encryption_is_agreed(make_app, clock) -> None:
    server = WechatServer(make_app(**SEALED).test_client(), clock)
    assert server.post(server.xml(TEXT, "x"), server.arguments()).status_code == 403


def test_a_changed_encrypted_message_is_refused(make_app, clock) -> None:
    client = make_app(**SEALED).test_client()
    server = WechatServer(client, clock, encrypts=True)
    arguments = server.arguments()
    body = "<xml><Encrypt><![CDATA[AAAA]]></Encrypt></xml>"
    forged = arguments | {"encrypt_type": "aes", "msg_signature": "0" * 40}
    assert client.post(f"/wechat?{urlencode(forged)}", data=body).status_code == 403
    signed = signature(TOKEN, arguments["timestamp"], arguments["nonce"], "AAAA")
    broken = arguments | {"encrypt_type": "aes", "msg_signature": signed}
    assert client.post(f"/wechat?{urlencode(broken)}", data=body).status_code == 400


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<xml><FromUserName>&b;</FromUserName></xml>"
)
FILE = '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>'


NO_MESSAGES = (
        b"", b"{}", b"<xml>", b"<xml/>", b"<html></html>", b"\xff\xfe\x00", BOMB.encode(),
        FILE.encode(), b"<!DOCTYPE xml><xml><FromUserName>a</FromUserName><ToUserName>b</ToUserName>"
    b"<MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>",
        b"<xml><FromUserName>a</FromUserName><ToUserName>b</ToUserName></xml>",
        b"<xml><FromUserName><a/></FromUserName><ToUserName>b</ToUserName><MsgType>text</MsgType></xml>",
        b"<xml><FromUserName>a]]&gt;b</FromUserName><ToUserName>b</ToUserName><MsgType>text</MsgType></xml>",
        b"<xml><FromUserName>a</FromUserName><ToUserName>b</ToUserName><MsgType><x/></MsgType></xml>",
        b"<xml>" + b"<a>" * 9_000,
)  # fmt: skip


def test_what_is_no_message_is_refused(plain: WechatServer) -> None:
    for body in NO_MESSAGES:
        assert plain.post(body, plain.arguments()).status_code == 400, body[:80]


def test_a_bomb_inside_the_encryption_is_refused_too(make_app, clock) -> None:
    server = WechatServer(make_app(**SEALED).test_client(), clock, encrypts=True)
    assert server.post(BOMB, server.arguments()).status_code == 400


def test_a_huge_body_is_refused_unread(plain: WechatServer) -> None:
    huge = plain.xml(TEXT, "x" * 40_000)
    assert plain.post(huge, plain.arguments()).status_code == 413
    chunked = plain.client.post(
        f"/wechat?{urlencode(plain.arguments())}",
        environ_overrides={
            "wsgi.input": BytesIO(huge.encode()),
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
            "CONTENT_LENGTH": "",
        },
    )
    assert chunked.status_code == 413


# Time


def test_a_message_sent_three_times_is_answered_once(plain: WechatServer, monkeypatch) -> None:
    parts = parts_of(plain.client.application)
    asked: list[str] = []
    search = parts[SearchService].search

    def counting(text: str, **options):
        asked.append(text)
        return search(text, **options)

    monkeypatch.setattr(parts[SearchService], "search", counting)
    xml, arguments = plain.xml(TEXT, "拖欠工资"), plain.arguments()
    answers = {plain.read(plain.post(xml, arguments)) for _ in range(3)}
    assert len(answers) == 1
    assert asked == ["拖欠工资"]


def test_a_slow_answer_becomes_a_link_in_time(plain: WechatServer, monkeypatch) -> None:
    parts = parts_of(plain.client.application)
    account = parts[WechatAccount]
    account.recent.within = 0.1
    answered = threading.Event()
    monkeypatch.setattr(parts[SearchService], "search", lambda *_a, **_o: answered.wait(20))
    assert "查得有点久" in plain.say("拖欠工资")
    answered.set()  # the search ends after the answer, not before it


def test_trouble_is_told_and_tried_again(plain: WechatServer, monkeypatch) -> None:
    parts = parts_of(plain.client.application)

    def no_database(*_arguments: object) -> None:
        raise DatabaseUnavailableError

    xml, arguments = plain.xml(TEXT, "TS202611-000001 7K3M-9QXT-0ABC-DEFG"), plain.arguments()
    with monkeypatch.context() as broken:
        broken.setattr(parts[VisitorService], "look_up", no_database)
        assert "暂时不能用" in plain.read(plain.post(xml, arguments))
    assert "编号或查询码不对" in plain.read(plain.post(xml, arguments))


def test_messages_are_counted_by_kind_alone(plain: WechatServer) -> None:
    plain.say("投诉")
    metrics = parts_of(plain.client.application).ground.metrics.render()
    assert 'fabu_wechat_messages_total{kind="text"} 1' in metrics
    assert ACCOUNT not in metrics


# Settings


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"wechat_token": "x"}, "FABU_WECHAT_TOKEN"),
        ({"wechat_token": TOKEN, "wechat_app_id": APP_ID}, "FABU_WECHAT_APP_ID"),
        ({"wechat_token": TOKEN, "wechat_aes_key": AES_KEY}, "FABU_WECHAT_APP_ID"),
        ({"wechat_aes_key": AES_KEY, "wechat_app_id": APP_ID}, "FABU_WECHAT_APP_ID"),
        (SEALED | {"wechat_aes_key": "short"}, "FABU_WECHAT_AES_KEY"),
        (SEALED | {"wechat_app_id": "mine"}, "FABU_WECHAT_APP_ID"),
    ],
)
def test_half_an_account_is_refused_at_the_start(tmp_path, values, named) -> None:
    keys = {"secret_key": SECRET, "data_key": KEY, "code_key": OTHER_KEY}
    with pytest.raises(SettingsError, match=named) as caught:
        load_settings(tmp_path, **keys, **values)
    assert AES_KEY not in str(caught.value)
