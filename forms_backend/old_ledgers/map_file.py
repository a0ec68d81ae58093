"""对应文件 (map.yml): which column of an old ledger means what here. Pure but for reading the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from district.errors import ConfigError, ConfigProblem
from district.forms.fields import AttachmentField, ConsentField, FormField
from district.forms.models import FormDefinition
from district.frozen import Frozen
from district.loader import problems_of, read_yaml
from district.models import SiteConfig
from forms_backend.matters.inputs import Delivery
from forms_backend.old_ledgers import messages as texts
from forms_backend.submissions.channel import Channel

ANSWERS = "answers."
"""Before the key of a field of the form."""
MAX_NAME_LENGTH = 40
MOST_HEADER_ROW = 50
_TITLES = (f"{ANSWERS}title", f"{ANSWERS}description")

Word = Annotated[str, Field(min_length=1, max_length=200)]


class Target(StrEnum):
    """What a column may mean besides a field of the form."""

    NUMBER = "number"
    FORM = "form"
    CHANNEL = "channel"
    RECEIVED_ON = "received_on"
    ACCEPTED_ON = "accepted_on"
    DUE_ON = "due_on"
    ANSWERED_ON = "answered_on"
    DELIVERED_ON = "delivered_on"
    DELIVERED_BY = "delivered_by"
    UNIT = "unit"
    RESULT = "result"
    SATISFIED = "satisfied"
    ANSWER = "answer"
    KEEP = "keep"
    IGNORE = "ignore"

    @property
    def label(self) -> str:
        return texts.TARGET_LABELS[self.value]


class Result(StrEnum):
    """办理结果 of an old matter."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"

    @property
    def label(self) -> str:
        return texts.RESULT_LABELS[self.value]


_MANY = frozenset({Target.KEEP.value, Target.IGNORE.value})
NEEDED = (Target.FORM, Target.CHANNEL, Target.RECEIVED_ON)
CONSTANT = frozenset({Target.FORM, Target.CHANNEL, Target.UNIT, Target.DELIVERED_BY})
"""What may be the same for the whole ledger."""


class OldLedgerMap(Frozen):
    """`columns`: the name of a column → what it means; `always`: what is the same for every row;
    `words`: for what is chosen from a list, the ledger's word → ours."""

    name: str = Field(min_length=1, max_length=MAX_NAME_LENGTH)
    header_row: int = Field(default=1, ge=1, le=MOST_HEADER_ROW)
    columns: Mapping[Word, Word] = Field(min_length=1)
    always: Mapping[Word, Word] = Field(default_factory=dict)
    words: Mapping[Word, Mapping[Word, Word]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """What the district calls things: for each target that is chosen, our words → our keys."""

    forms: Mapping[str, FormDefinition]
    chosen: Mapping[str, Mapping[str, str]]
    confidential: Collection[str] = ()
    """Categories whose matters are kept from the unit that they accuse."""

    def of_target(self, target: str) -> Mapping[str, str]:
        """Label or key → key; of a field, over all forms. Empty where nothing is chosen."""
        if not target.startswith(ANSWERS):
            return self.chosen.get(target, {})
        found: dict[str, str] = {}
        for field in self.fields(target.removeprefix(ANSWERS)):
            found |= words_of(field)
        return found

    def fields(self, key: str) -> Iterator[FormField]:
        """The fields of that key in every form."""
        return (f for form in self.forms.values() if (f := form.field(key)) is not None)


def words_of(field: FormField) -> dict[str, str]:
    """Label or key of each option → its key."""
    return {word: option.key for option in field.options for word in (option.key, option.label)}


def terms_of(
    config: SiteConfig, forms: Mapping[str, FormDefinition], confidential: Collection[str]
) -> Terms:
    """The words of the district."""
    units = [unit for unit in config.units if unit.kind.handles_matters]
    ratings = {label: key for key, label in texts.RATING_LABELS.items()}
    chosen = {
        Target.FORM.value: {w: key for key, form in forms.items() for w in (key, form.title)},
        Target.CHANNEL.value: {w: one.value for one in Channel for w in (one.value, one.label)},
        Target.DELIVERED_BY.value: {w: d.value for d in Delivery for w in (d.value, d.label)},
        Target.UNIT.value: {w: u.key for u in units for w in (u.key, u.short, u.name)},
        Target.RESULT.value: {w: r.value for r in Result for w in (r.value, r.label)},
        Target.SATISFIED.value: ratings | {key: key for key in texts.RATING_LABELS},
    }
    return Terms(forms, chosen, confidential)


def load_map(path: Path, terms: Terms) -> OldLedgerMap:
    """The map, checked against the district's forms, units and words. Raises ConfigError with every
    mistake by its key."""
    try:
        found = OldLedgerMap.model_validate(read_yaml(path) or {})
    except ValidationError as error:
        raise ConfigError(problems_of(error, path.name)) from error
    problems = [
        ConfigProblem(f"{path.name}: {at}", told) for at, told in map_problems(found, terms)
    ]
    if problems:
        raise ConfigError(problems)
    return found


def map_problems(found: OldLedgerMap, terms: Terms) -> Iterator[tuple[str, str]]:
    """Place and sentence of everything that is wrong."""
    taken: dict[str, str] = {}
    for label, target in found.columns.items():
        place = f"columns.{label}"
        told = _target_problem(target, terms)
        if told:
            yield place, told
        elif target in taken and target not in _MANY:
            yield place, texts.TARGET_TWICE.format(target=target, label=taken[target])
        taken.setdefault(target, label)
    for target, word in found.always.items():
        place = f"always.{target}"
        if target not in CONSTANT:
            yield place, texts.ALWAYS_UNFIT.format(target=target)
        elif target in taken:
            yield place, texts.ALWAYS_TWICE.format(target=target)
        else:
            yield from _word_problem(place, target, word, terms)
    for needed in NEEDED:
        if needed not in taken and needed not in found.always:
            yield "columns", texts.TARGET_MISSING.format(label=needed.label, target=needed.value)
    if not any(title in taken for title in _TITLES):
        yield "columns", texts.TITLE_MISSING
    for target, words in found.words.items():
        if target not in taken:
            yield f"words.{target}", texts.WORDS_UNUSED.format(target=target)
            continue
        for word, ours in words.items():
            yield from _word_problem(f"words.{target}.{word}", target, ours, terms)


def _target_problem(target: str, terms: Terms) -> str:
    if not target.startswith(ANSWERS):
        if target in tuple(Target):
            return ""
        return texts.UNKNOWN_TARGET.format(target=target, known="、".join(Target))
    key = target.removeprefix(ANSWERS)
    fields = list(terms.fields(key))
    if not fields:
        return texts.UNKNOWN_FIELD.format(key=key)
    if any(isinstance(field, AttachmentField | ConsentField) for field in fields):
        return texts.FIELD_NOT_TAKEN.format(key=key)
    return ""


def _word_problem(place: str, target: str, ours: str, terms: Terms) -> Iterator[tuple[str, str]]:
    known = terms.of_target(target)
    if ours not in known:
        named = "、".join(dict.fromkeys(known.values()))
        yield place, texts.WORD_UNKNOWN.format(word=ours, known=named or "—")
