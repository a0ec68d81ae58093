"""What a find is: its kind, its place, how sure it is, and what would stand in its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PersonalData(StrEnum):
    """The closed set of kinds that lead to a person (个人信息, 个人信息保护法 4 条、28 条) or to a
    firm that a typical case must not name (案例隐名, DOMAIN §2.3)."""

    ID_NUMBER = "id-number"
    BANK_CARD = "bank-card"
    PHONE = "phone"
    LANDLINE = "landline"
    FOREIGN_PHONE = "foreign-phone"
    BANK_ACCOUNT = "bank-account"
    PLATE = "plate"
    VEHICLE = "vehicle"
    PASSPORT = "passport"
    PERMIT = "permit"
    OTHER_DOCUMENT = "other-document"
    EMAIL = "email"
    WECHAT = "wechat"
    QQ = "qq"
    ONLINE_ACCOUNT = "online-account"
    ADDRESS = "address"
    PROPERTY = "property"
    COURIER = "courier"
    COORDINATES = "coordinates"
    IP_ADDRESS = "ip-address"
    DEVICE = "device"
    PERSONAL_NUMBER = "personal-number"
    NAME = "name"
    BIRTH_DATE = "birth-date"
    MINOR = "minor"
    HEALTH = "health"
    COMPANY = "company"
    CASE_NUMBER = "case-number"

    @property
    def label(self) -> str:
        """What editors and staff read."""
        return _LABELS[self]

    @property
    def is_number(self) -> bool:
        """Whether the form alone tells it: letters and digits that name one person or thing."""
        return self not in _WORDS


_LABELS = {
    PersonalData.ID_NUMBER: "身份证号",
    PersonalData.BANK_CARD: "银行卡号",
    PersonalData.PHONE: "手机号",
    PersonalData.LANDLINE: "固定电话",
    PersonalData.FOREIGN_PHONE: "境外电话",
    PersonalData.BANK_ACCOUNT: "银行账号",
    PersonalData.PLATE: "车牌号",
    PersonalData.VEHICLE: "车架号、发动机号",
    PersonalData.PASSPORT: "护照号",
    PersonalData.PERMIT: "港澳台通行证、居民身份证号",
    PersonalData.OTHER_DOCUMENT: "其他证件号",
    PersonalData.EMAIL: "电子邮箱",
    PersonalData.WECHAT: "微信号",
    PersonalData.QQ: "QQ 号",
    PersonalData.ONLINE_ACCOUNT: "网络账号",
    PersonalData.ADDRESS: "门牌地址",
    PersonalData.PROPERTY: "不动产权证号",
    PersonalData.COURIER: "快递单号",
    PersonalData.COORDINATES: "经纬度",
    PersonalData.IP_ADDRESS: "IP 地址",
    PersonalData.DEVICE: "设备标识",
    PersonalData.PERSONAL_NUMBER: "个人编号",
    PersonalData.NAME: "姓名",
    PersonalData.BIRTH_DATE: "出生日期",
    PersonalData.MINOR: "未成年人的身份",
    PersonalData.HEALTH: "个人健康信息",
    PersonalData.COMPANY: "企业名称",
    PersonalData.CASE_NUMBER: "案号",
}

_WORDS = frozenset(
    {
        PersonalData.ADDRESS,
        PersonalData.NAME,
        PersonalData.BIRTH_DATE,
        PersonalData.MINOR,
        PersonalData.HEALTH,
        PersonalData.COMPANY,
        PersonalData.CASE_NUMBER,
    }
)


class Certainty(StrEnum):
    """CERTAIN stops a build; SUSPECTED wants a person to look."""

    CERTAIN = "certain"
    SUSPECTED = "suspected"

    @property
    def label(self) -> str:
        return {"certain": "确定", "suspected": "疑似"}[self.value]


@dataclass(frozen=True)
class Find:
    """`text[start:end]` of what was searched, as it stands there, `matched`; `mask` is proposed
    in its place; `reason` says in Chinese why it was told."""

    kind: PersonalData
    start: int
    end: int
    matched: str
    certainty: Certainty
    mask: str
    reason: str

    @property
    def is_certain(self) -> bool:
        return self.certainty is Certainty.CERTAIN
