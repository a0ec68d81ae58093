"""Numbers and names of accounts that the word before them tells: 账号、微信、快递单号 …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privacy.kinds import Certainty, PersonalData
from privacy.marking import Mark
from privacy.word_patterns import Found, Words

_CERTAIN, _SUSPECTED = Certainty.CERTAIN, Certainty.SUSPECTED
_LINK = r"(?:[ \t]*(?:[:：=是为|]|号码|号|码|ID|id|同号|账号|帐号|编号|[（(][^()（）\n]{0,12}[)）]|“|\"|「))*[ \t]*"
"""What may stand between a label and its value."""

_LATIN = r"[A-Za-z][-_A-Za-z0-9]{4,29}"
_MIXED = r"[A-Za-z0-9][-_.A-Za-z0-9]{3,39}"
_NUMBER = r"[0-9](?:[ -]?[0-9]){4,29}"
_CODE = r"[A-Za-z]{0,6}-?[0-9](?:[ -]?[0-9A-Za-z]){4,24}"


@dataclass(frozen=True)
class _Label:
    kind: PersonalData
    words: tuple[str, ...]
    value: re.Pattern[str]
    certainty: Certainty
    must_have: str = ""
    """A pattern that the value must hold; `0` means a digit."""


def _label(
    kind: PersonalData, words: str, value: str, certainty: Certainty, must_have: str = ""
) -> _Label:
    pattern = re.compile(rf"{_LINK}(?P<value>{value})(?![0-9A-Za-z])")
    return _Label(kind, tuple(words.split()), pattern, certainty, must_have)


_LABELS = (
    _label(
        PersonalData.BANK_ACCOUNT,
        "账号 帐号 账户 帐户 银行账户 银行卡 银行卡号 卡号 收款账号 收款账户 收款卡号 开户账号 户头 存折号 "
        "公积金账号 工资卡 工资卡号 还款账户 借记卡 信用卡 信用卡号 储蓄卡",
        r"[0-9](?:[ -]?[0-9]){7,29}",
        _CERTAIN,
    ),
    _label(
        PersonalData.WECHAT,
        "微信 微信号 微信ID 微信账号 WeChat wechat Wechat WECHAT weixin Weixin VX Vx vx V信 v信 WX wx "
        "薇信 威信 维信 徽信 加V 加v 加微 加微信 加我微信 加V信 加v信 加薇 加薇信 加威信 加VX 加Vx 加vx 加WX 加wx 卫星号 绿泡泡",
        rf"{_LATIN}|1[3-9][0-9]{{9}}|[0-9]{{5,12}}",
        _CERTAIN,
        "w",
    ),
    _label(
        PersonalData.QQ,
        "QQ QQ号 qq qq号 Qq 扣扣 扣扣号 企鹅号 QQ群 qq群 QQ群号 加Q 加q 加QQ 加qq Q号 q号 Q群 q群",
        r"[1-9](?:[ -]?[0-9]){4,10}",
        _CERTAIN,
    ),
    _label(
        PersonalData.ONLINE_ACCOUNT,
        "支付宝 支付宝账号 支付宝账户 支付宝号 抖音 抖音号 快手 快手号 小红书 小红书号 微博 微博账号 微博号 微博ID "
        "钉钉 钉钉号 陌陌 陌陌号 淘宝账号 淘宝会员名 旺旺 旺旺号 闲鱼账号 游戏账号 B站UID UID 贴吧ID Telegram telegram "
        "电报号 飞机号 Skype skype WhatsApp whatsapp LINE推特 推特 Facebook facebook 登录名 登录账号 用户名 京东账号 拼多多账号 "
        "美团账号 会员号 会员卡号 网名ID",
        _MIXED,
        _CERTAIN,
        "w",
    ),
    _label(
        PersonalData.COURIER,
        "快递单号 快递号 运单号 运单 运单编号 物流单号 物流编号 邮件号 邮单号 EMS单号 EMS ems 快递单 顺丰 顺丰单号 顺丰快递 "
        "圆通 圆通快递 圆通单号 中通 中通快递 中通单号 申通 申通快递 申通单号 韵达 韵达快递 韵达单号 极兔 极兔单号 京东快递 "
        "京东物流 德邦 德邦快递 邮政快递 邮政快递单号 挂号信 挂号信号 邮政挂号 取件码 送达邮件",
        r"[A-Za-z]{0,4}[0-9](?:[ -]?[0-9]){7,19}(?:[ ]?[A-Za-z]{2})?",
        _SUSPECTED,
    ),
    _label(
        PersonalData.VEHICLE,
        "车架号 车辆识别代号 车辆识别码 车辆识别代码 VIN VIN码 大架号 发动机号 发动机号码 发动机编号",
        r"[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){5,19}",
        _CERTAIN,
        "0",
    ),
    _label(
        PersonalData.DEVICE,
        "IMEI imei 串号 手机串号 设备号 设备识别码 MEID IMSI ICCID MAC MAC地址 Mac地址 mac地址 IDFA OAID 设备序列号",
        r"[0-9A-Fa-f](?:[ :-]?[0-9A-Fa-f]){11,35}",
        _CERTAIN,
        "0",
    ),
    _label(
        PersonalData.PASSPORT,
        "护照 护照号 护照号码 护照编号 Passport passport PASSPORT",
        r"[A-Za-z]{0,3}[ -]?[0-9](?:[ -]?[0-9]){5,9}[A-Za-z]?|[A-Za-z][0-9]{2}[A-Za-z]{2}[0-9]{4,5}",
        _CERTAIN,
    ),
    _label(
        PersonalData.PERMIT,
        "通行证 通行证号 通行证号码 回乡证 回乡证号 回乡卡 台胞证 台胞证号 港澳通行证 台湾通行证 往来港澳通行证 往来台湾通行证 "
        "香港身份证 香港身份证号 香港居民身份证 香港永久性居民身份证 澳门身份证 澳门居民身份证 澳门永久性居民身份证 台湾身份证 "
        "台湾地区身份证 国民身份证 永久居留证 永久居留身份证 外国人永久居留证 外国人永久居留身份证 港澳台居民居住证",
        r"[A-Za-z]{0,3}[ -]?[0-9](?:[ -]?[0-9]){5,17}(?:[ ]?[(（][0-9A-Za-z]{1,2}[)）])?",
        _CERTAIN,
    ),
    _label(
        PersonalData.ID_NUMBER,
        "身份证 身份证号 身份证号码 公民身份号码 公民身份证号码 居民身份证 居民身份证号码 证件号 证件号码 社会保障号 社会保障号码",
        r"[1-9](?:[ -]?[0-9]){13,18}[ -]?[0-9Xx]",
        _SUSPECTED,
    ),
    _label(
        PersonalData.OTHER_DOCUMENT,
        "驾驶证 驾驶证号 驾驶证编号 驾驶证号码 驾照号 驾照 行驶证号 档案编号 驾驶证档案编号 军官证 军官证号 士兵证 士兵证号 警官证 警官证号 警号 残疾证 "
        "残疾证号 残疾人证号 退役军人优待证 户口簿号 户口本号 户号 结婚证 结婚证号 结婚证字号 离婚证 离婚证号 离婚证字号 出生医学证明 出生证号 出生医学证明编号 "
        "居住证 居住证号 居住证号码 健康证号 学生证号 教师资格证号 从业资格证号 暂住证号 海员证 海员证号 "
        "死亡证明编号 律师证号",
        r"[A-Za-z]{0,3}[0-9](?:[ -]?[0-9A-Za-z]){4,24}|[\u4e00-\u9fff]{0,3}字第?[0-9]{5,12}号?|[JL][0-9]{6}-[0-9]{4}-[0-9]{6}",
        _CERTAIN,
    ),
    _label(
        PersonalData.PERSONAL_NUMBER,
        "病历号 病案号 住院号 门诊号 就诊卡号 就诊卡 诊疗卡号 医保卡 医保卡号 医保号 医保编号 医保个人编号 社保卡 社保卡号 "
        "社保号 社保编号 社保账号 社会保障卡 社会保障卡号 个人编号 社保个人编号 养老保险编号 参保编号 公积金号 个人公积金号 学号 学籍号 全国学籍号 准考证号 工号 员工编号 员工号 职工编号 "
        "工资号 体检编号 检验编号 保单号 保险单号 报案号 囚号 在押人员编号 低保证号 会员编号 房间号 电费户号 用电户号 水费户号 用户编号 燃气户号 宽带账号",
        _CODE,
        _CERTAIN,
    ),
)

_BY_WORD = {word: label for label in _LABELS for word in label.words}
LABELS = Words(_BY_WORD)
_NOT_HERE = re.compile(r"公众号|小程序|支付平台|服务号|视频号|订阅号")
_NO_VALUE = re.compile(r"https?|www|(?:api|id|token|key|null|true|false)$|[A-Z_]+$", re.IGNORECASE)
_SHOUTED = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_PLAIN_WORD = re.compile(r"[a-z]+")
_COLON = re.compile(r"[:：=是为|号]|ID|id")


def marks_after_labels(text: str, words: Found) -> Iterator[Mark]:
    """Every value in `text` (folded) that follows the word for it."""
    for place, word in words[LABELS]:
        label = _BY_WORD[word]
        value = label.value.match(text, place + len(word))
        if value is None or not _is_value(label, text, place, word, value):
            continue
        start, end = value.span("value")
        reason = f"“{word}”之后"
        yield Mark(_kind(label, value["value"]), start, end, label.certainty, reason)


def _kind(label: _Label, value: str) -> PersonalData:
    digits = re.sub(r"[ -]", "", value)
    if label.kind in (PersonalData.WECHAT, PersonalData.ONLINE_ACCOUNT) and re.fullmatch(
        "1[3-9][0-9]{9}", digits
    ):
        return PersonalData.PHONE
    return label.kind


def _is_value(label: _Label, text: str, place: int, word: str, value: re.Match[str]) -> bool:
    before = text[place - 1 : place]
    if word[0].isascii() and before.isascii() and before.isalnum():
        return False
    written = value["value"]
    digits: int = sum(map(str.isdigit, written))
    if label.kind is PersonalData.DEVICE:
        return digits >= 6 and (word.lower() != "imei" or _has_imei_length(written))
    if label.kind is PersonalData.BANK_ACCOUNT and re.match(
        r"(?:19|20)[0-9]{2}[- ]?[01][0-9]", written
    ):
        return len(re.sub("[^0-9]", "", written)) > 8
    if label.must_have == "0":
        return digits >= 3
    if label.must_have == "w":
        return _is_account_name(text, place, word, value, digits)
    if set(re.sub("[^0-9A-Za-z]", "", written)) <= {"0"}:
        return False
    return digits >= 4


def _has_imei_length(written: str) -> bool:
    number = re.sub("[^0-9]", "", written)
    return len(number) in (14, 15, 16)


def _is_account_name(text: str, place: int, word: str, value: re.Match[str], digits: int) -> bool:
    """Whether Latin letters after “微信” and the like name an account, and are no other word."""
    written = value["value"]
    if _NO_VALUE.match(written) or _SHOUTED.fullmatch(written):
        return False
    if _NOT_HERE.search(text, max(0, place - 4), value.start("value")):
        return False
    between = text[place + len(word) : value.start("value")]
    said = bool(_COLON.search(between)) or word.endswith(("号", "ID"))
    if digits == len(written):
        return (
            said
            and (digits >= 6 or written != "0" * digits)
            and not re.match("20[0-9]{2}$", written)
        )
    if digits:
        return len(written) >= 5
    return said and len(written) >= 6
