"""Settings of what readers follow: the weekly mail, and the WeChat official account (公众号).

Part of `Settings`; nothing else reads these classes.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator

from forms_backend.running.notify_settings import NotifySettings

_TOKEN = re.compile(r"[0-9A-Za-z]{3,32}")
_APP_ID = re.compile(r"wx[0-9a-z]{16}")
_AES_KEY = re.compile(r"[0-9A-Za-z]{43}")
_NONE = SecretStr("")


def _check_token(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if text and not _TOKEN.fullmatch(text):
        raise ValueError("应与公众平台上填写的令牌（Token）一致：3 至 32 位英文或数字")
    return value


def _check_aes_key(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if not text:
        return value
    try:
        # The last of 43 letters holds two bits too many, which strict decoders refuse.
        base64.b64decode(text + "=", validate=True)
        is_key = bool(_AES_KEY.fullmatch(text))
    except (binascii.Error, ValueError):
        is_key = False
    if not is_key:
        raise ValueError("应为公众平台上的消息加解密密钥（EncodingAESKey）：43 位英文或数字")
    return value


class FollowingSettings(NotifySettings):
    """What an operator sets of subscriptions and of the official account."""

    subscription_weekday: int = Field(default=1, ge=1, le=7)
    """Day of the weekly mail, 1 is Monday."""
    subscription_hour: int = Field(default=9, ge=0, le=23)
    """From this hour of that day on it is written."""
    wechat_token: Annotated[SecretStr, AfterValidator(_check_token)] = _NONE
    """Empty: /wechat does not exist."""
    wechat_aes_key: Annotated[SecretStr, AfterValidator(_check_aes_key)] = _NONE
    """Set: messages come and go encrypted, and plain ones are refused."""
    wechat_app_id: str = Field(default="", validate_default=True)

    @field_validator("wechat_app_id")
    @classmethod
    def _goes_with_the_key(cls, value: str, info: ValidationInfo) -> str:
        key: SecretStr = info.data.get("wechat_aes_key", _NONE)
        token: SecretStr = info.data.get("wechat_token", _NONE)
        if value and not _APP_ID.fullmatch(value):
            raise ValueError("应为公众号的 AppID，如 wx0123456789abcdef")
        if bool(value) != bool(key.get_secret_value()):
            raise ValueError("加密收发要同时设置 FABU_WECHAT_APP_ID 和 FABU_WECHAT_AES_KEY")
        if value and not token.get_secret_value():
            raise ValueError("启用公众号要设置 FABU_WECHAT_TOKEN")
        return value
