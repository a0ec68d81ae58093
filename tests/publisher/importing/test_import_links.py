"""Links of Word documents and web pages stay links, and nothing that is no address does."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from publisher.importing.links import web_address
from publisher.importing.original import Original, Paragraph, Table
from publisher.importing.web_page import read_web_page
from publisher.importing.word import read_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HYPERLINK = f'Type="{R}/hyperlink" TargetMode="External"'

ADDRESSES = (
    ("https://example.com/a_(b)", "https://example.com/a%5F%28b%29"),
    (" HTTP://Example.com ", "http://example.com/"),
    ("https://example.com/中文?q=甲 乙&x=1#尾", "https://example.com/%E4%B8%AD%E6%96%87?q=%E7%94%B2%20%E4%B9%99&x=1#%E5%B0%BE"),
    ("https://example.com/%E4%B8%AD?a=%20", "https://example.com/%E4%B8%AD?a=%20"),
    ("https://example.com:8443/a", "https://example.com:8443/a"),
    ("https://example.com/a|b?c=1|2&d[]=3#e|f", "https://example.com/a%7Cb?c=1%7C2&d[]=3#e%7Cf"),
    ("http://[::1]:8000/a", "http://[::1]:8000/a"),
    ("mailto:a@example.com", "mailto:a@example.com"),
    ("https://user:secret@example.com/", ""),
    ("javascript:alert(1)", ""),
    ("file:///C:/secret.doc", ""),
    ("#_Toc1", ""),
    ("", ""),
    ("https://", ""),
    ("https://[", ""),
)  # fmt: skip


@pytest.mark.parametrize(("href", "kept"), ADDRESSES)
def test_an_address_is_kept_as_markdown_can_hold_it(href, kept):
    assert web_address(href) == kept


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(instruction: str, shown: str) -> str:
    told = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return mark("begin") + told + mark("separate") + shown + mark("end")


def docx(file: Path, *paragraphs: str, note: str = "") -> Path:
    links = (
        f'<Relationship Id="r1" {HYPERLINK} Target="https://example.com/甲"/>'
        f'<Relationship Id="r2" {HYPERLINK} Target="file:///C:/x.doc"/>'
    )
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    space = f'xmlns:w="{W}" xmlns:r="{R}"'
    with zipfile.ZipFile(file, "w") as package:
        body = "".join(
            one if one.startswith("<w:tbl") else f"<w:p>{one}</w:p>" for one in paragraphs
        )
        package.writestr(
            "word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>"
        )
        package.writestr("word/_rels/document.xml.rels", f"{head}{links}</Relationships>")
        package.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {space}><w:footnote w:id="2"><w:p>{note}</w:p></w:footnote></w:footnotes>',
        )
        other = f'<Relationship Id="r1" {HYPERLINK} Target="https://example.com/note"/>'
        package.writestr("word/_rels/footnotes.xml.rels", f"{head}{other}</Relationships>")
    return file


def lines(original: Original) -> list[str]:
    found = []
    for block in original.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Table):
            found += [" ".join(row) for row in block.rows]
    return found


FIELD = 'HYPERLINK "https://example.com/b" \\o "提示"'
BOLD = "<w:r><w:rPr><w:b/></w:rPr><w:t>网页</w:t></w:r>"
SHAPES = (
    (f'{run("见")}<w:hyperlink r:id="r1">{run("网")}{run("页")}</w:hyperlink>{run("。")}',
     "见[网页](https://example.com/%E7%94%B2)。"),
    (f'{run("见")}<w:hyperlink r:id="r1">{BOLD}</w:hyperlink>{run("。")}',
     "见**[网页](https://example.com/%E7%94%B2)**。"),
    (run("见") + field(FIELD, run("网页")) + run("。"), "见[网页](https://example.com/b)。"),
    (f"{run('见')}<w:fldSimple w:instr='HYPERLINK \"https://example.com/c\"'>{run('网页')}</w:fldSimple>",
     "见[网页](https://example.com/c)"),
    (f'{run("见")}<w:hyperlink r:id="r2">{run("文件")}</w:hyperlink>', "见文件"),
    (f'{run("见")}<w:hyperlink w:anchor="_Toc1">{run("目录")}</w:hyperlink>', "见目录"),
    (run("第") + field(' HYPERLINK \\l "_Toc1" ', run("1")) + run("页"), "第1页"),
    (run("见第") + field(" PAGE ", run("1")) + run("页"), "见第1页"),
    (mark("end") + run("甲") + mark("separate"), "甲"),
)  # fmt: skip


@pytest.mark.parametrize(("paragraph", "made"), SHAPES)
def test_a_link_of_word_is_one_of_markdown(tmp_path, paragraph, made):
    original = read_word(docx(tmp_path / "a.docx", paragraph, run("后面没有链接")))
    assert lines(original) == [made, "后面没有链接"]


def test_links_in_tables_and_footnotes_are_kept_too(tmp_path):
    note = f'<w:hyperlink r:id="r1">{run("出处")}</w:hyperlink>'
    cell = f'<w:tc><w:p><w:hyperlink r:id="r1">{run("网页")}</w:hyperlink></w:p></w:tc>'
    table = f"<w:tbl><w:tr>{cell}<w:tc><w:p>{run('乙')}</w:p></w:tc></w:tr></w:tbl>"
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    original = read_word(docx(tmp_path / "a.docx", run("甲") + reference, table, note=note))
    assert lines(original) == ["甲[^1]", "[网页](https://example.com/%E7%94%B2) 乙"]
    assert original.footnotes == {"1": "[出处](https://example.com/note)"}


def test_a_link_of_a_web_page_goes_on_from_its_address(tmp_path):
    words = "这一段文字只是为了让正文够长。" * 8
    file = tmp_path / "a.html"
    file.write_text(
        "<html><head><link rel=canonical href='https://www.example.com/art/2026/a.html'></head><body>"
        f"<div id=zoom><p>{words}</p><p>见<a href='../b.html'>另一篇</a>和<b>"
        "<a href='https://example.com/c'>网页</a></b>，<a href='javascript:void(0)'>打印</a>。</p>"
        "<table><tr><td><a href='/d'>丁</a><td>戊</table></div></body></html>",
        encoding="utf-8",
    )
    assert lines(read_web_page(file))[1:] == [
        "见[另一篇](https://www.example.com/art/b.html)和**[网页](https://example.com/c)**，打印。",
        "[丁](https://www.example.com/d) 戊",
    ]
