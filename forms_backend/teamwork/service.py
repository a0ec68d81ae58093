"""协办 and 内部讨论: each method that writes is one transaction with its event. None of them is a step
of the state table: nobody's open page gets out of date by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from district.models import SiteConfig
from forms_backend.accounts.address_book import people_at_work
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.staged import StagedFile
from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.fields.typed_forms import ChoiceField, DayField, TextField, TypedForm
from forms_backend.identity.errors import InvalidInputError, NotAllowedError, StaleMatterError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.assist_repository import AssistRepository, Ended
from forms_backend.matters.happening import MatterNotices
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.states.permissions import ASSISTING, Facts, may_see
from forms_backend.matters.states.transitions import Need
from forms_backend.matters.tables import Assist
from forms_backend.matters.writing import Writer
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.tables import Submission
from forms_backend.teamwork import messages as texts
from forms_backend.teamwork.daily import owed
from forms_backend.teamwork.mentions import handles, mentions_in
from forms_backend.teamwork.rules import (
    is_asked,
    last_day,
    may_ask,
    may_decide,
    may_discuss,
    may_give,
)

UNIT, PERSON, DUE, TEXT, FILES = "unit", "person", "due_on", "text", "files"
INPUTS = (UNIT, PERSON, DUE, TEXT, FILES)


@dataclass(frozen=True)
class AssistView:
    """One request to contribute, without its texts: those stand in the events with this `id`."""

    id: int
    unit: str
    login: str | None
    asked_by: str
    due_on: date
    given_by: str | None
    given_at: datetime | None
    ended: Ended | None
    late_days: int
    """Days after the last day: of the contribution, or up to now while it is still to come."""
    may_give: bool
    may_send_back: bool
    may_withdraw: bool

    @property
    def is_awaited(self) -> bool:
        return self.given_at is None and self.ended is None


@dataclass(frozen=True)
class TeamView:
    """协办 of a matter, and what this person may do about it and in the discussion."""

    assists: tuple[AssistView, ...]
    may_ask: bool
    may_discuss: bool
    last_day: date
    units: tuple[str, ...]
    """Units that can be asked; empty where the person may not ask."""
    people: tuple[Person, ...]
    """People in them who can be asked by name."""
    handles: tuple[str, ...]
    """How those can be named after @ who may see the matter, but for the person."""

    @property
    def awaited(self) -> int:
        return sum(one.is_awaited for one in self.assists)


@dataclass(frozen=True)
class _Open:
    """A matter on which something is to be written, held until the transaction ends."""

    work: Work
    submission: Submission
    facts: Facts
    now: datetime

    @property
    def people(self) -> list[Person]:
        """Everybody at work who may see it."""
        return [one for one in self.everybody if may_see(one, self.facts)]

    @property
    def everybody(self) -> list[Person]:
        return people_at_work(self.work, local_date(self.now))


class TeamworkService:
    """Asks, gives, sends back, lets go, discusses."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        config: SiteConfig,
        clock: Clock,
        notices: MatterNotices,
        attachments: AttachmentService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._notices = notices
        self._attachments = attachments
        self._writer = Writer(cipher)
        self._units = tuple(unit.key for unit in config.units if unit.kind.handles_matters)

    def view(self, person: Person, number: str) -> TeamView:
        """For the page of a matter that was opened already. Raises MatterNotFoundError."""
        now = self._clock()
        today = local_date(now)
        with self._database.read() as work:
            (submission, _), facts = work[MatterRepository].get_visible(person, number)
            rows = work[AssistRepository].of(submission.id)
            opened = _Open(work, submission, facts, now)
            asks = may_ask(person, facts)
            seeing = handles(one for one in opened.people if one.login != person.login)
            return TeamView(
                tuple(_assist_view(person, facts, row, today) for row in rows),
                asks,
                may_discuss(person, facts),
                last_day(facts, today),
                self._askable(facts) if asks else (),
                tuple(self._contributors(opened)) if asks else (),
                tuple(seeing),
            )

    def owed_line(self, person: Person) -> str:
        """What the bell says of contributions that the person owes; empty where there are none."""
        today = local_date(self._clock())
        with self._database.read() as work:
            mine = owed(person, work[AssistRepository].open(date.max))
        late = sum(one.due_on < today for one in mine)
        return texts.BELL_OWED.format(count=len(mine), late=late) if mine else ""

    def _askable(self, facts: Facts) -> tuple[str, ...]:
        hidden = facts.accused_unit if facts.confidential else None
        return tuple(unit for unit in self._units if unit != hidden)

    def _contributors(self, opened: _Open) -> list[Person]:
        units = self._askable(opened.facts)
        return [
            one
            for one in opened.everybody
            if one.role in ASSISTING and one.unit in units and one.login != opened.facts.handler
        ]

    def ask(self, person: Person, number: str, typed: Mapping[str, str]) -> None:
        """Ask a unit, or somebody in it. Raises MatterNotFoundError, NotAllowedError,
        InvalidInputError with every mistake by input."""
        now = self._clock()
        with self._database.write() as work:
            opened = self._opened(work, person, number, now)
            if not may_ask(person, opened.facts):
                raise NotAllowedError(Action.ASSIST_ASKED)
            unit, login, due_on, text = self._read_request(opened, typed)
            row = self._add(opened, person, unit, login, due_on)
            self._record(opened, person, Action.ASSIST_ASKED, row, text)
            self._tell(opened, person, Action.ASSIST_ASKED, row, self._asked(opened, row))

    def _read_request(
        self, opened: _Open, typed: Mapping[str, str]
    ) -> tuple[str, str | None, date, str]:
        facts = opened.facts
        people = {one.login: one for one in self._contributors(opened)}
        named = typed.get(PERSON, "")
        if not typed.get(UNIT) and named in people:  # who chooses a person has chosen the unit
            typed = {**typed, UNIT: people[named].unit}
        form = TypedForm(typed)
        unit = form.read(ChoiceField(UNIT, self._units, texts.UNIT_UNKNOWN))
        login = form.read(
            ChoiceField(PERSON, {"", *people, facts.handler or ""}, texts.PERSON_UNKNOWN)
        )
        due_on = form.read(_due_field(facts, local_date(opened.now)))
        text = form.read(TextField(TEXT, WRITING_LENGTH, texts.TEXT_MISSING, many_lines=True))
        if facts.confidential and unit == facts.accused_unit:
            form.refuse(UNIT, texts.UNIT_ACCUSED)
        if login and login == facts.handler:
            form.refuse(PERSON, texts.PERSON_IS_HANDLER)
        elif login in people and people[login].unit != unit:
            form.refuse(PERSON, texts.PERSON_UNKNOWN)
        elif not login and facts.confidential:
            form.refuse(PERSON, texts.PERSON_NEEDED)
        elif not login and unit == facts.unit:
            form.refuse(UNIT, texts.UNIT_SAME)
        standing = opened.work[AssistRepository].standing_of([opened.submission.id])
        if any(
            (row.unit, row.login) == (unit, login or None) and row.given_at is None
            for row in standing.get(opened.submission.id, ())
        ):
            form.refuse(PERSON if login else UNIT, texts.ALREADY_ASKED)
        _raise(form)
        return unit, login or None, due_on, text

    def give(
        self,
        person: Person,
        number: str,
        assist_id: int,
        typed: Mapping[str, str],
        files: Sequence[StagedFile] = (),
    ) -> None:
        """Submit a contribution to whoever handles the matter. Raises as `ask` does, StaleMatterError
        for what was given or ended meanwhile, and AttachmentGoneError."""
        now = self._clock()
        with self._database.write() as work:
            opened = self._opened(work, person, number, now)
            row = self._row(opened, assist_id)
            if not is_asked(person, opened.facts, row.unit, row.login):
                raise NotAllowedError(Action.ASSIST_GIVEN)
            if not may_give(person, opened.facts, row):
                raise StaleMatterError
            text = _read_text(typed, texts.GIVE_MISSING)
            row.given_by, row.given_at = person.login, now
            self._record(opened, person, Action.ASSIST_GIVEN, row, text)
            self._keep(opened, person, Action.ASSIST_GIVEN, files)
            main = {row.asked_by, opened.facts.handler}
            people = [one for one in opened.people if one.login in main]
            self._tell(opened, person, Action.ASSIST_GIVEN, row, people)

    def send_back(
        self, person: Person, number: str, assist_id: int, typed: Mapping[str, str]
    ) -> None:
        """Ask the same again, with a day of its own. Raises as `give` does."""
        now = self._clock()
        with self._database.write() as work:
            opened = self._opened(work, person, number, now)
            row = self._row(opened, assist_id)
            if not may_decide(person, opened.facts):
                raise NotAllowedError(Action.ASSIST_RETURNED)
            if row.given_at is None or row.ended_at is not None:
                raise StaleMatterError
            form = TypedForm(typed)
            due_on = form.read(_due_field(opened.facts, local_date(now)))
            missing = texts.SEND_BACK_MISSING
            text = form.read(TextField(TEXT, WRITING_LENGTH, missing, many_lines=True))
            _raise(form)
            row.ended_as, row.ended_at = Ended.RETURNED.value, now
            again = self._add(opened, person, row.unit, row.login, due_on)
            self._record(opened, person, Action.ASSIST_RETURNED, again, text, former=row.id)
            self._tell(opened, person, Action.ASSIST_RETURNED, again, self._asked(opened, again))

    def withdraw(
        self, person: Person, number: str, assist_id: int, typed: Mapping[str, str]
    ) -> None:
        """Let somebody go who has not contributed yet; from then on the matter is not seen there.
        Raises as `give` does."""
        now = self._clock()
        with self._database.write() as work:
            opened = self._opened(work, person, number, now)
            row = self._row(opened, assist_id)
            if not may_decide(person, opened.facts):
                raise NotAllowedError(Action.ASSIST_WITHDRAWN)
            if row.given_at is not None or row.ended_at is not None:
                raise StaleMatterError
            text = _read_text(typed, texts.WITHDRAW_MISSING)
            people = self._asked(opened, row)
            row.ended_as, row.ended_at = Ended.WITHDRAWN.value, now
            self._record(opened, person, Action.ASSIST_WITHDRAWN, row, text)
            self._tell(opened, person, Action.ASSIST_WITHDRAWN, row, people)

    def discuss(
        self,
        person: Person,
        number: str,
        typed: Mapping[str, str],
        files: Sequence[StagedFile] = (),
    ) -> None:
        """Say something to everybody who may see the matter; whom it names is told. Raises as `ask`
        does, and AttachmentGoneError."""
        now = self._clock()
        with self._database.write() as work:
            opened = self._opened(work, person, number, now)
            if not may_discuss(person, opened.facts):
                raise NotAllowedError(Action.DISCUSSED)
            text = _read_text(typed, texts.SAY_MISSING)
            everybody = opened.everybody
            seeing = [one for one in everybody if may_see(one, opened.facts)]
            named = mentions_in(text, seeing, [one for one in everybody if one not in seeing])
            if named.problem:
                raise InvalidInputError({TEXT: named.problem})
            self._record(opened, person, Action.DISCUSSED, None, text)
            self._keep(opened, person, Action.DISCUSSED, files)
            self._tell(opened, person, Action.DISCUSSED, None, named.people)

    def _opened(self, work: Work, person: Person, number: str, now: datetime) -> _Open:
        matters = work[MatterRepository]
        # Whoever moves the matter elsewhere just now must wait for us, or we for them.
        matters.lock(matters.get(number)[1])
        (submission, _), facts = matters.get_visible(person, number)
        return _Open(work, submission, facts, now)

    def _row(self, opened: _Open, assist_id: int) -> Assist:
        row = opened.work[AssistRepository].find(opened.submission.id, assist_id)
        if row is None:
            raise NotAllowedError(Action.ASSIST_GIVEN)
        return row

    def _add(
        self, opened: _Open, person: Person, unit: str, login: str | None, due_on: date
    ) -> Assist:
        row = Assist(
            submission_id=opened.submission.id,
            unit=unit,
            login=login,
            asked_by=person.login,
            asked_at=opened.now,
            due_on=due_on,
        )
        opened.work[AssistRepository].add(row)
        return row

    def _record(
        self,
        opened: _Open,
        person: Person,
        action: Action,
        row: Assist | None,
        text: str,
        former: int | None = None,
    ) -> None:
        """The text, and an event that holds none of it."""
        work, submission = opened.work, opened.submission
        written = {Need.TEXT: text}
        detail = self._writer.keep(work, submission, action, person.actor, written, opened.now)
        if row is not None:
            detail |= {
                "assist": str(row.id),
                "assist_unit": row.unit,
                "assist_due_on": row.due_on.isoformat(),
            }
            detail |= {"assist_login": row.login} if row.login else {}
            detail |= {"former_assist": str(former)} if former is not None else {}
        work[LedgerRepository].append(
            action, number=submission.number, actor=person.actor, at=opened.now, detail=detail
        )

    def _keep(
        self, opened: _Open, person: Person, action: Action, files: Sequence[StagedFile]
    ) -> None:
        enclosed = self._attachments.enclose(files, actor=person.actor)
        enclosed.keep(opened.work, opened.submission, action, opened.now)

    def _asked(self, opened: _Open, row: Assist) -> list[Person]:
        """Whom a request concerns: whom it names and who stands in; without a name, the unit."""
        found = [
            one for one in opened.everybody if is_asked(one, opened.facts, row.unit, row.login)
        ]
        named = [one for one in found if one.acts_for(row.login)]
        return named or found

    def _tell(
        self,
        opened: _Open,
        person: Person,
        action: Action,
        row: Assist | None,
        people: Sequence[Person],
    ) -> None:
        others = [one for one in people if one.login != person.login]
        occasion = str(row.id) if row else opened.now.strftime("%Y%m%d%H%M%S%f")
        self._notices.tell_people(
            opened.work, opened.submission, action, others, occasion, opened.now
        )


def _assist_view(person: Person, facts: Facts, row: Assist, today: date) -> AssistView:
    decides = may_decide(person, facts)
    ended = Ended(row.ended_as) if row.ended_as else None
    until = local_date(row.given_at) if row.given_at else today
    is_over = ended is Ended.WITHDRAWN
    return AssistView(
        row.id,
        row.unit,
        row.login,
        row.asked_by,
        row.due_on,
        row.given_by,
        row.given_at,
        ended,
        0 if is_over else max(0, (until - row.due_on).days),
        may_give(person, facts, row),
        decides and row.given_at is not None and ended is None,
        decides and row.given_at is None and ended is None,
    )


def _due_field(facts: Facts, today: date) -> DayField:
    last = last_day(facts, today)
    return DayField(DUE, today, last, texts.DUE_OUTSIDE.format(last=last))


def _read_text(typed: Mapping[str, str], missing: str) -> str:
    form = TypedForm(typed)
    text = form.read(TextField(TEXT, WRITING_LENGTH, missing, many_lines=True))
    _raise(form)
    return text


def _raise(form: TypedForm) -> None:
    problems = form.problems(INPUTS)
    if problems:
        raise InvalidInputError(problems)
