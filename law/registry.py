"""The list of laws (法律目录): what is in force, how many articles it has, what was repealed."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import Field, ValidationError

from district import CONFIG_DIR, ConfigError
from district.loader import problems_of, read_yaml
from district.models import Frozen

PRC = "中华人民共和国"

_BRACKETS = str.maketrans({"《": "〈", "》": "〉", "(": "（", ")": "）", " ": None})
_LAW_ENDING = re.compile(r"(?<![办方做说看想用书兵作普司执立守])法典?$")
_ANY = re.compile(r"[某×XxＸ…]")
_RULE_ENDING = re.compile(r"(?<=..)(?:条例|修正案(?:（[一二三四五六七八九十]+）)?)$")
_AUTHORITY = re.compile(
    r"^(?:中华人民共和国|最高人民|国务院|全国人民代表大会|[\u4e00-\u9fa5]{2,8}?(?:省|市|自治区))"
)
_VERSION = re.compile(r"（[^（）]*(?:修正|修订|施行)）$")
_ISSUER = re.compile(r"^最高人民(?:法院|检察院)(?:、最高人民(?:法院|检察院))?(?=关于)")


class FormerVersion(Frozen):
    """旧版: the year by which it is cited, e.g. （2018年修正）, and its number of articles."""

    year: int
    articles: int


class UpcomingVersion(Frozen):
    """A version that is passed but not yet in force on every day that we check."""

    adopted: date
    effective: date
    articles: int


class Law(Frozen):
    """A law, regulation or judicial interpretation (司法解释) in force.

    `effective`: since when the present text is in force, or the original one where amendments
    set no date of their own. `articles`: 条数, without inserted ones (之一); None: not known.
    """

    title: str
    aliases: tuple[str, ...] = ()
    amended: date | None = None
    effective: date | None = None
    articles: int | None = Field(default=None, ge=1)
    former: tuple[FormerVersion, ...] = ()
    upcoming: UpcomingVersion | None = None

    @property
    def short(self) -> str:
        """The title without 中华人民共和国, as lawyers write it."""
        return self.title.removeprefix(PRC)

    def articles_on(self, day: date, year: int | None = None) -> int | None:
        """Number of articles of the version cited by `year`, else of the one in force on `day`."""
        upcoming = self.upcoming
        if upcoming and (day >= upcoming.effective or year in _years(upcoming)):
            return upcoming.articles
        for version in self.former:
            if version.year == year:
                return version.articles
        return self.articles


class RepealedLaw(Frozen):
    """A law that is no longer in force since `until`; `by`: 继任规定."""

    title: str
    articles: int | None = None
    until: date
    by: str


def _years(version: UpcomingVersion) -> tuple[int, int]:
    return version.adopted.year, version.effective.year


def is_named_as_law(title: str) -> bool:
    """Whether `title` claims to be a law proper (…法, …法典), as against 办法, 做法 and 执法.

    某法 and XX法 stand for any law.
    """
    return not _ANY.search(title) and bool(
        _LAW_ENDING.search(_VERSION.sub("", title.translate(_BRACKETS)))
    )


@lru_cache(maxsize=4096)
def is_named_as_legislation(title: str) -> bool:
    """Whether `title` reads as law or rule of the state, not as a firm's own document.

    《考勤管理办法》 is a firm's, 《河南省优化营商环境条例》 is the state's.
    """
    plain = _VERSION.sub("", title.translate(_BRACKETS))
    return bool(_LAW_ENDING.search(plain) or _RULE_ENDING.search(plain) or _AUTHORITY.match(plain))


@lru_cache(maxsize=4096)
def normalised(title: str) -> str:
    """`title` as the registry looks it up: one kind of brackets, no spaces, no issuing court."""
    title = _VERSION.sub("", title.translate(_BRACKETS))
    return _ISSUER.sub("", title).replace(PRC, "").replace("〈", "").replace("〉", "")


class Registry(Frozen):
    """laws.yml, read."""

    laws: tuple[Law, ...]
    regulations: tuple[Law, ...]
    interpretations: tuple[Law, ...]
    repealed: tuple[RepealedLaw, ...]

    @cached_property
    def _by_name(self) -> dict[str, Law]:
        found: dict[str, Law] = {}
        for law in (*self.interpretations, *self.regulations, *self.laws):
            for name in (law.title, *law.aliases):
                found[normalised(name)] = law
        return found

    @cached_property
    def _repealed_by_name(self) -> dict[str, RepealedLaw]:
        return {normalised(law.title): law for law in self.repealed}

    def find(self, name: str) -> Law | None:
        """The law in force of that full title, title without 中华人民共和国, or alias."""
        return self._by_name.get(normalised(name))

    def find_repealed(self, name: str, day: date) -> RepealedLaw | None:
        """The law of that title when it is no longer in force on `day`."""
        law = self._repealed_by_name.get(normalised(name))
        return law if law and day >= law.until else None

    def knows(self, name: str) -> bool:
        """Whether `name` is a law in force or a repealed one."""
        key = normalised(name)
        return key in self._by_name or key in self._repealed_by_name

    @cached_property
    def short_names(self) -> frozenset[str]:
        """Names by which a law is cited without 《》, as in 民法典第五百七十七条."""
        return frozenset(self._by_name) | frozenset(self._repealed_by_name)

    @cached_property
    def law_titles(self) -> tuple[str, ...]:
        """Titles of laws proper, without 中华人民共和国; to find the nearest to a misspelt one."""
        return tuple(law.short for law in self.laws)


@lru_cache(maxsize=8)
def load_registry(directory: Path = CONFIG_DIR) -> Registry:
    """Read laws.yml from `directory`, or from Fabu's own folder when it has none.

    Raises ConfigError that lists every mistake.
    """
    path = directory / "laws.yml"
    if not path.is_file():
        path = CONFIG_DIR / "laws.yml"
    try:
        return Registry.model_validate(read_yaml(path))
    except ValidationError as error:
        raise ConfigError(problems_of(error, path.name)) from error
