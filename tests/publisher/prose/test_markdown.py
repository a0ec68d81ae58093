import re

import pytest

from publisher.prose import markdown
from publisher.prose.body import Slip
from publisher.prose.markdown import MarkdownReader
from publisher.prose.targets import is_harmless
from tests.publisher.site_project import parsed, words

TABLE = {"a.md": "cases/a/", "a.md#x": "cases/a/#x", "../i.png": "assets/i.png", "index.md": ""}


@pytest.fixture(scope="module")
def reader():
    return MarkdownReader("www.minghu.gov.cn")


@pytest.fixture
def render(reader):
    return lambda body, root="../../": markdown.render(reader.read(body), TABLE, root)


@pytest.mark.parametrize(
    ("written", "href", "root"),
    [
        ("a.md", "../../cases/a/", "../../"),
        ("a.md#x", "../../cases/a/#x", "../../"),
        ("index.md", "./", ""),
        ("/forms/complaint", "../../forms/complaint", "../../"),
        ("/search?q=https://a.cn", "../../search?q=https://a.cn", "../../"),
        ("/status", "/pufa/status", "/pufa/"),
        ("#裁判结果", "#裁判结果", "../../"),
        ("mailto:a@b.cn", "mailto:a@b.cn", "../../"),
        ("tel:12348", "tel:12348", "../../"),
        ("https://www.minghu.gov.cn/cases/", "https://www.minghu.gov.cn/cases/", "../../"),
    ],
)
def test_links_within_the_site(render, written, href, root):
    html = render(f"[那里]({written})", root).html
    assert f'href="{href}"' in html
    assert "external" not in html


@pytest.mark.parametrize(
    "written",
    [
        "https://www.court.gov.cn/a",
        "http://www.minghu.gov.cn.evil.cn/",
        "HTTPS://A.CN/",
        "//a.cn/x",
    ],
)
def test_links_that_leave_are_marked(render, written):
    link = next(
        e
        for e in parsed(f"<title>x</title>{render(f'[那里]({written})').html}").iter()
        if e.tag == "a"
    )
    assert (link.get("class"), link.get("rel"), link.get("href")) == (
        "external",
        "noopener noreferrer",
        written,
    )


def test_class_that_an_author_gave_stays(render):
    assert 'class="button external"' in render("[去](https://a.cn){: .button }").html


def test_pictures_are_resolved_and_loaded_late(render):
    html = render("![流程](../i.png)").html
    assert 'src="../../assets/i.png"' in html
    assert 'alt="流程"' in html
    assert 'loading="lazy"' in html


@pytest.mark.parametrize(
    "target",
    [
        "https://a.cn/i.png",
        "//a.cn/i.png",
        "javascript:alert(1)",
        "data:image/svg+xml;base64,PHN2Zz4=",
    ],
)
def test_picture_from_elsewhere_gives_way_to_its_words(render, target):
    html = render(f"![流程][p]\n\n[p]: {target}").html
    assert "<img" not in html
    assert "流程" in html
    assert "a.cn" not in html


def test_tables_can_be_scrolled_by_keyboard(render):
    html = render("甲\n\n| 事项 | 时限 |\n|---|---|\n| 受理 | 5 日 |\n\n乙").html
    box = next(e for e in parsed(f"<title>x</title>{html}").iter() if e.get("class") == "table")
    assert box.get("tabindex") == "0"
    assert box.get("role")
    assert box.get("aria-label") == "表格"
    assert [child.tag for child in box] == ["table"]


def test_columns_are_aligned_by_class(render):
    html = render("| 甲 | 乙 | 丙 |\n|:-:|--:|:--|\n| 1 | 2 | 3 |").html
    assert "style=" not in html
    assert html.count('class="align-center"') == html.count('class="align-right"') == 2


def test_empty_head_cell_is_no_heading(render):
    html = render("| | 时限 |\n|---|---|\n| 受理 | 5 日 |").html
    assert html.count("<th") - html.count("<thead") == 1


RAW = [
    "<script>alert(1)</script>",
    "文字 <script src=//a.cn/x.js></script> 文字",
    '<div onclick="alert(1)">\n\n段落\n\n</div>',
    "<img src=x onerror=alert(1)>",
    "| 甲 |\n|---|\n| <svg onload=alert(1)> |",
    '- <iframe src="https://a.cn"></iframe>',
    '!!! note "<b onmouseover=alert(1)>"\n    <style>*{display:none}</style>',
    "甲[^1]\n\n[^1]: <object data=x>",
    "*[LPR]: <i onclick=x>\n\nLPR",
    "## <a href=javascript:alert(1)>题</a>",
    "<!--> <script>alert(1)</script> -->",
    "<?php echo 1 ?> <![CDATA[x]]> <!doctype x>",
]
HARMLESS_TAGS = {
    "p",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ul",
    "li",
    "ol",
    "hr",
    "h2",
    "sup",
    "a",
    "abbr",
    "html",
    "head",
    "title",
    "body",
    "em",
    "strong",
    "code",
    "pre",
    "span",
    "img",
    "br",
}


@pytest.mark.parametrize("raw", RAW)
def test_raw_html_shows_as_text(render, raw):
    tree = parsed(f"<!doctype html><title>x</title><body>{render(raw).html}")
    assert {e.tag for e in tree.iter() if isinstance(e.tag, str)} <= HARMLESS_TAGS
    for element in tree.iter():
        assert not any(name.startswith("on") or name == "style" for name in element.keys())  # noqa: SIM118


def test_reader_sees_the_tag_that_an_author_wrote(render):
    assert (
        words(parsed(render("甲 <script>alert(1)</script> 乙").html))
        == "甲 <script>alert(1)</script> 乙"
    )


