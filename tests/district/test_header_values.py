"""A word of the front matter is exchanged in its place, and nothing else moves."""

import pytest
import yaml

from district.header_values import values_of, with_value

HEAD = """---
id: a  # 编号
keywords: [欠薪, "拖欠 工资", 工伤] # 三个
areas:
  - 劳动
  # 说明
  - 合同
stage: 一审
source: {name: 欠薪}
---

欠薪 keywords: [欠薪]
"""


@pytest.mark.parametrize(
    ("key", "old", "new", "before", "after"),
    [
        ("keywords", "欠薪", "拖欠工资", "[欠薪,", "[拖欠工资,"),
        ("keywords", "拖欠 工资", "讨薪", '"拖欠 工资"', "讨薪"),
        ("keywords", "工伤", "工伤: 认定", "工伤]", '"工伤: 认定"]'),
        ("keywords", "工伤", "no", "工伤]", '"no"]'),
        ("keywords", "欠薪", "工伤", '[欠薪, "拖欠 工资", 工伤]', '[工伤, "拖欠 工资"]'),
        ("areas", "劳动", "劳动用工", "- 劳动\n", "- 劳动用工\n"),
        ("areas", "劳动", "合同", "\n  - 劳动\n  # 说明\n  - 合同\n", "\n  [合同]\n"),
        ("stage", "一审", "二审", "stage: 一审", "stage: 二审"),
        ("stage", "二审", "一审", "", ""),
        ("unit", "甲", "乙", "", ""),
        ("source", "欠薪", "乙", "", ""),
    ],
)
def test_only_the_word_changes(key, old, new, before, after):
    made = with_value(HEAD, key, old, new)
    assert made == HEAD.replace(before, after, 1)
    head = yaml.safe_load(made.split("---\n")[1])
    told = head.get(key)
    assert values_of(made, key) == (
        tuple(told) if isinstance(told, list) else (told,) if isinstance(told, str) else ()
    )


@pytest.mark.parametrize(
    "text", ["", "没有头信息", "---\nkeywords: [\n---\n", "---\n- keywords: 甲\n---\n"]
)
def test_what_cannot_be_read_stays(text):
    assert with_value(text, "keywords", "甲", "乙") == text
    assert values_of(text, "keywords") == ()


def test_line_ends_and_marks_before_the_text_stay():
    text = "\ufeff---\r\nkeywords: [甲, 丙]\r\n---\r\n甲\r\n"
    assert with_value(text, "keywords", "甲", "乙") == text.replace("[甲", "[乙")
