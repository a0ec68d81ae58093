"""微信模板消息 (developers.weixin.qq.com, 公众号, 模板消息): number and state to one reader of the account.

The access token comes from `stable_token`: every process gets the same one, and asking for it does not
end that of another. It stays in memory until shortly before its end. Secret and token travel in no log
and no error; the recipient is an openid and is treated like a phone number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from forms_backend.outbox.failures import Failure, SendError
from forms_backend.outbox.posting import Poster, append_line, as_json, masked
from forms_backend.outbox.service import Envelope
from forms_backend.running.clock import Clock
from forms_backend.running.following_settings import FollowingSettings

MARGIN = timedelta(minutes=5)
"""So long before its end a token is not used any more."""
LONGEST_KEY = 32
"""Of `client_msg_id`, with which WeChat tells a repetition."""
LONGEST_STATE = 20
"""Characters that a field `thing` takes."""
TOKEN_OVER = frozenset({40001, 40014, 42001})
"""The token ended before its time: another one is fetched, once."""
_FAILURES: Mapping[Failure, frozenset[int]] = {
    Failure.WECHAT_SIGN_IN: TOKEN_OVER | {40013, 40125, 40164, 40243, 41002, 41004, 48001},
    Failure.WECHAT_TEMPLATE: frozenset({40037, 47001, 47003}),
    Failure.RECIPIENT_REFUSED: frozenset({40003, 43004, 43101}),
    Failure.QUOTA: frozenset({45009, 45011, 45047}),
}
_ANSWERED: Mapping[int, Failure] = {
    code: failure for failure, codes in _FAILURES.items() for code in codes
}
"""By `errcode`; any other is REFUSED."""


@dataclass(frozen=True)
class Template:
    """模板: its ID at the account, and the names of its two fields there."""

    id: str
    number: str
    state: str


class WechatSender:
    """Sends one template message at a time; a sender belongs to one thread."""

    def __init__(
        self, api: str, app_id: str, secret: str, template: Template, clock: Clock
    ) -> None:
        self._api = api.rstrip("/")
        self._app_id = app_id
        self._secret = secret
        self._template = template
        self._clock = clock
        self._poster = Poster()
        self._token = ""
        self._until: datetime | None = None

    def send(self, envelope: Envelope, message_id: str, _created_at: datetime) -> None:
        """Raises SendError."""
        body = as_json(
            {
                "touser": envelope.recipient,
                "template_id": self._template.id,
                "client_msg_id": message_id[-LONGEST_KEY:],
                "data": {
                    self._template.number: {"value": envelope.subject},
                    self._template.state: {"value": envelope.body[:LONGEST_STATE]},
                },
            }
        )
        code = self._attempt(body)
        if code in TOKEN_OVER:
            self._until = None
            code = self._attempt(body)
        if code:
            raise _error(code)

    def _attempt(self, body: bytes) -> int:
        address = f"{self._api}/cgi-bin/message/template/send?access_token="
        answer = self._poster.post(address + quote(self._fresh_token(), safe=""), body)
        return _code(_parsed(answer))

    def _fresh_token(self) -> str:
        now = self._clock()
        if self._until is None or now >= self._until:
            content = {
                "grant_type": "client_credential",
                "appid": self._app_id,
                "secret": self._secret,
            }
            answer = _parsed(
                self._poster.post(f"{self._api}/cgi-bin/stable_token", as_json(content))
            )
            token, seconds = answer.get("access_token"), answer.get("expires_in")
            if not (isinstance(token, str) and token and isinstance(seconds, int)):
                raise _error(_code(answer))
            self._token, self._until = token, now + timedelta(seconds=seconds) - MARGIN
        return self._token


def _parsed(answer: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(answer)
    except ValueError as error:
        raise SendError(Failure.REFUSED) from error
    if not isinstance(found, dict):
        raise SendError(Failure.REFUSED)
    return found


def _code(answer: Mapping[str, Any]) -> int:
    code = answer.get("errcode")
    if not isinstance(code, int):
        raise SendError(Failure.REFUSED)
    return code


def _error(code: int) -> SendError:
    failure = _ANSWERED.get(code, Failure.REFUSED)
    return SendError(failure, code, permanent=failure is Failure.RECIPIENT_REFUSED)


class WechatFileSender:
    """For an office that tries it, and for tests: nothing leaves the machine, no openid is written."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def send(self, envelope: Envelope, message_id: str, _created_at: datetime) -> None:
        """Raises SendError."""
        append_line(
            self._path,
            {
                "at": self._clock().isoformat(timespec="seconds"),
                "openid": masked(envelope.recipient),
                "number": envelope.subject,
                "state": envelope.body,
                "id": message_id,
            },
        )


def build_wechat_sender(
    settings: FollowingSettings, clock: Clock
) -> WechatSender | WechatFileSender:
    """By what is set; of use only where one of both is."""
    if settings.wechat_file is not None:
        return WechatFileSender(settings.wechat_file, clock)
    template = Template(
        settings.wechat_template_id,
        settings.wechat_template_number,
        settings.wechat_template_state,
    )
    return WechatSender(
        settings.wechat_api.get_secret_value(),
        settings.wechat_app_id,
        settings.wechat_app_secret.get_secret_value(),
        template,
        clock,
    )
