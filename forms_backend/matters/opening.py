"""From a submission to a matter that has an owner and a clock, in the same transaction."""

from __future__ import annotations

from forms_backend.database.work import Work
from forms_backend.matters.clocks import Clocks
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.tables import Matter
from forms_backend.matters.transitions import STATES
from forms_backend.running.clock import local_date
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission


class MatterOpener:
    """Opens the casework of each submission."""

    def __init__(self, rules: CaseworkRules) -> None:
        self._routing = rules.routing
        self._clocks = Clocks(rules)

    def open(self, work: Work, submission: Submission, accused_unit: str | None) -> Matter:
        """Add the matter of `submission`: who leads it, whether it is confidential, first clock."""
        routing = self._routing
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
        self._clocks.open(
            work,
            matter,
            submission.form_id,
            STATES[State(submission.state)].clocks,
            local_date(submission.received_at),
        )
        return matter
