"""Names of laws as words: one form to look them up by, and what a name claims to be."""

from __future__ import annotations

import re
from functools import lru_cache

PRC = "中华人民共和国"

_DROPPED = dict.fromkeys(
    map(ord, "《》〈〉<>＜＞﹤﹥«»、，,\"“”'‘’「」『』 \t\n\r\u3000\u00a0\u200b\u200c\ufeff")
)
_KEY = _DROPPED | {ord("("): "（", ord(")"): "）", ord("["): "（", ord("]"): "）", ord("【"): "（",
                   ord("】"): "）", ord("〔"): "（", ord("〕"): "）"}  # fmt: skip
_VERSION = re.compile(
    r"（(?:[^（）]{0,30}(?:修正|修订|施行|公布|通过|版|文本)[^（）]{0,6}|\d{4}年?)）$"
)
_ISSUER = re.compile(r"^(?:最高人民法院|最高人民检察院|最高法|最高检){1,2}(?=关于)")

_BRACKETS = str.maketrans(
    {"《": "〈", "》": "〉", "(": "（", ")": "）", " ": None, "\n": None, "\u3000": None}
)
_LAW_ENDING = re.compile(r"(?<![办方做说看想用书兵作普司执立守])法典?$")
_ANY = re.compile(r"[某×XxＸ…]")
_RULE_ENDING = re.compile(r"(?<=..)(?:条例|修正案(?:（[一二三四五六七八九十]+）)?)$")
_PLACE = re.compile(
    r"^(?:[\u4e00-\u9fa5]{2,9}?(?:省|市|自治区|自治州|自治县|特别行政区|经济特区|地区|州|盟|旗|县|区))"
)
_AUTHORITY = re.compile(r"^(?:中华人民共和国|最高人民|国务院|全国人民代表大会|全国人大)")


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """`name` as the registry looks it up: one kind of brackets; without title marks, blanks,
    commas, 中华人民共和国, a note of its version at the end and the issuing court in front."""
    plain = name.translate(_KEY).replace(PRC, "")
    return _ISSUER.sub("", _VERSION.sub("", plain))


def short_title(title: str) -> str:
    """The title without 中华人民共和国, as lawyers write it."""
    return title.removeprefix(PRC)


def _plain(title: str) -> str:
    return _VERSION.sub("", title.translate(_BRACKETS))


@lru_cache(maxsize=4096)
def is_named_as_law(title: str) -> bool:
    """Whether `title` claims to be a law proper (…法, …法典), as against 办法, 做法 and 执法.

    某法 and XX法 stand for any law.
    """
    return not _ANY.search(title) and bool(_LAW_ENDING.search(_plain(title)))


@lru_cache(maxsize=4096)
def is_local(title: str) -> bool:
    """Whether `title` begins with a place, as local regulations (地方性法规) do."""
    return bool(_PLACE.match(_plain(title)))


@lru_cache(maxsize=4096)
def is_named_as_legislation(title: str) -> bool:
    """Whether `title` reads as law or rule of the state, not as a firm's own document.

    《考勤管理办法》 is a firm's, 《河南省优化营商环境条例》 is the state's.
    """
    plain = _plain(title)
    return bool(
        _LAW_ENDING.search(plain)
        or _RULE_ENDING.search(plain)
        or _AUTHORITY.match(plain)
        or _PROVINCE.match(plain)
    )


_PROVINCE = re.compile(r"^[\u4e00-\u9fa5]{2,8}?(?:省|市|自治区)")
