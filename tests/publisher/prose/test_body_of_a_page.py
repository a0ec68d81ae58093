"""What checks, search and law see of a body is what a reader of its page sees, with its line."""

import re

import pytest

from publisher.prose.body import BlockKind
from publisher.prose.markdown import MarkdownReader, render
from tests.publisher.site_project import parsed, texts

READER = MarkdownReader("www.minghu.gov.cn")
BODY = """## 甲

文字 [一](a.md) 和 ![图](b.png)。

### 小标题

`[不是](c.md)` [![图标](d.png)](e.md "标题")

## 乙
```
## 不是标题
[不是](f.md)
```
见[参][参]。

[参]: <g.md>
## 丙
"""


def test_headings_sections_links_and_images_with_lines():
    found = READER.read(BODY, first_line=10)
    assert [(h.level, h.text, h.line, h.id) for h in found.headings] == [
        (2, "甲", 10, "甲"),
        (3, "小标题", 14, "小标题"),
        (2, "乙", 18, "乙"),
        (2, "丙", 26, "丙"),
    ]
    assert [(s.name, s.line, s.filled) for s in found.sections] == [
        ("甲", 10, True),
        ("乙", 18, True),
        ("丙", 26, False),
    ]
    assert [(link.target, link.line) for link in found.links] == [
        ("a.md", 12),
        ("e.md", 16),
        ("g.md", 25),
    ]
    assert [(i.target, i.text, i.line) for i in found.images] == [
        ("b.png", "图", 12),
        ("d.png", "图标", 16),
    ]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("## 甲 ##\n", [(2, "甲", 1)]),
        ("###\t甲\n", [(3, "甲", 1)]),
        ("文字\n## 甲\n文字", [(2, "甲", 2)]),
        ("##甲\n", []),
        ("#标签 与文字\n", []),
        ("甲\n---\n\n乙\n===\n", []),
        ("| 甲 | 乙 |\n|---|---|\n", []),
        ("```\n## 甲\n```\n", []),
        ("甲\n\n```\n---\nid: a\n---\n```\n", []),
        ("<!--\n\n## 甲\n\n-->\n\n## 乙", [(2, "乙", 7)]),
        ("## 甲 *乙* `丙`", [(2, "甲 乙 丙", 1)]),
    ],
)
def test_headings_are_those_that_readers_see(text, headings):
    body = READER.read(text)
    assert [(h.level, h.text, h.line) for h in body.headings] == headings
    made = re.findall(r"<h(\d)[^>]*>(.*?)</h", render(body, {}, "./").html)
    plain = [(int(level), re.sub(r"<[^>]*>", "", name)) for level, name in made]
    assert plain == [(level, name) for level, name, _ in headings]


@pytest.mark.parametrize(
    ("text", "links", "images"),
    [
        ("前文[链\n接](a.md)后文", [("a.md", "链接", 1)], []),
        ("前文\n[链接](a.md)后文", [("a.md", "链接", 2)], []),
        ("前文\n后文**重[链接](a.md)**", [("a.md", "重链接"[1:], 2)], []),
        ("一\n\n二[甲][x]\n\n[x]: b.md", [("b.md", "甲", 5)], []),
        ("![图][p]\n\n[p]: c.png", [], [("c.png", "图", 3)]),
        ("![][p]\n\n[p]: c.png", [], [("c.png", "", 3)]),
        ("[断\n\n开](a.md)", [], []),
        ("`[不是](a.md)`", [], []),
        ("注[^1]\n\n[^1]: 说明[甲](a.md)。", [("a.md", "甲", 3)], []),
        ("[《公司法》[2023]](nope.md)", [("nope.md", "《公司法》[2023]", 1)], []),
        ("![图](投诉 流程 图.png)", [], [("投诉 流程 图.png", "图", 1)]),
        ("[甲](https&#58;//a.cn/)", [("https://a.cn/", "甲", 1)], []),
        ("[甲](\\/\\/a.cn/x)", [("\\/\\/a.cn/x", "甲", 1)], []),
        ("<https://a.cn/?a=1&b=2>", [("https://a.cn/?a=1&b=2", "https://a.cn/?a=1&b=2", 1)], []),
        ("| 甲 |\n|---|\n| 无 |\n| [乙](b.md) |", [("b.md", "乙", 4)], []),
        ("- 甲\n- 乙\n    - [丙](c.md)", [("c.md", "丙", 3)], []),
        ('[甲](a.md "说明 (一)")', [("a.md", "甲", 1)], []),
    ],
)
def test_links_and_images_wherever_they_are_written(text, links, images):
    found = READER.read(text)
    assert [(link.target, link.text, link.line) for link in found.links] == links
    assert [(i.target, i.text, i.line) for i in found.images] == images


