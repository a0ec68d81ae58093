"""Lines by which a document tells of itself: 来源：某法院 发布时间：2024年5月6日; 落款; who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from law.numerals import number_of

LABELS = {
    "来源": "source", "文章来源": "source", "信息来源": "source", "稿件来源": "source", "发布单位": "source",
    "报送单位": "source", "供稿单位": "source", "供稿": "source", "发布机构": "source", "发布部门": "source",
    "发文单位": "source", "发文日期": "published", "发布时间": "published", "发布日期": "published", "时间": "published", "日期": "published",
    "案号": "case_number", "案例索引": "case_number", "案由": "cause", "关键词": "keywords",
    "审理法院": "court", "承办法院": "court", "一审法院": "court", "办理法院": "court", "案件办理法院": "court",
    "案件审理法院": "court", "承办单位": "court", "办案单位": "court", "办理单位": "court",
    "裁判日期": "decided", "判决日期": "decided", "结案时间": "decided", "办结时间": "decided",
    "摘要": "summary", "内容摘要": "summary", "内容提要": "summary",
    "文号": "document_number", "发文字号": "document_number", "发文机关": "issuer",
    "案例名称": "title", "案件名称": "title", "案例标题": "title", "案例题目": "title",
}  # fmt: skip
_SAID_OF_ITSELF = (
    *LABELS, "责任编辑", "编辑", "作者", "撰稿人", "撰稿", "编写人", "承办法官", "承办人", "浏览次数", "阅读次数", "字号",
    "浏览量", "点击数", "访问次数", "审核", "校对", "排版", "供图", "实施日期", "效力级别", "字体",
)  # fmt: skip
_NAMES = "|".join(sorted(_SAID_OF_ITSELF, key=len, reverse=True))
_LABEL = re.compile(
    rf"[（(【\[]?(?:(?<!\s)\s+)?({_NAMES})\s*+(?:[】\]]\s*+)?[：:]|【({_NAMES})】|(来源)\s*[|｜丨]",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^[^，。：；]{0,24}(?:记者|通讯员)\s[\s\u4e00-\u9fff·]{2,16}$")
_AUTHOR = re.compile(
    r"^([\u4e00-\u9fff]{3,24}(?:公证处|法院|检察院|局|所|中心|委员会|仲裁院))(?:\s+[\u4e00-\u9fff·]{1,4})+$"
)
_ADOPTED = re.compile(r"^[（(][^（）()]{0,30}讨论通过[^（）()]{0,30}发布[）)]$")
_MISTYPED_ZEROS = str.maketrans("oOＯ", "〇〇〇")
_DAY = re.compile(
    r"((?:19|20)\d{2}|[一二][〇○零OoＯ0一二三四五六七八九]{3})\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
OFFICE = re.compile(
    r"^[\u4e00-\u9fff（）()]{2,30}(?:人民政府|委员会|办公室|办公厅|法院|检察院|公安局|司法局|局|厅|政法委|管委会|仲裁院|研究院|中心|支队|大队)"
    r"(?:文件)?$"
)
"""A line that is nothing but the name of an office, as in the head of a document or below it."""


def said(words: str) -> list[tuple[str, str]]:
    """来源：某法院 发布时间：2024年5月6日 → its labels with what follows each; empty for another line."""
    found = list(_LABEL.finditer(words))
    if not found or found[0].start():
        return []
    ends = [*(m.start() for m in found[1:]), len(words)]
    return [
        (m[1] or m[2] or m[3], words[m.end() : end].strip(" ）)　|｜；;[【"))
        for m, end in zip(found, ends, strict=True)
    ]


def begins_with_label(words: str) -> bool:
    return _LABEL.match(words) is not None


def is_byline(words: str) -> bool:
    """某报记者 张三 李四, which is no part of a text."""
    return len(words) <= 40 and _BYLINE.match(words) is not None


def author_office(words: str) -> str:
    """某市某公证处 张三 → the office; empty for another line."""
    found = _AUTHOR.match(words.strip()) if len(words) <= 40 else None
    return found[1] if found else ""


def adopted(words: str) -> str:
    """The day in （某委员会讨论通过 2020年5月6日发布）, empty for another line."""
    return day_of(words) if _ADOPTED.match(words.strip()) else ""


def day_of(words: str) -> str:
    """The first whole date in `words`, 二〇〇九年八月三十日 too, as 2009年8月30日; empty without one."""
    found = _DAY.search(words)
    if found is None:
        return ""
    year, month, day = (number_of(part.translate(_MISTYPED_ZEROS)) for part in found.groups())
    return f"{year}年{month}月{day}日"


def signed(lines: Iterable[str]) -> dict[str, str]:
    """Who signed a document and when: the first office that stands alone above a date that does; else
    such a date."""
    before, alone = "", dict[str, str]()
    for line in lines:
        words = re.sub(r"\s", "", line)
        if len(words) <= 16 and _DAY.fullmatch(words):
            if before:
                return {"source": before, "signed": day_of(words)}
            alone = alone or {"signed": day_of(words)}
        office = line.split()[0] if line.split() else ""
        before = next((x for x in (words, office) if len(x) <= 30 and OFFICE.match(x)), "")
        before = office if OFFICE.match(office) else before
    return alone
