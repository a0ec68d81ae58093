"""What the service of submissions gives back: values without a database behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from forms_backend.ledger.actions import Action
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.payload import Answer
from forms_backend.submissions.state import State


@dataclass(frozen=True)
class Receipt:
    """回执: what a visitor needs to follow the matter."""

    number: str
    query_code: str
    received_at: datetime
    repeated: bool = field(default=False, compare=False)
    """Whether this receipt was given before, for the same matter."""


@dataclass(frozen=True)
class Step:
    """One event of a submission."""

    action: Action
    at: datetime
    actor: str


@dataclass(frozen=True)
class Summary:
    """One line of `fabu submissions list`."""

    number: str
    form_id: str
    channel: Channel
    state: State
    category: str | None
    region: str | None
    received_at: datetime


@dataclass(frozen=True)
class Record:
    """A submission opened for an operator."""

    summary: Summary
    answers: tuple[Answer, ...]
    steps: tuple[Step, ...]
