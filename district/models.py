"""What a district configures: the site's identity, its units and its vocabularies."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, HttpUrl, ValidationInfo, field_validator

from district.bookings import BookingRules
from district.frozen import Frozen as Frozen
from district.frozen import Listed
from district.glossary import Glossary
from district.health_check import HealthScale

_FOLDER = re.compile(r"(?:/[A-Za-z0-9._-]+)*/?")


class Hotline(Frozen):
    number: str
    name: str


class Column(Frozen):
    """栏目: a top-level section of the site. `type` is the ColumnType of DOMAIN §1.1; a column
    that is not `in_menu` is reached from the footer."""

    key: str
    title: str
    type: str
    description: str
    in_menu: bool = True

    @property
    def url(self) -> str:
        """Relative to the site's root; what stands below the column has this beginning, too."""
        return f"{self.key}/"


class Site(Frozen):
    """The identity of the site (site.yml): names, contacts, registrations, look."""

    name: str
    tagline: str
    url: HttpUrl
    description: str
    keywords: tuple[str, ...]
    district: str
    organiser: str
    undertaker: str
    address: str
    postcode: str
    phone: str
    hours: str
    email: str
    hotlines: tuple[Hotline, ...]
    site_id_code: str
    icp: str
    police_record: str
    police_record_code: str
    report_error_url: str
    theme_color: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")
    page_size: int = Field(ge=5, le=200)
    stale_after_days: int = Field(ge=7)
    columns: tuple[Column, ...]
    search_hint: str = "搜案例、政策、办事指南"
    hot_searches: tuple[str, ...] = ()
    sms_notices: bool = False
    """Whether forms that ask for a phone also ask for consent to texts (短信)."""
    laws_keeper: str = ""
    """Login of who looks after the texts of laws, and is told in the first digest of a week."""

    @field_validator("theme_color")
    @classmethod
    def _carries_white_text(cls, colour: str) -> str:
        """White stands on this colour in header and buttons: contrast at least 4.5:1 (WCAG AA)."""
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        if 1.05 / (luminance + 0.05) < 4.5:
            raise ValueError("主色太浅，上面的白字看不清；请选深一些的颜色（对比度不低于 4.5:1）")
        return colour

    @field_validator("url")
    @classmethod
    def _is_a_folder(cls, url: HttpUrl) -> HttpUrl:
        """The site may live below a path; pages and backend share it."""
        if url.query or url.fragment:
            raise ValueError(
                "网址只写到网站的首页，如 https://www.example.gov.cn/fazhi/，不带问号和井号"
            )
        if not _FOLDER.fullmatch(url.path or "/"):
            raise ValueError(
                "网址里的路径只能用字母、数字、“-”“_”“.”，以“/”结尾，如 https://www.example.gov.cn/fazhi/"
            )
        return url

    @property
    def base_url(self) -> str:
        """Absolute URL with a trailing slash."""
        return str(self.url).rstrip("/") + "/"

    @property
    def path(self) -> str:
        """Where the site begins on its domain: "/" or "/fazhi/"."""
        return (self.url.path or "/").rstrip("/") + "/"

    @property
    def domain(self) -> str:
        """SiteDomain of DOMAIN §1.1: host without protocol."""
        return (self.url.host or "") + (
            f":{self.url.port}" if self.url.port not in (None, 80, 443) else ""
        )

    def find_column(self, key: str) -> Column | None:
        """The column with that key, or None when site.yml does not name it."""
        return next((column for column in self.columns if column.key == key), None)


class UnitKind(StrEnum):
    POLITICAL_LEGAL = "political-legal"
    ADMINISTRATIVE = "administrative"
    ISSUER = "issuer"

    @property
    def handles_matters(self) -> bool:
        """Whether matters can be assigned to units of this kind (外地发文单位 cannot)."""
        return self is not UnitKind.ISSUER


class Unit(Listed):
    """单位: who handles, publishes or issues. `phones`: numbers that the unit publishes itself, and
    that texts may name without being taken for a leak. `red_head`: whether it may send papers with a
    red head (红头); others look like letters of an office. `parent`: the unit that it files to (上级,
    as 市—县区, 单位—科室); see filings."""

    key: str
    name: str
    short: str
    kind: UnitKind
    phones: tuple[str, ...] = ()
    red_head: bool = False
    parent: str = ""


class Term(Listed):
    """One entry of a closed list: `key` for URLs, `label` for people."""

    key: str
    label: str


class TermList:
    """A closed list in its written order; finds an entry by Chinese label or by key."""

    def __init__(self, name: str, terms: tuple[Term, ...]) -> None:
        self.name = name
        self.terms = terms
        self._by_word = {t.key: t for t in terms} | {t.label: t for t in terms}

    def find(self, word: str) -> Term | None:
        return self._by_word.get(word)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(t.label for t in self.terms)


