"""Words from Word, WPS and web pages as clean Markdown, converted in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from district import load_site_config
from district.import_formats import load_import_formats
from forms_backend.staff.editing.asset_pages import SCRIPTS
from forms_backend.staff.editing.editing_messages import PASTE_TOLD
from publisher.importing.forms import Form, sorted_into
from publisher.importing.headings import with_headings
from publisher.importing.word import read_word
from publisher.model.documents.document import Kind
from tests.browser.clipboard_html import docx, word_html, wps_html
from tests.publisher.importing.test_import_links import ADDRESSES

STATIC = Path(__file__).parents[2] / "forms_backend/staff/static"
CONFIG = Path(__file__).parents[2] / "site_config"
Paste = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Any]:
    """A page that has the modules."""

    def answer(route: Route) -> None:
        file = STATIC / route.request.url.rsplit("/", 1)[1]
        if file.suffix == ".js":
            route.fulfill(body=file.read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html")

    context = browser.new_context()
    made = context.new_page()
    made.route("**/*", answer)
    made.goto("http://paste.test/")
    yield made
    context.close()


@pytest.fixture(scope="module")
def paste(page: Any) -> Paste:
    """What `markdownOf` gives; labels of notes that are taken as the second argument."""

    def given(html: str, taken: tuple[str, ...] = ()) -> dict[str, Any]:
        made: dict[str, Any] = page.evaluate(
            "async ([html, taken]) => (await import('/paste.js')).markdownOf(html, taken)",
            [html, list(taken)],
        )
        return made

    return given


def imported(path: Path) -> str:
    """What `fabu import` makes of a Word file's body when no section has a name that it knows."""
    original = read_word(path)
    items = with_headings(original.blocks, frozenset())
    form = Form(Kind.ARTICLE, None, "", True)
    made = sorted_into(form, items, load_import_formats(CONFIG), load_site_config(CONFIG), {})
    notes = [
        line for key, words in original.footnotes.items() for line in (f"[^{key}]: {words}", "")
    ]
    return "\n".join([*made.lines, *notes]).strip()


@pytest.mark.parametrize("shape", [word_html, wps_html])
def test_what_is_pasted_reads_as_what_is_imported(
    paste: Paste, tmp_path: Path, shape: Callable[[], str]
) -> None:
    given = paste(shape())
    assert given["markdown"] == imported(docx(tmp_path / "a.docx"))
    assert given["told"] == [["merged", 1]]
    for part in (
        "## 一、基本案情",
        "### （一）证据",
        "**某服装公司**",
        "    2. 四月的",
        "[^2]: 第二条注",
    ):
        assert part in given["markdown"]


