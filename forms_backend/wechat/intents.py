"""What a text asks for: a word of the menu, how a matter stands, or an answer from the site."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from forms_backend.sealing.keys import normalise_query_code

LONGEST_TEXT = 200
"""What counts of a question; it is the longest that the search page takes, too."""
_NUMBER = re.compile(r"(?<![A-Z0-9])([A-Z]{2,4})\s?([0-9]{6})\s?[-‐-―−]?\s?([0-9]{6})(?![0-9])")
_CODE = re.compile(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}")
_CODE_ALONE = re.compile(r"[0-9A-Z]{4}([-\s][0-9A-Z]{4}){3}|[0-9A-Z]{16}")
_LABELS = re.compile(r"回执|编号|查询码|查询|进度|[:：,，;；。.、|/]")
_POLITE = re.compile(
    r"^(我想|我要|我们要|请问|怎么|如何|想)+|(?<![。．.!！?？~～\s])[。．.!！?？~～\s]+$"
)


class Ask(StrEnum):
    """The kind of a text; also the label of its count in /metrics."""

    KEYWORD = "keyword"
    MENU = "menu"
    STATUS = "status"
    STATUS_HOW = "status_how"
    REMIND = "remind"
    REMIND_HOW = "remind_how"
    REMIND_END = "remind_end"
    SEARCH = "search"
    EMPTY = "empty"


@dataclass(frozen=True)
class Keyword:
    """A word of the menu: the page that it leads to, and the form that must exist for it."""

    word: str
    title: str
    path: str
    form: str | None = None
    others: tuple[str, ...] = ()


KEYWORDS = (
    Keyword("投诉", "涉企投诉", "forms/complaint", "complaint", ("举报", "反映问题")),
    Keyword("咨询", "在线咨询", "forms/consultation", "consultation", ("法律咨询",)),
    Keyword("旁听", "旁听庭审", "hearings/", None, ("旁听庭审", "庭审", "开庭")),
    Keyword("体检", "法治体检", "health-checks/", None, ("法治体检", "自查")),
    Keyword("指南", "办事指南", "guides/", None, ("办事指南", "办事")),
    Keyword("案例", "典型案例", "cases/", None, ("典型案例",)),
)
_MENU_WORDS = frozenset({"菜单", "帮助", "help", "?", "你好", "您好", "在吗", "hi", "hello"})
_REMIND = re.compile(r"(开通)?提醒")
_REMIND_WORDS = frozenset({"提醒", "开通提醒", "微信提醒"})
_END_WORDS = frozenset({"取消提醒", "关闭提醒"})
_HOW_WORDS = frozenset({"进度", "查进度", "查询", "办件查询", "回执", "编号", "查询码"})


@dataclass(frozen=True)
class Intent:
    """What is asked, with what is needed to answer it. Its `repr` holds no code and no question."""

    ask: Ask
    text: str = ""
    keyword: Keyword | None = None
    number: str = ""
    code: str = ""

    def __repr__(self) -> str:
        return f"Intent({self.ask})"


def read_intent(typed: str) -> Intent:
    """The intent of a text message; any text has one."""
    plain = unicodedata.normalize("NFKC", typed[: 2 * LONGEST_TEXT]).strip()
    if not plain:
        return Intent(Ask.EMPTY)
    word = _POLITE.sub("", plain).strip().lower()
    if word in _END_WORDS:
        return Intent(Ask.REMIND_END)
    asked = _REMIND.match(plain)
    status = _read_status(plain[asked.end() if asked else 0 :].upper())
    if asked and status is not None:
        return replace(status, ask=Ask.REMIND if status.ask is Ask.STATUS else Ask.REMIND_HOW)
    if status is not None:
        return status
    if word in _REMIND_WORDS:
        return Intent(Ask.REMIND_HOW)
    if word in _HOW_WORDS:
        return Intent(Ask.STATUS_HOW)
    for keyword in KEYWORDS:
        if word in (keyword.word, *keyword.others):
            return Intent(Ask.KEYWORD, keyword=keyword, text=plain[:LONGEST_TEXT])
    if not word or word in _MENU_WORDS:
        return Intent(Ask.MENU)
    return Intent(Ask.SEARCH, text=plain[:LONGEST_TEXT])


def _read_status(plain: str) -> Intent | None:
    """A number with its code, or one of them alone; None when there is neither."""
    number = _NUMBER.search(plain)
    if number is None:
        alone = _CODE_ALONE.fullmatch(plain)
        has_both = alone and re.search(r"[0-9]", plain) and re.search(r"[A-Z]", plain)
        return Intent(Ask.STATUS_HOW) if has_both else None
    rest = _LABELS.sub(" ", plain[: number.start()] + " " + plain[number.end() :])
    code = normalise_query_code(rest)
    if not _CODE.fullmatch(code):
        return Intent(Ask.STATUS_HOW)
    prefix, month, serial = number.groups()
    return Intent(Ask.STATUS, number=f"{prefix}{month}-{serial}", code=code)
