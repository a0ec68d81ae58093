"""来源渠道."""

from __future__ import annotations

from enum import StrEnum

from forms_backend.submissions import messages as submission_messages


class Channel(StrEnum):
    """来源渠道."""

    WEB = "web"
    API = "api"
    WECHAT = "wechat"
    PHONE = "phone"
    MAIL = "mail"
    VISIT = "visit"
    WINDOW = "window"
    ABOVE = "above"
    MEETING = "meeting"
    TERMINAL = "terminal"

    @property
    def label(self) -> str:
        return submission_messages.CHANNEL_LABELS[self.value]
