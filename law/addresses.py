"""Where the pages of laws and articles stand: laws/minfadian/577/."""

from __future__ import annotations

import re
from functools import lru_cache

from law import tables
from law.names import key_of
from law.references import Article

BASE = "laws/"
_LONGEST = 60
_YEAR = re.compile(r"（(\d{4})年）$")
"""宪法修正案（2018年）: the year is part of the title."""


@lru_cache(maxsize=4096)
def law_url(title: str) -> str:
    """The address of a law by its title, in pinyin without tones, relative to the site's root: as it is
    kept for the laws of the nation, spelled for those of a district."""
    return f"{BASE}{tables.addresses().get(_name(title)) or spelled(title)}/"


def _name(title: str) -> str:
    year = _YEAR.search(title)
    return key_of(title) + (year[0] if year else "")


def address_of(title: str) -> tuple[str, str]:
    """By which name a law stands in addresses.tsv, and the address that its title gives."""
    return _name(title), spelled(title)


def spelled(title: str) -> str:
    """A name for a law's folder."""
    from pypinyin import lazy_pinyin  # takes half a second to load

    syllables = lazy_pinyin(key_of(title), errors=lambda rest: re.sub(r"[^0-9A-Za-z]", "", rest))
    words = [syllable.lower() for syllable in syllables if syllable]
    if year := _YEAR.search(title):
        words.append(f"-{year[1]}")
    joined = "".join(words)
    return joined if len(joined) <= _LONGEST else "".join(word[0] for word in words)


def article_url(title: str, article: Article, text: str = "") -> str:
    """laws/xingfa/133-1/ for 刑法第一百三十三条之一; laws/gongsifa/2018/20/ for an article of the former
    `text` 2018修正 that has moved since."""
    inserted = f"-{article.inserted}" if article.inserted else ""
    former = f"{text[:4] if text[:4].isdecimal() else 'former'}/" if text else ""
    return f"{law_url(title)}{former}{article.number}{inserted}/"