WORDS = "没有别的，只是这一段文字够长，不会当作标题。"
ROWS: tuple[tuple[str, str, list[list[object]]], ...] = (
    # links and what is no link
    ('<p>见<a href="https://example.com/a_(b)">网页</a>。</p><p>二。</p>',
     "见[网页](https://example.com/a%5F%28b%29)。\n\n二。", []),
    ('<p>见<a href="javascript:alert(1)">网页</a>，<a href="#_Toc1">目录</a>，'
     '<a href="file:///C:/secret.doc">文件</a>。</p>', "见网页，目录，文件。", []),
    ("<p>见<b><a href='mailto:a@example.com'>信箱</a></b>。</p>", "见**[信箱](mailto:a@example.com)**。", []),
    # bold by element, weight, and its opposite; a line that is bold as a whole is a heading
    ("<p>甲<strong>乙</strong><span style='font-weight:700'>丙</span>丁。</p>", "甲**乙丙**丁。", []),
    ("<b style='font-weight:normal' id=docs-internal-guid-1><p>甲，</p><p>乙。</p></b>", "甲，\n\n乙。", []),
    (f"<p><b>争议焦点</b></p><p>{WORDS}</p>", f"## 争议焦点\n\n{WORDS}", []),
    (f"<p>（一）证据</p><p>{WORDS}</p>", f"## （一）证据\n\n{WORDS}", []),
    (f"<p>【基本案情】</p><p>{WORDS}</p>", f"## 基本案情\n\n{WORDS}", []),
    ("<style>p.MsoNormal{font-size:12pt}</style><p class=MsoNormal style='font-size:18pt'>开庭以前</p>"
     f"<p class=MsoNormal>{WORDS}</p>", f"## 开庭以前\n\n{WORDS}", []),
    ("<style>p.10{mso-style-name:'标题 2';}</style><p class='10'>证据。</p>", "## 证据。", []),
    # words within a paragraph stay within it
    ("<b>重点</b>", "重点", []),
    ("前<b>重点</b>后", "前**重点**后", []),
    ("<p>甲\n<b>乙</b>\n丙\nof\nit</p>", "甲**乙**丙 of it", []),
    ("<p>第一行<br>第二行</p>", "第一行  \n第二行", []),
    # nothing else comes along
    ("<p style='color:red'><i>斜</i><u>线</u><sup>2</sup><font size=7>大</font></p>", "斜线2大", []),
    ("<p>a &lt;script&gt; b</p><script>alert(1)</script><style>p{}</style>", "a \\<script\\> b", []),
    ("<p>甲</p><p># 乙</p><p>- 丙</p><p>1. 丁</p>", "甲\n\n\\# 乙\n\n\\- 丙\n\n1\\. 丁", []),
    ("<p>一 二&nbsp;&nbsp;三\u3000四</p>", "一二三四", []),
    ("<p class=MsoToc1>目录 1</p><p>甲。</p>", "甲。", []),
    # lists of web pages, LibreOffice and Word Online
    ("<ul><li>甲</li><li><p>乙</p><ol start=3><li>丙</li><li>丁</li></ol></li></ul>",
     "- 甲\n\n- 乙\n\n    3. 丙\n\n    4. 丁", []),
    ("<ul><li>甲<ul><li>乙</li></ul></li><ul><li>丙</li></ul></ul>", "- 甲\n\n    - 乙\n\n    - 丙", []),
    ("<ul><li aria-level=1>甲</li></ul><ul><li aria-level=2>乙</li></ul>", "- 甲\n\n    - 乙", []),
    ("<ol><li><p>甲</p><p>甲的第二段</p></li></ol>", "1. 甲\n\n    甲的第二段", []),
    # marks that stand in the words, marks of Word that are written nowhere
    ("<style>@list l3:level1{mso-level-number-format:bullet;}</style>"
     "<p style='mso-list:l3 level1 lfo1'>甲</p><p style='mso-list:l3 level1 lfo1'>乙</p>", "- 甲\n\n- 乙", []),
    ("<p style='mso-list:l3 level1 lfo1'><span style='mso-list:Ignore'>①</span>甲</p>"
     "<p style='mso-list:l3 level1 lfo1'><span style='mso-list:Ignore'>②</span>乙</p>", "1. 甲\n\n2. 乙", []),
    # tables
    ("<table><tr><th>甲<th>乙<tr><td>a|b<td><p>一</p><p>二</p></table>",
     "| 甲 | 乙 |\n| --- | --- |\n| a\\|b | 一<br>二 |", []),
    ("<table><tr><td rowspan=2>甲<td>乙<tr><td>丙<tr><td>丁</table>",
     "| 甲 | 乙 |\n| --- | --- |\n| 甲 | 丙 |\n| 丁 |  |", [["merged", 1]]),
    ("<table><tr><td>外<td><table><tr><td>里<td>面</table></table>",
     "| 外 | 里，面 |\n| --- | --- |", [["nested", 1]]),
    ("<table><tr><td><p>框里的字，</p><p>两段。</p></table>", "框里的字，\n\n两段。", []),
    ("<p>甲。</p><table><tr>" + "<td>x" * 41 + "</table>", "甲。", [["wide", 1]]),
    ("<p>甲。</p><table><tr><td colspan=9999>x</table>", "甲。", [["wide", 1]]),
    # pictures, and what a reviewer took out
    ("<p>图：<img src='file:///C:/a.png'></p><p><!--[if gte vml 1]><v:shape/><![endif]-->"
     "<![if !vml]><img src=x.png><![endif]></p>", "图：", [["pictures", 2]]),
    ("<p>甲<del cite='mailto:张三' datetime=x>身份证号</del><ins>乙</ins>。</p>", "甲乙。",
     [["deleted", 1], ["inserted", 1]]),
    ("<p>甲<span class=MsoCommentReference><a class=msocomanchor href='#_msocom_1'>[王1]</a></span>。</p>"
     "<div style='mso-element:comment-list'><p class=MsoCommentText>真名李四</p></div>", "甲。", [["comments", 2]]),
    ("<p>甲<span style='display:none;mso-hide:all'>密</span>。</p>", "甲。", [["hidden", 1]]),
    ("", "", []),
)  # fmt: skip


