"""What the handbook demands is kept by a check, or stands here with the reason why none can keep it.

Sentences are those that readers see: the pages are read as the publisher reads them. A new 必须, 不得
or 应当 in the handbook fails until somebody says here who keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.model.finding import CODES
from publisher.prose.markdown import MarkdownReader
from tests.publisher.manuscripts import CASE, PAGE, text_of
from tests.publisher.site_project import with_keys

HANDBOOK = Path(__file__).parents[3] / "content" / "handbook"
_DEMAND = re.compile("必须|不得|应当")
_SENTENCE = re.compile(r"[^。；\n]+")

KEPT: dict[tuple[str, str], tuple[str, ...]] = {
    ("case.md", "页面会标明“示范案例”，不得有案号"): ("C212",),
    ("case.md", "示范案例不得有案号"): ("C212",),
    ("going-live.md", "published 不得晚于 publish_at 那一天"): ("T504",),
    ("going-live.md", "标题和原因仍会公布，里面不得有个人信息"): ("N101", "N102"),
    ("going-live.md", "已经上网的稿件不得引用还没有到时间的稿件"): ("L404",),
    ("video.md", "正文必须有“文字稿”一节"): ("S301",),
    ("findings.md", "这一场庭审不得公开旁听"): ("V951",),
}
"""(page, part of the sentence) → the codes that keep it."""

NOT_CHECKED: dict[tuple[str, str], str] = {
    ("findings.md", "“错误”必须改正"): "说的是检查本身：有错误时不生成网站",
    ("index.md", "“提醒”不妨碍生成，但应当处理"): "劝告；提醒本身就是检查的结果",
    ("casework.md", "不同意，应当受理"): "按钮的名字，不是对编辑的要求",
    ("hearing-seats.md", "不得旁听的人和法庭纪律也在那里"): "说的是设置文件写着什么",
    ("hearing.md", "哪些人不得旁听"): "说的是页面上写着什么",
    ("following.md", "办件查询应当用安全模式"): "公众平台上的设置，这里看不到",
    ("operator-backup.md", "磁盘应当加密"): "服务器的事，生成网站的程序看不到磁盘",
    (
        "operator-install.md",
        "url 必须是对外的 https 网址",
    ): "对外的网址只有运维知道；没有改的示例值由 P701 提醒",
}
"""(page, part of the sentence) → why it has no code."""


@pytest.fixture(scope="module")
def demands() -> list[tuple[str, str]]:
    """(page, sentence) of everything in the handbook that demands, as its readers see it."""
    return [
        (path.name, sentence)
        for path in sorted(HANDBOOK.glob("*.md"))
        for sentence in _sentences(path.read_text(encoding="utf-8"))
        if _DEMAND.search(sentence)
    ]


def _sentences(page: str) -> Iterator[str]:
    _, _, body = page.removeprefix("---\n").partition("\n---\n")
    for block in MarkdownReader("example.gov.cn").read(body).blocks:
        if not block.kind.is_code:
            yield from _SENTENCE.findall(block.text)


def test_every_demand_has_its_code_or_its_reason(demands):
    listed = {**KEPT, **NOT_CHECKED}
    unlisted = [
        (page, sentence)
        for page, sentence in demands
        if not any(page == known and part in sentence for known, part in listed)
    ]
    assert unlisted == []


def test_every_listed_demand_still_stands_in_the_handbook(demands):
    gone = [
        entry
        for entry in {**KEPT, **NOT_CHECKED}
        if not any(entry[0] == page and entry[1] in sentence for page, sentence in demands)
    ]
    assert gone == []


def test_every_code_exists():
    assert {code for codes in KEPT.values() for code in codes} <= set(CODES)


PROMISED = [
    (
        "C217",
        "case.md",
        "讲清问题和结论，不超过 200 字",
        {CASE: ("summary", "讲清问题和结论。" * 30)},
    ),
    ("C210", "case.md", "标题，不超过 60 字", {CASE: ("title", "某公司" * 21)}),
    (
        "C222",
        "case.md",
        "案号，如（2023）京01民终123号",
        {CASE: ("case_number", "2023京01民终1号")},
    ),
    ("N102", "case.md", "责任编辑，写科室，不写个人姓名", {CASE: ("editor", "张建国")}),
    ("B512", "markdown.md", "“点击这里”一类的链接文字", {PAGE: "\n见[点击这里](index.md)。\n"}),
    ("B508", "markdown.md", "HTML 标签，包括从 Word 粘贴来的", {PAGE: "\n甲<font>乙</font>\n"}),
    ("C207", "case.md", "小写字母、数字、连字符", {CASE: ("id", "LD_1")}),
    ("C212", "case.md", "关键词，1–7 个", {CASE: ("keywords", "[a, b, c, d, e, f, g, h]")}),
]
"""(code, page, words of the promise, the mistake): promises that say neither 必须 nor 不得."""


@pytest.mark.parametrize(("code", "page", "words", "mistake"), PROMISED)
def test_a_promise_of_the_handbook_is_kept(check, code, page, words, mistake):
    assert words in (HANDBOOK / page).read_text(encoding="utf-8")
    ((path, change),) = mistake.items()
    text = text_of(path)
    if isinstance(change, tuple):
        key, value = change
        other = {"example": None} if key == "case_number" else {}
        text = with_keys(text, **{key: value}, **other)
    else:
        text += change
    assert code in {finding.code for finding in check({path: text})}


def test_an_abbreviation_is_found_within_chinese():
    body = "小微企业按此办理，各小微企业都一样。\n\n*[小微企业]: 小型企业和微型企业\n"
    html = MarkdownReader("example.gov.cn").read(body).html
    assert str(html).count("小型企业和微型企业") == 2
