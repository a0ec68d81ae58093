"""Settings of notices: a mail server, robots of two office messengers, the hour of the digest.

A channel without its address is off. Part of `Settings`; nothing else reads these classes.
"""

from __future__ import annotations

import ipaddress
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from forms_backend.fields.field_rules import InvalidValueError, check_email

STANDARD_PORTS = {"starttls": 587, "ssl": 465, "none": 25}


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    SSL = "ssl"
    NONE = "none"


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine, so that nothing travels over a network."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_webhook(value: SecretStr) -> SecretStr:
    """The address holds the robot's key: it is a secret, and travels encrypted."""
    parts = urlsplit(value.get_secret_value())
    if not value.get_secret_value():
        return value
    if parts.scheme == "https" and parts.hostname:
        return value
    if parts.scheme == "http" and is_loopback(parts.hostname or ""):
        return value
    raise ValueError("应为 https:// 开头的地址")


Webhook = Annotated[SecretStr, AfterValidator(_check_webhook)]
_NONE = SecretStr("")


SHORTEST_SMS_KEY = 16


def _secret(info: ValidationInfo, name: str) -> str:
    """Of a field that was read before; empty where it was wrong."""
    found: SecretStr = info.data.get(name, _NONE)
    return found.get_secret_value()


class NotifySettings(BaseSettings):
    """What an operator sets of notices."""

    smtp_host: str = ""
    """Empty: no mail is written or sent."""
    smtp_security: SmtpSecurity = Field(default=SmtpSecurity.STARTTLS, validate_default=True)
    smtp_port: int = Field(default=0, ge=0, le=65535)
    """0: the standard port of `smtp_security`."""
    smtp_user: str = ""
    smtp_password: SecretStr = _NONE
    smtp_from: str = Field(default="", validate_default=True)
    wecom_webhook: Webhook = _NONE
    dingtalk_webhook: Webhook = _NONE
    dingtalk_secret: SecretStr = _NONE
    """The robot's signing secret (加签); empty when the robot checks keywords or addresses."""
    sms_gateway: Webhook = _NONE
    """Where texts are posted, signed with `sms_key`. Empty, and no `sms_file`: none is written."""
    sms_key: SecretStr = Field(default=_NONE, validate_default=True)
    sms_account: str = Field(default="", max_length=64)
    """By what name the gateway knows us."""
    sms_file: Path | None = None
    """In place of a gateway: a file that gets a line a text, without the phone number."""
    sms_per_person: int = Field(default=10, ge=1, le=100)
    """Texts that one phone gets in 24 hours at most."""
    sms_per_day: int = Field(default=500, ge=1, le=100_000)
    """Texts in 24 hours to all phones together."""
    sms_price_fen: int = Field(default=0, ge=0, le=1_000)
    """What one costs, in 分, for the sum on the administrator's page; 0: only their number."""
    digest_hour: int = Field(default=8, ge=0, le=23)
    """From this hour of a working day on, `fabu serve` writes reminders and digests."""
    stuck_days: int = Field(default=5, ge=1, le=60)
    """Without movement for so many working days, a matter is on the list of supervisors."""

    @field_validator("smtp_security")
    @classmethod
    def _protect_what_leaves_the_machine(
        cls, value: SmtpSecurity, info: ValidationInfo
    ) -> SmtpSecurity:
        host = info.data.get("smtp_host") or "localhost"
        if value is SmtpSecurity.NONE and not is_loopback(host):
            raise ValueError("none 只可用于本机的邮件服务器；其他请用 starttls 或 ssl")
        return value

    @field_validator("sms_file")
    @classmethod
    def _one_way_out(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is not None and _secret(info, "sms_gateway"):
            raise ValueError("FABU_SMS_GATEWAY 和 FABU_SMS_FILE 只能设置一个")
        return value

    @field_validator("sms_key")
    @classmethod
    def _signs_what_is_posted(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        text = value.get_secret_value()
        if text and len(text) < SHORTEST_SMS_KEY:
            raise ValueError(f"太短，至少 {SHORTEST_SMS_KEY} 个字符")
        if not text and _secret(info, "sms_gateway"):
            raise ValueError("设置了 FABU_SMS_GATEWAY 就要设置签名密钥")
        return value

    @field_validator("smtp_from")
    @classmethod
    def _check_sender(cls, value: str, info: ValidationInfo) -> str:
        if not value and not info.data.get("smtp_host"):
            return value
        try:
            check_email(value)
        except InvalidValueError as error:
            raise ValueError("设置了 FABU_SMTP_HOST 就要填写发件地址") from error
        return value

    @property
    def real_smtp_port(self) -> int:
        """The port to connect to."""
        return self.smtp_port or STANDARD_PORTS[self.smtp_security.value]