def test_comments_among_editors_are_left_out(render):
    assert render("甲<!-- 待核 -->乙\n\n<!-- 只有\n注释 -->\n\n丙").html == "<p>甲乙</p>\n<p>丙</p>"


def test_code_is_shown_as_written(render):
    html = render("`<!-- x -->`\n\n```html\n<script>1</script>\n```").html
    assert "<code>&lt;!-- x --&gt;</code>" in html
    assert "&lt;script&gt;1&lt;/script&gt;" in html


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java&#115;cript:alert(1)",
        "&#x6A;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "java&Tab;script:alert(1)",
        "<java script:alert(1)>",
        "<\tjavascript:alert(1)>",
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize("form", ["[甲]({})", "[甲][x]\n\n[x]: {}", "[甲](a.md){{: href='{}' }}"])
def test_links_that_run_scripts_do_not_survive(render, target, form):
    tree = parsed(f"<title>x</title>{render(form.format(target)).html}")
    for element in tree.iter():
        href = re.sub(r"[\s\x00-\x1f]", "", element.get("href", "")).lower()
        assert not re.match(r"(java|vb)script:|data:|file:", href)
    assert "甲" in words(tree)


@pytest.mark.parametrize(
    ("target", "harmless"),
    [
        ("a.md", True),
        ("/a?b=c:d", True),
        ("?x", True),
        ("", True),
        ("#a:b", True),
        ("mailto:a@b", True),
        ("HTTP://a", True),
        ("\x01javascript:x", False),
        ("java\nscript:x", False),
        ("blob:x", False),
    ],
)
def test_targets_are_judged_as_browsers_read_them(target, harmless):
    assert is_harmless(target) is harmless


@pytest.mark.parametrize(
    "body",
    [
        '段落\n{: onclick="alert(1)" style="color:red" data-tool="print" .lead }',
        '## 题 {: onmouseover=alert(1) href="javascript:x" #here }',
        "[甲](a.md){: onclick=alert(1) target=_blank }",
        '``` { .py onclick="alert(1)" style="x" }\ncode\n```',
    ],
)
def test_attribute_lists_add_nothing_that_runs(render, body):
    html = render(body).html
    for name in ("onclick", "onmouseover", "style=", "data-tool", "javascript", "target="):
        assert name not in html


def test_harmless_attributes_stay(render):
    assert 'class="lead"' in render("段落\n{: .lead }").html
    assert '<h2 id="here">' in render("## 题 {: #here }").html


@pytest.mark.parametrize("body", ["标题\n====", "标题\n----", "#1 号楼", "#标签"])
def test_only_what_the_checks_take_for_a_heading_is_one(render, body):
    assert not re.search(r"<h\d", render(body).html)


def test_contents_list_the_headings(render):
    toc = render("## 甲 & 乙\n\n### 细目\n\n## 丙").toc
    assert [(item.name, item.level) for item in toc] == [("甲 & 乙", 2), ("细目", 3), ("丙", 2)]
    assert toc[0].id == "甲-乙"


def test_one_page_leaves_nothing_behind_for_the_next(render):
    first = render("## 题\n\n甲[^1]\n\n[^1]: 注")
    render("## 题\n\n乙[^1]\n\n[^1]: 别的")
    assert render("## 题\n\n甲[^1]\n\n[^1]: 注") == first


TERMS = "<dt>甲</dt><dd>一</dd><dt>乙</dt><dd>二</dd>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲\n:   一\n\n乙\n:   二", TERMS),
        ("甲\n:   一\n乙\n:   二", TERMS),
        ("甲\n: 一\n乙\n: 二", TERMS),
        ("甲\n:   一\n:   又一\n乙\n:   二", TERMS.replace("一</dd>", "一</dd><dd>又一</dd>")),
        ("甲\n:   一\n续\n乙\n:   二", TERMS.replace("一", "一续")),
        ("甲\n:   一\n\n    一段\n乙\n:   二", TERMS.replace("一", "<p>一</p><p>一段</p>")),
    ],
)
def test_terms_follow_one_another_with_and_without_blank_lines(render, source, expected):
    assert re.sub(r"\n", "", render(source).html) == f"<dl>{expected}</dl>"


def nested(mark: str, levels: int, step: str = "    ", before: str = "") -> str:
    return "".join(f"{before}{step * n}{mark}\n" for n in range(levels))


DEEP = {
    "list": lambda n: nested("- 字", n),
    "list of two blanks": lambda n: nested("- 字", n, "  "),
    "numbers": lambda n: nested("1. 字", n, "   "),
    "notices": lambda n: nested('!!! note "字"', n),
    "list in a quotation": lambda n: nested("- 字", n, before="> "),
    "quotations": lambda n: "".join(f"{'> ' * (k + 1)}字\n" for k in range(n)),
    "terms": lambda n: "".join(f"{'    ' * k}词{k}\n\n{'    ' * k}:   字\n\n" for k in range(n)),
}


@pytest.mark.parametrize("make", DEEP.values(), ids=DEEP)
def test_what_nests_deeper_than_anybody_reads_is_told_where_it_begins(reader, make):
    def told(levels):
        return [s.line for s in reader.read(make(levels), 5).slips if s.slip is Slip.TOO_DEEP]

    lines = make(20).count("\n")
    assert told(20) == []
    assert told(21)[0] == 5 + lines
    assert len(told(3_000)) > 2_900 or told(3_000) == [5]


def test_a_reader_that_gave_up_reads_on():
    reader = MarkdownReader("www.minghu.gov.cn")
    before = reader.read("- 甲\n\n乙")
    reader.read(nested("词\n:   字", 3_000))
    assert reader.read("- 甲\n\n乙") == before
