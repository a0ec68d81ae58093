"""个人信息请求: where a person's data lies, and erasing it at the person's request (个人信息保护法 44–50 条).

A request is a matter of its own form, so that its number, clocks, steps, refusal with reasons and record
are those of every matter. Here is what such a matter needs besides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from district.casework.retention import Period, Retention
from forms_backend.database.limits import DETAIL_LENGTH, NUMBER_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.errors import MatterNotFoundError, NotAllowedError
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.keeping import messages as texts
from forms_backend.keeping.retention import RetentionService
from forms_backend.keeping.same_person import (
    Telling,
    Why,
    same_person,
    searched_by,
    telling_of,
)
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.inputs import NUMBER
from forms_backend.matters.merge_repository import MergeRepository
from forms_backend.matters.repository import MatterRepository, Pair
from forms_backend.matters.states.permissions import Facts, may_see_title
from forms_backend.matters.states.transitions import OPEN_STATES
from forms_backend.matters.tables import Matter
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import blind_index
from forms_backend.submissions.payload import Answer, decode_answers
from forms_backend.submissions.quarantine_repository import QuarantineRepository
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import ERASED, Quarantine, Submission
from forms_backend.worklists.index_service import matters_holding
from forms_backend.worklists.lists import Filters, Selection, WorkList
from forms_backend.worklists.repository import ListRepository
from forms_backend.worklists.service import circle_of

FORM = "personal-data"
"""The form of requests; a district that does not offer it has none."""
ERASE = "erase"
MOST_SHOWN = 100
_NAMED = DETAIL_LENGTH // (NUMBER_LENGTH + 1) - 10
_AT_ONCE = 500
"""So many matters are read in one statement."""
_SUREST = tuple(Why)


@dataclass(frozen=True)
class Found:
    """One submission that holds data of the person: how it `stands`, whether it is in quarantine and
    has no matter; `why_kept` says why it cannot be erased now, empty where it can."""

    number: str
    form_id: str
    received_at: datetime
    stands: str
    is_held: bool
    why: tuple[Why, ...]
    closed_on: date | None
    period: Period
    why_kept: str


@dataclass(frozen=True)
class Request:
    """What is asked, by whom, and where the data lies."""

    number: str
    right: str
    is_accepted: bool
    found: tuple[Found, ...]
    left_out: int = 0
    """How many more there are than a page shows: those with the same name alone, as far as it goes."""

    def may_erase(self, person: Person) -> bool:
        """Whether this person may erase what was found."""
        return person.role is Role.SUPERVISOR and self.right == ERASE and self.is_accepted


class DataRequestService:
    """For those who lead; each method is one transaction, but erasing, which is one for each matter."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        retention: RetentionService,
        rules: Retention,
        clock: Clock,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._index = blind_index(cipher)
        self._retention = retention
        self._rules = rules
        self._clock = clock

    def find(self, person: Person, number: str) -> Request:
        """The request with the first MOST_SHOWN matters that the person may see and that name the same
        number, phone, mail address or person; that it was looked for is an event with the numbers
        that were found.

        Raises MatterNotFoundError, also for what is no request.
        """
        now = self._clock()
        with self._database.write() as work:
            request = self._read(work, person, number)
            whole, shown = request.found, request.found[:MOST_SHOWN]
            numbers = "、".join(one.number for one in shown[:_NAMED])
            work[LedgerRepository].append(
                Action.DATA_FOUND, number=number, actor=person.actor, at=now,
                detail={"count": str(len(whole)), "numbers": numbers},
            )  # fmt: skip
        return replace(request, found=shown, left_out=len(whole) - len(shown))

    def erase(self, person: Person, number: str, other: str) -> None:
        """Make the matter `other` anonymous because the request `number` asks for it; both have their
        event. Raises MatterNotFoundError, NotAllowedError."""
        with self._database.read() as work:
            request = self._read(work, person, number)
        fits = any(one.number == other and not one.why_kept for one in request.found)
        if not fits or not request.may_erase(person):
            raise NotAllowedError(Action.DATA_ERASED)
        if not self._retention.erase_on_request(other, request=number, actor=person.actor):
            raise NotAllowedError(Action.DATA_ERASED)

    def _read(self, work: Work, person: Person, number: str) -> Request:
        (submission, _), facts = work[MatterRepository].get_visible(person, number)
        if submission.form_id != FORM or not person.role.leads:
            raise MatterNotFoundError(number)
        answers = self._answers(submission)
        found = tuple(self._found(work, person, answers, number))
        is_accepted = facts.state in OPEN_STATES and _was_accepted(facts)
        return Request(number, submission.category or "", is_accepted, found)

    def _found(
        self, work: Work, person: Person, answers: Sequence[Answer], number: str
    ) -> list[Found]:
        """Every one, the surest first: numbers that were named, then the same phone or mail address,
        then the same name; of these the newest first."""
        wanted = telling_of(answers)
        named = {one.upper() for one in NUMBER.findall(_text(answers, "about").upper())} - {number}
        places = self._places(work, person, wanted, named)
        places.pop(number, None)
        told = [
            (why, place)
            for found_number, place in sorted(places.items(), reverse=True)
            if (why := self._why(place.submission, wanted, named))
        ]
        erasable = self._retention.erasable(work, [place.submission.number for _, place in told])
        found = [
            Found(
                place.submission.number,
                place.submission.form_id,
                place.submission.received_at,
                place.stands,
                place.held is not None,
                why,
                place.closed_on,
                self._rules.submissions.of(place.submission.form_id),
                "" if place.submission.number in erasable else _why_kept(work, place),
            )
            for why, place in told
        ]
        return sorted(found, key=lambda one: _SUREST.index(one.why[0]))

    def _places(
        self, work: Work, person: Person, wanted: Sequence[Telling], named: Collection[str]
    ) -> dict[str, _Place]:
        """By number, what holds the words that are looked for or is named, of what the person may see:
        matters, and what waits in quarantine or was found to be junk."""
        today, lists = local_date(self._clock()), work[ListRepository]
        words = searched_by(wanted)
        finders = list(filter(None, map(self._index.finder, words)))
        ids: set[int] = set()
        for text in words:
            found = matters_holding(work, self._cipher, self._index, person, text) or set()
            ids.update(lists.search(person, _ALL, today, found, ""))
        pairs = (*_pairs(lists, sorted(ids)), *lists.pairs_of(sorted(named)))
        held = work[QuarantineRepository].holding(person.unit, finders, named)
        places = {submission.number: _Place(submission, held=how) for submission, how in held}
        return places | {
            submission.number: _Place(submission, matter=matter)
            for submission, matter in pairs
            if may_see_title(person, circle_of(matter))
        }

    def _why(
        self, submission: Submission, wanted: Sequence[Telling], named: Collection[str]
    ) -> tuple[Why, ...]:
        same = same_person(wanted, self._answers(submission))
        return (Why.NUMBER, *same) if submission.number in named else same

    def _answers(self, submission: Submission) -> tuple[Answer, ...]:
        """None of one that cannot be read: its own page says more."""
        try:
            return decode_answers(self._cipher.decrypt(submission.number, submission.payload))
        except DecryptionError:
            return ()


