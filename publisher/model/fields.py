"""Field types that the document kinds share: ids, dates, vocabulary terms.

Each validator raises `PydanticCustomError` whose type is a finding code, so that a mistake in a
field becomes a finding without a second table.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from district.models import SiteConfig, Term, Unit
from publisher.moment import CHINA as CHINA

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def wrong(code: str, message: str) -> PydanticCustomError:
    """A mistake in a field, to be shown as the finding `code`."""
    return PydanticCustomError(code, "{message}", {"message": message})


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word most like `word`, as “，是不是“…”？”, or nothing when none is near."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.4)
    return f"，是不是“{near[0]}”" if near else ""


def _text(value: Any, expected: str) -> str:
    if not isinstance(value, str):
        raise wrong("C203", f"应为 {expected}，实际为“{value}”")
    return value.strip()


def is_id(value: str) -> bool:
    """Whether `value` may be an id: lower-case ASCII words joined by hyphens, 60 characters."""
    return bool(_ID.fullmatch(value)) and len(value) <= 60


def _id(value: Any) -> str:
    if not isinstance(value, str) or not is_id(value):
        raise wrong("C207", f"应为小写字母、数字和连字符（不超过 60 个），实际为“{value}”")
    return value


def _keyword(value: Any) -> Any:
    if isinstance(value, str) and re.search("[，、；;]", value):
        raise wrong(
            "C203", f"“{value}”里有中文标点，像是几个词连在一起；用英文逗号隔开，写作 [甲, 乙]"
        )
    return value


def _parse(value: str, formats: Sequence[str], expected: str) -> datetime:
    for pattern in formats:
        try:
            return datetime.strptime(value, pattern)
        except ValueError:
            continue
    shaped = re.fullmatch(r"\d{4}-\d{2}(-\d{2})?( \d{2}:\d{2})?", value)
    why = "没有这一天" if shaped and len(value) >= 10 else f"应为 {expected}"
    raise wrong("C203", f"{why}，实际为“{value}”")


_YEARS = range(1949, 2100)


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    expected = "YYYY-MM-DD 或 YYYY-MM-DD HH:MM"
    text = _text(value, expected)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?", text):
        raise wrong("C203", f"应为 {expected}，实际为“{value}”")
    if int(text[:4]) not in _YEARS:
        raise wrong("C203", f"年份应在 {_YEARS.start} 到 {_YEARS.stop - 1} 之间，实际为“{value}”")
    return _parse(text, ("%Y-%m-%d %H:%M", "%Y-%m-%d"), expected).replace(tzinfo=CHINA)


def _clock_time(value: Any) -> datetime:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        raise wrong("C203", f"应为 YYYY-MM-DD HH:MM，要写明几点几分，实际为“{value}”")
    return _moment(value)


def _year_month(value: Any) -> str:
    text = _text(value, "YYYY-MM")
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise wrong("C203", f"应为 YYYY-MM，实际为“{value}”")
    return text


def _partial_date(value: Any) -> str:
    expected = "YYYY-MM-DD、YYYY-MM 或 YYYY"
    text = str(value) if isinstance(value, int) else _text(value, expected)
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise wrong("C203", f"应为 {expected}，实际为“{value}”")
    _parse(text, (("%Y", "%Y-%m", "%Y-%m-%d")[text.count("-")],), expected)
    return text


def _month_day(value: Any) -> str:
    text = _text(value, "MM-DD")
    if not re.fullmatch(r"\d{2}-\d{2}", text):
        raise wrong("C203", f"应为 MM-DD，实际为“{value}”")
    _parse(f"2024-{text}", ("%Y-%m-%d",), "MM-DD")
    return text


def _config(info: ValidationInfo) -> SiteConfig:
    context = info.context
    if not isinstance(context, SiteConfig):
        raise TypeError("validate with context=SiteConfig")
    return context


@dataclass(frozen=True)
class InVocabulary:
    """Marks a `Term` field whose value is written as label or key of the vocabulary list `name`."""

    name: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            self._find,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda t: t.label),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "x-vocabulary": self.name}

    def _find(self, value: Any, info: ValidationInfo) -> Term:
        if isinstance(value, Term):
            return value
        terms = _config(info).vocabulary.terms(self.name)
        term = terms.find(value) if isinstance(value, str) else None
        if term is None:
            near = nearest(str(value), terms.labels)
            raise wrong("C204", f"“{value}”不在词表（{'、'.join(terms.labels)}）{near}")
        return term


def _cause(value: Any, info: ValidationInfo) -> str:
    """案由, as in the vocabulary; a top-level cause is allowed."""
    known = _config(info).vocabulary.cause_labels
    if value not in known:
        raise wrong("C204", f"案由“{value}”不在词表{nearest(str(value), known)}")
    return str(value)


def _unit(value: Any, info: ValidationInfo) -> Unit:
    if isinstance(value, Unit):
        return value
    config = _config(info)
    unit = config.unit(value) if isinstance(value, str) else None
    if unit is None:
        names = [u.name for u in config.units]
        raise wrong("C204", f"单位“{value}”不在 units.yml{nearest(str(value), names)}")
    return unit


def is_own_unit(name: str, info: ValidationInfo) -> bool:
    """Whether units.yml has a unit of that name."""
    return _config(info).unit(name) is not None


Area = Annotated[Term, InVocabulary("areas")]
Industry = Annotated[Term, InVocabulary("industries")]
Stage = Annotated[Term, InVocabulary("stages")]
Risk = Annotated[Term, InVocabulary("risks")]
Validity = Annotated[Term, InVocabulary("validities")]
HearingState = Annotated[Term, InVocabulary("hearing_states")]
DocumentStatus = Annotated[Term, InVocabulary("document_statuses")]
CaseTypeTerm = Annotated[Term, InVocabulary("case_types")]
ArticleType = Annotated[Term, InVocabulary("article_types")]
Areas = Annotated[tuple[Area, ...], Field(min_length=1, max_length=3)]
Industries = Annotated[tuple[Industry, ...], Field(max_length=3)]
Id = Annotated[
    str,
    BeforeValidator(_id),
    WithJsonSchema({"type": "string", "pattern": f"^{_ID.pattern}$", "maxLength": 60}),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Keyword = Annotated[
    str, BeforeValidator(_keyword), StringConstraints(strip_whitespace=True, min_length=1)
]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$"}),
]
ClockTime = Annotated[
    datetime,
    BeforeValidator(_clock_time),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$"}),
]
YearMonth = Annotated[
    str,
    BeforeValidator(_year_month),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}),
]
PartialDate = Annotated[
    str,
    BeforeValidator(_partial_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
MonthDay = Annotated[
    str,
    BeforeValidator(_month_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{2}-\d{2}$"}),
]
Cause = Annotated[
    str, BeforeValidator(_cause), WithJsonSchema({"type": "string", "x-vocabulary": "causes"})
]
UnitName = Annotated[
    Unit,
    BeforeValidator(_unit),
    PlainSerializer(lambda unit: unit.name),
    WithJsonSchema({"type": "string", "x-vocabulary": "units"}),
]


def end_of(partial: str) -> date:
    """The last day that a partial date can mean: 2026 → 2026-12-31, 2026-02 → 2026-02-28."""
    year, month, day = ([int(p) for p in partial.split("-")] + [0, 0])[:3]
    if day:
        return date(year, month, day)
    if month:
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    return date(year, 12, 31)
