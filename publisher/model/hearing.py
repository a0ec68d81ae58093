"""旁听庭审: one hearing that the public may attend."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, model_validator

from publisher.model.document import Document, check_order
from publisher.model.fields import (
    Areas,
    Cause,
    HearingState,
    Industries,
    Moment,
    Text,
    UnitName,
    wrong,
)
from site_config.models import Term


class Hearing(Document):
    """Times are Asia/Shanghai. `sequence` grows with every change (iCalendar SEQUENCE)."""

    starts: Moment
    ends: Moment
    court: UnitName
    courtroom: Text
    cause: Cause
    areas: Areas
    industries: Industries = ()
    seats: Annotated[int, Field(ge=1, le=2000, strict=True)]
    book_until: Moment
    open_to: Text
    contact: Text
    livestream: Annotated[str, Field(pattern=r"^https?://")] | None = None
    state: HearingState
    sequence: Annotated[int, Field(ge=0, strict=True)] = 0

    @model_validator(mode="after")
    def _times_in_order(self) -> Hearing:
        check_order(self, "starts", "ends")
        if self.book_until > self.starts:
            raise wrong("C206", f"「book_until」（{self.book_until:%Y-%m-%d %H:%M}）晚于「starts」"
                                f"（{self.starts:%Y-%m-%d %H:%M}）")
        return self

    @property
    def will_take_place(self) -> bool:
        return self.state.key in ("scheduled", "rescheduled")

    def is_upcoming(self, now: datetime) -> bool:
        """Whether a visitor can still attend at `now`."""
        return self.will_take_place and self.ends > now

    def facets(self) -> dict[str, tuple[Term, ...]]:
        unit = Term(key=self.court.key, label=self.court.short)
        return {"area": tuple(self.areas), "industry": tuple(self.industries), "unit": (unit,),
                **super().facets()}
