"""What a district defines of a register (工作台账): fields, states, steps, targets; see registers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from district.frozen import Frozen

MAX_KEY_LENGTH = 40
MAX_FIELDS = 20
MAX_CHOICES = 30
LONGEST_LINE, LONGEST_PARAGRAPH = 200, 2_000
"""Characters of a text and of a paragraph."""
MOST_NUMBER = 100_000_000
MOST_FILES = 10
RESERVED_FIELDS = frozenset({"version", "csrf_token", "responsible_unit"})
RESERVED_LABELS = frozenset({"责任单位"})
RESERVED_STEPS = frozenset({"evidence"})
"""What pages and workbooks of every register have: as names of a district's own they would clash."""

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=MAX_KEY_LENGTH)]
Label = Annotated[str, Field(min_length=1, max_length=20)]
FieldKey = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=MAX_KEY_LENGTH)
]  # fmt: skip


class FieldType(StrEnum):
    """What a field takes. Only texts may hold personal data; they are kept encrypted."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    UNIT = "unit"
    POINT = "point"

    @property
    def is_text(self) -> bool:
        return self in (FieldType.TEXT, FieldType.PARAGRAPH)


class Worker(StrEnum):
    """岗位 that work on registers; the values are those of the backend's roles."""

    INTAKE = "intake"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"


class Need(StrEnum):
    """What a step asks for besides the click."""

    NOTE = "note"
    EVIDENCE = "evidence"


class Source(StrEnum):
    """What an entry may be made from in one step: a visit, or what a meeting decided."""

    VISIT = "visit"
    DECISION = "decision"

    @property
    def offers(self) -> Mapping[str, tuple[FieldType, ...]]:
        """What it gives, each with the types of fields that take it."""
        text = (FieldType.TEXT, FieldType.PARAGRAPH)
        day, point = (*text, FieldType.DAY), (FieldType.POINT,)
        if self is Source.VISIT:
            words = dict.fromkeys(("number", "firm", "people", "notes"), text)
            return {**words, "day": day, "point": point}
        words = dict.fromkeys(("number", "title", "minutes", "decision"), text)
        return {**words, "day": day, "due": day, "point": point}


