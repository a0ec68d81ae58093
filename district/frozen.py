"""The base of every value that configuration and content are read into."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: no unknown keys, no later changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
