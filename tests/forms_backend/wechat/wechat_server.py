"""What WeChat's server sends, in the shapes of its manual, signed as it signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import xmltodict
from flask.testing import FlaskClient
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner
from werkzeug.test import TestResponse

TOKEN = "fabutoken2026"
APP_ID = "wx0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
READER = "oLi4si_0123456789abcdefghijk"
ACCOUNT = "gh_0123456789ab"
PLAIN = {"wechat_token": TOKEN}
SEALED = PLAIN | {"wechat_app_id": APP_ID, "wechat_aes_key": AES_KEY}

TEXT = """<xml><ToUserName><![CDATA[{account}]]></ToUserName>
<FromUserName><![CDATA[{reader}]]></FromUserName>
<CreateTime>{time}</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[{content}]]></Content>
<MsgId>{number}</MsgId>
</xml>"""
IMAGE = """<xml><ToUserName><![CDATA[{account}]]></ToUserName>
<FromUserName><![CDATA[{reader}]]></FromUserName>
<CreateTime>{time}</CreateTime>
<MsgType><![CDATA[image]]></MsgType>
<PicUrl><![CDATA[http://mmbiz.qpic.cn/x/0]]></PicUrl>
<MediaId><![CDATA[media]]></MediaId>
<MsgId>{number}</MsgId>
</xml>"""
EVENT = """<xml><ToUserName><![CDATA[{account}]]></ToUserName>
<FromUserName><![CDATA[{reader}]]></FromUserName>
<CreateTime>{time}</CreateTime>
<MsgType><![CDATA[event]]></MsgType>
<Event><![CDATA[{content}]]></Event>
<EventKey><![CDATA[{key}]]></EventKey>
</xml>"""


@dataclass
class WechatServer:
    """Sends to the application under test; `clock` is the application's."""

    client: FlaskClient
    clock: Any
    encrypts: bool = False
    reader: str = READER
    number: int = 23_456_789_012_345_670

    def arguments(self, *more: str, age: int = 0, token: str = TOKEN) -> dict[str, str]:
        """Time and nonce with WeChat's signature over them."""
        self.number += 1
        timestamp = str(int(self.clock().timestamp()) - age)
        nonce = str(self.number % 1_000_000_007)
        return {
            "signature": signature(token, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
        }

    def xml(self, template: str, content: str = "", key: str = "") -> str:
        return template.format(
            account=ACCOUNT,
            reader=self.reader,
            time=int(self.clock().timestamp()),
            content=content,
            number=self.number,
            key=key,
        )

    def post(self, xml: str | bytes, arguments: dict[str, str]) -> TestResponse:
        """Send a body with arguments; encrypted where the account is."""
        if self.encrypts:
            assert isinstance(xml, str)
            crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
            sealed = crypto.encrypt_message(xml, arguments["nonce"], arguments["timestamp"])
            parts = xmltodict.parse(sealed)["xml"]
            arguments = arguments | {"encrypt_type": "aes", "msg_signature": parts["MsgSignature"]}
            xml = (
                f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>"
                f"<Encrypt><![CDATA[{parts['Encrypt']}]]></Encrypt></xml>"
            )
        return self.client.post(
            f"/wechat?{urlencode(arguments)}", data=xml, content_type="text/xml"
        )

    def say(self, content: str) -> str:
        """A reader's text; the text of the answer."""
        return self.read(self.post(self.xml(TEXT, content), self.arguments()))

    def read(self, response: TestResponse) -> str:
        """The text that the reader sees."""
        assert response.status_code == 200, response.status_code
        parts = xmltodict.parse(response.get_data(as_text=True))["xml"]
        if self.encrypts:
            opened = WeChatCrypto(TOKEN, AES_KEY, APP_ID).decrypt_message(
                response.get_data(as_text=True),
                parts["MsgSignature"],
                parts["TimeStamp"],
                parts["Nonce"],
            )
            parts = xmltodict.parse(opened)["xml"]
        assert (parts["ToUserName"], parts["FromUserName"]) == (self.reader, ACCOUNT)
        assert parts["MsgType"] == "text"
        content = parts["Content"]
        assert len(content.encode()) <= 2048
        return str(content)


def signature(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)