class Every(StrEnum):
    """How often a promise begins anew."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        return {"month": "每月", "quarter": "每季度", "year": "每年"}[self.value]


def one_of(kind: type[StrEnum], what: str) -> BeforeValidator:
    """A value of `kind`, told by its name in `what` where it is none."""
    known = "、".join(kind)

    def check(value: Any) -> Any:
        if value not in list(kind):
            raise ValueError(f"没有“{value}”这种{what}，只能是 {known}")
        return kind(value)

    return BeforeValidator(check)


_Worker = Annotated[Worker, one_of(Worker, "岗位")]


class RegisterField(Frozen):
    """字段: `column` stands in lists; `options` are for a choice alone."""

    type: Annotated[FieldType, one_of(FieldType, "字段类型")]
    label: Label
    required: bool = False
    column: bool = False
    help: str = Field(default="", max_length=200)
    options: Mapping[Key, Label] = Field(default={}, max_length=MAX_CHOICES)

    @model_validator(mode="after")
    def _check_options(self) -> RegisterField:
        if bool(self.options) is not (self.type is FieldType.CHOICE):
            raise ValueError("options 与 type: choice 要一起写")
        return self


class State(Frozen):
    """状态: `within` working days it may last; what is `void` was entered by mistake and counts
    nowhere."""

    name: Label
    closed: bool = False
    void: bool = False
    within: int | None = Field(default=None, ge=1, le=366)

    @model_validator(mode="after")
    def _check_end(self) -> State:
        if self.within is not None and self.is_over:
            raise ValueError("办结或者作废的状态没有期限，不写 within")
        return self

    @property
    def is_over(self) -> bool:
        return self.closed or self.void


class Step(Frozen):
    """步骤: who may bring an entry from which states to which. With `another_person` it is not for
    whoever reported it done (销号由另一人办)."""

    name: Label
    start: tuple[str, ...] = Field(alias="from", min_length=1)
    to: str
    who: tuple[_Worker, ...] = Field(min_length=1)
    another_person: bool = False
    needs: tuple[Annotated[Need, one_of(Need, "要求")], ...] = ()
    fields: tuple[FieldKey, ...] = ()
    """What has to be filled in by then."""


class Filling(Frozen):
    """从走访、会议议定事项登记: which field takes what of it, and which option is chosen besides."""

    fill: Mapping[FieldKey, str] = Field(min_length=1)
    choose: Mapping[FieldKey, str] = {}


class PublicCalendar(Frozen):
    """公开日历: which fields everybody may read on the site, of entries that are marked for it (`only`)
    and whose words somebody of `who` approved, who wrote none of them."""

    shows: tuple[FieldKey, ...] = Field(min_length=1)
    only: Mapping[FieldKey, tuple[str, ...]] = {}
    who: tuple[_Worker, ...] = Field(min_length=1)


class Sampling(Frozen):
    """评查抽样: at least so many percent for each unit, drawn by a seed that anybody can check."""

    percent: Mapping[str, Annotated[float, Field(gt=0, le=100, multiple_of=0.01)]] = Field(
        min_length=1
    )
    item: FieldKey
    """The field that takes what was drawn."""


class Register(Frozen):
    """台账. The first state is where an entry begins; the first text is its heading in lists."""

    name: Label
    prefix: str = Field(pattern=r"^[A-Z]{2}$")
    about: str = Field(default="", max_length=200)
    enter: tuple[_Worker, ...] = Field(min_length=1)
    fields: Mapping[FieldKey, RegisterField] = Field(min_length=1, max_length=MAX_FIELDS)
    states: Mapping[Key, State] = Field(min_length=2)
    steps: Mapping[Key, Step] = Field(min_length=1)
    deadline: str | None = None
    """The day field that is the deadline."""
    counted_on: str | None = None
    """The day field that says to which month an entry belongs; else the day it was entered."""
    evidence: int = Field(default=MOST_FILES, ge=0, le=MOST_FILES)
    sample: Sampling | None = None
    sources: Mapping[Annotated[Source, one_of(Source, "来源")], Filling] = {}
    """From what an entry can be made in one step."""
    calendar: PublicCalendar | None = None

    @model_validator(mode="after")
    def _check_taken(self) -> Register:
        """Inputs, addresses and headings of columns that every register has."""
        for key, field in self.fields.items():
            if key in RESERVED_FIELDS:
                raise ValueError(f"fields：“{key}”系统自己要用，请换一个名字")
            if field.label in RESERVED_LABELS:
                raise ValueError(f"fields.{key}：每个台账都有“{field.label}”，label 请换一个")
        labels = [field.label for field in self.fields.values()]
        if twice := [label for label in dict.fromkeys(labels) if labels.count(label) > 1]:
            raise ValueError(f"fields：两个字段都叫“{'、'.join(twice)}”，label 不能重复")
        if strange := RESERVED_STEPS & self.steps.keys():
            raise ValueError(f"steps：“{'、'.join(strange)}”系统自己要用，请换一个名字")
        return self

    @model_validator(mode="after")
    def _check_names(self) -> Register:
        for label, key in (("deadline", self.deadline), ("counted_on", self.counted_on)):
            field = self.fields.get(key) if key else None
            if key and (field is None or field.type is not FieldType.DAY):
                raise ValueError(f"{label}：“{key}”不是这个台账的日期字段")
        if not self.heading:
            raise ValueError("至少要有一个 type: text 的字段，清单里用它作标题")
        for key, step in self.steps.items():
            strange = [state for state in (*step.start, step.to) if state not in self.states]
            if strange:
                raise ValueError(f"steps.{key}：没有“{'、'.join(strange)}”这个状态")
            if unknown := [field for field in step.fields if field not in self.fields]:
                raise ValueError(f"steps.{key}：没有“{'、'.join(unknown)}”这个字段")
            if Need.EVIDENCE in step.needs and not self.evidence:
                raise ValueError(f"steps.{key}：evidence 是 0，交不了佐证材料")
        item = self.fields.get(self.sample.item) if self.sample else None
        if self.sample and (item is None or item.type is not FieldType.TEXT):
            raise ValueError(f"sample.item：“{self.sample.item}”不是这个台账的文字字段")
        required = {key for key, field in self.fields.items() if field.required}
        if self.sample and required - {self.sample.item}:
            raise ValueError(
                "抽出来的只有 sample.item 这一项，别的字段不能必填（用步骤的 fields 要求）"
            )
        return self

    @model_validator(mode="after")
    def _check_sources(self) -> Register:
        for source, filling in self.sources.items():
            place = f"sources.{source}"
            for key, offered in filling.fill.items():
                field, fits = self.fields.get(key), source.offers.get(offered)
                if field is None:
                    raise ValueError(f"{place}.fill：没有“{key}”这个字段")
                if fits is None:
                    known = "、".join(source.offers)
                    raise ValueError(f"{place}.fill.{key}：没有“{offered}”，只能是 {known}")
                if field.type not in fits:
                    types = "、".join(fits)
                    raise ValueError(f"{place}.fill.{key}：“{offered}”只能填进 {types} 字段")
            for key, option in filling.choose.items():
                if key not in self.fields or option not in self.fields[key].options:
                    raise ValueError(f"{place}.choose.{key}：没有“{option}”这一项")
        return self

    @model_validator(mode="after")
    def _check_calendar(self) -> Register:
        calendar = self.calendar
        if calendar is None:
            return self
        if not self.counted_on:
            raise ValueError("calendar：公开日历按 counted_on 的日期排，请写上 counted_on")
        if unknown := [key for key in calendar.shows if key not in self.fields]:
            raise ValueError(f"calendar.shows：没有“{'、'.join(unknown)}”这个字段")
        if self.heading not in calendar.shows:
            raise ValueError(f"calendar.shows：要有“{self.heading}”，日历上用它作标题")
        for key, options in calendar.only.items():
            known = self.fields[key].options if key in self.fields else {}
            if strange := [option for option in options if option not in known]:
                raise ValueError(f"calendar.only.{key}：没有“{'、'.join(strange)}”这一项")
        return self

    @property
    def heading(self) -> str:
        """The key of the field that is shown as the title of an entry."""
        found = (k for k, field in self.fields.items() if field.type is FieldType.TEXT)
        return next(found, "")

    @property
    def first(self) -> str:
        return next(iter(self.states))

    @property
    def columns(self) -> tuple[str, ...]:
        """What lists show beside the heading, in the written order."""
        return tuple(k for k, f in self.fields.items() if f.column and k != self.heading)

    def steps_from(self, state: str) -> tuple[str, ...]:
        return tuple(key for key, step in self.steps.items() if state in step.start)

    def state(self, key: str) -> State:
        """The state; one that the file no longer has is open and called by its key."""
        return self.states.get(key) or State.model_construct(name=key)


class Target(Frozen):
    """目标: what is counted, and how much of it has to be reached.

    Either from `since` to `until`, or `every` month, quarter or year anew; with `units` each of
    them has to reach `goal` by itself.
    """

    name: str = Field(min_length=1, max_length=40)
    of: str = Field(alias="register")
    goal: int = Field(ge=1, le=MOST_NUMBER)
    measure: Label = "件"
    count: FieldKey | None = None
    """The number field that is added up; without it entries are counted."""
    states: tuple[str, ...] = Field(min_length=1)
    only: Mapping[FieldKey, tuple[str, ...]] = {}
    since: date | None = None
    until: date | None = None
    every: Annotated[Every, one_of(Every, "周期")] | None = None
    units: tuple[str, ...] = ()
    basis: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def _check_time(self) -> Target:
        if (self.every is None) is (self.since is None or self.until is None):
            raise ValueError("since 和 until 一起写，或者只写 every")
        if self.since and self.until and self.until < self.since:
            raise ValueError("until 早于 since")
        return self


class Registers(Frozen):
    """Everything in registers.yml, in its written order."""

    registers: Mapping[Key, Register] = {}
    targets: Mapping[Key, Target] = {}

    def find(self, key: str) -> Register | None:
        return self.registers.get(key)
