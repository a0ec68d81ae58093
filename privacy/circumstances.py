"""What is told of a person: day of birth, health, a child and its school; and firms and case numbers
of a case."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from privacy.kinds import Certainty, PersonalData
from privacy.marking import Mark
from privacy.word_patterns import Found, Words, words_of

_CERTAIN, _SUSPECTED = Certainty.CERTAIN, Certainty.SUSPECTED

_HAN_DIGIT = "[〇零○一二三四五六七八九十]"
_DATE = (
    rf"(?:(?:19|20)[0-9]{{2}}[ ]?(?:年|[-/.])[ ]?[0-9]{{1,2}}[ ]?(?:月|[-/.])(?:[ ]?[0-9]{{1,2}}[ ]?(?:日|号)?)?"
    rf"|(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    rf"|[一二][九〇零○]{_HAN_DIGIT}{{2}}年{_HAN_DIGIT}{{1,3}}月{_HAN_DIGIT}{{1,3}}[日号])"
)
_BORN = re.compile(
    rf"(?:出生日期|出生年月日|出生年月|出生时间|出生于|出生|生日|生于|诞生于)(?:为|是|[:：|\s])*(?P<after>{_DATE})"
    rf"|(?P<before>{_DATE})(?:[（(][^()（）\n]{{0,6}}[)）])?[ ]?(?:出生|生(?!产|效|态|活|育|成|物|意|前|鲜))"
)

BORN_WORDS = Words(["出生", "生日", "生于", "日生", "号生", "日出", "号出"])

ILLNESS = Words(
    words_of(
        """
    艾滋病 HIV 乙肝 丙肝 肺结核 梅毒 淋病 尖锐湿疣 性病 精神分裂症 精神分裂 抑郁症 重度抑郁
    双相情感障碍 躁郁症 焦虑症 精神障碍 智力障碍 自闭症 癫痫 白血病 淋巴瘤 肝癌 肺癌 胃癌
    乳腺癌 宫颈癌 肠癌 甲状腺癌 前列腺癌 癌症 恶性肿瘤 尿毒症 肾衰竭 肾功能衰竭 糖尿病 高血压
    冠心病 心脏病 脑梗 脑梗死 脑出血 帕金森 阿尔茨海默病 不孕不育 不孕症 人工流产 流产 宫外孕
    系统性红斑狼疮 红斑狼疮 尘肺 尘肺病 矽肺 甲亢 肝硬化 重症肌无力 吸毒史 戒毒 强制戒毒
    HIV阳性 新冠阳性 血友病 渐冻症 妊娠 怀孕 截瘫 高位截瘫 精神病 乙型肝炎 肝炎
    """
    )
)
_SICK = re.compile(
    r"(?:患有?|罹患|确诊(?:为|患有?)?|诊断(?:为|出|患有?)?|查出|感染|检出|病史[:：]?|病情[:：]?|检测呈|诊断结果[:：]?|因患?|身患|有|系|得了|曾|做过?)[\u4e00-\u9fffA-Za-z（）()、]{0,12}?$"
)
_PERSON = re.compile(
    r"[\u4e00-\u9fff]某[0-9甲乙丙丁某]?|本人|患者|其妻|其夫|其父|其母|其子|其女|该员工|该职工|该工人|丈夫|妻子|女儿|儿子|母亲|父亲"
)

CHILD_WORDS = Words(
    words_of(
        """
    未成年 未成年人 女童 男童 幼女 幼儿 婴儿 儿子 女儿 其子 其女 孩子 小孩 学生 小学生 初中生
    高中生 中学生 长子 长女 次子 次女 独子 独女 婚生子 婚生女 孙子 孙女 外孙 侄子 侄女 儿童
    少年 在校生 子女
    """
    )
)
_SCHOOL = re.compile(
    r"(?P<name>[\u4e00-\u9fff0-9]{2,16}?(?:小学|中学|幼儿园|学校|一中|二中|三中|实验小学|附小|附中|幼稚园|职高|技校))"
    r"(?:[（(]?[\u4e00-\u9fff]{0,4}校区[）)]?)?[ ]?(?P<class>(?:[0-9一二三四五六七八九小中大初高]{1,3}[（(]?[0-9一二三四五六七八九十]{0,2}[)）]?(?:年级|班|级)[ ]?[（(]?[0-9一二三四五六七八九十]{0,2}[)）]?班?))?"
)
_SCHOOL_WORD = re.compile("小学|中学|幼儿园|学校|一中|二中|三中|附小|附中|幼稚园|职高|技校")
_ANY_SCHOOL = re.compile(
    r"(?:公办|民办|私立|公立|当地|本地|附近|原|该|附属|职业|义务教育|农村|城市)+"
)
_AGE = re.compile(
    r"(?:(?:年仅|现年|今年|时年|刚满|未满|才|仅)?[ ]?(?<![0-9一二三四五六七八九十])(?:1[0-7]|[1-9]|[一二三四五六七八九]|十[一二三四五六七]?)[ ]?(?:周)?岁)"
)
_SENTENCE_END = re.compile(r"[。；！？\n]")

_FIRM = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|分公司|公司|合伙企业(?:[（(](?:有限合伙|普通合伙)[)）])?|个体工商户|专业合作社|合作社|律师事务所|会计师事务所|事务所|经营部|商行|商贸行|门市部|服装厂|加工厂|机械厂|"
    r"厂|酒店|宾馆|饭店|超市|药房|诊所|工作室|俱乐部|银行|信用社|支行)(?![\u4e00-\u9fff]{0,2}(?:法|条例|规定))"
)
_FIRM_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9（）()·]{2,40}$")
_FULL_FORM = re.compile(
    r"有限责任公司|股份有限公司|有限公司|合伙企业|律师事务所|会计师事务所|专业合作社"
)
_NOT_OF_FIRM = re.compile(
    r".*(?:原告|被告|上诉人|申请人|第三人|被执行人|债权人|债务人|案外人|与|和|及|诉|由|向|对|被|在|从|把|将|经|为|是|系|因|于|称|至|到|给|等|的|了|或者|或|而|冒用|占|就|允许|聘请|聘用|适用于|其他|另|指定|要求|关于|变更|登记|募集|方式|依法|依法设立|拨打|租用|中标明|只有|选择|经营|一名|若干|有关|国家|相关|存入|解聘|以上|包括|该|其|本|贵|我|两|各|一家|设立|成立|入职|任职|担任|受雇于|名称|出具|委托|代表人|负责人|公司|股东|买受人|出卖人|承租人|出租人|发包人|承包人|用人单位|单位|转让|收购|控股|通过|以|[一二三四五六七八九十0-9]）)"
)
_TOWNS = "北京|上海|天津|重庆|河南|河北|山东|山西|江苏|浙江|安徽|福建|江西|湖北|湖南|广东|广西|海南|四川|贵州|云南|陕西|甘肃|青海|宁夏|新疆|西藏|内蒙古|辽宁|吉林|黑龙江|深圳|广州|杭州|南京|成都|武汉|郑州|西安|苏州|示例"
_TOWN = re.compile(
    rf"^(?:[\u4e00-\u9fff]{{2,3}}(?:省|市|区|县|自治区)|[（(][\u4e00-\u9fff]{{2,4}}[)）]|{_TOWNS})"
)
_TOWN_SIGN = re.compile(rf"省|市|区|县|（|\(|{_TOWNS}")
"""Without any of these no town can stand before a firm."""
_KIND_WORDS = re.compile(
    r"^(?:股份|有限|责任|集团|分|子|母|总|关联|上市|物业|建筑|保险|担保|典当|小额贷款|融资租赁|外贸|物流|快递|租赁|劳务派遣|劳务|人力资源|科技|网络|开发|房地产|房地产开发|装饰|装修|施工|监理|设计|投资|证券|基金|信托|期货|国有|民营|私营|独资|合资|外资|一人|空壳|壳|皮包|多家|几家|这家|那家|同一|目标|项目|标的|债务|商业|中央|人民|农村|农民|合作|专业|开户|网上|手机|电子|发卡|收款|付款|放贷|贷款|普通|特殊|有限合伙|公开|非公开|大型|中小|小微|制造|生产|工|服装|加工|机械|电|水|核电|发电|自来水|钢|造纸|化工|食品|印刷|[家间所])+$"
)
_MASKED = re.compile(
    r"某|×|[XＸ]{2}|\*|[甲乙丙丁戊己庚辛ABCDEF](?=公司|厂|商行|店|银行|集团|合作社)"
)

_CASE_NUMBER = re.compile(
    r"[（(〔\[](?P<year>(?:19|20)[0-9]{2})[)）〕\]](?P<court>[\u4e00-\u9fff]?[\u4e00-\u9fff]?[0-9]{0,6})(?P<type>[\u4e00-\u9fff]{1,6})(?P<number>第?[0-9]{1,7}(?:-[0-9]{1,3})?)号(?:之[一二三四五六七八九十0-9]{1,3})?"
)
_COURT = re.compile(
    r"(?:最高法|京|津|冀|晋|内|辽|吉|黑|沪|苏|浙|皖|闽|赣|鲁|豫|鄂|湘|粤|桂|琼|渝|川|黔|贵|滇|云|藏|陕|甘|青|宁|新|兵)"
)
_OLD_CASE_NUMBER = re.compile(
    r"[（(〔\[](?:19|20)[0-9]{2}[)）〕\]][\u4e00-\u9fff]{2,10}字第[0-9]{1,6}号(?:之[一二三四五六七八九十0-9]{1,3})?"
)
_PROCEEDING = re.compile(
    "民|刑|行|执|破|赔|初|终|再|申|监|清|诉|仲|裁|恢|保|财|辖|审|调|复|协|督|催|强"
)


def marks_of_birth(text: str, words: Found) -> Iterator[Mark]:
    """Days of birth in `text`, which is folded."""
    done = 0
    for place, word in words[BORN_WORDS]:
        match = _BORN.search(text, max(done, place - 24), place + len(word) + 40)
        if match:
            done = match.end()
            name = "after" if match["after"] else "before"
            yield Mark(PersonalData.BIRTH_DATE, *match.span(name), _SUSPECTED, "出生的年月日")


def marks_of_health(text: str, words: Found, names: tuple[Mark, ...]) -> Iterator[Mark]:
    """An illness told of a person: of a name in the same sentence, or of a masked one before it."""
    for start, word in words[ILLNESS]:
        end = start + len(word)
        if not word.endswith("阳性") and not _SICK.search(text, max(0, start - 20), start):
            continue
        first = _sentence_start(text, start)
        sentence_end = _SENTENCE_END.search(text, end)
        last = sentence_end.start() if sentence_end else len(text)
        named = any(first <= name.start < last for name in names)
        if named or _PERSON.search(text, max(first, start - 30), start):
            yield Mark(PersonalData.HEALTH, start, end, _SUSPECTED, "写明了某个人的病情")


def marks_of_minors(text: str, words: Found, names: tuple[Mark, ...]) -> Iterator[Mark]:
    """A child that can be told: with its name and its age, or with its school."""
    for place, word in words[CHILD_WORDS]:
        end = place + len(word)
        last = min(len(text), end + 60)
        sentence_end = _SENTENCE_END.search(text, end, last)
        school = _school(text, end, sentence_end.start() if sentence_end else last)
        if school:
            named = school.end("name") - len(_own_name(school["name"]))
            yield Mark(PersonalData.MINOR, named, school.end(), _SUSPECTED, "写明了未成年人的学校")
        after = [name for name in names if end <= name.start <= end + 3]
        if after:
            yield Mark(
                PersonalData.MINOR, after[0].start, after[0].end, _SUSPECTED, "写明了孩子的姓名"
            )
    for name in names:
        age = _AGE.search(text, name.end, name.end + 12)
        if age and not _SENTENCE_END.search(text, name.end, age.start()):
            yield Mark(
                PersonalData.MINOR, name.start, age.end(), _SUSPECTED, "未成年人的姓名和年龄"
            )


def _school(text: str, start: int, end: int) -> re.Match[str] | None:
    if not _SCHOOL_WORD.search(text, start, end):
        return None
    return next(filter(_names_a_school, _SCHOOL.finditer(text, start, end)), None)


def _names_a_school(match: re.Match[str]) -> bool:
    name = _own_name(match["name"])
    own = re.sub(r"(?:小学|中学|幼儿园|学校)$", "", name)
    return "某" not in name and len(own) >= 2 and not _ANY_SCHOOL.fullmatch(own)


def _own_name(words: str) -> str:
    """实验小学 of 就读于实验小学."""
    return re.sub(r"^.*(?:就读于|就读|在|于|读|上|是|为|的|到|系|了)", "", words)


def _sentence_start(text: str, position: int) -> int:
    before = [m.end() for m in _SENTENCE_END.finditer(text, max(0, position - 120), position)]
    return before[-1] if before else max(0, position - 120)


def marks_of_firms(text: str) -> Iterator[Mark]:
    """Names of firms that are not masked: a full form, or a name before 公司 that is no mere word."""
    towns = [match.start() for match in _TOWN_SIGN.finditer(text)]
    for match in _FIRM.finditer(text):
        if "某" in text[max(0, match.start() - 3) : match.start()]:
            continue  # What is masked is by far the most frequent.
        first = max(0, match.start() - 30)
        has_town = bisect_left(towns, first) < bisect_left(towns, match.start())
        if not has_town and not _FULL_FORM.match(match.group()):
            continue  # A mere word: see `_is_firm_name`.
        window = _FIRM_NAME.search(text, first, match.start())
        if window is None:
            continue
        written = _NOT_OF_FIRM.sub("", window.group())
        core = _TOWN.sub("", written)
        if not _is_firm_name(written, core, match.group()):
            continue
        yield Mark(
            PersonalData.COMPANY,
            match.start() - len(written),
            match.end(),
            _SUSPECTED,
            "没有隐去的企业名称",
        )


def _is_firm_name(written: str, core: str, form: str) -> bool:
    if _MASKED.search(written + form) or len(core) < 2 or _KIND_WORDS.match(core):
        return False
    if not _FULL_FORM.match(form):
        return core != written and len(core) >= 3
    return True


def is_case_number(text: str) -> bool:
    """Whether `text` is the number of a court's case and nothing else, as 法〔2015〕137号 writes it
    or as was usual before 2016 (DOMAIN §8)."""
    match = _CASE_NUMBER.fullmatch(text)
    if match and "第" not in match["number"]:
        return bool(_COURT.match(match["court"] + match["type"]))
    return bool(_OLD_CASE_NUMBER.fullmatch(text))


def marks_of_case_numbers(text: str) -> Iterator[Mark]:
    """Case numbers (案号) as 法〔2015〕137号 writes them; one that is written otherwise is told as such."""
    for match in _CASE_NUMBER.finditer(text):
        if not _PROCEEDING.search(match["court"] + match["type"]):
            continue
        right = _COURT.match(match["court"] + match["type"]) and "第" not in match["number"]
        reason = "案号" if right else "案号的写法不对，应如“（2023）京01民终123号”"
        yield Mark(PersonalData.CASE_NUMBER, *match.span(), _SUSPECTED, reason)
