"""The EPUB as its specification has it: container, package, navigation, well-formed pages."""

from __future__ import annotations

import io
import posixpath
import zipfile
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from publisher.booklet.epub import make_epub
from tests.publisher.site_project import case

OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
PACKAGE = "EPUB/content.opf"


@pytest.fixture
def book(make_booklet):
    booklet = make_booklet(case("sale", areas="[合同交易]"), by_area=True)
    return zipfile.ZipFile(io.BytesIO(make_epub(booklet)))


def tree(book, name):
    return ET.fromstring(book.read(name))  # noqa: S314 - our own file


def pages(book):
    return {name: tree(book, name) for name in book.namelist() if name.endswith(".xhtml")}


def test_mimetype_is_the_first_entry_and_not_compressed(book):
    first = book.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.read("mimetype") == b"application/epub+zip"
    assert PACKAGE in book.read("META-INF/container.xml").decode()


def test_manifest_names_every_file_and_each_exists(book):
    items = [item.get("href") for item in tree(book, PACKAGE).iter(f"{OPF}item")]
    assert sorted(f"EPUB/{href}" for href in items) == sorted(
        name for name in book.namelist() if name.startswith("EPUB/") and name != PACKAGE
    )
    assert len(set(items)) == len(items)


def test_spine_holds_cover_contents_cases_indexes_and_imprint(book):
    package = tree(book, PACKAGE)
    files = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    assert [files[ref.get("idref")] for ref in package.iter(f"{OPF}itemref")] == [
        "cover.xhtml",
        "nav.xhtml",
        "part-1.xhtml",
        "case-1.xhtml",
        "part-2.xhtml",
        "case-2.xhtml",
        "case-3.xhtml",
        "case-4.xhtml",
        "case-5.xhtml",
        "laws.xhtml",
        "topics.xhtml",
        "imprint.xhtml",
    ]


def test_every_page_is_well_formed_and_every_link_leads_somewhere(book):
    found = pages(book)
    ids = {name: {e.get("id") for e in page.iter() if e.get("id")} for name, page in found.items()}
    for name, page in found.items():
        for element in page.iter():
            target = element.get("href") or element.get("src")
            if target is None or "://" in target:
                continue
            path, _, anchor = target.partition("#")
            file = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            )
            assert file in book.namelist()
            assert not anchor or unquote(anchor) in ids[file]


def test_link_to_a_case_of_the_booklet_stays_within_it(book):
    rich = next(
        page for page in pages(book).values() if "仲裁裁决已经生效" in "".join(page.itertext())
    )
    links = {"".join(a.itertext()): a.get("href") for a in rich.iter(f"{XHTML}a")}
    assert links["未签合同案"].startswith("case-")
    assert links["指南"] == "https://www.minghu.gov.cn/guides/complaint-guide/"


def test_pages_are_chinese_and_images_have_words(book):
    for page in pages(book).values():
        assert page.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"
        assert all(image.get("alt") for image in page.iter(f"{XHTML}img"))


def test_same_booklet_gives_the_same_bytes(make_booklet):
    assert make_epub(make_booklet()) == make_epub(make_booklet())
