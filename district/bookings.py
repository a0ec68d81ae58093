"""旁听规则: `bookings.yml`, what visitors of a hearing are told and how seats are given."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from district.frozen import Frozen

LARGEST_GROUP = 20
"""No group may be larger, whatever a district writes: the database holds the same limit."""

_MINUTES = "{minutes}"


class VisitorRules(Frozen):
    """到场、不得旁听的人、法庭纪律. In the texts `{minutes}` has become `arrive_minutes`."""

    arrive_minutes: int = Field(ge=0, le=240)
    free: bool
    in_short: str = Field(min_length=1)
    how_to_come: tuple[str, ...] = Field(min_length=1)
    bring: tuple[str, ...] = Field(min_length=1)
    who_may_not_attend: tuple[str, ...] = Field(min_length=1)
    conduct: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _fill_in_minutes(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        minutes = str(data.get("arrive_minutes", ""))

        def filled(value: Any) -> Any:
            if isinstance(value, list):
                return [filled(item) for item in value]
            return value.replace(_MINUTES, minutes) if isinstance(value, str) else value

        return {key: filled(value) for key, value in data.items()}


class BookingLimits(Frozen):
    """How seats are booked, and how long it is kept who booked them."""

    largest_group: int = Field(ge=1, le=LARGEST_GROUP)
    offer_hours: int = Field(ge=1, le=168)
    delete_after_days: int = Field(ge=1, le=365)


class Fairness(Frozen):
    """What one firm may have at most, so that many can come."""

    seats_per_firm: int = Field(ge=1, le=2000)
    hearings_per_month: int = Field(ge=1, le=100)


class BookingRules(Frozen):
    """Everything in bookings.yml."""

    visitors: VisitorRules
    booking: BookingLimits
    fairness: Fairness

    @model_validator(mode="after")
    def _a_full_group_fits_the_fair_share(self) -> BookingRules:
        if self.booking.largest_group > self.fairness.seats_per_firm:
            raise ValueError(
                f"booking.largest_group（{self.booking.largest_group}）"
                f"大于 fairness.seats_per_firm（{self.fairness.seats_per_firm}），"
                "这样的集体永远约不上"
            )
        return self
