"""Drawing a sample into a register: once from each list, in one transaction with its entries."""

from __future__ import annotations

from collections.abc import Mapping

from district.registers.models import Register, Sampling
from forms_backend.database.limits import SOURCE_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.fields.field_rules import InvalidValueError
from forms_backend.fields.typed_forms import ChoiceField, TextField, TypedForm
from forms_backend.identity.errors import InvalidInputError, MatterNotFoundError, NotAllowedError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.registers import messages as texts
from forms_backend.registers.entry import Written
from forms_backend.registers.repository import RegisterRepository
from forms_backend.registers.rules import may_enter
from forms_backend.registers.sampling import draw, list_digest, read_items
from forms_backend.registers.service import RegisterService
from forms_backend.registers.tables import RegisterSample
from forms_backend.running.clock import Clock, local_text

KEYS = ("unit", "items", "seed")


def sampling_of(register: Register, key: str) -> Sampling:
    """Raises MatterNotFoundError for a register that draws nothing."""
    if register.sample is None:
        raise MatterNotFoundError(key)
    return register.sample


class SampleService:
    """Draws and keeps what was drawn."""

    def __init__(self, database: Database, clock: Clock, service: RegisterService) -> None:
        self._database = database
        self._clock = clock
        self._service = service

    def may_draw(self, person: Person, register: Register) -> bool:
        """Who leads and enters: a unit does not draw the sample of its own cases."""
        return person.role.leads and may_enter(person, register)

    def draw(self, person: Person, key: str, typed: Mapping[str, str]) -> int:
        """Draw from the list that was typed and enter what was drawn; returns how many. Raises
        MatterNotFoundError, NotAllowedError, InvalidInputError with every mistake by input."""
        register = self._service.register(key)
        sampling = sampling_of(register, key)
        if not self.may_draw(person, register):
            raise NotAllowedError
        form = TypedForm(typed)
        unit = form.read(ChoiceField("unit", sampling.percent, texts.SAMPLE_UNIT_WRONG))
        seed = form.read(TextField("seed", SOURCE_LENGTH, texts.SAMPLE_SEED_MISSING))
        items: tuple[str, ...] = ()
        try:
            items = read_items(typed.get("items", ""))
        except InvalidValueError as error:
            form.refuse("items", str(error))
        if problems := form.problems(KEYS):
            raise InvalidInputError(problems)
        hundredths = round(sampling.percent[unit] * 100)
        drawn, digest, now = draw(items, seed, hundredths), list_digest(items), self._clock()
        with self._database.write() as work:
            before = work[RegisterRepository].sample_of_list(key, digest)
            if before is not None:
                told = texts.SAMPLE_DRAWN_BEFORE.format(at=local_text(before.at))
                raise InvalidInputError({"items": told})
            sample = RegisterSample(
                register=key,
                unit=unit,
                seed=seed,
                hundredths=hundredths,
                listed=len(items),
                drawn=len(drawn),
                list_digest=digest,
                login=person.login,
                at=now,
            )
            work.add(sample)
            work.flush()
            for one in drawn:
                written = Written(unit, {sampling.item: one.item})
                self._service.add(work, person, key, written, sample.id)
            work[LedgerRepository].append(
                Action.SAMPLE_DRAWN,
                number=None,
                actor=person.actor,
                at=now,
                detail={
                    "register": key,
                    "unit": unit,
                    "seed": seed,
                    "hundredths": str(hundredths),
                    "listed": str(len(items)),
                    "drawn": str(len(drawn)),
                    "list_digest": digest,
                },
            )
        return len(drawn)
