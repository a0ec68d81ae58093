"""来件渠道: `channels.yml`, where staff may say that something came from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from district.layers import NATIONAL
from district.loader import read_model
from district.models import Frozen

MAX_SOURCE_KEY_LENGTH = 40
MAX_SOURCE_LABEL_LENGTH = 40

SourceKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=MAX_SOURCE_KEY_LENGTH)]


class TakenInBy(StrEnum):
    """来源渠道 of what staff take in: what reports count by (DOMAIN §0.19)."""

    WECHAT = "wechat"
    PHONE = "phone"
    MAIL = "mail"
    VISIT = "visit"
    WINDOW = "window"
    ABOVE = "above"
    MEETING = "meeting"
    TERMINAL = "terminal"


class Source(Frozen):
    """One line that people reach the district by."""

    label: str = Field(min_length=1, max_length=MAX_SOURCE_LABEL_LENGTH)
    channel: TakenInBy

    @property
    def is_from_above(self) -> bool:
        """Whether a higher office passed it on, with a number and a deadline of its own."""
        return self.channel is TakenInBy.ABOVE


class Sources(Frozen):
    """Everything in channels.yml, in its written order."""

    sources: Mapping[SourceKey, Source] = Field(min_length=1)

    def find(self, key: str) -> Source | None:
        return self.sources.get(key)

    def label(self, key: str) -> str:
        """The label of a source; the key itself where the file no longer has it."""
        found = self.sources.get(key)
        return found.label if found else key


def load_sources(directory: Path = NATIONAL) -> Sources:
    """The district's sources. Raises ConfigError that lists every mistake."""
    return read_model(Sources, directory, "channels.yml")
