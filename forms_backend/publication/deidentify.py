"""隐去身份: takes who it was out of a text, before an editor turns it into something public.

What stands in an identity field of the form is replaced wherever the text repeats it, and so is
whatever the detector of manuscripts finds, certain or suspected (`privacy.detector`), and what else
looks like a number, an address or a mark that leads to a person or a firm (DOMAIN §2.3, §8). Pure. It cannot know everything: an editor reads each draft before it is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forms_backend.submissions.payload import CONTENT_KEYS, Answer
from privacy.detector import find_all
from privacy.kinds import PersonalData

_EVERYTHING = frozenset(PersonalData)
_CHOSEN = frozenset({"choice", "multichoice", "consent"})
_MASKS = {"name": "某某", "firm": "某企业", "unit_other": "某单位"}
_MASK = "××"
_GAP = r"[\s\u3000·-]*"
_FIRM_ENDS = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|分公司|公司|合伙企业|个体工商户|合作社|工厂|商行|经营部|厂|店|行|部)$"
)
_FIRM_BEGINS = re.compile(r"^[\u4e00-\u9fff]{2,6}?(?:省|市|区|县)")
_HONORIFICS = "先生|女士|小姐|总|经理|老板|厂长|主任|师傅|董事长|法定代表人"
_MEANINGLESS = re.compile(r"[0-9]{1,4}|[^\w]*")
"""Numbers of up to four digits name nobody, and masking them would ruin every date and amount."""

_NARROW = {
    code: code - 0xFEE0
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
} | {ord("＠"): ord("@"), ord("－"): ord("-")}
"""Full-width digits and letters, as an input method leaves them; Chinese punctuation stays."""

_PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[A-Z]{2,4}[0-9]{6}-[0-9]{6}"), "本件"),
    (re.compile(r"[（(]\s*(?:19|20)[0-9]{2}\s*[）)][^，。；、\s]{2,20}?号"), "某案"),
    (re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,24}"), _MASK),
    (re.compile(r"(?i)(?<=微信)(?:号|ID)?[:：\s]*[a-z][-\w]{5,19}"), _MASK),
    (re.compile(r"(?i)(?<=QQ)(?:号)?[:：\s]*[1-9][0-9]{4,11}"), _MASK),
    (re.compile(rf"[{_PLATES}][A-Z][·\s]?[A-Z0-9]{{5,6}}(?![A-Z0-9])"), _MASK),
    (re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}(?![0-9A-Z])"), _MASK),
    (re.compile(r"(?<![0-9])(?:[0-9][\s-]?){14,18}[0-9Xx](?![0-9])"), _MASK),
    (re.compile(r"(?<![0-9])(?:\+?86[\s-]?)?1[3-9](?:[\s-]?[0-9]){9}(?![0-9])"), _MASK),
    (re.compile(r"(?<![0-9])(?:0[0-9]{2,3}[\s-]?|[（(]0[0-9]{2,3}[）)])[2-9][0-9]{6,7}(?![0-9])"), _MASK),
    (re.compile(r"(?<![0-9])[2-9][0-9]{6,7}(?:-[0-9]{1,6})?(?=[^0-9.,元万亿%％吨米]|$)"), _MASK),
    (re.compile(r"[0-9A-Za-z一二三四五六七八九十]{1,20}(?:号楼|幢|单元|室)(?:[0-9A-Za-z]+(?:号楼|幢|单元|室))*"), "某处"),
    (re.compile(r"([0-9]{1,2}月)[0-9]{1,2}[日号]"), r"\1"),
    (re.compile(r"((?:19|20)[0-9]{2}-[0-9]{2})-[0-9]{2}(?![0-9])"), r"\1"),
)  # fmt: skip
"""Told by their form, wherever they stand; days are dropped, the month is enough."""


@dataclass(frozen=True)
class Identity:
    """One thing that tells who it was, and what stands in its place."""

    value: str
    mask: str


def identities(answers: Sequence[Answer]) -> tuple[Identity, ...]:
    """What the identity fields hold, longest first, so that a name inside a firm's name is not
    replaced before the firm."""
    found = [
        Identity(value, mask)
        for answer in answers
        if answer.key not in CONTENT_KEYS and answer.kind not in _CHOSEN
        for value, mask in _forms_of(answer)
        if not _MEANINGLESS.fullmatch(value)
    ]
    return tuple(sorted(found, key=lambda identity: -len(identity.value)))


def _forms_of(answer: Answer) -> Iterator[tuple[str, str]]:
    """What is written, and what people call it: 示例童装有限公司 is 示例童装, too."""
    mask = _MASKS.get(answer.key, _MASK)
    values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    for value in (answer.display, *values):
        if isinstance(value, str) and value.strip():
            text = value.strip().translate(_NARROW)
            yield text, mask
            if answer.key == "firm":
                yield from ((short, mask) for short in _short_names(text))


def _short_names(firm: str) -> Iterator[str]:
    core = _FIRM_ENDS.sub("", firm)
    for name in (core, _FIRM_BEGINS.sub("", core)):
        if len(name) >= 2 and name != firm:
            yield name


def deidentify(text: str, known: Sequence[Identity]) -> str:
    """`text` without `known` and without anything else that looks like personal data."""
    text = text.translate(_NARROW)
    for identity in known:
        letters = _GAP.join(map(re.escape, re.sub(r"\s", "", identity.value)))
        text = re.sub(letters, identity.mask, text, flags=re.IGNORECASE)
    for identity in known:
        if identity.mask == _MASKS["name"]:
            surname = re.escape(identity.value[0])
            text = re.sub(rf"{surname}某?(?={_HONORIFICS})", "某", text)
    text = _without_finds(text)
    for pattern, mask in _PATTERNS:
        text = pattern.sub(mask, text)
    return text


def _without_finds(text: str) -> str:
    """`text` with the detector's mask for each find; of two that overlap the first stands."""
    parts: list[str] = []
    done = 0
    for find in find_all(text, kinds=_EVERYTHING):
        if find.start >= done:
            parts += (text[done : find.start], find.mask)
            done = find.end
    return "".join((*parts, text[done:]))
