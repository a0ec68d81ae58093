"""Leaks made by code: invented numbers and names in the spellings that people use, each in a sentence.

No value belongs to anybody: numbers are drawn by a seeded generator and only their form, check digits
included, is right.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from privacy.kinds import PersonalData
from privacy.word_patterns import words_of
from tests.privacy.spellings import (
    birth_dates,
    card,
    certificates,
    coordinates,
    digits,
    doors,
    emails,
    grouped,
    landlines,
    old_id,
    plates,
    spelled_ids,
    spelled_mobiles,
    split_by,
    wide,
    wrong_id,
)

K = PersonalData
Draw = random.Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文".replace(
    " ", ""
)
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "皇甫", "令狐", "慕容", "夏侯")
GIVEN = words_of(
    """
    伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 建国 秀英 桂兰 志强 国庆 玉兰
    海燕 小红 文博 子涵 梓轩 雨桐 浩然 俊杰 春梅 金凤 德福 永贵 红梅 丽华 晓东 卫东 爱民 淑珍
    凤英 大勇 立新 学文 振华 思远 家豪 一鸣 可欣 嘉怡 若曦 景行 知微 毓秀 䶮 𬭎 翀 骞 祎 韫
    钰轩 沁怡 铁柱 二妮 来娣 有才 长河 万里 和平
    """
)
MINORITY = ("买买提·艾力", "阿依古丽·吐尔逊", "扎西·顿珠", "古丽娜尔·阿不都", "巴特尔·乌兰")


@dataclass(frozen=True)
class Leak:
    """`value` stands in `text` and must be told as one of `kinds`."""

    kinds: tuple[PersonalData, ...]
    text: str
    value: str
    form: str


def person(r: Draw) -> str:
    pick = r.random()
    if pick < 0.04:
        return r.choice(MINORITY)
    if pick < 0.1:
        return r.choice(DOUBLE_SURNAMES) + r.choice(GIVEN)
    return r.choice(SURNAMES) + r.choice(GIVEN)


Values = Callable[[Draw], Iterator[str]]


def one(make: Callable[[Draw], str]) -> Values:
    return lambda r: iter((make(r),))


def of(*makes: Callable[[Draw], str]) -> Values:
    return lambda r: iter([make(r) for make in makes])


FORMS: tuple[tuple[str, tuple[PersonalData, ...], tuple[str, ...], Values], ...] = (
    (
        "身份证号",
        (K.ID_NUMBER,),
        ("公民身份号码{}", "身份证号：{}。", "（身份证{}）", "他把{}填在了表上", "{}"),
        spelled_ids,
    ),
    ("错一位的身份证号", (K.ID_NUMBER,), ("身份证号{}", "证件{}，"), one(wrong_id)),
    (
        "十五位身份证号",
        (K.ID_NUMBER,),
        ("身份证号{}", "持{}的旧身份证", "公民身份号码：{}"),
        one(old_id),
    ),
    (
        "银行卡号",
        (K.BANK_CARD,),
        ("卡号{}", "转入{}账户", "工商银行{}，"),
        of(
            lambda r: card(r, 19, "6222"),
            lambda r: card(r, 16, "6228"),
            lambda r: grouped(card(r, 19, "6217"), (4, 4, 4, 4), " "),
            lambda r: grouped(card(r, 16, "4563"), (4, 4, 4), "-"),
            lambda r: wide(card(r, 19, "6230")),
            lambda r: split_by(card(r, 16, "5187"), "\u200b", 4),
        ),
    ),
    (
        "银行账号",
        (K.BANK_ACCOUNT, K.BANK_CARD),
        ("账号：{}", "开户行示例银行，账号{}", "收款账户{}", "帐号 {}", "存折号{}"),
        of(
            lambda r: "17" + digits(r, 15),
            lambda r: "08" + digits(r, 12),
            lambda r: grouped("95" + digits(r, 13), (4, 4, 4), " "),
        ),
    ),
    (
        "手机号",
        (K.PHONE,),
        ("电话{}", "手机：{}。", "请打{}找他", "（{}）", "联系人王某{}，"),
        spelled_mobiles,
    ),
    ("固定电话", (K.LANDLINE,), ("电话：{}", "座机{}。", "可打{}联系"), landlines),
    (
        "境外电话",
        (K.FOREIGN_PHONE,),
        ("电话{}", "香港联系人：{}"),
        of(
            lambda r: f"+852 {r.choice('569')}{digits(r, 3)} {digits(r, 4)}",
            lambda r: f"+852-2{digits(r, 3)}-{digits(r, 4)}",
            lambda r: f"+853 66{digits(r, 6)}",
            lambda r: f"+1 212 555 {r.randint(2000, 9999)}",
            lambda r: f"+886 912 {digits(r, 3)} {digits(r, 3)}",
        ),
    ),
    ("车牌号", (K.PLATE,), ("驾驶{}小型轿车", "车牌号{}", "{}货车", "号牌为“{}”的车"), plates),
    (
        "护照号",
        (K.PASSPORT,),
        ("护照号{}", "持{}号护照", "护照：{}", "护照号码为 {}"),
        of(
            lambda r: "E" + digits(r, 8),
            lambda r: "G" + digits(r, 8),
            lambda r: "EA" + digits(r, 7),
            lambda r: wide("E" + digits(r, 8)),
        ),
    ),
    (
        "通行证号",
        (K.PERMIT,),
        ("港澳居民来往内地通行证{}", "回乡证号：{}", "通行证号码{}"),
        of(
            lambda r: "H" + digits(r, 8),
            lambda r: "M" + digits(r, 8),
            lambda r: "C" + digits(r, 8),
            lambda r: "H" + digits(r, 10),
        ),
    ),
    (
        "港澳台身份证号",
        (K.PERMIT,),
        ("香港身份证号码{}", "香港居民身份证：{}"),
        of(lambda r: f"A{digits(r, 6)}(3)", lambda r: f"K{digits(r, 6)}（A）"),
    ),
    (
        "其他证件号",
        (K.OTHER_DOCUMENT,),
        ("{}",),
        of(
            lambda r: f"军官证号：军字第{digits(r, 8)}号",
            lambda r: f"驾驶证档案编号{digits(r, 12)}",
            lambda r: f"结婚证字号J410811-2019-{digits(r, 6)}",
            lambda r: f"出生医学证明编号R41{digits(r, 7)}",
            lambda r: f"残疾证号：{digits(r, 18)}43",
        ),
    ),
    ("电子邮箱", (K.EMAIL,), ("邮箱{}", "发到{}即可", "电子邮件：{}。", "（{}）"), emails),
    (
        "微信号",
        (K.WECHAT,),
        (
            "微信号{}",
            "微信：{}",
            "加微信{}",
            "VX：{}",
            "vx {}",
            "薇信号：{}",
            "微信号为 {}",
            "加V信 {}",
            "加薇信：{}",
        ),
        of(
            lambda r: f"zhang_{digits(r, 4)}",
            lambda r: f"lina{digits(r, 5)}",
            lambda r: f"wxid_{digits(r, 6)}abcd12",
            lambda r: f"Wang-Fang{digits(r, 2)}",
        ),
    ),
    (
        "QQ 号",
        (K.QQ,),
        ("QQ：{}", "QQ号{}", "qq {}", "扣扣{}", "QQ号码是{}", "ＱＱ：{}", "加QQ {}", "Q群{}"),
        of(
            lambda r: "5" + digits(r, 8),
            lambda r: "1" + digits(r, 5),
            lambda r: wide("3" + digits(r, 9)),
        ),
    ),
    (
        "网络账号",
        (K.ONLINE_ACCOUNT, K.PHONE),
        ("{}",),
        of(
            lambda r: f"抖音号：xiaomei{digits(r, 4)}",
            lambda r: f"支付宝账号 zhangsan{digits(r, 3)}",
            lambda r: f"快手号{digits(r, 9)}",
            lambda r: f"小红书号：{digits(r, 10)}",
            lambda r: f"淘宝账号：tb{digits(r, 8)}",
        ),
    ),
    (
        "门牌地址",
        (K.ADDRESS,),
        ("住{}。", "户籍地{}，", "住址：{}", "家住{}", "现住{}。"),
        doors,
    ),
    ("不动产权证号", (K.PROPERTY,), ("房屋（{}）", "产权证号为{}", "{}"), certificates),
    (
        "快递单号",
        (K.COURIER,),
        ("{}",),
        of(
            lambda r: f"顺丰快递SF{digits(r, 13)}",
            lambda r: f"快递单号：{digits(r, 13)}",
            lambda r: f"圆通YT{digits(r, 13)}",
            lambda r: f"EMS单号 EA{digits(r, 9)}CN",
            lambda r: f"中通快递 7{digits(r, 13)}",
            lambda r: f"运单号为{digits(r, 12)}",
        ),
    ),
    ("经纬度", (K.COORDINATES,), ("拍摄位置{}", "（{}）", "坐标：{}。"), coordinates),
    (
        "IP 地址",
        (K.IP_ADDRESS,),
        ("IP地址{}", "登录IP：{}", "从{}登录"),
        of(
            lambda r: f"203.0.113.{r.randint(1, 254)}",
            lambda r: f"198.51.{r.randint(100, 120)}.{r.randint(1, 254)}",
            lambda r: f"2001:db8:85a3:1234:5678:8a2e:370:{r.randint(1000, 7000)}",
        ),
    ),
    (
        "设备标识",
        (K.DEVICE,),
        ("{}",),
        of(
            lambda r: f"IMEI：86{digits(r, 13)}",
            lambda r: "MAC地址 00:1A:2B:3C:4D:" + digits(r, 2),
            lambda r: f"手机串号86{digits(r, 13)}",
        ),
    ),
    (
        "车架号",
        (K.VEHICLE,),
        ("车架号{}", "车辆识别代号：{}", "发动机号为{}"),
        of(lambda r: f"LSVAA49J1320{digits(r, 5)}", lambda r: f"LFV2A21K8{digits(r, 8)}"),
    ),
    (
        "个人编号",
        (K.PERSONAL_NUMBER,),
        ("{}",),
        of(
            lambda r: f"住院号：{digits(r, 8)}",
            lambda r: f"病历号{digits(r, 7)}",
            lambda r: f"医保卡号 {digits(r, 10)}",
            lambda r: f"学号2019{digits(r, 6)}",
            lambda r: f"社保编号：{digits(r, 10)}",
            lambda r: f"保单号 PDAA2021{digits(r, 8)}",
        ),
    ),
    ("出生日期", (K.BIRTH_DATE,), ("张某，{}。", "当事人{}，", "（{}）"), birth_dates),
    (
        "病情",
        (K.HEALTH,),
        ("{}",),
        of(
            lambda r: f"原告{person(r)}患有乙肝",
            lambda r: "员工张某被诊断为重度抑郁症",
            lambda r: f"{person(r)}先生确诊肺癌",
            lambda r: "王某身患尿毒症，",
            lambda r: f"被告{person(r)}有精神分裂症病史",
            lambda r: "其妻查出乳腺癌",
        ),
    ),
    (
        "未成年人",
        (K.MINOR,),
        ("{}",),
        of(
            lambda r: f"女儿{person(r)}，九岁",
            lambda r: "其子就读于示例区实验小学三年级二班",
            lambda r: "未成年的学生小明在育才中学初二（3）班上学",
            lambda r: f"女童{person(r)}（8岁）",
            lambda r: "孩子在示例区第三幼儿园大班",
        ),
    ),
    (
        "企业名称",
        (K.COMPANY,),
        ("{}",),
        of(
            lambda r: "被告示例市宏图建筑工程有限公司",
            lambda r: "原告河南盛世商贸有限公司诉称",
            lambda r: "与江苏华润达纺织股份有限公司签订合同",
            lambda r: "原告张某与被告宏图建筑有限公司",
            lambda r: "委托杭州明理律师事务所",
            lambda r: "向深圳市云启科技有限责任公司转账",
            lambda r: "北京大成功餐饮管理有限公司（以下简称大成功公司）",
        ),
    ),
    (
        "案号",
        (K.CASE_NUMBER,),
        ("{}判决书", "见{}", "案号：{}。"),
        of(
            lambda r: f"（2023）京01民终{r.randint(1, 9999)}号",
            lambda r: f"(2022)豫0811民初{r.randint(1, 9999)}号",
            lambda r: f"（2024）苏执复{r.randint(1, 99)}号",
            lambda r: f"〔2021〕粤03刑初{r.randint(1, 999)}号",
        ),
    ),
)
"""What the leak is called, the kinds it may be told as, sentences, spellings."""

RISKY = (
    "原告{}诉称",
    "原告：{}",
    "被告{}未到庭",
    "被告{}、李某",
    "被害人{}报案",
    "法定代表人{}",
    "法定代表人：{}，",
    "委托诉讼代理人：{}，示例律师事务所律师",
    "审判长{}",
    "审判长　{}",
    "审　判　长　　{}",
    "{}辩称，",
    "法定代表人（负责人）：{}",
    "审判员 {}",
    "书记员：{}",
    "人民陪审员{}\n",
    "上诉人{}不服",
    "被上诉人（原审原告）{}",
    "申请执行人{}申请",
    "被执行人{}名下",
    "证人{}证言",
    "犯罪嫌疑人{}",
    "被告人{}犯合同诈骗罪",
    "公诉人{}出庭",
    "辩护人{}，",
    "{}，男，汉族",
    "{}，女，1988年3月2日出生",
    "{}（身份证号110105194912310021）",
    "投诉人{}反映",
    "申请人{}与被申请人",
    "{}诉某公司劳动争议案",
    "某公司诉{}买卖合同纠纷",
    "第三人{}述称",
    "实际控制人{}通过",
    "原告员工{}",
    "联系人：{}",
    "调解员{}主持",
    "经办人 {}",
    "债务人{}向",
    "担保人{}承担",
    "{}先生来电",
    "{}女士反映",
    "承办法官{}",
    "经办法官{}",
    "{}（46岁）诉称",
    "由其母亲{}抚养",
    "姓名：{}",
    "| 姓名 | {} |",
    "老板{}跑了",
    "包工头{}拖欠",
    "出借人{}与借款人",
    "原告{}系某公司员工",
    "被告{}应于十日内",
    "被告**{}**向",
    "原告{}的委托",
    "负责人{}签字",
    "死者{}的家属",
    "代理律师{}认为",
    "被告一{}",
    "原告（反诉被告）{}",
    "被告{}因病",
    "被告{}在某银行开户",
)
"""Positions in which a name leads to somebody."""

CERTAIN_FORMS = frozenset(
    words_of(
        """
    身份证号 错一位的身份证号 十五位身份证号 银行卡号 银行账号 手机号 固定电话 境外电话 车牌号
    护照号 通行证号 港澳台身份证号 其他证件号 电子邮箱 微信号 QQ号 网络账号 不动产权证号
    """
    )
) | {"QQ 号"}


def leaks(seed: int, rounds: int = 2) -> list[Leak]:
    """Every spelling of every form in a sentence drawn for it, `rounds` times; then names."""
    r = random.Random(seed)
    found: list[Leak] = []
    for _ in range(rounds):
        for form, kinds, sentences, values in FORMS:
            made = list(values(r))
            while len(made) < 9:
                made += list(values(r))
            for value in made:
                found.append(Leak(kinds, r.choice(sentences).format(value), value, form))
        for sentence in RISKY:
            name = person(r)
            found.append(Leak((K.NAME,), sentence.format(name), name, "姓名"))
    return found
