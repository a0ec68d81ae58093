"""Where the pages of laws and articles stand: laws/minfadian/577/."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

from law.citation import Article
from law.registry import normalised

BASE = "laws/"
_LONGEST = 60
_HOMOPHONES = {"检察官法": "jian3chaguanfa"}
"""Laws that sound like another one (here 监察官法), with the tone that tells them apart."""


@lru_cache(maxsize=4096)
def law_url(title: str) -> str:
    """The address of a law by its title, in pinyin without tones, relative to the site's root."""
    if known := _HOMOPHONES.get(normalised(title)):
        return f"{BASE}{known}/"
    syllables = lazy_pinyin(
        normalised(title), errors=lambda rest: re.sub(r"[^0-9A-Za-z]", "", rest)
    )
    words = [syllable.lower() for syllable in syllables if syllable]
    joined = "".join(words)
    return f"{BASE}{joined if len(joined) <= _LONGEST else ''.join(word[0] for word in words)}/"


def article_url(title: str, article: Article) -> str:
    """laws/xingfa/133-1/ for 刑法第一百三十三条之一."""
    inserted = f"-{article.inserted}" if article.inserted else ""
    return f"{law_url(title)}{article.number}{inserted}/"