def test_code_is_blanked_in_the_prose_and_kept_in_the_text():
    body = READER.read(BODY)
    assert "不是" in body.text
    assert "不是" not in body.prose
    assert len(body.text) == len(body.prose)
    assert "小标题" in body.prose


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## 基本案情\n\n甲。", "基本案情\n甲。"),
        ("### 细目 ###", "细目"),
        ("这是*重要*的、**要紧**的、__急__的", "这是重要的、要紧的、__急__的"),
        ("- 第一项\n- 第二项\n\n1. 第一步", "第一项\n第二项\n第一步"),
        ("> 引文\n>第二行", "引文第二行"),
        ('见[未签合同案](ld.md)和[指南](../a(1).md "题")。', "见未签合同案和指南。"),
        ("![流程：提交、受理](a.png)", "流程：提交、受理"),
        ("[![图](a.png)说明](b.md)", "图说明"),
        ('见[办法][a]和[办法]。\n\n[办法]: /policies/ "题"\n[a]: b.md', "见办法和办法。"),
        ("【见[甲]】", "【见[甲]】"),
        ("判决生效。[^1]\n\n[^1]: 截至发布之日。", "判决生效。\n截至发布之日。"),
        ("LPR 上浮\n\n*[LPR]: 贷款市场报价利率", "LPR 上浮"),
        ('!!! note "提示"\n    内容', "提示\n内容"),
        ("网址 <https://a.gov.cn/x> 和 <a@b.cn>", "网址 https://a.gov.cn/x 和 a@b.cn"),
        ("运行 `fabu new *x*`", "运行 fabu new *x*"),
        ("```yaml\nkey: *a*\n# 注\n```", "key: *a*\n# 注"),
        ("甲\\*乙 &lt;id&gt; &amp; 丙", "甲*乙 <id> & 丙"),
        ("甲<!-- 待核 -->乙", "甲乙"),
        ("<b>粗</b>", "<b>粗</b>"),  # raw HTML shows as text
        ("snake_case_name 和 a_b_", "snake_case_name 和 a_b_"),
        ("甲\n\n---\n\n乙", "甲\n乙"),
        ("术语\n:   说明", "术语\n说明"),
        ("[按钮](/forms/x){: .button }", "按钮"),
        ("3 * 4 = 12，2 * 5 = 10", "3 * 4 = 12，2 * 5 = 10"),
        ("2026年1月1日施行", "2026年1月1日施行"),
        ("", ""),
    ],
)
def test_marks_give_way_to_words(markdown, text):
    assert READER.read(markdown).text == text


def test_table_keeps_the_words_of_its_cells():
    found = READER.read("| 事项 | 时限 |\n|:--|--:|\n| 受理 | **5** 日 |")
    assert [(b.kind, b.text, b.line) for b in found.blocks] == [
        (BlockKind.ROW, "事项 时限", 1),
        (BlockKind.ROW, "受理 5 日", 3),
    ]


EVERYTHING = """## 争议 *焦点*

张某入职**某餐饮公司**，见[未签合同案](a.md)、[办法][规定]和<https://a.gov.cn/b>。[^1]
第二行 `code *x*`，金额 3 * 4 万元，\\*不是强调\\*，a_b_c。

> 引文第一行
>
> - 引文里的项

| 事项 | 时限 |
|---|:-:|
| 受理 `a|b` | 5 个 *工作* 日 |

1. 第一步
2. 第二步
    - 细目

!!! warning "注意"
    逾期**不**办。

术语
:   说明文字

```
# 代码
| 不是表格 |
```

<div>显示为文字</div>

<!-- 编者自己看的话 -->

[^1]: 截至 2026 年。
[规定]: ../policies/a.md "标题"
*[LPR]: 贷款市场报价利率
"""


def squeezed(text):
    return re.sub(r"[\s|]+", "", text)


def shown(body):
    """The words of the page, numbers of notes and arrows left out."""
    tree = parsed(f"<!doctype html><title>x</title><body>{render(body, {}, './').html}")
    page = next(e for e in tree.iter() if e.tag == "body")
    return squeezed("".join(texts(page, frozenset({"sup"})))).replace("↩", "")


def test_the_text_is_the_page():
    body = READER.read(EVERYTHING)
    assert squeezed(body.text) == shown(body)


def test_what_readers_do_not_see_is_not_found():
    body = READER.read(EVERYTHING)
    for hidden in ("编者自己看的话", "贷款市场报价利率", "policies", "a.md"):
        assert hidden not in body.text
    assert [(c.text, c.line) for c in body.comments] == [("编者自己看的话", 31)]


@pytest.mark.parametrize(
    "word", ["引文里的项", "受理", "细目", "不", "说明文字", "不是表格", "截至", "第二行"]
)
def test_every_word_knows_its_line(word):
    body = READER.read(EVERYTHING, first_line=20)
    line = next(n for n, t in enumerate(EVERYTHING.split("\n"), 20) if word in t)
    assert body.line_at(body.text.index(word)) == line
