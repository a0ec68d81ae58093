"""What a booklet's EPUB holds and in which order; `test_epub_file.py` is about the format."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from publisher.booklet.epub import make_epub
from tests.publisher.booklet.epub_rules import problems_of
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


def test_link_to_a_case_of_the_booklet_stays_within_it(book):
    rich = next(
        page for page in pages(book).values() if "仲裁裁决已经生效" in "".join(page.itertext())
    )
    links = {"".join(a.itertext()): a.get("href") for a in rich.iter(f"{XHTML}a")}
    assert links["未签合同案"].startswith("case-")
    assert links["指南"] == "https://www.minghu.gov.cn/guides/complaint-guide/"


def test_pages_are_chinese(book):
    for page in pages(book).values():
        assert page.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"


@pytest.mark.parametrize("by_area", [True, False])
def test_the_file_keeps_the_rules_of_epub(make_booklet, by_area):
    booklet = make_booklet(case("sale", areas="[合同交易]"), by_area=by_area)
    assert problems_of(make_epub(booklet)) == []


def test_same_booklet_gives_the_same_bytes(make_booklet):
    assert make_epub(make_booklet()) == make_epub(make_booklet())
