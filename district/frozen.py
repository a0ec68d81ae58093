"""The base of every value that configuration and content are read into."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: no unknown keys, no later changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Listed(Frozen):
    """An entry of a list in the settings. Thousands of documents refer to a few of them: those that are
    equal are one object in a process, however many pickles they come from."""

    def __reduce__(self) -> tuple[Any, ...]:
        return self._shared, (tuple(vars(self).items()),)

    @classmethod
    def _shared(cls, values: tuple[tuple[str, Any], ...]) -> Self:
        found = _SHARED.get((cls, values))
        if found is None:
            found = _SHARED[cls, values] = cls.model_construct(**dict(values))
        return found  # type: ignore[return-value]


_SHARED: dict[tuple[type[Listed], tuple[tuple[str, Any], ...]], Listed] = {}
