"""并案: joining a later matter to the earlier one that carries it, in the caller's transaction."""

from __future__ import annotations

from forms_backend.database.work import Work
from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.person import Person
from forms_backend.matters import messages as matter_messages
from forms_backend.matters.merge_repository import MergeRepository
from forms_backend.matters.permissions import may_see
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.tables import Matter
from forms_backend.matters.transitions import OPEN_STATES, Need
from forms_backend.submissions.tables import Submission


def join_to_first(
    work: Work, later: Submission, matter: Matter, number: str, person: Person | None
) -> None:
    """Write down that `number` carries `later`. Raises InvalidInputError unless it came earlier,
    is still open, may be seen by `person`, and is as confidential as the later one."""
    matters = work[MatterRepository]
    pair = matters.find(number)
    fits = False
    if pair is not None and person is not None:
        first, carrier = pair
        # Whoever is withdrawing the first one just now must wait for us, or we for them.
        matters.lock(carrier)
        facts = matters.facts(first, carrier)
        fits = (
            first.id < later.id
            and facts.state in OPEN_STATES
            and carrier.confidential == matter.confidential
            and may_see(person, facts)
        )
    if not fits or pair is None:
        raise InvalidInputError({Need.NUMBER.value: matter_messages.NEED_NUMBER_UNFIT})
    work[MergeRepository].join(later, pair[0])
