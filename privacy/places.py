"""Where somebody lives or what he owns: door-level addresses, property certificates, coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.kinds import Certainty, PersonalData
from privacy.marking import Mark
from privacy.word_patterns import Found, Words, any_of, words_of

_CERTAIN, _SUSPECTED = Certainty.CERTAIN, Certainty.SUSPECTED

_HAN = "\u4e00-\u9fff"
_NUMERAL = "[0-9A-Za-z一二三四五六七八九十〇零百甲乙丙丁]"
_COUNT = rf"{_NUMERAL}{{1,6}}(?:[-—~]{_NUMERAL}{{1,5}}){{0,3}}"
_UNIT = (
    r"(?:号院|号楼|号|栋|幢|座|弄|单元|层|楼|室|房|户|组|队|社|门|区|期|支弄|附|#楼?|(?<=[0-9])#)"
)
_TAIL = re.compile(
    rf"(?:第|附|东|西|南|北|左|右|地下)?{_COUNT}[ ]?{_UNIT}"
    rf"(?:[ ]?(?:第|附|东|西|南|北|左|右|之)?[ ]?{_COUNT}[ ]?{_UNIT}){{0,8}}"
    rf"(?:[ ]?(?:{_COUNT}|[东西南北]户)(?![0-9A-Za-z年月日元万人名家条款项次个件天]))?"
)
_NUMBERED = re.compile(rf"{_NUMERAL}(?=[ ]?(?:[号栋幢座弄室户房组队社#]|单元|楼))")
_BARE_ROOM = re.compile(
    r"[0-9A-Z](?<![0-9A-Za-z-][0-9A-Z])[0-9A-Z]{0,2}-[0-9]{1,2}-[0-9]{2,4}(?![0-9A-Za-z-])"
)
_DASHED = re.compile(r"-[0-9]{1,2}-[0-9]{2}")
_STREETS = "路 街 巷 胡同 大道 道 弄 里 村 庄 屯 寨 坡 湾 堡 营 苑 园 城 庭 府 居 郡 墅 院 坊 阁 轩 邸 小区 社区 花园 公寓 大厦 广场 家园 新村 家属院 宿舍 宿舍楼 公馆 名城 新城 国际 中心 天地 时代 雅居 华庭 嘉园 佳苑 街道 镇 乡 县 区 市"
_PLACE_END = re.compile(
    rf"(?:{any_of(_STREETS.split())})[ ]?(?:[东西南北中]段|[（(][^()（）\n]{{0,20}}[)）])?[ ]?$"
)
_RESIDENCE = any_of(
    words_of(
        """
    住 住在 居住 居住于 居住在 现住 现住址 住址 家住 家住址 家庭住址 家庭地址 户籍 户籍地
    户籍地址 户籍所在地 户口所在地 经常居住地 暂住 暂住地 租住 租住于 租住在 住所 居所 家在
    老家 籍贯 收货地址 收件地址 邮寄地址 收货人地址 送达地址 通讯地址 通信地址 联系地址
    身份证住址 身份证地址 宅 房屋坐落 房屋座落 坐落于 座落于 坐落 座落 位于 购买 出租 租赁 出售
    名下 房产 房屋 地址 住户
    """
    )
)
_HOME = frozenset(
    words_of(
        """
    住 住在 居住 居住于 居住在 现住 现住址 住址 家住 家住址 家庭住址 家庭地址 户籍 户籍地
    户籍地址 户籍所在地 户口所在地 经常居住地 暂住 暂住地 租住 租住于 租住在 家在 老家 收货地址
    收件地址 身份证住址 身份证地址
    """
    )
)
_RESIDENCE_BEFORE = re.compile(
    rf"(?P<word>{_RESIDENCE})(?:为|是|在|于|地|[:：|\s]|[（(][^()（）\n]{{0,10}}[)）])*$"
)
_OFFICE = re.compile(
    r"(?:法院|检察院|公安局|派出所|司法局|政府|委员会|管理局|税务局|中心|大厅|办公楼|审判楼|综合楼|机关|会议室|信访局|人社局|窗口|仲裁委|调解室|工作站|服务站)"
)
_BOUNDARY = re.compile(r"[，。；：:、！？“”‘’\"'\n\t|（）()《》【】]|[,;](?= )")
_ROOMS = re.compile(r"室|户|单元|号楼|栋|幢|房|座|#")
_DOOR = re.compile(
    rf"(?:室|户|房|单元)|(?:号楼|栋|幢|座|号|层|楼|#){_NUMERAL}{{1,6}}$|(?:组|队|社|村){_NUMERAL}{{1,4}}号|-"
)
_VILLAGE = re.compile(rf"(?:村|庄|屯|寨|社区|居委会|村委会|村民委员会){_COUNT}?(?:组|队|社)")

_CERTIFICATE = re.compile(
    rf"[{_HAN}]{{0,3}}[（(\[〔][0-9]{{4}}[)）\]〕][{_HAN}]{{1,14}}不动产(?:权|证明)(?:证)?(?:第)?[ ]?[0-9-]{{4,14}}[ ]?号?"
    rf"|[{_HAN}]{{1,6}}(?:房权证|房地证|房产证|土地证|房地产证|集用|国用|林证|房地权证|土房权证|房字)[{_HAN}0-9A-Za-z（）()〔〕 ]{{0,16}}?第?[ ]?[0-9A-Za-z-]{{4,16}}[ ]?号"
    rf"|[{_HAN}]{{0,4}}[国集]用[（(〔][0-9]{{4}}[)）〕]第?[ ]?[0-9A-Za-z-]{{2,14}}[ ]?号"
    r"|(?:不动产权证书?|不动产证书?|房产证|房屋所有权证|土地证|土地使用证|宅基地证|不动产单元|房产证书)(?:编)?(?:号码|号)?[ ]?[:：为是]?[ ]?(?:第)?[A-Z]{0,2}[0-9][0-9A-Z-]{5,30}"
)
CERTIFICATE_WORDS = Words(
    words_of(
        """
    不动产 房权证 房地证 房产证 土地证 房地产证 国用 集用 房地权证 所有权证 使用证 宅基地证
    林证
    """
    )
)
POSITION_WORDS = Words(
    words_of(
        """
    东经 西经 北纬 南纬 经度 纬度 longitude latitude Longitude Latitude lng lat Lng Lat lon Lon
    LNG LAT
    """
    )
)

_DEGREES = r"[0-9]{1,3}(?:\.[0-9]+)?[ ]?(?:°|度)(?:[ ]?[0-9]{1,2}(?:\.[0-9]+)?[ ]?(?:′|'|’|分))?(?:[ ]?[0-9]{1,2}(?:\.[0-9]+)?[ ]?(?:″|\"|”|''|秒))?"
_COORDINATES = re.compile(
    rf"(?:东经|西经|北纬|南纬|经度|纬度)[ ]?[:：为]?[ ]?(?:{_DEGREES}|[0-9]{{1,3}}\.[0-9]{{2,12}}°?)"
    rf"|[EWNS][ ]?[:：]?[ ]?{_DEGREES}|{_DEGREES}[ ]?[EWNS](?![A-Za-z])"
    r"|(?:[Ll]ongitude|[Ll]atitude|[Ll]ng|[Ll]at|[Ll]on|LNG|LAT)[ \"']*[:：=]?[ ]?-?[0-9]{1,3}\.[0-9]{2,12}"
)
_PAIR = re.compile(
    r"(?<![0-9.])(?:7[3-9]|[89][0-9]|1[0-2][0-9]|13[0-5])\.[0-9]{4,12}°?[ ]?[EeＥ]?[ ]?[,，、;/ ][ ]?[1-5]?[0-9]\.[0-9]{4,12}(?![0-9.])"
    r"|(?<![0-9.])[1-5]?[0-9]\.[0-9]{4,12}°?[ ]?[NnＮ]?[ ]?[,，、;/ ][ ]?(?:7[3-9]|[89][0-9]|1[0-2][0-9]|13[0-5])\.[0-9]{4,12}(?![0-9.])"
)


def marks_in_places(text: str, words: Found) -> Iterator[Mark]:
    """Every door, certificate and position in `text`, which is folded."""
    for place, word in words[CERTIFICATE_WORDS]:
        for found in _CERTIFICATE.finditer(text, max(0, place - 24), place + len(word) + 40):
            if found.start() <= place < found.end():
                yield Mark(PersonalData.PROPERTY, *found.span(), _CERTAIN, "不动产权属证书的编号")
                break
    yield from _positions(text, words)
    yield from _addresses(text)


def _positions(text: str, words: Found) -> Iterator[Mark]:
    places = [place for place, _ in words[POSITION_WORDS]]
    places += [match.start() for match in re.finditer("°", text)]
    done = 0
    for place in sorted(places):
        match = _COORDINATES.search(text, max(done, place - 12), place + 40)
        if match:
            done = match.end()
            yield Mark(PersonalData.COORDINATES, *match.span(), _SUSPECTED, "经纬度")
    for fraction in re.finditer(r"\.[0-9]{4}", text):
        match = _PAIR.search(text, max(done, fraction.start() - 4), fraction.start() + 40)
        if match:
            done = match.end()
            yield Mark(PersonalData.COORDINATES, *match.span(), _SUSPECTED, "经纬度")


def _addresses(text: str) -> Iterator[Mark]:
    done = 0
    for number in _NUMBERED.finditer(text):
        match = _TAIL.search(text, max(done, number.start() - 8), number.start() + 120)
        if number.start() < done or match is None:
            continue
        mark = _address(text, match.start(), match.end())
        if match.end() > number.start():
            done = match.end()
        if mark:
            yield mark
    for match in _BARE_ROOM.finditer(text) if _DASHED.search(text) else ():
        mark = _address(text, match.start(), match.end())
        if mark:
            yield mark


def _address(text: str, start: int, end: int) -> Mark | None:
    """The address that ends with the numbers at `start`: with what stands before them in one go."""
    tail = text[start:end]
    before = text[max(0, start - 60) : start]
    boundaries = [m.end() for m in _BOUNDARY.finditer(before)]
    cut = boundaries[-1] if boundaries else 0
    place = before[cut:]
    label = _label_before(place, before[:cut])
    place, home = label
    has_place = bool(_PLACE_END.search(place)) and len(place.strip()) >= 2
    is_door = bool(_DOOR.search(tail)) and bool(_ROOMS.search(tail) or "-" in tail)
    is_village = bool(_VILLAGE.search(place[-6:] + tail)) and has_place
    if "某" in place[-3:] or "×" in tail or not re.search(_NUMERAL, tail):
        return None
    if _OFFICE.search(place[-16:]) and not home:
        return None
    first = start - len(place) if has_place else start
    if is_door and (has_place or home):
        certain = home == "home" and has_place
        return Mark(
            PersonalData.ADDRESS, first, end, _CERTAIN if certain else _SUSPECTED, "写到门牌的地址"
        )
    if is_door and re.search(r"(?:号楼|栋|幢|座|#楼?).*(?:单元|室|户|[0-9]{3,4})", tail):
        return Mark(PersonalData.ADDRESS, first, end, _SUSPECTED, "楼栋和房号")
    if has_place and home == "home" and re.search(r"号|组|队", tail):
        certainty = _CERTAIN if "号" in tail else _SUSPECTED
        return Mark(PersonalData.ADDRESS, first, end, certainty, "住址写到门牌")
    if is_village and "号" in tail:
        return Mark(PersonalData.ADDRESS, first, end, _SUSPECTED, "村组和门牌")
    return None


def _label_before(place: str, earlier: str) -> tuple[str, str]:
    """`place` without a word such as 住 at its beginning, and whether such a word stands before it:
    "home" for where somebody lives, "label" for any address, "" for none."""
    home = ""
    for match in re.finditer(_RESIDENCE, place):
        place_after = place[match.end() :].lstrip("为是在于: ：")
        home = "home" if match.group() in _HOME else (home or "label")
        return place_after, home
    found = _RESIDENCE_BEFORE.search(earlier)
    if found:
        return place, "home" if found["word"] in _HOME else "label"
    return place, ""
