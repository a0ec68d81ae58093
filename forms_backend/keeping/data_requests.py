"""个人信息请求: where a person's data lies, and erasing it at the person's request (个人信息保护法 44–50 条).

A request is a matter of its own form, so that its number, clocks, steps, refusal with reasons and record
are those of every matter. Here is what such a matter needs besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from district.form_fields import FieldKind
from district.retention import Period, Retention
from forms_backend.database.limits import DETAIL_LENGTH, NUMBER_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.errors import MatterNotFoundError, NotAllowedError
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.keeping import messages as texts
from forms_backend.keeping.retention import RetentionService
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.inputs import NUMBER
from forms_backend.matters.permissions import may_see_title
from forms_backend.matters.repository import MatterRepository, Pair
from forms_backend.matters.service import Row, row_of
from forms_backend.matters.transitions import OPEN_STATES
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import blind_index
from forms_backend.submissions.payload import Answer, decode_answers
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission
from forms_backend.worklists.lists import Filters, Selection, WorkList
from forms_backend.worklists.repository import ListRepository
from forms_backend.worklists.service import circle_of

FORM = "personal-data"
"""The form of requests; a district that does not offer it has none."""
ERASE = "erase"
_NOT_YET_ACCEPTED = frozenset(
    {State.RECEIVED, State.REGISTERED, State.SUPPLEMENT, State.REFUSING, State.REFUSED}
)
MOST_SHOWN = 100
_NAMED = DETAIL_LENGTH // (NUMBER_LENGTH + 1) - 10
_COMPARED: Mapping[str, str] = {
    FieldKind.PHONE.value: "phone",
    FieldKind.EMAIL.value: "email",
}
_NAME = "name"


class Why(StrEnum):
    """By what a matter is taken for one of that person."""

    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"

    @property
    def label(self) -> str:
        return texts.DATA_WHY[self.value]


@dataclass(frozen=True)
class Found:
    """One matter that holds data of the person; `why_kept` says why it cannot be erased now, empty
    where it can."""

    row: Row
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
        """The request with every matter that the person may see and that names the same number, phone,
        mail address or person; that it was looked for is an event with the numbers that were found.

        Raises MatterNotFoundError, also for what is no request.
        """
        now = self._clock()
        with self._database.write() as work:
            request = self._read(work, person, number)
            numbers = "、".join(one.row.number for one in request.found[:_NAMED])
            work[LedgerRepository].append(
                Action.DATA_FOUND, number=number, actor=person.actor, at=now,
                detail={"count": str(len(request.found)), "numbers": numbers},
            )  # fmt: skip
        return request

    def erase(self, person: Person, number: str, other: str) -> None:
        """Make the matter `other` anonymous because the request `number` asks for it; both have their
        event. Raises MatterNotFoundError, NotAllowedError."""
        with self._database.read() as work:
            request = self._read(work, person, number)
        fits = any(one.row.number == other and not one.why_kept for one in request.found)
        if not fits or not request.may_erase(person):
            raise NotAllowedError(Action.DATA_ERASED)
        if not self._retention.erase_on_request(other, request=number, actor=person.actor):
            raise NotAllowedError(Action.DATA_ERASED)

    def _read(self, work: Work, person: Person, number: str) -> Request:
        (submission, _), facts = work[MatterRepository].get_visible(person, number)
        if submission.form_id != FORM or not person.role.leads:
            raise MatterNotFoundError(number)
        answers = self._answers(submission)
        found = self._found(work, person, answers, number)
        is_accepted = facts.state in OPEN_STATES - _NOT_YET_ACCEPTED
        return Request(number, submission.category or "", is_accepted, tuple(found))

    def _found(
        self, work: Work, person: Person, answers: Sequence[Answer], number: str
    ) -> Iterable[Found]:
        wanted = _telling(answers)
        named = {one.upper() for one in NUMBER.findall(_text(answers, "about").upper())}
        today, lists = local_date(self._clock()), work[ListRepository]
        ids: dict[int, None] = {}
        for text in wanted:
            finder = self._index.finder(text)
            if finder is not None:
                ids |= dict.fromkeys(lists.search(person, _ALL, today, finder, ""))
        pairs = {pair[0].number: pair for pair in lists.pairs(list(ids))}
        pairs |= {pair[0].number: pair for pair in lists.pairs_of(sorted(named))}
        pairs.pop(number, None)
        for found_number in sorted(pairs, reverse=True)[:MOST_SHOWN]:
            pair = pairs[found_number]
            if not may_see_title(person, circle_of(pair[1])):
                continue
            own = _telling(self._answers(pair[0]))
            why = tuple(w for w in Why if w in {wanted[t] for t in own if t in wanted})
            if found_number in named:
                why = (Why.NUMBER, *why)
            if why:
                yield self._one(pair, why, today)

    def _one(self, pair: Pair, why: tuple[Why, ...], today: date) -> Found:
        submission, matter = pair
        row = row_of(pair, today)
        kept = texts.DATA_OPEN if row.state in OPEN_STATES else ""
        closed = local_date(matter.closed_at) if matter.closed_at else None
        return Found(row, why, closed, self._rules.submissions.of(submission.form_id), kept)

    def _answers(self, submission: Submission) -> tuple[Answer, ...]:
        """None of one that cannot be read: its own page says more."""
        try:
            return decode_answers(self._cipher.decrypt(submission.number, submission.payload))
        except DecryptionError:
            return ()


_ALL = Selection(WorkList.ALL, Filters())


def _text(answers: Iterable[Answer], key: str) -> str:
    return next((str(one.value) for one in answers if one.key == key), "")


def _telling(answers: Iterable[Answer]) -> dict[str, Why]:
    """What names a person in a matter, with what it is; the same text is looked for and compared."""
    found: dict[str, Why] = {}
    for one in answers:
        if not isinstance(one.value, str) or not one.value.strip():
            continue
        if one.kind in _COMPARED:
            found[one.value.strip().casefold()] = Why(_COMPARED[one.kind])
        elif one.key == _NAME:
            found["".join(one.value.split())] = Why.NAME
    return found
