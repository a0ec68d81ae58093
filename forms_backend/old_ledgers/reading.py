"""Rows of an old ledger as matters; everything wrong with it by cell. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from district.casework.deadlines import MAX_DAYS
from district.forms.fields import (
    ChoiceField,
    FieldKind,
    FormField,
    LedgerColumn,
    MultiChoiceField,
    OptionsField,
)
from district.forms.models import FormDefinition
from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.fields.field_rules import (
    CLEANERS,
    InvalidValueError,
    check_date,
    check_length,
    check_readable,
    clean_code,
    clean_date,
    clean_text,
)
from forms_backend.matters.inputs import Delivery
from forms_backend.office_files.sheet_reading import (
    Sheet,
    SheetCell,
    day_of_serial,
    plain_number,
)
from forms_backend.old_ledgers import messages as texts
from forms_backend.old_ledgers.map_file import (
    ANSWERS,
    OldLedgerMap,
    Result,
    Target,
    Terms,
    words_of,
)
from forms_backend.old_ledgers.old_matter import OldMatter
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.payload import Answer

MOST_ROWS = 5_000
"""Of one file: while they are written nobody else can write."""
MOST_NUMBER = 100
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DAYS = (
    Target.RECEIVED_ON, Target.ACCEPTED_ON, Target.ANSWERED_ON, Target.DELIVERED_ON, Target.DUE_ON,
)  # fmt: skip
_RATINGS = {"satisfied": True, "dissatisfied": False, "unrated": None}
_MANY_SPLIT = "、，,；;\n"
Row = Mapping[str, SheetCell]


@dataclass(frozen=True)
class Read:
    """What the sheet says: matters, or why none is taken."""

    matters: tuple[OldMatter, ...]
    problems: tuple[str, ...]


def read_old_ledger(found: OldLedgerMap, sheet: Sheet, terms: Terms, today: date) -> Read:
    """Every row below the names of the columns."""
    heads = [row for row in sheet.rows if _row_number(row) == found.header_row]
    if not heads:
        told = texts.NO_HEADER_ROW.format(row=found.header_row)
        return Read((), (told if sheet.rows else texts.EMPTY,))
    columns, problems = _columns(found, heads[0])
    problems += [
        texts.MERGED.format(cell=cells)
        for cells in sheet.merged
        if _last_row(cells) >= found.header_row
    ]
    below = [row for row in sheet.rows if _row_number(row) > found.header_row]
    if len(below) > MOST_ROWS:
        row_number = _row_number(below[MOST_ROWS])
        return Read((), (texts.TOO_MANY_ROWS.format(row=row_number, most=MOST_ROWS),))
    matters = []
    for row in below:
        reading = _RowReading(found, terms, sheet, today, columns, row)
        matter = reading.matter()
        problems += reading.problems
        if matter is not None:
            matters.append(matter)
    if not matters and not problems:
        problems.append(texts.EMPTY)
    problems += _repeated(matters, _letters_of_number(found, columns))
    return Read(() if problems else tuple(matters), tuple(problems))


def _row_number(row: Row) -> int:
    return int(next(iter(row.values())).place.lstrip(_LETTERS))


def _last_row(cells: str) -> int:
    digits = cells.rpartition(":")[2].replace("$", "").lstrip(_LETTERS)
    return int(digits) if digits.isdecimal() else 1


def _columns(found: OldLedgerMap, head: Row) -> tuple[dict[str, str], list[str]]:
    """Letters → name of the column, and what is wrong with the names."""
    columns: dict[str, str] = {}
    problems = []
    for letters, cell in head.items():
        label = " ".join(clean_text(cell.text).split())
        if label not in found.columns:
            problems.append(texts.UNKNOWN_HEADER.format(cell=cell.place, label=label[:40]))
        elif label in columns.values():
            problems.append(texts.HEADER_TWICE.format(cell=cell.place, label=label))
        columns[letters] = label
    for label in found.columns:
        if label not in columns.values():
            problems.append(texts.NO_HEADER.format(row=found.header_row, label=label))
    return columns, problems


def _letters_of_number(found: OldLedgerMap, columns: Mapping[str, str]) -> str:
    """The column of the numbers, or the first."""
    named = (one for one, label in columns.items() if found.columns.get(label) == Target.NUMBER)
    return next(named, next(iter(columns), "A"))


def _repeated(matters: Iterable[OldMatter], letters: str) -> Iterator[str]:
    """Rows that could not be told apart when the file is imported again."""
    first: dict[str, int] = {}
    for matter in matters:
        key = f"#{matter.number}" if matter.number else matter.content
        row = first.setdefault(key, matter.row)
        if row != matter.row:
            what = texts.SAME_NUMBER if matter.number else texts.SAME_CONTENT
            yield texts.CELL.format(
                cell=f"{letters}{matter.row}",
                label=Target.NUMBER.label,
                problem=texts.SAME_ROW.format(row=row, what=what),
            )


class _RowReading:
    """One row, with everything that is wrong in it."""

    def __init__(
        self,
        found: OldLedgerMap,
        terms: Terms,
        sheet: Sheet,
        today: date,
        columns: Mapping[str, str],
        row: Row,
    ) -> None:
        self._found = found
        self._terms = terms
        self._since_1904 = sheet.since_1904
        self._today = today
        self._number = _row_number(row)
        self._letters = {
            found.columns[label]: letters
            for letters, label in columns.items()
            if label in found.columns
        }
        self._labels = {found.columns[label]: label for label in found.columns}
        self._cells = {
            columns[letters]: cell for letters, cell in row.items() if letters in columns
        }
        self.problems: list[str] = []
        for letters, cell in row.items():
            self._look_at(letters, cell, columns)

    def _look_at(self, letters: str, cell: SheetCell, columns: Mapping[str, str]) -> None:
        if letters not in columns:
            self.problems.append(texts.WITHOUT_HEADER.format(cell=cell.place))
        elif cell.is_formula:
            self.problems.append(texts.FORMULA.format(cell=cell.place))
        elif cell.is_error:
            self.problems.append(texts.ERROR_CELL.format(cell=cell.place))

    def matter(self) -> OldMatter | None:
        """The matter, or None and why not."""
        days = {target: self._day(target) for target in _DAYS}
        result = self._result(days[Target.ANSWERED_ON])
        self._check_order(days)
        form = self._terms.forms.get(self._chosen(Target.FORM, needed=True))
        channel = self._chosen(Target.CHANNEL, needed=True)
        unit = self._chosen(Target.UNIT) or None
        delivered_by = self._chosen(Target.DELIVERED_BY)
        rating = self._chosen(Target.SATISFIED)
        answer = self._text(Target.ANSWER, WRITING_LENGTH)
        number = clean_code(self._text(Target.NUMBER, MOST_NUMBER))
        answers, columns = self._answers(form) if form else ((), {})
        received_on = days[Target.RECEIVED_ON]
        accused = columns.get(LedgerColumn.ACCUSED_UNIT)
        secret = columns.get(LedgerColumn.CATEGORY) in self._terms.confidential
        if secret and unit and unit == accused:
            self._refuse(Target.UNIT, texts.UNIT_ACCUSED)
        if self.problems or form is None or received_on is None:
            return None
        return OldMatter(
            row=self._number,
            form=form,
            channel=Channel(channel),
            received_on=received_on,
            answers=answers,
            columns=columns,
            result=result,
            number=number,
            unit=unit,
            accepted_on=days[Target.ACCEPTED_ON],
            due_on=days[Target.DUE_ON],
            answered_on=days[Target.ANSWERED_ON],
            delivered_on=days[Target.DELIVERED_ON],
            delivered_by=Delivery(delivered_by) if delivered_by else None,
            satisfied=_RATINGS[rating or "unrated"],
            answer=answer,
        )

    # Cells

    def _typed(self, target: str) -> str:
        label = self._labels.get(target)
        return self._text_of(self._cells[label]) if label in self._cells else ""

    def _text_of(self, cell: SheetCell) -> str:
        if cell.is_formula or cell.is_error:
            return ""
        return plain_number(cell.text.strip()) if cell.is_number else clean_text(cell.text)

    def _refuse(self, target: str, problem: str) -> None:
        """Said once of a cell; a column that is missing was said of the first row."""
        letters = self._letters.get(target)
        if letters is None:
            return
        place = f"{letters}{self._number}"
        if not any(told.startswith((f"{place}：", f"{place}（")) for told in self.problems):
            self.problems.append(
                texts.CELL.format(cell=place, label=self._labels[target], problem=problem)
            )

    def _text(self, target: str, longest: int) -> str:
        text = self._typed(target)
        try:
            check_readable(text)
            check_length(text, longest=longest)
        except InvalidValueError as error:
            self._refuse(target, str(error))
        return text

    def _day(self, target: Target) -> date | None:
        label = self._labels.get(target)
        cell = self._cells.get(label) if label else None
        typed = self._typed(target)
        if cell is None or not typed:
            if target is Target.RECEIVED_ON:
                self._refuse(target, texts.MISSING)
            return None
        text = clean_date(self._written(cell, typed))
        try:
            check_date(text, self._today, allow_future=target is Target.DUE_ON)
        except InvalidValueError as error:
            self._refuse(target, str(error))
            return None
        return date.fromisoformat(text)

    def _written(self, cell: SheetCell, typed: str) -> str:
        """A day as people write it: eight digits are one, any other number (`45721.25` is six in the
        morning) counts the days of a spreadsheet."""
        written = typed.isdecimal() and len(typed) == len("20260305")
        if cell.is_number and not written:
            return day_of_serial(cell.text.strip(), self._since_1904)
        return typed

    def _chosen(self, target: str, *, needed: bool = False) -> str:
        """The key of what the cell names, by the map's words, then by ours."""
        typed = self._typed(target) or self._found.always.get(target, "")
        if not typed:
            if needed:
                self._refuse(target, texts.MISSING)
            return ""
        return self._key_of(target, typed, self._terms.of_target(target))

    def _key_of(self, target: str, typed: str, known: Mapping[str, str]) -> str:
        ours = self._found.words.get(target, {}).get(typed, typed)
        if ours in known:
            return known[ours]
        told = texts.NO_SUCH_UNIT if target == Target.UNIT else texts.NOT_OFFERED
        self._refuse(target, told.format(word=typed[:40], known=_named(known)))
        return ""

    # Rules over several cells

    def _result(self, answered_on: date | None) -> Result:
        key = self._chosen(Target.RESULT)
        if not key:
            return Result.OPEN if answered_on is None else Result.DONE
        result = Result(key)
        if result is Result.OPEN and answered_on is not None:
            self._refuse(Target.RESULT, texts.OPEN_BUT_ANSWERED)
        if result is not Result.OPEN and answered_on is None:
            told = texts.NEEDS_ANSWERED.format(label=result.label)
            self._refuse(Target.RESULT, told)
        return result

    def _check_order(self, days: Mapping[Target, date | None]) -> None:
        received, accepted, answered = (
            days[Target.RECEIVED_ON], days[Target.ACCEPTED_ON], days[Target.ANSWERED_ON]
        )  # fmt: skip
        begun = Target.ACCEPTED_ON if accepted else Target.RECEIVED_ON
        self._not_before(Target.ACCEPTED_ON, days, Target.RECEIVED_ON)
        self._not_before(Target.ANSWERED_ON, days, begun)
        self._not_before(Target.DELIVERED_ON, days, Target.ANSWERED_ON)
        self._not_before(Target.DUE_ON, days, begun)
        due, start = days[Target.DUE_ON], accepted or received
        if due and start and (due - start).days > MAX_DAYS:
            told = texts.TOO_FAR.format(label=begun.label, day=start, most=MAX_DAYS)
            self._refuse(Target.DUE_ON, told)
        if answered is None:
            for target in (Target.DELIVERED_ON, Target.SATISFIED):
                if self._typed(target) and self._chosen_or_day(target):
                    told = texts.NEEDS_ANSWERED.format(label=self._labels[target])
                    self._refuse(target, told)

    def _chosen_or_day(self, target: Target) -> bool:
        """Whether the cell says something: “未评价” of an open matter says nothing."""
        return target is not Target.SATISFIED or self._chosen(target) not in ("", "unrated")

    def _not_before(
        self, target: Target, days: Mapping[Target, date | None], first: Target
    ) -> None:
        day, start = days[target], days[first]
        if day and start and day < start:
            self._refuse(target, texts.BEFORE.format(label=first.label, day=start))

    # Answers of the form

    def _answers(self, form: FormDefinition) -> tuple[tuple[Answer, ...], dict[LedgerColumn, str]]:
        """In the order of the form; then what the form does not ask, under the column's name."""
        values, columns = [], {}
        for field in form.fields:
            answer = self._answer(field)
            if answer is not None:
                values.append(answer)
                if (
                    isinstance(field, OptionsField)
                    and field.column
                    and isinstance(answer.value, str)
                ):
                    columns[field.column] = answer.value
        for place, (label, target) in enumerate(self._found.columns.items()):
            foreign = target.startswith(ANSWERS) and form.field(target[len(ANSWERS) :]) is None
            kept = foreign or target in (Target.KEEP, Target.NUMBER)
            text = self._text_of(self._cells[label]) if label in self._cells else ""
            if kept and text:
                values.append(Answer(f"old_{place}", FieldKind.TEXT.value, label, text, text))
        return tuple(values), columns

    def _answer(self, field: FormField) -> Answer | None:
        target = f"{ANSWERS}{field.key}"
        typed = self._typed(target)
        if not typed:
            return None
        kind = field.kind.value
        if isinstance(field, OptionsField):
            return self._choice(field, target, typed)
        cell = self._cells[self._labels[target]]
        if field.kind is FieldKind.DATE:
            typed = self._written(cell, typed)
        # Old ledgers have two phones in a cell, or none: what stands there is kept as it is.
        cleaned = CLEANERS[field.kind](typed)
        try:
            check_readable(cleaned)
            check_length(cleaned, longest=max(field.length_limit, MOST_NUMBER))
        except InvalidValueError as error:
            self._refuse(target, str(error))
        return Answer(field.key, kind, field.label, cleaned, cleaned)

    def _choice(self, field: ChoiceField | MultiChoiceField, target: str, typed: str) -> Answer:
        known = words_of(field)
        if isinstance(field, MultiChoiceField):
            parts = typed
            for sign in _MANY_SPLIT:
                parts = parts.replace(sign, "\n")
            keys = tuple(self._key_of(target, one, known) for one in parts.split("\n") if one)
            display = "、".join(field.labels.get(key, "") for key in keys)
            return Answer(field.key, FieldKind.MULTICHOICE.value, field.label, keys, display)
        key = self._key_of(target, typed, known)
        return Answer(
            field.key, FieldKind.CHOICE.value, field.label, key, field.labels.get(key, "")
        )


def _named(known: Mapping[str, str]) -> str:
    """Each choice once, by the longest of its words, which is what people call it."""
    names: dict[str, str] = {}
    for word, key in known.items():
        if not word.isascii() or key not in names:
            names[key] = word
    listed = list(names.values())
    return "、".join(listed[:20]) + ("…" if len(listed) > 20 else "")
