"""Numbers that their digits alone tell: resident IDs, bank cards, telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stdnum import luhn
from stdnum.cn import ric, uscc

from privacy.kinds import Certainty, PersonalData
from privacy.marking import Mark
from privacy.word_patterns import words_of

_WORDS = "〇零○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
SPOKEN = str.maketrans(_WORDS, "00012345678912123456789")
_ONE = f"[0-9{_WORDS}]"
_LONGEST_RUN = 400
_GAP = r"[ \t\n.·_—/-]"
_RUN = re.compile(
    rf"{_ONE}(?:[()（）]?{_GAP}{{0,2}}[()（）]?{_ONE}){{6,{_LONGEST_RUN}}}[ -]?[XxХх]?"
)
"""Digits with what people put between them; long enough to be anything of ours."""

_BEFORE_RUN = re.compile(r"[+(（]{0,2}\Z")

_HEX_BEFORE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]+$")
_LABELS_BEFORE = frozenset(
    words_of(
        """
    tel telephone mobile phone cell call fax wx vx v qq id sfz no sim sj dh
    """
    )
)
_ID_18 = re.compile(rf"(?<![0-9])[1-9](?:{_GAP}{{0,2}}[0-9]){{16}}{_GAP}{{0,2}}[0-9XxХх](?![0-9])")
_ID_15 = re.compile(rf"(?<![0-9])[1-8](?:[ -]?[0-9]){{14}}(?![0-9]|{_GAP}[0-9])")
_CARD = re.compile(r"(?<![0-9])[3-69](?:[ \n-]?[0-9]){14,18}(?![0-9])")
_MOBILE = re.compile(
    rf"(?<![0-9])(?:[(（+]{{0,3}}(?:0086|86)[)）]?{_GAP}{{0,2}}|0)?[(（]?(1[3-9](?:[()（）]?{_GAP}{{0,2}}[()（）]?[0-9]){{9}})(?![0-9])"
)
_SINGLE_GAPS = re.compile(rf"(?<![0-9])(1{_GAP}[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])")
_LANDLINE = re.compile(
    r"(?<![0-9])(?:[(（+]{0,3}(?:0086|86)[)）]?[ -]?)?[(（]?0?[)）]?(10|2[0-9]|[3-9][0-9]{2})[)）]?[ .·—-]{0,3}"
    r"([1-9][0-9]{2,3}[ -]?[0-9]{4})(?:[ -]{1,2}([0-9]{1,6}))?(?![0-9])"
)
_PLAIN_LANDLINE = re.compile(r"(?<![0-9])[2-8][0-9]{2,3}[ -]?[0-9]{4}(?:-[0-9]{1,6})?(?![0-9])")
_FOREIGN = re.compile(r"(?<![0-9])(?:\+|00(?=[1-9]))[(]?[1-9](?:[ ()-]{0,2}[0-9]){7,14}(?![0-9])")
_TELEPHONE_WORD = re.compile(
    r"(?:电话|座机|固话|传真|宅电|办电|[Tt]el|TEL|[Pp]hone|[Ff]ax|联系方式)[^0-9\n，。；]{0,6}[（(]?$"
)
_ID_WORD = re.compile(
    r"(?:身份证|身份号|公民身份|证件号|证号|社会保障号|sfz|ID)[^0-9\n，。；]{0,12}$", re.IGNORECASE
)
_CODE_WORD = re.compile(r"(?:信用代码|组织机构代码|税号|识别号)[^0-9\n，。；]{0,8}$")
_CARD_WORD = re.compile(r"(?:卡|账号|帐号|账户|帐户|银行|户)[^0-9\n。；]{0,12}$")
_MEASURES = tuple("元万亿股吨件平米㎡%％份台套")
"""After these a number is an amount."""

_PROVINCES = frozenset(
    words_of(
        """
    11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64
    65 71 81 82 83 91
    """
    )
)


def marks_in_digits(text: str) -> Iterator[Mark]:
    """Every resident ID, bank card and telephone of `text`, which is folded."""
    position = 0
    while match := _RUN.search(text, position):
        opening = _BEFORE_RUN.search(text, max(position, match.start() - 2), match.start())
        assert opening is not None
        yield from _in_run(text, opening.start(), match.end())
        cut_short = match.end() - opening.start() > _LONGEST_RUN
        position = match.end() - 40 if cut_short else match.end()


def _in_run(text: str, start: int, end: int) -> Iterator[Mark]:
    """What stands in one run; each find is blotted out before the next pattern looks."""
    run = text[start:end].translate(SPOKEN)
    before, after = text[max(0, start - 30) : start], text[end : end + 1]
    for pattern, read in _READERS:
        position = 0
        while match := pattern.search(run, position):
            position = match.start() + 1
            first, last = start + match.start(), start + match.end()
            if _is_part_of_a_code(text, first, last) or (
                match.end() == len(run) and after in _MEASURES
            ):
                continue
            found = read(match, (before + run[: match.start()])[-30:])
            if found is None:
                continue
            yield Mark(found.kind, first, first + found.length, found.certainty, found.reason)
            position = match.start() + found.length
            run = run[: match.start()] + "、" * found.length + run[position:]


def _is_part_of_a_code(text: str, start: int, end: int) -> bool:
    """Whether letters stick to the digits: a digest, an order number, an address on the net."""
    if end < len(text) and text[end].isascii() and text[end].isalnum():
        return True
    before = _HEX_BEFORE.search(text, max(0, start - 24), start)
    return before is not None and before.group().lower() not in _LABELS_BEFORE


@dataclass(frozen=True)
class _Number:
    """`length`: how much of the match it takes."""

    kind: PersonalData
    certainty: Certainty
    reason: str
    length: int


_Read = _Number | None
_CERTAIN, _SUSPECTED = Certainty.CERTAIN, Certainty.SUSPECTED


def _digits(text: str) -> str:
    return re.sub("[^0-9X]", "", text.upper().replace("Х", "X"))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return 1800 <= date(year, month, day).year <= 2099
    except ValueError:
        return False


def _read_id_18(match: re.Match[str], before: str) -> _Read:
    """GB 11643-1999: region, day of birth, order, check digit (ISO 7064, MOD 11-2)."""
    number = _digits(match.group())
    if len(number) != 18 or number[:2] not in _PROVINCES:
        return None
    if not _is_day(int(number[6:10]), int(number[10:12]), int(number[12:14])):
        return None
    if _CODE_WORD.search(before) or (number[0] == "9" and uscc.is_valid(number)):
        return None
    if ric.calc_check_digit(number) == number[-1]:
        return _Number(
            PersonalData.ID_NUMBER, _CERTAIN, "十八位，出生日期和校验码都对", len(match.group())
        )
    return _Number(
        PersonalData.ID_NUMBER,
        _SUSPECTED,
        "十八位，含出生日期，校验码不对，可能抄错一位",
        len(match.group()),
    )


def _read_id_15(match: re.Match[str], before: str) -> _Read:
    """The numbers of before 1999: region, two digits of the year, no check digit."""
    number = _digits(match.group())
    if number[:2] not in _PROVINCES:
        return None
    if not _is_day(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12])):
        return None
    labelled = _ID_WORD.search(before)
    if not labelled and re.search(r"(?:号|编号|代码|单)[^0-9\n，。；]{0,4}$", before):
        return None
    certainty = _CERTAIN if labelled else _SUSPECTED
    return _Number(
        PersonalData.ID_NUMBER,
        certainty,
        "十五位，含出生日期，是旧身份证号的样子",
        len(match.group()),
    )


def _read_card(match: re.Match[str], before: str) -> _Read:
    """Fifteen to nineteen digits that end where a group ends, with a right check digit (Luhn)."""
    written = match.group()
    for end in range(len(written), 14, -1):
        number = _digits(written[:end])
        if end < len(written) and written[end - 1 : end + 1].isdigit():
            continue
        if 15 <= len(number) <= 19 and written[end - 1].isdigit() and _is_card(number, before):
            certain = number.startswith("62") or _CARD_WORD.search(before)
            certainty = _CERTAIN if certain else _SUSPECTED
            reason = f"{len(number)} 位，校验码对"
            return _Number(PersonalData.BANK_CARD, certainty, reason, end)
    return None


def _is_card(number: str, before: str) -> bool:
    if not luhn.is_valid(number) or len(set(number)) < 3 or _CODE_WORD.search(before):
        return False
    return len(number) > 15 or number.startswith(("34", "37")) or bool(_CARD_WORD.search(before))


def _read_mobile(match: re.Match[str], before: str) -> _Read:
    written = match[1]
    number = _digits(written)
    if len(number) != 11:
        return None
    groups = [len(part) for part in re.split(r"[^0-9]+", written)]
    gaps = set(re.findall(r"[^0-9]+", written))
    if (
        len(groups) > 1
        and (groups[0] < 3 or min(groups) < 2 or len(gaps) > 2)
        and set(groups) != {1}
    ):
        return None
    if "\n" in gaps and groups not in ([3, 4, 4], [3, 8], [7, 4]):
        return None
    if len(groups) > 1 and re.search(r"[0-9][ .-]$", before) and before[-1] in gaps:
        return None  # The end of a longer number that is written in the same groups.
    if gaps == {"."} and len(groups) == 4 and max(groups) == 3:
        return None  # An address on the net.
    return _Number(PersonalData.PHONE, _CERTAIN, "十一位手机号", len(match.group()))


def _read_landline(match: re.Match[str], before: str) -> _Read:
    """An area code with the zero that it has within China, or after 86."""
    written = match.group()
    head = written.lstrip("(（+")
    if not (head.startswith(("0", "86"))) or head.startswith(("000",)):
        return None
    area, number = match[1], _digits(match[2])
    if len(number) not in (7, 8) or len(area) + len(number) > 11:
        return None
    if len(set(number)) == 1 or re.search(r"[第条款号年月]$", before):
        return None
    if (
        not re.search("[^0-9]", written)
        and not _TELEPHONE_WORD.search(before)
        and (re.search(r"(?:号|编号|代码|单)[^0-9\n，。；]{0,4}$", before))
    ):
        return None
    return _Number(
        PersonalData.LANDLINE,
        _SUSPECTED,
        "带区号的固定电话，不在站点配置登记的单位电话里",
        len(match.group()),
    )


def _read_plain_landline(match: re.Match[str], before: str) -> _Read:
    number = _digits(match.group())
    if not _TELEPHONE_WORD.search(before) or len(set(number[:8])) == 1:
        return None
    return _Number(
        PersonalData.LANDLINE,
        _SUSPECTED,
        "“电话”之后的固定电话，不在站点配置登记的单位电话里",
        len(match.group()),
    )


def _read_foreign(match: re.Match[str], before: str) -> _Read:
    number = _digits(match.group())
    written = "+" + (number[2:] if match.group().startswith("00") else number)
    if written.startswith("+86"):
        return None
    # Sixty modules of all countries, loaded where a number of another country may stand.
    import phonenumbers
    from phonenumbers import NumberParseException

    try:
        parsed = phonenumbers.parse(written)
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    certainty = _CERTAIN if phonenumbers.is_valid_number(parsed) else _SUSPECTED
    return _Number(
        PersonalData.FOREIGN_PHONE,
        certainty,
        f"国家或地区代码 +{parsed.country_code} 的电话",
        len(match.group()),
    )


_READERS = (
    (_ID_18, _read_id_18),
    (_FOREIGN, _read_foreign),
    (_CARD, _read_card),
    (_ID_15, _read_id_15),
    (_SINGLE_GAPS, _read_mobile),
    (_MOBILE, _read_mobile),
    (_LANDLINE, _read_landline),
    (_PLAIN_LANDLINE, _read_plain_landline),
)
