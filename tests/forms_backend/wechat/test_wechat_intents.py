"""What a message asks for: a table."""

from __future__ import annotations

import pytest

from forms_backend.wechat.intents import Ask, read_intent
from forms_backend.wechat.links import fitted, link

CODE = "7K3M-9QXT-0ABC-DEFG"


@pytest.mark.parametrize(
    ("typed", "ask"),
    [
        ("投诉", Ask.KEYWORD),
        ("我要投诉！", Ask.KEYWORD),
        (" 法治体检。", Ask.KEYWORD),
        ("投诉市场监管局重复检查", Ask.SEARCH),
        ("拖欠货款怎么办", Ask.SEARCH),
        ("民法典第577条", Ask.SEARCH),
        ("提醒", Ask.REMIND_HOW),
        ("我想开通提醒。", Ask.REMIND_HOW),
        ("提醒 TS202611-000123", Ask.REMIND_HOW),
        ("提醒：TS202611-000123 7K3M-9QXT-0ABC-DEFG", Ask.REMIND),
        ("开通提醒TS202611-000123 7k3m9qxt0abcdefg", Ask.REMIND),
        ("取消提醒", Ask.REMIND_END),
        ("取消提醒！", Ask.REMIND_END),
        ("提醒业主缴费的函怎么写", Ask.SEARCH),
        ("菜单", Ask.MENU),
        ("？", Ask.MENU),
        ("进度", Ask.STATUS_HOW),
        ("   ", Ask.EMPTY),
        ("TS202611-000123", Ask.STATUS_HOW),
        (CODE, Ask.STATUS_HOW),
        (f"TS202611-000123 {CODE}", Ask.STATUS),
        ("TS202611-000123 7K3M", Ask.STATUS_HOW),
    ],
)
def test_each_text_has_one_intent(typed: str, ask: Ask) -> None:
    assert read_intent(typed).ask is ask


@pytest.mark.parametrize(
    "typed",
    [
        f"TS202611-000123 {CODE}",
        f"编号：TS202611-000123，查询码：{CODE}",
        "ts202611－000123\n7k3m 9qxt oabc defg",
        f"{CODE} TS202611000123",
        f"ＴＳ２０２６１１－０００１２３／{CODE.replace('-', '')}",
    ],
)
def test_number_and_code_are_read_as_people_write_them(typed: str) -> None:
    intent = read_intent(typed)
    assert (intent.number, intent.code) == ("TS202611-000123", CODE)
    assert CODE not in repr(intent)


def test_a_title_makes_no_markup_and_whole_lines_fit() -> None:
    assert link('<b>"&', "https://x/") == '<a href="https://x/">〈b〉”＆</a>'
    assert fitted(["甲" * 300] * 5).count("\n") == 1
