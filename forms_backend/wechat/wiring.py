"""The official account of a site, built once; None when it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from district.form_models import FormDefinition
from district.models import SiteConfig
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.running.following_settings import FollowingSettings
from forms_backend.wechat.answers import Answers
from forms_backend.wechat.gateway import Credentials, Gateway
from forms_backend.wechat.recent import RecentAnswers
from forms_backend.wechat.status import PlainStatus
from search.server.service import SearchService


@dataclass(frozen=True)
class WechatAccount:
    """公众号."""

    gateway: Gateway
    answers: Answers
    recent: RecentAnswers


def build_wechat(
    settings: FollowingSettings, config: SiteConfig, forms: Mapping[str, FormDefinition],
    search: SearchService, visitors: VisitorService, bookings: BookingOffice,
) -> WechatAccount | None:  # fmt: skip
    """Nothing starts or connects."""
    token = settings.wechat_token.get_secret_value()
    if not token:
        return None
    aes_key = settings.wechat_aes_key.get_secret_value()
    status = PlainStatus(visitors, bookings.own, bookings.form.prefix, forms, config)
    return WechatAccount(
        Gateway(Credentials(token, settings.wechat_app_id, aes_key)),
        Answers(config.site, frozenset(forms), search, status),
        RecentAnswers(),
    )
