"""What the search reads of a body is what a reader sees of it."""

import re

import pytest

from publisher.model.plain_text import plain_text
from publisher.prose.markdown import MarkdownRenderer
from tests.publisher.site_project import MARKDOWN, parsed, texts

RENDERER = MarkdownRenderer(MARKDOWN, "www.minghu.gov.cn")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## 基本案情\n\n甲。", "基本案情\n甲。"),
        ("### 细目 ###", "细目"),
        ("这是*重要*的、**要紧**的、__急__的", "这是重要的、要紧的、__急__的"),
        ("- 第一项\n- 第二项\n\n1. 第一步", "第一项\n第二项\n第一步"),
        ("> 引文\n>第二行", "引文\n第二行"),
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
    assert plain_text(markdown) == text


def test_table_keeps_the_words_of_its_cells():
    found = plain_text("| 事项 | 时限 |\n|:--|--:|\n| 受理 | **5** 日 |")
    assert found.split() == ["事项", "时限", "受理", "5", "日"]


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


def test_every_visible_word_of_a_rendered_body_is_in_the_text():
    tree = parsed(
        f"<!doctype html><title>x</title><body>{RENDERER.render(EVERYTHING, {}, './').html}"
    )
    body = next(e for e in tree.iter() if e.tag == "body")
    found = squeezed(plain_text(EVERYTHING))
    shown = [
        squeezed("".join(texts(e, frozenset({"sup"})))).replace("↩", "")
        for e in body.iter()
        if e.tag in ("p", "h2", "li", "td", "th", "dt", "dd", "pre")
        and not any(child.tag in ("p", "ul", "ol") for child in e)
    ]
    assert len(shown) > 15
    assert [part for part in shown if part not in found] == []


def test_what_readers_do_not_see_is_not_found():
    found = plain_text(EVERYTHING)
    for hidden in ("编者自己看的话", "贷款市场报价利率", "policies", "a.md"):
        assert hidden not in found
