"""Settings of what readers follow: the weekly mail, and the WeChat official account (公众号).

Part of `Settings`; nothing else reads these classes.
"""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator

from forms_backend.running.notify_settings import NotifySettings, Webhook

_TOKEN = re.compile(r"[0-9A-Za-z]{3,32}")
_APP_ID = re.compile(r"wx[0-9a-z]{16}")
_AES_KEY = re.compile(r"[0-9A-Za-z]{43}")
_APP_SECRET = re.compile(r"[0-9A-Za-z]{32}")
_TEMPLATE_ID = re.compile(r"[0-9A-Za-z_-]{20,64}")
_TEMPLATE_FIELD = r"^[a-z_]{1,30}[0-9]{0,3}$"
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


def _check_app_secret(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if text and not _APP_SECRET.fullmatch(text):
        raise ValueError("应为公众平台上的开发者密码（AppSecret）：32 位英文或数字")
    return value


def _text(info: ValidationInfo, name: str) -> str:
    """Of a secret that was read before; empty where it was wrong."""
    found: SecretStr = info.data.get(name, _NONE)
    return found.get_secret_value()


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
    wechat_app_secret: Annotated[SecretStr, AfterValidator(_check_app_secret)] = _NONE
    """Empty, and no `wechat_file`: nobody is reminded in WeChat."""
    wechat_app_id: str = Field(default="", validate_default=True)
    wechat_template_id: str = Field(default="", validate_default=True)
    wechat_template_number: str = Field(default="character_string1", pattern=_TEMPLATE_FIELD)
    """The field of the template that takes the number of a matter."""
    wechat_template_state: str = Field(default="thing2", pattern=_TEMPLATE_FIELD)
    """The field that takes what happened."""
    wechat_api: Webhook = SecretStr("https://api.weixin.qq.com")
    """WeChat's interface, or the office's own relay to it."""
    wechat_file: Path | None = None
    """In place of WeChat, to try it: a file that gets a line a message, without the openid."""

    @field_validator("wechat_file")
    @classmethod
    def _one_way_to_wechat(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is not None and _text(info, "wechat_app_secret"):
            raise ValueError("FABU_WECHAT_APP_SECRET 和 FABU_WECHAT_FILE 只能设置一个")
        if value is not None and not _text(info, "wechat_token"):
            raise ValueError("启用公众号要设置 FABU_WECHAT_TOKEN")
        return value

    @field_validator("wechat_template_id")
    @classmethod
    def _names_a_template(cls, value: str, info: ValidationInfo) -> str:
        if value and not _TEMPLATE_ID.fullmatch(value):
            raise ValueError("应为公众平台“模板消息”里的模板 ID")
        if bool(value) != bool(_text(info, "wechat_app_secret")):
            raise ValueError("微信提醒要同时设置 FABU_WECHAT_APP_SECRET 和 FABU_WECHAT_TEMPLATE_ID")
        return value

    @field_validator("wechat_app_id")
    @classmethod
    def _goes_with_the_key(cls, value: str, info: ValidationInfo) -> str:
        needs = _text(info, "wechat_aes_key") or _text(info, "wechat_app_secret")
        if value and not _APP_ID.fullmatch(value):
            raise ValueError("应为公众号的 AppID，如 wx0123456789abcdef")
        if bool(value) != bool(needs):
            raise ValueError(
                "加密收发要同时设置 FABU_WECHAT_APP_ID 和 FABU_WECHAT_AES_KEY，"
                "微信提醒要同时设置 FABU_WECHAT_APP_ID 和 FABU_WECHAT_APP_SECRET"
            )
        if value and not _text(info, "wechat_token"):
            raise ValueError("启用公众号要设置 FABU_WECHAT_TOKEN")
        return value
