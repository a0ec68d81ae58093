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
        ("keywords", "欠薪", "工伤", '[欠薪, "拖欠 工资", 工伤]', '["拖欠 工资", 工伤]'),
        ("areas", "劳动", "劳动用工", "- 劳动\n", "- 劳动用工\n"),
        ("areas", "劳动", "合同", "  - 劳动\n", ""),
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
    ("before", "after"),
    [
        ("keywords:\n- 甲\n- 乙\n", "keywords:\n- 乙\n"),
        ("keywords:\n  - 乙\n  - 甲 # 一\n", "keywords:\n  - 乙\n  # 一\n"),
        ("keywords:\r\n- 甲 # 一\r\n- 乙\r\n", "keywords:\r\n# 一\r\n- 乙\r\n"),
        ("keywords: [甲,乙]\n", "keywords: [乙]\n"),
        ("keywords: [乙, 甲, 甲] # 一\n", "keywords: [乙] # 一\n"),
        ("keywords: [甲, 甲, 丙]\n", "keywords: [乙, 丙]\n"),
        ("keywords: [甲, # 一\n  乙]\n", "keywords: [ # 一\n  乙]\n"),
        ("keywords: [乙, # 一\n  甲]\n", "keywords: [乙, # 一\n  ]\n"),
        ("keywords: |\n  甲\n", "keywords: |\n  乙\n"),
        ("keywords: >- # 甲\n  甲\n", "keywords: >- # 甲\n  乙\n"),
        ("areas: &z [甲, 丙]\nkeywords: *z\n", None),
        ("keywords: [&z 甲]\nstage: *z\n", None),
        ("keywords: [甲]\nkeywords: [甲]\n", None),
        ("keywords:\n- | # 一\n  甲\n- 乙\n", None),
        ("keywords: [甲, [乙]]\n", None),
    ],
)
def test_a_list_loses_one_word_and_no_comment_and_no_other_key_changes(before, after):
    text = f"---\nid: a\n{before}unit: 丙\n---\n\n甲\n"
    made = with_value(text, "keywords", "甲", "乙")
    assert made == (text if after is None else text.replace(before, after, 1))
    head, was = (yaml.safe_load(one.split("---")[1]) for one in (made, text))
    assert {**head, "keywords": 0} == {**was, "keywords": 0}


@pytest.mark.parametrize(
    "text", ["", "没有头信息", "---\nkeywords: [\n---\n", "---\n- keywords: 甲\n---\n"]
)
def test_what_cannot_be_read_stays(text):
    assert with_value(text, "keywords", "甲", "乙") == text
    assert values_of(text, "keywords") == ()


def test_line_ends_and_marks_before_the_text_stay():
    text = "\ufeff---\r\nkeywords: [甲, 丙]\r\n---\r\n甲\r\n"
    assert with_value(text, "keywords", "甲", "乙") == text.replace("[甲", "[乙")
