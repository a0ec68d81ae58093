import re

import pytest
from markdown import markdown

from publisher.model.outline import outline, without_code

BODY = """## 甲

文字 [一](a.md) 和 ![图](b.png)。

### 小标题

`[不是](c.md)` [![图标](d.png)](e.md "标题")

## 乙
```
## 不是标题
[不是](f.md)
```
[参]: <g.md>
## 丙
"""


def test_headings_sections_links_and_images_with_lines():
    found = outline(BODY, first_line=10)
    assert [(h.level, h.text, h.line) for h in found.headings] == [
        (2, "甲", 10), (3, "小标题", 14), (2, "乙", 18), (2, "丙", 24)
    ]
    assert [(s.name, s.line, s.content_lines > 0) for s in found.sections] == [
        ("甲", 10, True), ("乙", 18, True), ("丙", 24, False)
    ]
    assert [(link.target, link.line) for link in found.links] == [("a.md", 12), ("e.md", 16), ("g.md", 23)]
    assert [(i.target, i.text) for i in found.images] == [("b.png", "图"), ("d.png", "图标")]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("##甲\n", [(2, "甲", 1)]),
        ("#标签 与文字\n", [(1, "标签 与文字", 1)]),
        ("## 甲 ##\n", [(2, "甲", 1)]),
        ("##\n", [(2, "", 1)]),
        ("甲\n---\n\n乙\n===\n", [(2, "甲", 1), (1, "乙", 4)]),
        ("甲\n乙\n---\n", []),
        ("甲\n\n---\n", []),
        ("- 甲\n- 乙\n", []),
        ("| 甲 | 乙 |\n|---|---|\n", []),
        ("```\n\n甲\n---\n```\n", []),
        ("甲\n\n```\n---\nid: a\n---\n```\n", []),
    ],
)
def test_headings_are_those_that_python_markdown_makes(text, headings):
    assert [(h.level, h.text, h.line) for h in outline(text).headings] == headings
    made = re.findall(r"<h(\d)[^>]*>(.*?)</h", markdown(text, extensions=["tables", "fenced_code"]))
    assert [(int(level), name) for level, name in made] == [(lv, name) for lv, name, _ in headings]


def test_code_is_blanked_line_for_line():
    plain = without_code(BODY)
    assert plain.count("\n") == BODY.count("\n")
    assert "不是" not in plain
    assert "小标题" in plain


def test_text_without_code_is_returned_as_it_is():
    text = "没有代码。\n"
    assert without_code(text) is text
