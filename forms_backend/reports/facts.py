"""What the ledger says of a matter up to a moment. Pure.

Nothing is read from where a matter stands now, so that a report on last month says the same
whenever it is made; `replaying` makes rows of events.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from district.casework.deadlines import ClockKind
from forms_backend.ledger.actions import Action
from forms_backend.matters.corrections import NONE_CHOSEN
from forms_backend.matters.states.transitions import STATES, Owner
from forms_backend.submissions.state import State

ANSWER, ACCEPT = ClockKind.ANSWER.value, ClockKind.ACCEPT.value
ACKNOWLEDGE = ClockKind.ACKNOWLEDGE.value


@dataclass(frozen=True)
class Intake:
    """What was fixed when the matter came in."""

    number: str
    form_id: str
    category: str | None
    region: str | None
    channel: str
    received_at: datetime
    lead_unit: str
    confidential: bool = False
    public_consent: tuple[datetime, datetime | None] | None = None
    """When a public answer was consented to, and when that was taken back."""
    sender: str | None = None
    firm_size: str | None = None
    industry: str | None = None
    """来件人类型、企业规模、行业, as far as the form asked for them."""
    confidential_since: bool = False
    """Whether it is confidential as the report is made; `confidential` is what it was then."""

    @property
    def hidden(self) -> bool:
        """No report names what was confidential then or is now; what is counted goes by then."""
        return self.confidential or self.confidential_since


def as_it_was(intake: Intake, former: Mapping[str, str]) -> Intake:
    """`intake` with what events of corrections and of 补记 say it was before; `former` as the ledger has it."""
    changes: dict[str, object] = {}
    if "former_matter_kind" in former:
        form_id, _, category = former["former_matter_kind"].partition(".")
        changes |= {"form_id": form_id, "category": category or None}
    for column in ("region", "sender", "firm_size", "industry"):
        value = former.get(f"former_{column}")
        if value is not None:
            changes[column] = None if value == NONE_CHOSEN else value
    if "former_lead_unit" in former:
        changes["lead_unit"] = former["former_lead_unit"]
    if "former_confidential" in former:
        changes["confidential"] = former["former_confidential"] == "yes"
    changes["confidential_since"] = intake.confidential
    return replace(intake, **changes)  # type: ignore[arg-type]


def named_as_then(row: Row) -> Row:
    """`row` as a report named it that was made at the end of its period: for its digest, which
    stays the same whatever becomes confidential later; never for people to read."""
    return replace(row, intake=replace(row.intake, confidential_since=False))


@dataclass(frozen=True)
class Event:
    """One event of the ledger."""

    number: str
    action: str
    at: datetime
    actor: str
    detail: Mapping[str, str]


@dataclass(frozen=True)
class Due:
    """When something is due, as it was known then."""

    clock: str
    on: date
    provisional: bool

    def is_missed_on(self, day: date) -> bool:
        """A provisional date is never missed: it may turn out to be a holiday."""
        return not self.provisional and day > self.on


@dataclass(frozen=True)
class Assisting:
    """协办: one contribution that a unit was asked for. `withdrawn`: it was let go before it came."""

    unit: str
    asked: date
    due: date
    given: date | None = None
    withdrawn: bool = False


@dataclass(frozen=True)
class Row:
    """One matter at the end of a period: a line of the work ledger (工作台账, DOMAIN §3.3)."""

    intake: Intake
    recorded: date
    """The day on which it entered the ledger: 收件 counts by it."""
    state: State = State.RECEIVED
    unit: str | None = None
    coordinated: bool = False
    firsts: Mapping[Action, date] = field(default_factory=dict)
    """The day of the first event of each kind."""
    bounced: tuple[date, ...] = ()
    supervised: tuple[date, ...] = ()
    extended: bool = False
    due: Due | None = None
    """Of the most urgent clock that runs."""
    accept_due: Due | None = None
    answer_due: Due | None = None
    delivered_by: str | None = None
    ratings: tuple[tuple[date, bool], ...] = ()
    """Each rating: its day, and whether satisfied. After 重办 a visitor may rate again."""
    cleared_by: str | None = None
    closings: tuple[tuple[date, State], ...] = ()
    """Each time it was closed, and how; a matter may be opened again (复查、复核)."""
    reopened: tuple[date, ...] = ()
    repeats: str | None = None
    """Number of the earlier matter with the very same content."""
    assisting: Mapping[str, Assisting] = field(default_factory=dict)
    """协办 by the id that the ledger has for each."""
    was_over: bool = False
    """Whether it was closed already when it was taken over from an old ledger: what this did not note
    of its course is in no figure. One that was open is handled here and counts as any other."""

    @property
    def is_imported(self) -> bool:
        """Whether it was taken over from an old ledger."""
        return Action.IMPORTED in self.firsts

    @property
    def outcome_is_known(self) -> bool:
        """An old ledger without a rating leaves open whether the visitor of a closed matter was
        content."""
        return not self.was_over or self.satisfied is not None

    @property
    def telling_is_known(self) -> bool:
        """An old ledger that has no day for it leaves open whether the visitor of a closed matter was
        told."""
        return not self.was_over or self.told is not None

    @property
    def is_open(self) -> bool:
        return len(self.closings) == len(self.reopened)

    @property
    def closed(self) -> date | None:
        """The day since which it is closed."""
        return None if self.is_open else self.closings[-1][0]

    @property
    def closed_as(self) -> State | None:
        """How it was closed; that it was filed away afterwards (归档) changes nothing."""
        return None if self.is_open else self.closings[-1][1]

    def was_open_before(self, day: date) -> bool:
        """Whether it was open when `day` began."""
        closed = sum(on < day for on, _ in self.closings)
        return self.recorded < day and closed == sum(on < day for on in self.reopened)

    def first(self, action: Action) -> date | None:
        return self.firsts.get(action)

    @property
    def unit_or_lead(self) -> str:
        """责任单位: the unit it is assigned to; the lead unit before that and after a bounce."""
        return self.unit or self.intake.lead_unit

    @property
    def waits_for(self) -> str:
        """The unit whose turn it is."""
        owner = STATES[self.state].owner
        return self.unit_or_lead if owner in (Owner.UNIT, Owner.REVIEWER) else self.intake.lead_unit

    @property
    def answered(self) -> date | None:
        return self.first(Action.APPROVE_ANSWER)

    @property
    def satisfied(self) -> bool | None:
        """评价 as it stands: the last one counts."""
        return self.ratings[-1][1] if self.ratings else None

    @property
    def rated(self) -> date | None:
        """The day of the rating that counts."""
        return self.ratings[-1][0] if self.ratings else None

    @property
    def decided(self) -> date | None:
        """The day on which it was accepted, refused or given to the body that is competent."""
        days = [d for a in DECIDING if (d := self.first(a))]
        return min(days) if days else None

    @property
    def concluded(self) -> date | None:
        """办结: the answer, or that there will be none, was approved."""
        days = [d for a in CONCLUDING if (d := self.first(a))]
        return min(days) if days else None

    @property
    def told(self) -> date | None:
        """反馈: the answer or the refusal was delivered."""
        days = [d for a in TELLING if (d := self.first(a))]
        return min(days) if days else None

    def is_overdue_on(self, day: date) -> bool:
        """Open after the last day of its most urgent clock."""
        return self.is_open and self.due is not None and self.due.is_missed_on(day)

    @property
    def is_provisional(self) -> bool:
        return self.is_open and self.due is not None and self.due.provisional

    @property
    def is_solved(self) -> bool:
        """解决: the visitor is satisfied; or it was cleared and the visitor did not object."""
        if self.satisfied is not None:
            return self.satisfied
        return self.first(Action.CLEAR) is not None

    def consents_to_public_answer(self, cut: datetime) -> bool:
        if self.intake.public_consent is None:
            return False
        given, withdrawn = self.intake.public_consent
        return given < cut and (withdrawn is None or withdrawn >= cut)


DECIDING = (Action.ACCEPT, Action.APPROVE_REFUSAL, Action.APPROVE_TRANSFER)
CONCLUDING = (Action.APPROVE_ANSWER, Action.APPROVE_REFUSAL, Action.APPROVE_TRANSFER)
TELLING = (Action.DELIVER, Action.DELIVER_REFUSAL, Action.DELIVER_TRANSFER)
