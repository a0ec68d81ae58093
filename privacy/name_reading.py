"""Whether characters at a place read as a Chinese name: surname, given name, and what follows.

A surname alone proves little (高度、任何、张贴), so the reading weighs three things: the surname,
whether given names are made of such characters, and whether a name can end where this one would.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from privacy.surnames import COMPOUND, GIVEN, MASKED, NEVER_GIVEN, NO_NAMES, PLAIN, WORDLIKE
from privacy.word_patterns import any_of, words_of

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]")
_COMPOUND = frozenset(COMPOUND)

_FOLLOWING = re.compile(
    any_of(
        words_of(
            """
    与 和 及 诉 向 因 于 系 是 为 在 称 辩 主张 认为 请求 要求 支付 承担 签订 提供 提出 出具
    返还 偿还 归还 借 犯 未 不 已 将 应 到 从 以 对 经 的 之 等 均 也 又 并 则 两人 二人 三人
    四人 夫妇 夫妻 先生 女士 律师 法官 拒 同意 共同 分别 驾驶 担任 名下 起诉 上诉 申请 涉嫌
    死亡 受伤 入职 离职 工作 购买 出售 出租 租赁 转账 收到 收取 付 给 通过 利用 使用 自 由 曾
    现 没 仍 还 只 就 才 都 先 再 后 今 当 其 此 需 可 能 须 无 有 负 所 被 把 让 说 表示 发现
    得知 证言 证词 证人 跑 欠 按照 根据 依据 依照 依法 委托 代 出庭 参加 到庭 独任 审理 撤 找
    请 带 开 去 来 住 生 男 女 持 用 随 至 同 且 而 但 或 以及 达成 签字 签名 签 取 做 做出
    作出 存在 发生 造成 遭受 经营 设立 注册 成立 投资 出资 参与 从 私自 擅自 多次 伙同 驾车 骑
    乘坐 前往 报警 报案 投诉 举报 反映 咨询 来访 来信 来电 患 罹患 确诊 就读 年仅 年龄 出生 一
    二 三 二审 一审 再审 案 民间借贷 离婚 买卖 合同 劳动 侵权 房屋 继承 抚养 保证 欠 拖欠 欠款
    逾期 违约 履行 交付 接受 获得 取得 确认 承认 否认 抗辩 答辩 陈述 辩称 诉称 述称 供述 交代
    证实 证明 打电话 微信 联系 电话 手机 身份证 与其 银行 名义 个人 本人 家 一家 家属 父 母 妻
    夫 子 女 某 公司 所有 持有 控制 实际 向其 隐瞒 虚构 骗取 侵占 挪用 伪造 盗窃 殴打 故意 驾
    酒后 醉酒 时任 系某 现年 月 每 支 提 申 缴 主 认 承 继续 另 要 想 怕 愿 打 发 收 寄 邮 汇
    转 卖 买 租 送 交 领 偿 赔 垫 担 供 货 进 出 上 下 回 走 离 请假 辞 签收 退 存 撰 摄 供稿
    报道 宣 作 讲 答 问
    """
        )
    )
)
_MINORITY = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:·[\u4e00-\u9fff]{2,8}?){1,3}(?=[^\u4e00-\u9fff·]|$|[与和及诉向因于系是为在称的被将应现名出报拖反到犯承支不未患住身确称申](?![不都])|女士|先生|律师|通过|主持|认为|签字|述称|证言)"
)
"""Names of other peoples (买买提·艾力): the dot tells them."""

_TWO = re.compile(
    any_of(
        words_of(
            """
    报案 报警 未到 未按 未能 述称 应于 应在 应向 应按 应支 因此 为了 为由 于是 因为 经营 经过
    经常 和解 主张 主动 可以 应当 应该 有权 有限 无权 无法 没有 未能 未按 未经 从事 从某 向某
    在某 签订 支付 承担 提供 提出 出具 返还 偿还 归还 同意 共同 分别 驾驶 担任 名下 起诉 上诉
    申请 入职 离职 工作 出售 出租 转账 收到 收取 通过 利用 现住 曾任 曾某 其后 此后 后来 随后
    之后 之间 之妻 之子 之女 之夫 先后 再次 再审 一审 二审 二人 两人 三人 夫妇 夫妻 先生 女士
    律师 法官 开庭 来电 来访 来信 来到 年仅 出生 出庭 到庭 到期 发现 发生 发出 成立 设立 注册
    经某 上述 下称 前往 前妻 前夫 家中 家属 家住 实际 多次 公司 生于 生前 国籍 同住 男友 女友
    用人 自愿 自行 自称 自己 当庭 当场 当日 当天 平时 原系 原为 原告 被告 时任 时年 登记 持有
    进行 进入 达成 作为 作出 全部 全额 全责 立即 立下 立案 连带 连续 主持 合同 合伙 房屋 继承
    离婚 民间 买卖 劳动 侵权 欠款 借款 抚养 方面 方某 本人 个人 所有 所欠 所写 如期 如果 如下
    如约 安排 明知 明确 明示 安装 信访 信用 生病 生产 生活 怀孕 患有 患病 胜诉 败诉 利息 世后
    去世 逝世 父母 父亲 母亲 儿子 女儿 妻子 丈夫 代理 代为 代表 代签 代收 月薪 月工 元月 年薪
    年满 行驶 行为 行人 江西
    """
        )
    )
)
_ORGANISATION = re.compile(
    r"[\u4e00-\u9fff]{0,18}?(?:有限公司|公司|厂|商行|商店|超市|酒店|饭店|银行|中心|委员会|法院|检察院|局|集团|合作社|事务所|学校|大学|医院|政府|村委会|街道|镇|乡|县|路|街|小区|市场)"
)
_LEFT_EDGE = re.compile(
    r"(?:^|[^\u3400-\u9fff]|[由向与和请对找被是为的名叫给跟同让及到以把将在经因从即系诉给派聘约见问告知于、]|委托|联系|原告|被告|人|律师|法官|员工|司机|村民|股东|经理)$"
)


_TITLES = frozenset(
    [
        "先生",
        "女士",
        "小姐",
        "律师",
        "法官",
        "警官",
        "同志",
        "老师",
        "医生",
        "经理",
        "主任",
        "书记",
        "院长",
        "师傅",
    ]
)
"""李先生 names nobody."""

_ROLE_BEFORE = re.compile(r"^.*(?:原告|被告|[人员长者官子女])(?=[\u4e00-\u9fff]{2,}·)")


@dataclass(frozen=True)
class Name:
    """`text[start:end]` reads as a name; `is_sure` when what follows it ends a name."""

    start: int
    end: int
    is_sure: bool


def name_at(
    text: str, start: int, *, labelled: bool = False, followed: bool = False
) -> Name | None:
    """The unmasked name that begins at `start`, or None.

    `labelled`: a colon or a word such as 姓名 says that a name comes. `followed`: any word may
    come after it.
    """
    minority = _MINORITY.match(text, start)
    if minority and "某" not in minority.group():
        return Name(start, minority.end(), True)
    surname = _surname_length(text, start)
    if not surname or text[start + surname : start + surname + 2] in _TITLES:
        return None
    best = None
    for letters, end in _givens(text, start + surname):
        found = _weigh(text, start, surname, letters, end, labelled or followed)
        if found and (best is None or _is_better(text, found, best)):
            best = found
    return best


def _surname_length(text: str, start: int) -> int:
    if text[start : start + 2] in _COMPOUND and text[start + 2 : start + 3] not in MASKED:
        return 2
    first = text[start : start + 1]
    return 1 if first and (first in PLAIN or first in WORDLIKE) else 0


def _givens(text: str, start: int) -> list[tuple[str, int]]:
    """Two given characters, then one; a blank may stand between them, as in a column of names."""
    found: list[tuple[str, int]] = []
    place, letters = start, ""
    for _ in range(2):
        gap = 0
        while gap < 3 and text[place + gap : place + gap + 1] == " ":
            gap += 1
        if gap and letters and not _HAN.match(text, place + gap):
            break
        character = text[place + gap : place + gap + 1]
        if not character or not _HAN.match(character) or character in MASKED:
            return [] if character in MASKED and character else found
        place += gap + 1
        letters += character
        found.insert(0, (letters, place))
    if text[place : place + 1] in ("某", "×", "*") and len(found) < 2:
        return []
    return found


def _weigh(
    text: str, start: int, surname: int, letters: str, end: int, labelled: bool
) -> Name | None:
    if any(letter in NEVER_GIVEN for letter in letters):
        return None
    written = text[start : start + surname] + letters
    wordlike = surname == 1 and text[start] in WORDLIKE
    usual = all(map(_is_usual, letters))
    sure = _name_ends(text, end) or (usual and not wordlike and text[end : end + 1] in NEVER_GIVEN)
    if written[:2] in NO_NAMES or written in NO_NAMES:
        return None
    if wordlike and not (sure and (usual or labelled)):
        return None
    if not sure and (not usual or letters[0] == "和" or _ORGANISATION.match(text, end)):
        return None
    if not sure and len(letters) == 1 and _is_usual(text[end]):
        return None
    return Name(start, end, sure)


def _is_usual(letter: str) -> bool:
    """Whether given names are made of it: one of the usual characters, or one so rare that only
    names have it (not among the 3,755 of the first level of GB 2312)."""
    if letter in GIVEN:
        return True
    try:
        return not 0xB0 <= letter.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return True


def _name_ends(text: str, end: int) -> bool:
    following = text[end : end + 1]
    return not following or not _HAN.match(following) or bool(_FOLLOWING.match(text, end))


def _is_better(text: str, short: Name, long: Name) -> bool:
    """Whether 王芳 is meant rather than 王芳因, in 王芳因病去世."""
    if not short.is_sure:
        return not _is_usual(text[long.end - 1]) and _is_usual(text[short.end - 1])
    if _TWO.match(text, short.end):
        return True
    last = text[long.end - 1]
    if not _is_usual(last) and _is_usual(text[short.end - 1]):
        return True
    return not long.is_sure or (
        bool(_FOLLOWING.fullmatch(last)) and last not in GIVEN and bool(_HAN.match(text, long.end))
    )


def ends_a_name(text: str, end: int) -> bool:
    return end > 0 and bool(_HAN.match(text[end - 1]))


def name_before(text: str, end: int, *, lone: bool = False) -> Name | None:
    """The unmasked name that ends at `end`; `lone`: whatever stands before it must not be a Han
    character that could belong to it, or must be a word that names follow."""
    minority = "·" in text[max(0, end - 12) : end] and re.search(
        r"[\u4e00-\u9fff]{2,8}(?:·[\u4e00-\u9fff]{2,8}){1,3}$", text[max(0, end - 36) : end]
    )
    if minority and "某" not in minority.group():
        return Name(end - len(_ROLE_BEFORE.sub("", minority.group())), end, True)
    for length in (3, 2, 4):
        start = end - length
        if start < 0 or not full_name(text[start:end]):
            continue
        if _LEFT_EDGE.search(text, max(0, start - 3), start):
            return Name(start, end, True)
    return None


def full_name(word: str) -> bool:
    """Whether the whole of `word` reads as a name."""
    if _MINORITY.fullmatch(word):
        return "某" not in word
    word = word.replace(" ", "")
    surname = _surname_length(word, 0)
    given = word[surname:]
    if not surname or not 1 <= len(given) <= 2 or word[:2] in NO_NAMES:
        return False
    if any(g in NEVER_GIVEN or g in MASKED or not _HAN.match(g) for g in given):
        return False
    wordlike = surname == 1 and word[0] in WORDLIKE
    return all(map(_is_usual, given)) if wordlike or len(given) == 1 else True
