"""An instrument (规范性文件: law, regulation, judicial interpretation …) and its versions, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from law.names import short_title


class Kind(StrEnum):
    """What sort of instrument; the value is how the data files write it."""

    CONSTITUTION = "宪法"
    LAW = "法律"
    DECISION = "决定"
    AMENDMENT = "修正案"
    REGULATION = "行政法规"
    PARTY = "党内法规"
    LOCAL = "地方性法规"
    RULE = "部门规章"
    INTERPRETATION = "司法解释"
    OTHER = "规范性文件"

    @property
    def rank(self) -> int:
        """Place in a list of authorities (裁判文书引用规定, 法释〔2009〕14号, art. 2): laws and their
        interpretations by the legislature, administrative regulations, local ones, judicial ones."""
        return _RANKS[self]


_RANKS = {
    Kind.CONSTITUTION: 0,
    Kind.LAW: 1,
    Kind.DECISION: 1,
    Kind.AMENDMENT: 1,
    Kind.REGULATION: 2,
    Kind.PARTY: 2,
    Kind.LOCAL: 3,
    Kind.RULE: 4,
    Kind.OTHER: 4,
    Kind.INTERPRETATION: 5,
}


@dataclass(frozen=True)
class Version:
    """One text of an instrument (文本).

    `key`: the day of the act that made it, or its year; `label`: 2018修正. `effective`: None where no
    source states it. `articles`: 条数 without inserted ones; None where not known. `complete`:
    whether the articles were counted to the end of the text.
    """

    key: str
    label: str
    effective: date | None
    articles: int | None
    number: str = ""
    complete: bool = True

    @property
    def year(self) -> int | None:
        """The year by which a note names it: （2018年修正）."""
        head = self.label[:4] if self.label[:4].isdecimal() else self.key[:4]
        return int(head) if head.isdecimal() else None

    @property
    def begins(self) -> date | None:
        """Since when it applies, as far as known: where no source says, the day it was made."""
        if self.effective:
            return self.effective
        try:
            return date.fromisoformat(self.key)
        except ValueError:
            return None

    def is_of(self, year: int) -> bool:
        return year == self.year or bool(self.effective and year == self.effective.year)


@dataclass(frozen=True)
class Instrument:
    """`versions` in the order of their days. `ended`: the day from which it applies no more, `by`
    what replaced it. `is_repealed` without `ended`: repealed, nobody says when."""

    title: str
    kind: Kind
    adopted: date | None = None
    versions: tuple[Version, ...] = ()
    is_repealed: bool = False
    ended: date | None = None
    by: str = ""
    source: str = ""

    @property
    def short(self) -> str:
        """The title without 中华人民共和国, as lawyers write it."""
        return short_title(self.title)

    def version_on(self, day: date) -> Version | None:
        """The text that applied on `day`; None where its text is not known or none applied yet."""
        found = None
        for version in self.versions:
            if version.begins and version.begins <= day:
                found = version
        return found

    def version_of_year(self, year: int) -> Version | None:
        """The text that a note like （2018年修正） names; the later of two of one year."""
        for version in reversed(self.versions):
            if version.year == year:
                return version
        return next((v for v in reversed(self.versions) if v.is_of(year)), None)

    def is_in_force(self, day: date) -> bool:
        """Whether some text of it applied on `day`, known or not."""
        return self.has_begun(day) and not self.has_ended(day)

    def has_ended(self, day: date) -> bool:
        return self.is_repealed if self.ended is None else day >= self.ended

    def has_begun(self, day: date) -> bool:
        """False only where it is sure that no text of it applied on `day`."""
        first = self.first_day
        return first is None or day >= first

    @property
    def first_day(self) -> date | None:
        """The day from which the first text applied; None where an older one is not known."""
        if not self.versions:
            return None
        first = self.versions[0]
        if first.effective is None:
            return None
        if self.adopted and first.key[:4] != str(self.adopted.year):
            return self.adopted
        return first.effective