@dataclass(frozen=True)
class _Place:
    """Where data may lie: a matter, or what is held in quarantine without one."""

    submission: Submission
    matter: Matter | None = None
    held: Quarantine | None = None

    @property
    def waits(self) -> bool:
        return self.held is not None and self.held.genuine is None

    @property
    def stands(self) -> str:
        if self.held is None:
            return State(self.submission.state).label
        return texts.DATA_WAITS if self.waits else texts.DATA_DISCARDED

    @property
    def closed_on(self) -> date | None:
        closed = self.matter.closed_at if self.matter else None
        return local_date(closed) if closed else None


def _why_kept(work: Work, place: _Place) -> str:
    """Of what retention does not erase now."""
    submission = place.submission
    if submission.query_code_hash == ERASED:
        return texts.DATA_GONE
    if place.waits:
        return texts.DATA_HELD
    if State(submission.state) in OPEN_STATES:
        return texts.DATA_OPEN
    carrier = work[MergeRepository].carrier_of(submission.id)
    return texts.DATA_CARRIED.format(carrier=carrier) if carrier else texts.DATA_NO_END


_ALL = Selection(WorkList.ALL, Filters())
_BEFORE_ACCEPTING = frozenset(
    {
        State.RECEIVED, State.REGISTERED, State.SUPPLEMENT, State.REFUSING, State.REFUSED,
        State.TRANSFERRING, State.TRANSFERRED,
    }
)  # fmt: skip


def _was_accepted(facts: Facts) -> bool:
    """Here, or in the old ledger from which it was taken over while it was worked on."""
    if Action.IMPORTED in facts.performed and facts.state not in _BEFORE_ACCEPTING:
        return True
    return Action.ACCEPT in facts.performed


def _text(answers: Iterable[Answer], key: str) -> str:
    return next((str(one.value) for one in answers if one.key == key), "")


def _pairs(lists: ListRepository, ids: Sequence[int]) -> Iterator[Pair]:
    for start in range(0, len(ids), _AT_ONCE):
        yield from lists.pairs(ids[start : start + _AT_ONCE])
