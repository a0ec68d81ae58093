"""The container: what EPUBCheck asks for is kept, and our reading of its rules sees each breach."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from publisher.booklet.epub_file import Page, Part, Publication, pack
from tests.publisher.booklet.epub_rules import problems_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def publication(body: str = "<p>正文</p>", title: str = "甲 & 乙") -> Publication:
    return Publication(
        identifier="urn:uuid:0e0b1a5e-5d6d-5c2b-8a67-3d8f0f6a4f10",
        title=title,
        language="zh-CN",
        publisher="明湖区<政法委>",
        modified=datetime(2026, 3, 1, 9, tzinfo=UTC),
        style="p { margin: 0 }",
        contents_title="目录",
        cover=Page("cover", "封面", "<h1>封面</h1>"),
        parts=(
            Part(Page("part-1", "第一编", "<h1>第一编</h1>"), (Page("case-1", title, body),)),
            Part(Page("imprint", "版权页", '<p id="end"><img src="qr.svg" alt="码"/></p>')),
        ),
        images=(("qr.svg", SVG),),
    )


def test_a_publication_keeps_the_rules() -> None:
    data = pack(publication('<p>见<a href="imprint.xhtml#end">末页</a></p>'))
    assert problems_of(data) == []
    assert data == pack(publication('<p>见<a href="imprint.xhtml#end">末页</a></p>'))


@pytest.mark.parametrize("text", ["\x0b", "\x00", "\ufffe", "\ud800"])
def test_characters_that_xml_forbids_are_left_out(text: str) -> None:
    data = pack(publication(f"<p>前{text}后</p>", title=f"题{text}目"))
    assert problems_of(data) == []
    page = zipfile.ZipFile(io.BytesIO(data)).read("EPUB/case-1.xhtml").decode()
    assert "<title>题目</title>" in page
    assert "前后" in page


PACKAGE, NAV, NCX, CASE = (
    f"EPUB/{name}" for name in ("content.opf", "nav.xhtml", "toc.ncx", "case-1.xhtml")
)
BREACHES: list[tuple[str, str, str, str]] = [
    ("mimetype", "application/epub+zip", "application/zip", "mimetype has other content"),
    ("META-INF/container.xml", "content.opf", "other.opf", "container names"),
    (PACKAGE, 'version="3.0"', 'version="2.0"', "version is not 3.0"),
    (PACKAGE, 'unique-identifier="id"', 'unique-identifier="other"', "unique-identifier names"),
    (PACKAGE, "<dc:title>甲 &amp; 乙</dc:title>", "", "dc:title is missing"),
    (PACKAGE, "09:00:00Z", "09:00:00+08:00", "dcterms:modified"),
    (PACKAGE, 'href="qr.svg"', 'href="other.svg"', "manifest and archive differ in EPUB/qr.svg"),
    (PACKAGE, 'id="image-1"', 'id="ncx"', "id ncx stands twice"),
    (PACKAGE, 'id="image-1"', 'id="1"', "id 1 is no XML name"),
    (PACKAGE, "image/svg+xml", "image/png", "qr.svg has media type image/png"),
    (PACKAGE, ' properties="nav"', "", "not exactly one contents page"),
    (PACKAGE, '<itemref idref="page-case-1"/>', "", "page page-case-1 cannot be reached"),
    (PACKAGE, 'idref="page-case-1"', 'idref="ncx"', "spine names ncx, no page"),
    (PACKAGE, 'idref="page-case-1"', 'idref="nav"', "names a page twice"),
    (PACKAGE, ' toc="ncx"', "", "spine names no contents for EPUB 2"),
    (NAV, ' epub:type="toc"', "", "no table of contents"),
    (NAV, "<ol><li>", "<ol></ol><ol><li>", "a line of the contents is not a link"),
    (NAV, ">第一编</a>", "></a>", "a line of the contents without words"),
    (NAV, 'href="part-1.xhtml"', 'href="imprint.xhtml"', "not in the order of reading"),
    (NCX, "urn:uuid", "urn:other", "dtb:uid is not the identifier"),
    (NCX, "第一编", "第二编", "toc.ncx and nav.xhtml differ"),
    (NCX, 'playOrder="2"', 'playOrder="7"', "playOrder does not count"),
    (CASE, "</p>", "", "is not well-formed"),
    (CASE, "<!DOCTYPE html>\n", "", "no declaration"),
    (CASE, "<title>甲 &amp; 乙</title>", "<title> </title>", "no title"),
    (CASE, ' lang="zh-CN"', "", "no language"),
    (CASE, "正文", "<ul><li>项</li></ul>", "HTML reads another tree"),
    (CASE, "<p>", '<p id="a"><b id="a"/>', "id a stands twice"),
    (CASE, "正文", "<font>字</font>", "element font"),
    (CASE, "<p>", '<p onclick="x()">', "attribute onclick"),
    (CASE, "正文", '<img src="qr.svg"/>', "an image without words"),
    (CASE, "正文", '<img src="https://a.cn/b.png" alt="图"/>', "remote https://a.cn/b.png"),
    (CASE, "正文", '<a href="case-9.xhtml">案</a>', "case-9.xhtml leads nowhere"),
    (CASE, "正文", '<a href="imprint.xhtml#x">案</a>', "imprint.xhtml#x leads to no place"),
]


def changed(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, change(info.filename, old.read(info)))
    return out.getvalue()


@pytest.mark.parametrize(("file", "old", "new", "problem"), BREACHES)
def test_every_breach_is_seen(file: str, old: str, new: str, problem: str) -> None:
    def break_it(name: str, content: bytes) -> bytes:
        if name != file:
            return content
        assert old in content.decode()
        return content.decode().replace(old, new, 1).encode()

    assert any(problem in found for found in problems_of(changed(pack(publication()), break_it)))


def test_mimetype_has_to_be_first_and_stored() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(pack(publication()))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    assert "mimetype is not the first entry" in problems_of(out.getvalue())[0]
