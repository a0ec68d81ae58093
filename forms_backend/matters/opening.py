"""From a submission to a matter that has an owner and a clock, in the same transaction."""

from __future__ import annotations

from sqlalchemy.orm import Session

from forms_backend.matters.clock_repository import ClockRepository
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.tables import Matter
from forms_backend.matters.transitions import STATES
from forms_backend.running.clock import local_date
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission


class MatterOpener:
    """Opens the casework of each submission."""

    def __init__(self, rules: CaseworkRules) -> None:
        self._rules = rules

    def open(self, session: Session, submission: Submission, accused_unit: str | None) -> Matter:
        """Add the matter of `submission`: who leads it, whether it is confidential, first clock."""
        routing = self._rules.routing
        confidential = submission.category in routing.confidential_categories
        matter = Matter(
            submission_id=submission.id,
            version=1,
            lead_unit=routing.lead_for(accused_unit, confidential=confidential),
            accused_unit=accused_unit,
            confidential=confidential,
            bounces=0,
            extended=False,
            supervisions=0,
            provisional=False,
        )
        ClockRepository(session, self._rules).insert_with_clocks(
            matter,
            submission.form_id,
            STATES[State(submission.state)].clocks,
            local_date(submission.received_at),
        )
        return matter
