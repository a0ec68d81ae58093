"""The words around citations: what may stand between a name and its articles, what points back to a law,
and what shows that articles belong to a firm's own document."""

from __future__ import annotations

import re

from law.mentions import Name
from law.names import key_of
from law.numerals import NUMERAL
from law.references import BLANK

_N = f"[{NUMERAL}]{{1,6}}"
_LINK_WORDS = (
    r"(?:中的|中|里的|里|之中|的|之|规定的?|所规定的?|下|关于|[：:，,](?=\s*第)|"
    rf"第{_N}(?:编|分编|章|节)|[\u4e00-\u9fa5]{{1,8}}(?:编|分编)|"
    r"(?:总则|分则|附则)(?=[第\s中的之]))"
)
BETWEEN_NAME_AND_REFERENCE = re.compile(
    rf"(?:{BLANK}(?:[（(](?:[^（）()\n]|[（(][^（）()\n]{{1,20}}[）)]){{1,60}}[）)]|[”\"’」』]|{_LINK_WORDS})){{0,8}}{BLANK}"
)
BOOK_AT_END = re.compile(
    rf"(?:{BLANK}(?:中的?|的|之|规定的?|第{_N}(?:编|分编|章|节)|"
    r"(?:总则|物权|合同|人格权|婚姻家庭|继承|侵权责任|分则|通则|典型合同)(?:分?编)|总则|分则|附则|"
    rf"[（(](?:\d{{4}}[^（）()\n]{{0,12}}|法释[^（）()\n]{{1,20}}|[^（）()\n]{{0,10}}(?:修正|修订|公布|施行))[）)])){{1,5}}{BLANK}$"
)
POINTER = re.compile(
    r"(?:该|同|本|此|上述|前述|上引|前引|上揭|这部|该部|(?<![\u4e00-\u9fa5])(?=条例|司法解释)|(?<=[据照按反和及与用看道出了])(?=条例|司法解释))(?P<kind>法典|法律|法|条例|解释|规定|办法|决定|意见|规则|细则|规章|通知|批复|纪要|司法解释|法规)"
    rf"(?:中的?|的|之|规定的?|第{_N}[编章节])?{BLANK}$"
)
SAME_ARTICLE = re.compile(
    rf"(?:同|该|本|上述|前述){BLANK}条(?={BLANK}(?:第{BLANK}[（(]?{BLANK}{_N}{BLANK}[）)]?{BLANK}[款项]))"
    rf"(?P<rest>(?:{BLANK}(?:[、和及与或]|以及)?{BLANK}第{BLANK}[（(]?{_N}[）)]?{BLANK}[款项]){{1,8}})"
)
SENTENCE_END = re.compile("[。！？!?\\n]")
ITEM_MARK = re.compile(
    r"(?:^|\n)[^\S\n]*+(?:(?:[-*+•·>]|\d{1,2}[.、．)）]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[|])[^\S\n]*+)?$"
)
_DOCUMENT_WORDS = (
    "合同", "协议", "章程", "制度", "手册", "公约", "约定", "条款", "须知", "方案", "清单", "指引", "细则", "规程",
    "合同书", "协议书", "通知书", "本合同", "文件", "说明", "承诺书", "守则", "规范", "标准", "补充协议", "议定书",
    "决议", "判决", "判决书", "裁定书", "决定书", "意见书", "格式条款", "附件", "本条款", "示范文本", "通则", "工作制度", "机制",
)  # fmt: skip
"""Documents of firms and courts whose articles are cited too (the allow-list of loose references)."""
OWN_DOCUMENT = re.compile(
    rf"(?:{'|'.join(sorted(_DOCUMENT_WORDS, key=len, reverse=True))}|(?:公司|企业|单位|管理|考核|内部)[\u4e00-\u9fa5]{{0,10}}(?:办法|规定|规则))"
    r"[”\"》」]?(?:中的?|里的?|的|之)?\s*$"
)
REACH_BACK = 1500
LONGEST_LINK = 160
SKIPPED = " \t\r\u3000\u00a0*\n"
PUNCTUATION = frozenset("。，、；：！？,;:!?|【】[]…—-")
ENDS_OF_LINKS = frozenset("中的之定编章节则）)")
POINTER_HINT = re.compile(r"[该同本此述引揭部]|条例|司法解释")
ENDING_OF_NAME = re.compile(r"法典|法|条例|解释|规定|办法")
GENERIC = frozenset(
    [
        "解释",
        "规定",
        "条例",
        "办法",
        "决定",
        "意见",
        "通知",
        "细则",
        "实施细则",
        "纪要",
        "批复",
        "司法解释",
        "实施条例",
    ]
)
"""Words that name nothing by themselves: 《解释》第三条 needs 以下简称 before it."""


def is_list(gap: str) -> bool:
    """Whether between a law and a reference there are only items of a list under it."""
    lines = [line.strip() for line in gap.split("\n")]
    return len(lines) > 1 and lines[0].endswith(("：", ":")) and len(lines) <= 3


def is_next_item(gap: str) -> bool:
    """Whether the references before and behind `gap` begin two items that follow each other."""
    lines = [line for line in gap.split("\n")[1:-1] if line.strip()]
    return (
        "\n\n\n" not in gap and not any(line.startswith("#") for line in lines) and len(lines) <= 1
    )


_KINDS = {
    "法典": ("法典",),
    "法律": ("法典", "法"),
    "法": ("法典", "法"),
    "条例": ("条例",),
    "法规": ("条例", "规定", "办法"),
    "司法解释": ("解释", "规定", "）"),
    "解释": ("解释", "）"),
    "规章": ("办法", "规定"),
}


def fits(kind: str, name: Name) -> bool:
    """Whether 该法, 该条例 … can mean that law."""
    title = key_of(name.law)
    endings = _KINDS.get(kind, (kind,))
    stem = re.sub(r"（[^（）]*）$", "", title)
    return stem.endswith(tuple(e for e in endings if e != "）"))