def test_each_shape_becomes_what_it_says(paste: Paste) -> None:
    given = [paste(html) for html, _, _ in ROWS]
    assert [(one["markdown"], one["told"]) for one in given] == [row[1:] for row in ROWS]


def test_addresses_are_kept_as_an_import_keeps_them(paste: Paste) -> None:
    for href, kept in ADDRESSES:
        shown = f"[网页]({kept})" if kept else "网页"
        assert paste(f'<p>见<a href="{href}">网页</a>。</p>')["markdown"] == f"见{shown}。"


def test_labels_of_notes_are_free_ones(paste: Paste) -> None:
    html = (
        '<p>甲<a href="#_ftn1" name="_ftnref1">[1]</a>乙<a href="#_edn1">[i]</a>。</p>'
        '<p class=sdfootnote><a href="#_ftnref1" name="_ftn1">[1]</a> 注<b>一</b></p>'
    )
    given = paste(html, ("1", "3"))
    assert given["markdown"] == ("甲[^2]乙[^4]。\n\n[^2]: 注**一**\n\n[^4]: （脚注没有内容）")
    office = (
        '<p>甲<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" '
        'href="#sdfootnote1anc">1</a>注</p></div>'
    )
    assert paste(office)["markdown"] == "甲[^1]\n\n[^1]: 注"


def test_what_is_contrived_ends(paste: Paste) -> None:
    deep = paste("<div>" * 3000 + "深" + "</div>" * 3000)
    assert deep["told"] in ([], [["deep", 1]])
    spans = paste("<b>" * 3000 + "深")
    assert spans["told"] in ([], [["deep", 1]])
    wide = "<table>" + "<tr><td rowspan=9999>x<td>y</tr>" * 2500 + "</table>"
    assert paste(wide)["told"][0][0] == "wide"


FITS = (
    (("甲", False), "前文", "后文", "\n\n甲\n\n"),
    (("甲", True), "前文", "后文", "甲"),
    (("甲", False), "", "", "甲\n"),
    (("甲", False), "前文\n", "\n\n后文", "\n甲"),
    (("甲", False), "前文\n\n", "\n", "甲"),
)


def test_blocks_stand_apart_from_what_is_around(page: Any) -> None:
    for (markdown, inline), before, behind, expected in FITS:
        given = page.evaluate(
            "async ([made, before, behind]) => (await import('/paste.js')).fitted(made, before, behind)",
            [{"markdown": markdown, "inline": inline}, before, behind],
        )
        assert given == expected


def test_an_editor_of_plain_text_is_told_from_a_word_processor(page: Any) -> None:
    code = '<meta charset="utf-8"><div style="color: #333;white-space: pre;"><div><span>## a</span></div></div>'
    asked = "async (html) => (await import('/paste.js')).isPlain(html)"
    assert page.evaluate(asked, code) is True
    assert page.evaluate(asked, word_html()) is False
    assert page.evaluate(asked, "<p style='white-space: pre-wrap'>甲</p>") is False


def test_everything_that_can_be_told_has_a_sentence() -> None:
    sources = [(STATIC / name).read_text("utf-8") for name in SCRIPTS]
    named = {what for text in sources for what in re.findall(r'tell\((?:\[\[)?"(\w+)"', text)}
    named |= set(re.findall(r'return "(\w+)";', (STATIC / "paste_styles.js").read_text("utf-8")))
    named |= {"comments"}
    assert named == PASTE_TOLD.keys()
