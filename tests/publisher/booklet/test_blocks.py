import pytest

from publisher.booklet.blocks import BlockReader
from publisher.prose.markdown import MarkdownReader, render


def blocks(markdown):
    rendered = render(MarkdownReader("site.test").read(markdown), {}, "https://site.test/")

    def resolve(target):
        return {"url": target} if target.startswith("https://") else {}

    return BlockReader(resolve).read(str(rendered.html))


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (
            "## 标题\n\n### 小标题",
            [{"t": "h", "level": 1, "c": ["标题"]}, {"t": "h", "level": 2, "c": ["小标题"]}],
        ),
        ("一行\n又一行", [{"t": "p", "c": ["一行又一行"]}]),
        (
            "**粗**和*斜*和`码`",
            [
                {
                    "t": "p",
                    "c": [
                        {"k": "b", "c": ["粗"]},
                        "和",
                        {"k": "i", "c": ["斜"]},
                        "和",
                        {"k": "code", "c": ["码"]},
                    ],
                }
            ],
        ),
        (
            "- 甲\n- 乙",
            [
                {
                    "t": "ul",
                    "start": 1,
                    "items": [[{"t": "p", "c": ["甲"]}], [{"t": "p", "c": ["乙"]}]],
                }
            ],
        ),
        (
            "1. 甲\n\n    - 子",
            [
                {
                    "t": "ol",
                    "start": 1,
                    "items": [
                        [
                            {"t": "p", "c": ["甲"]},
                            {"t": "ul", "start": 1, "items": [[{"t": "p", "c": ["子"]}]]},
                        ]
                    ],
                }
            ],
        ),
        ("> 引文", [{"t": "quote", "c": [{"t": "p", "c": ["引文"]}]}]),
        (
            "[外](https://a.test/)和[内](x.md)",
            [{"t": "p", "c": [{"k": "a", "c": ["外"], "url": "https://a.test/"}, "和", "内"]}],
        ),
        ("![示意图](a.png)", [{"t": "p", "c": ["〔图：示意图〕"]}]),
        ("```\n#let a = 1\n```", [{"t": "pre", "text": "#let a = 1"}]),
        (
            "句子[^1]。\n\n[^1]: 注释*内容*。",
            [
                {
                    "t": "p",
                    "c": [
                        "句子",
                        {
                            "k": "note",
                            "c": ["注释", {"k": "i", "c": ["内容"]}, "。"],
                            "id": "note--1",
                        },
                        "。",
                    ],
                }
            ],
        ),
        ("<script>x</script> #let", [{"t": "p", "c": ["<script>x</script> #let"]}]),
    ],
)
def test_markdown_becomes_plain_data(markdown, expected):
    assert blocks(markdown) == expected


def test_table_rows_are_as_wide_as_the_table():
    (table,) = blocks("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 3 |\n")
    assert table == {
        "t": "table",
        "columns": 2,
        "align": ["left", "left"],
        "head": [["甲"], ["乙"]],
        "rows": [[["1"], ["2"]], [["3"], []]],
    }
