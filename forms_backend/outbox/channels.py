"""Which channels are set up, and the senders that serve them."""

from __future__ import annotations

from forms_backend.outbox.robots import RobotSender, dingtalk_address
from forms_backend.outbox.sender import ChannelSender
from forms_backend.outbox.service import OutboxChannel
from forms_backend.outbox.sms import build_sms_sender
from forms_backend.outbox.smtp import SmtpSender
from forms_backend.outbox.wechat import build_wechat_sender
from forms_backend.running.clock import Clock
from forms_backend.running.following_settings import FollowingSettings


def configured_channels(settings: FollowingSettings) -> frozenset[OutboxChannel]:
    """The channels that have an address."""
    addresses = {
        OutboxChannel.MAIL: settings.smtp_host,
        OutboxChannel.WECOM: settings.wecom_webhook.get_secret_value(),
        OutboxChannel.DINGTALK: settings.dingtalk_webhook.get_secret_value(),
        OutboxChannel.SMS: settings.sms_gateway.get_secret_value() or settings.sms_file,
        OutboxChannel.WECHAT: settings.wechat_app_secret.get_secret_value() or settings.wechat_file,
    }
    return frozenset(channel for channel, address in addresses.items() if address)


def build_senders(
    settings: FollowingSettings, site_name: str, clock: Clock
) -> dict[OutboxChannel, ChannelSender]:
    """A sender for each channel that is set up."""
    wecom = settings.wecom_webhook.get_secret_value()
    dingtalk = settings.dingtalk_webhook.get_secret_value()
    secret = settings.dingtalk_secret.get_secret_value()
    senders: dict[OutboxChannel, ChannelSender] = {
        OutboxChannel.MAIL: SmtpSender(settings, site_name),
        OutboxChannel.WECOM: RobotSender(lambda: wecom),
        OutboxChannel.DINGTALK: RobotSender(lambda: dingtalk_address(dingtalk, secret, clock)),
        OutboxChannel.SMS: build_sms_sender(settings, clock),
        OutboxChannel.WECHAT: build_wechat_sender(settings, clock),
    }
    return {channel: senders[channel] for channel in configured_channels(settings)}
