"""Closed sets of casework, with their Chinese labels."""

from __future__ import annotations

from enum import StrEnum

from forms_backend import messages


class State(StrEnum):
    """办理状态. The staff side adds the states of DOMAIN §3.3."""

    RECEIVED = "received"

    @property
    def label(self) -> str:
        return messages.STATE_LABELS[self.value]


class Channel(StrEnum):
    """来源渠道."""

    WEB = "web"
    API = "api"

    @property
    def label(self) -> str:
        return messages.CHANNEL_LABELS[self.value]


class Action(StrEnum):
    """What a ledger event records."""

    RECEIVED = "received"
    REVEALED = "revealed"

    @property
    def is_public(self) -> bool:
        """Whether the visitor sees it in the timeline; reading personal data is internal."""
        return self is Action.RECEIVED

    @property
    def label(self) -> str:
        return messages.ACTION_LABELS[self.value]
