import re

import pytest

from publisher.model.outline import outline, without_code
from publisher.prose.markdown import MarkdownRenderer, MarkdownSettings

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
        (2, "甲", 10),
        (3, "小标题", 14),
        (2, "乙", 18),
        (2, "丙", 24),
    ]
    assert [(s.name, s.line, s.content_lines > 0) for s in found.sections] == [
        ("甲", 10, True),
        ("乙", 18, True),
        ("丙", 24, False),
    ]
    assert [(link.target, link.line) for link in found.links] == [
        ("a.md", 12),
        ("e.md", 16),
        ("g.md", 23),
    ]
    assert [(i.target, i.text) for i in found.images] == [("b.png", "图"), ("d.png", "图标")]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("## 甲 ##\n", [(2, "甲", 1)]),
        ("###\t甲\n", [(3, "甲", 1)]),
        ("##甲\n", []),
        ("#标签 与文字\n", []),
        ("甲\n---\n\n乙\n===\n", []),
        ("甲\n\n---\n", []),
        ("| 甲 | 乙 |\n|---|---|\n", []),
        ("```\n## 甲\n```\n", []),
        ("甲\n\n```\n---\nid: a\n---\n```\n", []),
    ],
)
def test_headings_are_those_that_readers_see(text, headings):
    assert [(h.level, h.text, h.line) for h in outline(text).headings] == headings
    settings = MarkdownSettings(("tables", "fenced_code"), {})
    html = MarkdownRenderer(settings, "www.example.gov.cn").render(text, {}, "./").html
    made = re.findall(r"<h(\d)[^>]*>(.*?)</h", html)
    assert [(int(level), name) for level, name in made] == [(lv, name) for lv, name, _ in headings]


@pytest.mark.parametrize(
    ("text", "links", "images"),
    [
        ("前文[链\n接](a.md)后文", [("a.md", "链\n接", 1)], []),
        ("一\n\n二[甲][x]\n\n[x]: b.md", [("b.md", "x", 5)], []),
        ("![图][p]\n\n[p]: c.png", [], [("c.png", "图", 1)]),
        ("![][p]\n\n[p]: c.png", [], [("c.png", "", 1)]),
        ("[断\n\n开](a.md)", [], []),
        ("`[不是](a.md)`", [], []),
        ("注[^1]\n\n[^1]: 说明。", [], []),
    ],
)
def test_links_and_images_wherever_they_are_written(text, links, images):
    found = outline(text)
    assert [(link.target, link.text, link.line) for link in found.links] == links
    assert [(i.target, i.text, i.line) for i in found.images] == images


def test_code_is_blanked_line_for_line():
    plain = without_code(BODY)
    assert plain.count("\n") == BODY.count("\n")
    assert "不是" not in plain
    assert "小标题" in plain


def test_text_without_code_is_returned_as_it_is():
    text = "没有代码。\n"
    assert without_code(text) is text
