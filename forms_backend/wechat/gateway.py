"""WeChat's envelope: signature, time, encryption, XML. Everything is checked before it is parsed.

In plain mode WeChat signs only time and nonce, not the message; so whoever saw one request could send
others. `public.wechat_routes` therefore lets each nonce carry one message. In encrypted mode the
message is signed and sealed.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from xml.parsers import expat

import xmltodict
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException
from wechatpy.messages import BaseMessage
from wechatpy.parser import parse_message
from wechatpy.replies import TextReply
from wechatpy.utils import WeChatSigner

from forms_backend.wechat.errors import WechatFormatError, WechatSignatureError

MAX_BODY_BYTES = 32 * 1024
WINDOW = timedelta(minutes=5)
"""WeChat sends at once and again within seconds; more than this is no delay and no clock."""
ENCRYPTED = "aes"
MAX_CONTENT_BYTES = 2048
"""The longest text that WeChat shows in a reply."""
_NONCE = re.compile(r"[0-9A-Za-z_-]{1,64}")
_TIMESTAMP = re.compile(r"[0-9]{9,11}")
_ECHO = re.compile(r"[0-9A-Za-z_+/=-]{1,128}")
_OPEN_ID = re.compile(r"[0-9A-Za-z_@.-]{1,64}")
_UNREADABLE = (expat.ExpatError, KeyError, TypeError, AttributeError, ValueError)


@dataclass(frozen=True)
class Credentials:
    """What is agreed with WeChat. Without `aes_key` messages travel plain."""

    token: str
    app_id: str = ""
    aes_key: str = ""


@dataclass(frozen=True)
class Incoming:
    """A message whose sender is WeChat. `key` is the same for every try to deliver it."""

    message: BaseMessage
    key: str
    sender: str


class Gateway:
    """Opens what WeChat sends and closes what it is answered."""

    def __init__(self, credentials: Credentials) -> None:
        self._token = credentials.token
        self._crypto = (
            WeChatCrypto(credentials.token, credentials.aes_key, credentials.app_id)
            if credentials.aes_key
            else None
        )

    def check(self, arguments: Mapping[str, str], now: datetime) -> None:
        """Raises WechatSignatureError unless time and nonce are signed, and now."""
        timestamp, nonce = arguments.get("timestamp", ""), arguments.get("nonce", "")
        if not (_TIMESTAMP.fullmatch(timestamp) and _NONCE.fullmatch(nonce)):
            raise WechatSignatureError
        self._compare(arguments.get("signature", ""), timestamp, nonce)
        if abs(now.timestamp() - int(timestamp)) > WINDOW.total_seconds():
            raise WechatSignatureError

    def echo(self, arguments: Mapping[str, str], now: datetime) -> str:
        """What proves to WeChat that we know the token. Raises both errors."""
        self.check(arguments, now)
        text = arguments.get("echostr", "")
        if not _ECHO.fullmatch(text):
            raise WechatFormatError
        return text

    def open(self, arguments: Mapping[str, str], body: bytes) -> Incoming:
        """The message in a checked request. Raises WechatSignatureError, WechatFormatError."""
        is_encrypted = arguments.get("encrypt_type", "") == ENCRYPTED
        if is_encrypted != (self._crypto is not None):
            raise WechatSignatureError
        inner = self._decrypt(arguments, body) if is_encrypted else _checked(body)
        return _read(inner)

    def close(self, message: BaseMessage, text: str, nonce: str, now: datetime) -> str:
        """`text` as the reply to `message`, in the mode of the account."""
        seconds = int(now.timestamp())
        reply = TextReply(message=message, content=text.replace("]]>", "]] >"), time=seconds)
        xml = str(reply.render())
        if self._crypto is None:
            return xml
        return str(self._crypto.encrypt_message(xml, nonce, str(seconds)))

    def _decrypt(self, arguments: Mapping[str, str], body: bytes) -> str:
        sealed = _child(_parsed(_checked(body)), "Encrypt")
        timestamp, nonce = arguments.get("timestamp", ""), arguments.get("nonce", "")
        self._compare(arguments.get("msg_signature", ""), timestamp, nonce, sealed)
        assert self._crypto is not None
        try:
            opened = PrpCrypto(self._crypto.key).decrypt(sealed, self._crypto.app_id)
        except InvalidAppIdException as error:
            raise WechatSignatureError from error
        except Exception as error:  # whatever a wrong key or a cut text makes of it
            raise WechatFormatError from error
        return _checked(str(opened).encode())

    def _compare(self, given: str, *signed: str) -> None:
        signer = WeChatSigner()
        signer.add_data(self._token, *signed)
        if not hmac.compare_digest(str(signer.signature).encode(), given.encode()):
            raise WechatSignatureError


def _checked(body: bytes) -> str:
    """The text of an XML without any declaration of types or entities: a message has none."""
    parser = expat.ParserCreate("utf-8")

    def refuse(*_parts: Any) -> None:
        raise WechatFormatError

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(body, True)
        return body.decode("utf-8")
    except (expat.ExpatError, ValueError) as error:
        raise WechatFormatError from error


def _parsed(xml: str) -> Mapping[str, Any]:
    try:
        return dict(xmltodict.parse(xml)["xml"])
    except _UNREADABLE as error:
        raise WechatFormatError from error


def _child(parsed: Mapping[str, Any], name: str) -> str:
    value = parsed.get(name)
    if not isinstance(value, str):
        raise WechatFormatError
    return value


def _read(xml: str) -> Incoming:
    parsed = _parsed(xml)
    sender, account = _child(parsed, "FromUserName"), _child(parsed, "ToUserName")
    if not (_OPEN_ID.fullmatch(sender) and _OPEN_ID.fullmatch(account)):
        raise WechatFormatError
    # Events have no number; WeChat's manual names sender and time instead.
    key = str(parsed.get("MsgId") or f"{parsed.get('CreateTime')}:{parsed.get('Event')}")
    try:
        message = parse_message(xml)
    except _UNREADABLE as error:
        raise WechatFormatError from error
    return Incoming(message, f"{sender}:{key}"[:200], sender)
