"""Marks of letters and digits that their form alone tells: e-mail, plates, permits, addresses on
the net, parcels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from privacy.kinds import Certainty, PersonalData
from privacy.marking import Mark

_CERTAIN, _SUSPECTED = Certainty.CERTAIN, Certainty.SUSPECTED

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCES}使领][ ]?[A-Za-z][ ]?[·.・\-_]?[ ]?"
    r"(?:[DFdfA-Ka-k][A-Za-z0-9]?[ ]?[0-9]{4}|[0-9A-Za-z](?:[ ]?[0-9A-Za-z]){3}[ ]?[0-9A-Za-z挂学警港澳试超])"
    r"(?:[ ]?[0-9A-Za-z])?(?![0-9A-Za-z-])"
)
_ARMY_PLATE = re.compile(rf"WJ[ ]?[{_PROVINCES}]?[ ]?[0-9]{{4,5}}[0-9A-Z]?(?![0-9A-Za-z])")
_CHUNK = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_-]{6,}")
_TOKEN = re.compile(
    r"(?:"
    r"(?P<passport>[EGSDP][A-Za-z]?[0-9]{7,8}|(?:SE|DE|PE)[0-9]{7})"
    r"|(?P<permit>[HM][0-9]{8}(?:[0-9]{2})?|C[A-Z0-9][0-9]{7}|[WLT][0-9]{8})"
    r"|(?P<hongkong>[A-Z]{1,2}[0-9]{6}[ ]?[(（][0-9A]{1}[)）])"
    r"|(?P<parcel>SF[0-9]{12,15}|YT[0-9]{13,15}|JD[A-Z]{0,2}[0-9]{11,15}|JT[0-9]{13}|(?:STO|ZTO|YD|DPK)[0-9]{10,15}|[A-Z]{2}[0-9]{9}CN)"
    r"|(?P<wechat>wxid_[a-z0-9]{8,20})"
    r"|(?P<mac>[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5})"
    r"|(?P<disabled>[JL][0-9]{6}-[0-9]{4}-[0-9]{6})"
    r")(?![A-Za-z0-9_])"
)
_DOTTED = re.compile(r"\.[0-9]{1,3}\.[0-9]")
_IP = re.compile(
    r"[0-9](?<![0-9A-Za-z.-][0-9])[0-9]{0,2}(?:\.[0-9]{1,3}){3}(?![0-9A-Za-z]|\.[0-9])"
)
_COLONS = re.compile(r":(?=:?[0-9A-Fa-f]{1,4}:)")
_IPV6 = re.compile(
    r"[0-9A-Fa-f](?<![0-9A-Za-z:.][0-9A-Fa-f])[0-9A-Fa-f]{0,3}(?::{1,2}[0-9A-Fa-f]{1,4}){3,7}(?![0-9A-Za-z:])"
)
_IP_WORD = re.compile(r"(?:IP|ip|Ip|网络地址|登录地址)[^0-9\n]{0,10}$")
_VERSION_WORD = re.compile(r"(?:版本|[Vv]ersion|[vV]|第|章|节|条)[ :：]?$")
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\u4e00-\u9fff-]{1,64}$")
_DOMAIN = re.compile(
    r"[A-Za-z0-9-]{1,63}(?:[ ]?[.。．][ ]?[A-Za-z0-9-]{1,63}){1,5}"
    r"|[A-Za-z0-9\u4e00-\u9fff-]{1,30}[.。．](?:中国|公司|网络|政务|公益|手机|在线|中文网)"
)
_OFFICER = re.compile(r"[军武南北沈兰成济广海空后总装参政士文]字第[0-9]{6,10}号")
_HASH = re.compile(r"#(?<=[A-Za-z0-9]#)(?=[A-Za-z0-9])")
_MISREAD = re.compile(r"[1lI|][3-9][0-9OoIl]{9}")
"""A mobile number with letters for digits: read by a machine from paper, or written so on purpose."""

_ENDS_OF_HIDDEN = ("com", "cn", "net", "org")
_HIDDEN_AT = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9._+-]{1,63})[ ]?(?:[(（\[【{<][ ]?(?:at|AT|At|艾特|@)[ ]?[)）\]】}>]|#|艾特|[ ](?:at|AT)[ ])[ ]?"
    r"([A-Za-z0-9-]{1,40})[ ]?(?:[(（\[【{][ ]?(?:dot|DOT|点|\.)[ ]?[)）\]】}]|\.|点|[ ](?:dot|DOT)[ ])[ ]?("
    rf"{'|'.join(_ENDS_OF_HIDDEN)})(?![A-Za-z0-9])"
)


def marks_in_codes(text: str) -> Iterator[Mark]:
    """Every mark of `text` (folded) that needs no word before it."""
    yield from _emails(text)
    for match in _PLATE.finditer(text):
        if _is_plate(match.group()):
            yield Mark(PersonalData.PLATE, *match.span(), _CERTAIN, "机动车号牌的样子")
    for match in _ARMY_PLATE.finditer(text):
        yield Mark(PersonalData.PLATE, *match.span(), _SUSPECTED, "专用号牌的样子")
    for chunk in _CHUNK.finditer(text):
        found = _TOKEN.match(text, chunk.start())
        if _MISREAD.fullmatch(chunk.group()) and not chunk.group().isdigit():
            yield Mark(PersonalData.PHONE, *chunk.span(), _SUSPECTED, "夹着字母的手机号")
        if found and text[max(0, chunk.start() - 1) : chunk.start()] not in ("/", ".", "_", "-"):
            yield from _token(text, found)
    if "字第" in text:
        for match in _OFFICER.finditer(text):
            yield Mark(PersonalData.OTHER_DOCUMENT, *match.span(), _SUSPECTED, "军人证件号的样子")
    yield from _addresses_on_the_net(text)


def _is_plate(written: str) -> bool:
    """GA 36: five or six places after the letter of the town; no number has more than three letters
    among them, and none has the letters I and O."""
    tail = re.sub("[^0-9A-Za-z挂学警港澳试超]", "", written)[1:]
    digits = sum(character.isdigit() for character in tail)
    return 5 <= len(tail) <= 6 and digits >= (3 if len(tail) == 5 else 4)


def _emails(text: str) -> Iterator[Mark]:
    at = text.find("@")
    while at >= 0:
        mark = _email_at(text, at)
        if mark:
            yield mark
        at = text.find("@", at + 1)
    if _may_hide_an_address(text):
        for match in _HIDDEN_AT.finditer(text):
            yield Mark(PersonalData.EMAIL, *match.span(), _CERTAIN, "改写了 @ 的邮箱地址")


def _may_hide_an_address(text: str) -> bool:
    return any(end in text for end in _ENDS_OF_HIDDEN) and (
        "at" in text or "AT" in text or "艾特" in text or "@" in text or bool(_HASH.search(text))
    )


def _email_at(text: str, at: int) -> Mark | None:
    left_end = at - 1 if at and text[at - 1] == " " else at
    local = _LOCAL.search(text, max(0, left_end - 64), left_end)
    right = at + 2 if text[at + 1 : at + 2] == " " else at + 1
    domain = _DOMAIN.match(text, right)
    if local is None or domain is None:
        return None
    name = local.group().lstrip(".")
    latin = re.search(r"(?<![!-~])[!-~]+$", name)
    if latin:
        name = re.split(r"[=|'`{}/*]", latin.group())[-1].lstrip(".")
    host = re.sub(r"[ ]", "", domain.group()).replace("。", ".").replace("．", ".")
    if (
        not name
        or "://" in text[max(0, left_end - len(name) - 20) : left_end]
        or not _is_address(name, host)
    ):
        return None
    return Mark(PersonalData.EMAIL, left_end - len(name), domain.end(), _CERTAIN, "邮箱地址")


def _is_address(name: str, host: str) -> bool:
    if host.rpartition(".")[2].isdigit():
        return False
    # Loaded where something may be an address: most manuscripts have none, and a build waits for it.
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(f"{name}@{host}", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _token(text: str, match: re.Match[str]) -> Iterator[Mark]:
    before = text[max(0, match.start() - 12) : match.start()]
    if match["passport"] or match["permit"]:
        if re.search(
            r"(?:编号|单号|合同|订单|型号|批号|货号|文号|标准|代码|案号|备案|批准文号)[^，。；\n]{0,5}$",
            before,
        ):
            return
        kind = PersonalData.PASSPORT if match["passport"] else PersonalData.PERMIT
        yield Mark(kind, *match.span(), _SUSPECTED, f"是{kind.label}的样子")
    elif match["hongkong"]:
        yield Mark(PersonalData.PERMIT, *match.span(), _CERTAIN, "香港居民身份证号的样子")
    elif match["parcel"]:
        certain = match["parcel"].endswith("CN")
        reason = "邮件号码（UPU S10）的样子" if certain else "快递单号的样子"
        yield Mark(PersonalData.COURIER, *match.span(), _SUSPECTED, reason)
    elif match["wechat"]:
        yield Mark(PersonalData.WECHAT, *match.span(), _CERTAIN, "微信内部编号")
    elif match["disabled"]:
        yield Mark(PersonalData.OTHER_DOCUMENT, *match.span(), _SUSPECTED, "证件编号的样子")
    else:
        yield Mark(PersonalData.DEVICE, *match.span(), _SUSPECTED, "网卡地址（MAC）的样子")


def _addresses_on_the_net(text: str) -> Iterator[Mark]:
    for match in _IP.finditer(text) if _DOTTED.search(text) else ():
        try:
            address = IPv4Address(match.group())
        except AddressValueError:
            continue
        before = text[max(0, match.start() - 16) : match.start()]
        labelled = _IP_WORD.search(before)
        if address.is_loopback or address.is_unspecified or _VERSION_WORD.search(before):
            continue
        if not labelled and (address.is_multicast or _is_inner(address) or int(address) >> 24 < 11):
            continue
        yield Mark(
            PersonalData.IP_ADDRESS,
            *match.span(),
            _CERTAIN if labelled else _SUSPECTED,
            "IPv4 地址",
        )
    if _COLONS.search(text):
        for match in _IPV6.finditer(text):
            try:
                address6 = IPv6Address(match.group())
            except AddressValueError:
                continue
            if not address6.is_loopback and re.search("[A-Fa-f0-9]{3}", match.group()):
                yield Mark(PersonalData.IP_ADDRESS, *match.span(), _SUSPECTED, "IPv6 地址")


def _is_inner(address: IPv4Address) -> bool:
    """Networks of RFC 1918: they lead to no household, and manuals are full of them."""
    return str(address).startswith(("10.", "192.168.")) or bool(
        re.match(r"172\.(?:1[6-9]|2[0-9]|3[01])\.", str(address))
    )
