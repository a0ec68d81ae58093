"""补记: what was not asked on the phone is written down later, beside what was; nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from district.forms.fields import AttachmentField, ConsentField, FormField, OptionsField, Value
from district.forms.models import FormDefinition
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.errors import MatterNotFoundError, NotAllowedError, StaleMatterError
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.corrections import NONE_CHOSEN
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.states.transitions import OPEN_STATES
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import blind_index, searchable
from forms_backend.submissions.intake_repository import IntakeRepository
from forms_backend.submissions.payload import Answer, answers_of, decode_answers, replace_answers
from forms_backend.submissions.search_repository import SearchRepository
from forms_backend.submissions.tables import Submission


@dataclass(frozen=True)
class Unasked:
    """What a matter that was taken in leaves open; `given` are the answers so far."""

    form: FormDefinition
    given: Mapping[str, Value]
    fields: tuple[FormField, ...]


def unasked_fields(form: FormDefinition, given: Mapping[str, Value]) -> tuple[FormField, ...]:
    """The fields without an answer that may be written down later, also those that another of them
    must call for first; neither files nor consents, which only the visitor gives."""
    return tuple(
        field
        for field in form.fields
        if not given.get(field.key)
        and not isinstance(field, AttachmentField | ConsentField)
        and _may_be_shown(form, field, given)
    )


def _may_be_shown(form: FormDefinition, field: FormField, given: Mapping[str, Value]) -> bool:
    """Whether its condition holds or may still come to hold."""
    if field.show_if is None:
        return True
    parent = form.field(field.show_if.field)
    if parent is None or not _may_be_shown(form, parent, given):
        return False
    value = given.get(parent.key)
    return not value or field.show_if.holds_for(value)


class CompletionService:
    """For the intake desk, on open matters that it took in; each method is one transaction."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        forms: Mapping[str, FormDefinition],
        clock: Clock,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._index = blind_index(cipher)
        self._forms = forms
        self._clock = clock

    def unasked(self, person: Person, number: str) -> Unasked:
        """What is still open. Raises MatterNotFoundError, NotAllowedError."""
        with self._database.read() as work:
            _, payload, form = self._open(work, person, number)
        given = {answer.key: answer.value for answer in decode_answers(payload)}
        return Unasked(form, given, unasked_fields(form, given))

    def complete(self, person: Person, number: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """Write down the answers to what was open. Returns the keys of the fields that were filled.

        What has an answer keeps it: StaleMatterError for `values` of such a field, or of one that is
        not asked any more. Raises MatterNotFoundError, NotAllowedError.
        """
        now = self._clock()
        with self._database.write() as work:
            work[MatterRepository].lock(work[MatterRepository].get(number)[1])
            submission, payload, form = self._open(work, person, number)
            answers = decode_answers(payload)
            given = {answer.key: answer.value for answer in answers}
            allowed = {field.key for field in unasked_fields(form, given)}
            new = {key: value for key, value in values.items() if value}
            if not new.keys() <= allowed:
                raise StaleMatterError
            shown = given | new
            new = {
                key: value
                for key, value in new.items()
                if (field := form.field(key)) and form.is_shown(field, shown)
            }
            if not new:
                return ()
            added = answers_of(form, new)
            completed = replace_answers(payload, _in_order(form, (*answers, *added)))
            submission.payload = self._cipher.encrypt(number, completed)
            columns = _fill_columns(submission, form, new)
            work[SearchRepository].add(submission.id, self._index.trapdoors(searchable(added)))
            filled = tuple(answer.key for answer in added)
            work[LedgerRepository].append(
                Action.COMPLETED, number=number, actor=person.actor, at=now,
                detail={"fields": "、".join(answer.label for answer in added)}
                | {f"former_{column}": NONE_CHOSEN for column in columns},
            )  # fmt: skip
            return filled

    def _open(
        self, work: Work, person: Person, number: str
    ) -> tuple[Submission, bytes, FormDefinition]:
        """The submission, its decrypted payload, and the form as it is now."""
        (submission, _), facts = work[MatterRepository].get_visible(person, number)
        form = self._forms.get(submission.form_id)
        if form is None:
            raise MatterNotFoundError(number)
        taken_in = work[IntakeRepository].find(submission, self._cipher)
        if person.role is not Role.INTAKE or taken_in is None or facts.state not in OPEN_STATES:
            raise NotAllowedError(Action.COMPLETED)
        return submission, self._cipher.decrypt(number, submission.payload), form


def _in_order(form: FormDefinition, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """As the form has them; what it no longer asks stays behind."""
    places = {field.key: place for place, field in enumerate(form.fields)}
    return tuple(sorted(answers, key=lambda answer: places.get(answer.key, len(places))))


def _fill_columns(
    submission: Submission, form: FormDefinition, values: Mapping[str, Value]
) -> list[str]:
    """Fill the columns that lists and reports show, as far as they are empty; returns which. What
    routes a matter is asked first (district/forms/reading.py) and never filled here."""
    filled = []
    for key, value in values.items():
        field = form.field(key)
        if not isinstance(field, OptionsField) or field.column is None:
            continue
        column = field.column.value
        if column in _FILLED and getattr(submission, column) is None:
            setattr(submission, column, value)
            filled.append(column)
    return filled


_FILLED = frozenset({"region", "sender", "firm_size", "industry"})
