"""What kinds of messages there are for us."""

from __future__ import annotations

from enum import StrEnum

from wechatpy.events import (
    BaseEvent,
    ClickEvent,
    SubscribeEvent,
    SubscribeScanEvent,
    UnsubscribeEvent,
)
from wechatpy.messages import BaseMessage, TextMessage


class Kind(StrEnum):
    """Also the label of the count in /metrics."""

    TEXT = "text"
    MENU = "menu"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    EVENT = "event"
    OTHER = "other"


def kind_of(message: BaseMessage) -> Kind:
    """The kind of a message; every message has one."""
    if isinstance(message, TextMessage):
        return Kind.TEXT
    if isinstance(message, SubscribeEvent | SubscribeScanEvent):
        return Kind.SUBSCRIBE
    if isinstance(message, UnsubscribeEvent):
        return Kind.UNSUBSCRIBE
    if isinstance(message, ClickEvent):
        return Kind.MENU
    # An event that the library does not know is UnknownMessage and still no question.
    is_event = isinstance(message, BaseEvent) or message._data.get("MsgType") == "event"
    return Kind.EVENT if is_event else Kind.OTHER


def text_of(message: BaseMessage) -> str:
    """What a text says, or the word behind a button of the account's menu."""
    word = message.key if isinstance(message, ClickEvent) else message.content
    return word if isinstance(word, str) else ""
