"""Personal names that nobody masked, in the places where a case or an answer puts people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.kinds import Certainty, PersonalData
from privacy.marking import Mark
from privacy.name_reading import Name, ends_a_name, full_name, name_at, name_before
from privacy.surnames import COMPOUND, PLAIN, WORDLIKE
from privacy.word_patterns import Found, Words, words_of

_SUSPECTED = Certainty.SUSPECTED

_ROLES = (
    "原告 被告 第三人 上诉人 被上诉人 申请人 被申请人 申诉人 被申诉人 再审申请人 再审被申请人 申请执行人 被执行人 异议人 复议申请人 案外人 原审原告 原审被告 原审第三人 "
    "反诉原告 反诉被告 一审原告 一审被告 二审上诉人 自诉人 附带民事诉讼原告 附带民事诉讼原告人 附带民事诉讼被告人 被害人 受害人 被告人 犯罪嫌疑人 嫌疑人 罪犯 "
    "原审被告人 同案犯 同案人 证人 鉴定人 翻译人员 法定代表人 法人代表 法定代理人 负责人 主要负责人 执行事务合伙人 投资人 经营者 委托诉讼代理人 委托代理人 诉讼代理人 "
    "共同委托诉讼代理人 指定代理人 辩护人 指定辩护人 代理人 代理律师 辩护律师 审判长 代理审判员 审判员 人民陪审员 陪审员 书记员 代书记员 法官助理 执行员 执行法官 承办法官 经办法官 主办法官 主审法官 院长 庭长 副庭长 "
    "检察员 代理检察员 检察官 公诉人 检察官助理 承办检察官 承办民警 经办民警 办案民警 民警 仲裁员 首席仲裁员 独任仲裁员 仲裁秘书 调解员 主持调解员 人民调解员 公证员 债权人 债务人 出借人 借款人 "
    "担保人 保证人 抵押人 抵押权人 出质人 出租人 承租人 出卖人 买受人 卖方 买方 房东 租客 租户 业主 户主 受让人 转让人 股东 实际控制人 控股股东 隐名股东 名义股东 投诉人 "
    "被投诉人 举报人 被举报人 信访人 来信人 来访人 咨询人 反映人 求助人 报案人 报警人 当事人 违法行为人 行为人 受援人 患者 死者 伤者 病人 逝者 遇难者 肇事者 驾驶人 驾驶员 乘客 行人 被保险人 投保人 受益人 "
    "被继承人 继承人 遗嘱人 立遗嘱人 监护人 被监护人 员工 职工 劳动者 工人 农民工 职员 雇员 雇主 包工头 用工者 工程师 技术员 业务员 销售员 快递员 外卖员 骑手 店员 店主 店长 厂长 老板 经理 总经理 副总经理 董事长 "
    "董事 监事 财务负责人 会计 出纳 项目经理 项目负责人 实际施工人 车间主任 主管 司机 保安 保洁员 村民 居民 市民 学生 老师 教师 医生 护士 校长 家长 纳税人 经办人 联系人 收货人 收件人 寄件人 收款人 付款人 汇款人 转账人 签收人 "
    "送货人 见证人 在场人 介绍人 中间人 合伙人 其妻 其夫 其妻子 其丈夫 其父亲 其母亲 其儿子 其女儿 其配偶 其前妻 其前夫 妻子 丈夫 儿子 女儿 父亲 母亲 其父 其母 其子 其女 之子 之女 之妻 之夫 长子 次子 三子 长女 次女 三女 哥哥 弟弟 姐姐 妹妹 前妻 前夫 配偶 养子 养女 继子 继女 女婿 儿媳 孙子 孙女 "
    "未成年人 女童 男童 儿童 男孩 女孩 小学生 中学生 同学 幼儿 残疾人 残疾职工 孕妇 老人 男子 女子 网民 网友 作者 撰稿 撰稿人 供稿 供稿人 通讯员 记者 摄影 编辑 责任编辑 责编 校对 审核 审核人 签发 签发人 填报人 填表人 制表 制表人 "
    "复核 复核人 主讲人 主持人 记录人 参会人 申报人 权利人 专利权人 发明人 商标注册人 著作权人 承包人 发包人 转包人 分包人 挂靠人 施工人 委托人 受托人 受赠人 赠与人 占有人 使用人 所有权人 产权人 共有人 车主 机主 户名 姓名 账户名 "
    "开户名 开户人 持卡人 名字叫 名叫 自称 本人 我叫 我是 化名 真名 本名 原名 曾用名 别名 又名 绰号 微信名 昵称 签名 签字 署名 具结人 悔过人 承诺人 被处罚人 被征收人 被拆迁人 被征地人 失信被执行人 被限制人 相对人 利害关系人 editor author reviewer approver"
)
ROLE_WORDS = Words(_ROLES.split())
_GOES_ON = (
    PLAIN
    | WORDLIKE
    | {word[0] for word in COMPOUND}
    | frozenset(" \t（(:：|=/“\"'‘「为系是叫名即、，人兼方一二三四五六七八九十0123456789")
)
"""What may come after a role when a name does: told at once, for roles are everywhere."""

_LABELS = frozenset(
    words_of(
        """
    姓名 户名 账户名 开户名 名字叫 名叫 我叫 真名 本名 原名 曾用名 又名 收款人 收件人 收货人
    联系人 经办人 签名 署名 审判长 审判员 书记员 人民陪审员 法官助理 法定代表人 委托诉讼代理人
    """
    )
)
_BETWEEN = re.compile(
    r"(?:[一二三四五六七八九十0-9]{1,2}(?![0-9年月日]))?[ ]?(?:[（(][^（）()\n]{1,24}[)）])?[ ]?(?:人|兼[\u4e00-\u9fff]{2,8}|方)?[ \t]*(?:[（(][^（）()\n]{1,24}[)）])?"
    r"(?P<colon>[ \t]*[:：|=/][ \t|]*)?(?:[“\"'‘「]|为|系|是|叫|叫做|名叫|即|、|，(?=[\u4e00-\u9fff]{2,4}[，,。]))?[ \t]{0,4}"
)
_MINORITY = re.compile(r"[\u4e00-\u9fff]{2,8}·[\u4e00-\u9fff]{2}")
_BLANK = re.compile(r"[ \t:：|]*")
_NEXT = re.compile(r"[ ]?(?:、|，|,|和|与|及|以及|/|；)[ ]?")
HONORIFICS = Words(
    words_of(
        """
    先生 女士 小姐 同志 律师 法官 检察官 警官 老师 医生 大夫 总经理 董事长 经理 师傅 阿姨 院长
    庭长 局长 处长 科长 主任 书记 教授 老板 仲裁员 调解员 审判员 审判长 书记员 夫妇 夫妻 父子
    母子 父女 母女 兄弟 姐妹 一家 等人 本人
    诉称 辩称 述称 供述
    """
    )
)
_POLITE = ("女士", "先生", "小姐", "师傅", "老师", "同学", "阿姨", "大爷")
"""With these a surname alone is no name."""
_AGED = re.compile("[（(][ ]?(?:年仅|现年|今年|时年)?[ ]?[0-9一二三四五六七八九十]{1,3}[ ]?周?岁")
_SEX = re.compile(r"[男女](?<=[，,、（( |\t：:].)性?(?=[，,、。；） )|\t\n（]|$)")
_IDENTITY = re.compile(
    r"[ ]?[（(，,：:；、|]?[ ]?(?:[男女][，,][ ]?)?(?:公民)?(?:身份证|身份号|公民身份|证件号|出生|生于|生日|住址|住[^院宿]|户籍|现住|家住|联系电话|手机|电话|联系方式|微信|[汉满回壮苗维藏蒙土彝]族|(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:出)?生)"
)
_PSEUDONYM = re.compile(r"[^。；\n（(]{0,12}[（(](?:以上)?(?:均|皆|系|为)*化名")
"""王明（化名）: the text says itself that nobody is called so."""

_SET_APART = re.compile(
    r"审[ ]+判[ ]+[长员]|书[ ]+记[ ]+员|陪[ ]+审[ ]+员|法[ ]+官[ ]+助[ ]+理|执[ ]+行[ ]+员"
)
_SUE = re.compile(r"诉")
_SUE_COMPOUND = re.compile(
    r"[起上申投应胜败撤反公自控抗再重告哭倾追提免]诉|诉[讼求称请状前后中权至由争调]"
)
_DISPUTE = re.compile(r"(?:纠纷|一案|争议|合同案|离婚案|继承案)")
_NUMBER_KINDS = frozenset(
    {
        PersonalData.ID_NUMBER,
        PersonalData.PHONE,
        PersonalData.BANK_CARD,
        PersonalData.BANK_ACCOUNT,
        PersonalData.BIRTH_DATE,
        PersonalData.WECHAT,
        PersonalData.EMAIL,
        PersonalData.PASSPORT,
        PersonalData.PERMIT,
        PersonalData.PLATE,
        PersonalData.ADDRESS,
    }
)
_BEFORE_NUMBER = re.compile(
    r"[ ]?[（(，,：:；、|\t]?[ ]?(?:[男女][，,][ ]?)?(?:的|[\u4e00-\u9fff]{0,3})(?:公民身份号码|身份证号码?|身份证|手机号码?|手机|电话|联系电话|联系方式|微信号?|邮箱|银行卡号?|卡号|账号|车牌号?|护照号?|住址|住|QQ号?)?(?:为|是|[:：|\s])*$"
)


def marks_of_names(text: str, words: Found, others: tuple[Mark, ...]) -> Iterator[Mark]:
    """Every unmasked name in a risky position of `text` (folded); `others` are the numbers, days of
    birth and addresses found there: a name just before one of them is told as well."""
    for mark in (
        *_after_roles(text, words),
        *_before_honorifics(text, words),
        *_with_sex(text),
        *_with_age(text),
        *_in_disputes(text),
        *_before_numbers(text, others),
        *_in_columns(text),
    ):
        if not _PSEUDONYM.match(text, mark.end):
            yield mark


def _mark(name: Name, reason: str) -> Mark:
    return Mark(PersonalData.NAME, name.start, name.end, _SUSPECTED, reason)


def _roles(text: str, words: Found) -> Iterator[tuple[int, int, str]]:
    """Where each role begins and ends; at the foot of a judgment its letters are set apart."""
    for place, role in words[ROLE_WORDS]:
        yield place, place + len(role), role
    if "审 " in text or "书 " in text or "陪 " in text or "法 " in text:
        for match in _SET_APART.finditer(text):
            yield *match.span(), match.group().replace(" ", "")


def _after_roles(text: str, words: Found) -> Iterator[Mark]:
    for _, end, role in _roles(text, words):
        if text[end : end + 1] not in _GOES_ON and not _MINORITY.match(text, end):
            continue
        between = _BETWEEN.match(text, end)
        assert between is not None
        labelled = bool(between["colon"]) or role in _LABELS
        blank = _BLANK.match(text, end)
        assert blank is not None
        # A surname first: 方 may be one, or belong to the role as in 原告方.
        for start in dict.fromkeys((blank.end(), between.end(), end)):
            name = name_at(text, start, labelled=labelled)
            if name:
                yield from _list(text, name, labelled, f"“{role}”之后没有隐去的姓名")
                break


def _list(text: str, name: Name | None, labelled: bool, reason: str) -> Iterator[Mark]:
    """A name and those that follow it: 原告李某、王某和赵某."""
    while name:
        yield _mark(name, reason)
        separator = _NEXT.match(text, name.end)
        if separator is None or separator.group().strip() in ("，", ",", "；"):
            return
        following = name_at(text, separator.end(), labelled=labelled)
        name = following if following and following.is_sure else None


def _before_honorifics(text: str, words: Found) -> Iterator[Mark]:
    for place, word in words[HONORIFICS]:
        name = name_before(text, place)
        if name:
            yield _mark(name, f"“{word}”之前没有隐去的姓名")


def _with_sex(text: str) -> Iterator[Mark]:
    if "男" not in text and "女" not in text:
        return
    for match in _SEX.finditer(text):
        end = match.start() - 1
        while end > 0 and text[end - 1] in " |\t":
            end -= 1
        name = name_before(text, end, lone=True)
        if name:
            yield _mark(name, "姓名之后写着性别")


def _with_age(text: str) -> Iterator[Mark]:
    if "岁" not in text:
        return
    for match in _AGED.finditer(text):
        name = name_before(text, match.start(), lone=True)
        if name and not text.endswith(_POLITE, name.start, name.end):
            yield _mark(name, "姓名之后写着年龄")


def _in_disputes(text: str) -> Iterator[Mark]:
    for match in _SUE.finditer(text):
        if _SUE_COMPOUND.search(text, max(0, match.start() - 1), match.end() + 1):
            continue
        left = name_before(text, match.start())
        right = name_at(text, match.end())
        reason = "案件名称里没有隐去的姓名"
        if left and (
            right
            or re.match(
                "[\u4e00-\u9fff某]{2,24}(?:纠纷|案|公司|局|政府)",
                text[match.end() : match.end() + 30],
            )
        ):
            yield _mark(left, reason)
        if right and right.is_sure and (left or "纠纷" in text[right.end : right.end + 20]):
            yield from _list(text, right, False, reason)
    for match in _DISPUTE.finditer(text):
        start = max(0, match.start() - 24)
        for separator in re.finditer("[与和]", text[start : match.start()]):
            place = start + separator.start()
            left, right = name_before(text, place), name_at(text, place + 1, followed=True)
            if left:
                yield _mark(left, "案件名称里没有隐去的姓名")
            if right and left:
                yield _mark(right, "案件名称里没有隐去的姓名")


def _before_numbers(text: str, others: tuple[Mark, ...]) -> Iterator[Mark]:
    for other in others:
        if other.kind not in _NUMBER_KINDS:
            continue
        link = _BEFORE_NUMBER.search(text, max(0, other.start - 20), other.start)
        if link is None:
            continue
        for end in range(min(other.start, link.start() + 12), link.start() - 1, -1):
            name = name_before(text, end, lone=True) if ends_a_name(text, end) else None
            if name and _BEFORE_NUMBER.fullmatch(text, name.end, other.start):
                yield _mark(name, f"姓名之后写着{other.kind.label}")
                break


_CELL = re.compile(r"[^|\t]+")
_NAME_COLUMN = re.compile(
    r"(?:姓名|名字|联系人|当事人|原告|被告|申请人|被申请人|员工|职工|工人|劳动者|户主|业主|经办人|负责人|法定代表人|债权人|投诉人|来访人|代理人|收款人|学生|患者|股东)(?:姓名)?"
)


def _in_columns(text: str) -> Iterator[Mark]:
    """Cells below a heading such as 姓名, in tables written with | or with tabs."""
    if "|" not in text and "\t" not in text:
        return
    columns: tuple[int, ...] = ()
    offset = 0
    for line in text.split("\n"):
        cells = list(_CELL.finditer(line)) if "|" in line or "\t" in line else []
        heads = tuple(
            i for i, cell in enumerate(cells) if _NAME_COLUMN.fullmatch(cell.group().strip())
        )
        if not cells:
            columns = ()
        elif heads:
            columns = heads
        for index in columns if not heads else ():
            if index < len(cells):
                cell = cells[index]
                word = cell.group().strip()
                start = offset + cell.start() + cell.group().index(word) if word else 0
                if word and full_name(word):
                    yield _mark(Name(start, start + len(word), True), "表格的姓名一栏")
        offset += len(line) + 1