def _optional_mark(value: Any) -> Any:
    if isinstance(value, str):
        return {"name": value.removesuffix("?"), "required": not value.endswith("?")}
    return value


class Section(Frozen):
    """段落: one H2 of a template; written `名称` when required and `名称?` when optional."""

    name: str
    required: bool


SectionTemplate = tuple[Annotated[Section, BeforeValidator(_optional_mark)], ...]


class CaseType(Frozen):
    label: str
    sections: SectionTemplate


class CauseGroup(Frozen):
    """一级案由 with the causes (案由) below it."""

    label: str
    members: tuple[str, ...]


CLOSED_LISTS = {
    "risks": ("red", "orange", "yellow", "green"),
    "validities": ("in-force", "amended", "unverified", "repealed", "expired"),
    "hearing_states": ("scheduled", "rescheduled", "cancelled", "held"),
    "document_statuses": ("draft", "in_review", "published"),
}
"""Lists whose keys rules and pages know: a district may word their labels, not add to them."""

_LATER_TERMS = {"validities": {"unverified": "效力待核"}}
"""Terms that came to a closed list later: a district that worded the list before keeps its words."""


class Vocabulary(Frozen):
    """受控词表 (vocabulary.yml)."""

    areas: dict[str, str]
    industries: dict[str, str]
    stages: dict[str, str]
    risks: dict[str, str]
    validities: dict[str, str]
    hearing_states: dict[str, str]
    document_statuses: dict[str, str]
    causes: dict[str, CauseGroup]
    case_types: dict[str, CaseType]
    policy_sections: SectionTemplate
    guide_sections: SectionTemplate
    answer_sections: SectionTemplate = (
        Section(name="问题", required=True),
        Section(name="答复", required=True),
        Section(name="提示", required=False),
    )
    video_sections: SectionTemplate = (
        Section(name="文字稿", required=True),
        Section(name="提示", required=False),
    )
    article_types: dict[str, str] = Field(
        default={
            "explainer": "普法文章",
            "judging-method": "类案裁判方法",
            "white-paper": "白皮书",
            "news": "动态",
        }
    )

    @field_validator(*CLOSED_LISTS)
    @classmethod
    def _has_its_fixed_keys(cls, terms: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        expected = CLOSED_LISTS[str(info.field_name)]
        later = _LATER_TERMS.get(str(info.field_name), {})
        terms = {**terms, **{key: label for key, label in later.items() if key not in terms}}
        if set(terms) != set(expected):
            raise ValueError(f"这是固定词表，键只能是 {'、'.join(expected)}")
        return terms

    @cached_property
    def _lists(self) -> dict[str, TermList]:
        plain = (
            "areas",
            "industries",
            "stages",
            "risks",
            "validities",
            "hearing_states",
            "document_statuses",
            "article_types",
        )
        lists = {
            name: TermList(
                name, tuple(Term(key=k, label=v) for k, v in getattr(self, name).items())
            )
            for name in plain
        }
        lists["case_types"] = TermList(
            "case_types", tuple(Term(key=k, label=v.label) for k, v in self.case_types.items())
        )
        lists["cause_groups"] = TermList(
            "cause_groups", tuple(Term(key=k, label=v.label) for k, v in self.causes.items())
        )
        return lists

    def terms(self, name: str) -> TermList:
        """The closed list of that name, e.g. "areas" or "case_types"."""
        return self._lists[name]

    @cached_property
    def _groups_by_cause(self) -> dict[str, Term]:
        groups: dict[str, Term] = {}
        for key, group in self.causes.items():
            term = Term(key=key, label=group.label)
            groups[group.label] = term
            for member in group.members:
                groups[member] = term
        return groups

    def cause_group(self, cause: str) -> Term | None:
        """The top-level cause (一级案由) above `cause`, or None when it is not in the vocabulary."""
        return self._groups_by_cause.get(cause)

    @property
    def cause_labels(self) -> tuple[str, ...]:
        return tuple(self._groups_by_cause)


class SiteConfig(Frozen):
    """Everything that a district configures, read once and passed on."""

    site: Site
    units: tuple[Unit, ...]
    vocabulary: Vocabulary
    health_scale: HealthScale
    bookings: BookingRules
    glossary: Glossary = Glossary()

    @cached_property
    def _units_by_word(self) -> dict[str, Unit]:
        by_word: dict[str, Unit] = {}
        for unit in self.units:
            by_word |= {unit.key: unit, unit.short: unit, unit.name: unit}
        return by_word

    def unit(self, word: str) -> Unit | None:
        """The unit with that full name, short name or key."""
        return self._units_by_word.get(word)
