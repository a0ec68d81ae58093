"""What can be wrong with a request that claims to come from WeChat."""

from __future__ import annotations


class WechatSignatureError(Exception):
    """Not signed by who knows the token, too old, or sent a second time with other content."""


class WechatFormatError(Exception):
    """Signed, and yet no message that can be read."""
