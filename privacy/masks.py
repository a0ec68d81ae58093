"""What stands in the place of a find (DOMAIN §2.3): 张某, 某建筑公司, 某处, ××."""

from __future__ import annotations

import re

from privacy.kinds import PersonalData
from privacy.surnames import COMPOUND
from privacy.word_patterns import words_of

HIDDEN = "××"
_WHOLE = {
    PersonalData.CASE_NUMBER: "某案",
    PersonalData.PROPERTY: "某不动产权证",
    PersonalData.BIRTH_DATE: "某年某月",
    PersonalData.HEALTH: "某病",
    PersonalData.MINOR: "某未成年人",
    PersonalData.COORDINATES: "某处",
}
_REGION = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,8}?市)?(?:[\u4e00-\u9fff]{1,8}?(?:区|县|旗))?"
)
_TRADES = words_of(
    """
    建筑 建材 建设 装饰 装修 房地产 置业 物业 商贸 贸易 电子商务 电子 信息技术 网络 科技 软件
    数据 人工智能 餐饮 酒店 食品 农业 养殖 童装 服装 服饰 纺织 印染 鞋业 家具 家居 木业 物流
    运输 快递 仓储 汽车 机械 设备 机电 电气 电器 仪器 五金 钢铁 金属 模具 塑料 塑业 橡胶 化工
    化学 医药 药业 医疗 生物 环保 能源 电力 燃气 新材料 材料 包装 印刷 造纸 文化 传媒 广告 影视
    教育 培训 旅游 体育 健身 美容 保险 担保 典当 小额贷款 融资租赁 租赁 投资 资产管理 基金 咨询
    知识产权 人力资源 劳务 保安 保洁 家政 园林 水利 市政 路桥 工程 矿业 煤业 石油 玻璃 陶瓷
    水泥 混凝土 光电 半导体 通信 珠宝 日化 母婴 玩具 超市 百货 工贸 实业 管理
    """
)
_FORMS = re.compile(
    r"(律师事务所|会计师事务所|事务所|合作社|合伙企业|分公司|集团|公司|加工厂|厂|商行|经营部|门市部|酒店|宾馆|饭店|超市|药房|诊所|工作室|俱乐部|银行|信用社|支行)(?:[（(][^()（）]*[)）])?$"
)


def mask_of(kind: PersonalData, words: str) -> str:
    """The mask for `words`, alone; numbers for people of one surname are given by the redaction."""
    if kind is PersonalData.NAME:
        return surname_of(words) + "某"
    if kind is PersonalData.COMPANY:
        return mask_of_firm(words)
    if kind is PersonalData.ADDRESS:
        region = _REGION.match(words)
        return (region.group() if region else "") + "某处"
    return _WHOLE.get(kind, HIDDEN)


def surname_of(name: str) -> str:
    """诸葛 of 诸葛明, 李 of 李明; of a name with a dot its first character."""
    return name[:2] if name[:2] in COMPOUND else name[:1]


def mask_of_firm(name: str) -> str:
    """某建筑公司 of 示例市宏图建筑工程有限公司: the first trade named, and the kind of firm."""
    form = _FORMS.search(name)
    ending = "公司" if form is None else form[1]
    found = [(name.find(trade), trade) for trade in _TRADES if trade in name]
    trade = min(found)[1] if found else ""
    return f"某{'' if ending.startswith(trade) and trade else trade}{ending}"
