"""Random lives of matters: every event is a line of the real state table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from district import load_site_config
from district.forms.reading import load_form_definitions
from forms_backend.ledger.actions import Action
from forms_backend.matters.states.transitions import STATES, TRANSITIONS, Need
from forms_backend.reports.facts import Event, Intake
from forms_backend.reports.labels import Labels
from forms_backend.submissions.state import State
from tests.reference import SITE_CONFIG

CONFIG = load_site_config(SITE_CONFIG)
LABELS = Labels(CONFIG, load_form_definitions(CONFIG, SITE_CONFIG))
START = datetime(2026, 9, 1, 1, tzinfo=UTC)
UNITS = ("court", "police", "market", "hrss")
CATEGORIES = ("enforcement", "conduct", "payment", None)


def life(
    number: str, start: datetime, picks: Sequence[int], *, confidential: bool = False
) -> tuple[Intake, list[Event]]:
    """A matter that goes through the state table as `picks` say, some hours a step."""
    seed = picks[0] if picks else 0
    intake = Intake(
        number,
        ("complaint", "consultation")[seed % 2],
        CATEGORIES[seed % 4],
        ("park", "town", None)[seed % 3],
        ("web", "phone")[seed % 2],
        start,
        "zhengfawei",
        confidential,
    )
    state, at, unit = State.RECEIVED, start, None
    events = [
        Event(number, "received", at, "visitor", {"content": str(seed % 5), **due(state, at, seed)})
    ]
    for pick in picks:
        choices = [t for t in TRANSITIONS if state in t.before]
        if not choices:
            break
        transition = choices[pick % len(choices)]
        at += timedelta(hours=pick % 200)
        state = transition.after or state
        detail = {"after": state.value, **due(state, at, pick)}
        if Need.UNIT in transition.needs:
            unit = UNITS[pick % len(UNITS)]
            detail["assigned_to"] = unit
        if Need.CHANNEL in transition.needs:
            detail["delivered_by"] = "phone"
        events.append(Event(number, transition.action.value, at, f"staff:p{pick % 7}", detail))
    return intake, events


def due(state: State, at: datetime, pick: int) -> dict[str, str]:
    clocks = STATES[state].clocks
    if not clocks:
        return {}
    on = at.date() + timedelta(days=pick % 20)
    return {
        "clock": clocks[-1].value,
        "due_on": on.isoformat(),
        "provisional": "yes" if pick % 11 == 0 else "no",
    }


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[Intake], list[Event]]:
    """Up to a dozen matters, their events in the order of the ledger."""
    lives = draw(
        st.lists(
            st.tuples(st.integers(0, 1500), st.lists(st.integers(0, 999), max_size=14)), max_size=12
        )
    )
    intakes, events = [], []
    for at, (hours, picks) in enumerate(lives):
        intake, own = life(
            f"TS-{at:03d}", START + timedelta(hours=hours), picks, confidential=hours % 5 == 0
        )
        intakes.append(intake)
        events += own
    return intakes, sorted(events, key=lambda e: e.at)


def event(
    number: str, action: Action, day: date, after: State | None = None, **detail: str
) -> Event:
    """One event at noon of `day`."""
    moment = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    own = {"after": after.value} if after else {}
    return Event(number, action.value, moment, "staff:li", {**own, **detail})
