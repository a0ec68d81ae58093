"""What happened to a matter, for whoever has to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.matters.states.permissions import Facts
from forms_backend.matters.tables import Matter
from forms_backend.submissions.tables import Submission

RECEIVED_AT = "received_at"
"""Key in the detail of RECEIVED when the matter had waited: the moment at which it was sent."""


@dataclass(frozen=True)
class Happening:
    """One action on one matter. `before` is how the matter stood; None: it has just come in."""

    action: Action
    actor: str
    at: datetime
    before: Facts | None = None


class MatterNotices:
    """Told of everything that happens to matters; this one tells nobody."""

    def tell(self, work: Work, submission: Submission, matter: Matter, what: Happening) -> None:
        """Within the transaction that it happens in."""

    def tell_people(
        self,
        work: Work,
        submission: Submission,
        action: Action,
        people: Sequence[Person],
        occasion: str,
        at: datetime,
    ) -> None:
        """The same for what concerns these people alone; `occasion` names it apart from others of
        its kind on the matter."""

    def consent_withdrawn(self, work: Work, submission: Submission, key: str) -> None:
        """The visitor took back that consent: nothing that needs it leaves any more. Called once the
        event was appended, so that nobody writes such a notice at the same moment."""


NO_NOTICES = MatterNotices()
"""For who needs none, such as a tool that only reads."""
