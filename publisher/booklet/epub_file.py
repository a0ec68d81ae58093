"""An EPUB 3.3 file: a zip archive of XHTML pages, a package document and a table of contents.

The contents stand in it twice, as EPUB 3 asks (`nav.xhtml`) and as EPUB 2 did (`toc.ncx`), because
readers on phones and older devices know only the second.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16
_FOLDER = "EPUB"
_PACKAGE = f"{_FOLDER}/content.opf"
_NAV, _NCX, _STYLE = "nav.xhtml", "toc.ncx", "style.css"
_MEDIA_TYPES = {
    "xhtml": "application/xhtml+xml",
    "ncx": "application/x-dtbncx+xml",
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
}
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold, escaped or not (XML 1.0, production 2)."""

_CONTAINER = f"""\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{_PACKAGE}" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True)
class Page:
    """One page; `name` is its file name without `.xhtml` and unique, `body` well-formed XHTML."""

    name: str
    title: str
    body: str

    @property
    def file(self) -> str:
        return f"{self.name}.xhtml"


@dataclass(frozen=True)
class Part:
    """A line of the contents with the pages that stand below it."""

    page: Page
    below: tuple[Page, ...] = ()


@dataclass(frozen=True)
class Publication:
    """What an EPUB is made of.

    `identifier` is a URI that stays the same for the same book. `parts` is contents and order of
    reading: the cover stands before the contents page, the parts after it. `images`: file name
    (with one of the suffixes svg, png, jpg) and bytes.
    """

    identifier: str
    title: str
    language: str
    publisher: str
    modified: datetime
    style: str
    contents_title: str
    cover: Page
    parts: tuple[Part, ...]
    images: tuple[tuple[str, bytes], ...] = ()

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages but the contents, in the order of reading."""
        return (self.cover, *(page for part in self.parts for page in (part.page, *part.below)))


def pack(publication: Publication) -> bytes:
    """The file, with `mimetype` first and stored; equal publications give equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(publication):
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.create_system, info.external_attr = _UNIX, _READABLE
            stored = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


def _files(publication: Publication) -> Iterator[tuple[str, str | bytes]]:
    yield "mimetype", "application/epub+zip"
    yield "META-INF/container.xml", _CONTAINER
    yield _PACKAGE, _package(publication)
    yield f"{_FOLDER}/{_NAV}", _navigation(publication)
    yield f"{_FOLDER}/{_NCX}", _ncx(publication)
    yield f"{_FOLDER}/{_STYLE}", publication.style
    for page in publication.pages:
        yield f"{_FOLDER}/{page.file}", _xhtml(page.title, page.body, publication.language)
    for name, content in publication.images:
        yield f"{_FOLDER}/{name}", content


def _text(text: str) -> str:
    """`text` as content or attribute of an XML element."""
    return escape(_NOT_IN_XML.sub("", text))


def _xhtml(title: str, body: str, language: str) -> str:
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{language}" xml:lang="{language}">
<head><title>{_text(title)}</title><link rel="stylesheet" type="text/css" href="{_STYLE}"/></head>
<body>{_NOT_IN_XML.sub("", body)}</body>
</html>
"""


def _package(publication: Publication) -> str:
    pages = "".join(_item(f"page-{page.name}", page.file) for page in publication.pages)
    images = "".join(
        _item(f"image-{place}", name)
        for place, (name, _content) in enumerate(publication.images, start=1)
    )
    cover, *others = [f'<itemref idref="page-{page.name}"/>\n' for page in publication.pages]
    moment = publication.modified.astimezone(UTC)
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="{publication.language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{_text(publication.identifier)}</dc:identifier>
<dc:title>{_text(publication.title)}</dc:title>
<dc:language>{publication.language}</dc:language>
<dc:creator>{_text(publication.publisher)}</dc:creator>
<dc:publisher>{_text(publication.publisher)}</dc:publisher>
<dc:date>{publication.modified:%Y-%m-%d}</dc:date>
<meta property="dcterms:modified">{moment:%Y-%m-%dT%H:%M:%SZ}</meta>
</metadata>
<manifest>
{_item("nav", _NAV, ' properties="nav"')}{_item("ncx", _NCX)}{_item("style", _STYLE)}\
{pages}{images}</manifest>
<spine toc="ncx">
{cover}<itemref idref="nav"/>
{"".join(others)}</spine>
</package>
"""


def _item(id_: str, file: str, properties: str = "") -> str:
    media_type = _MEDIA_TYPES[file.rpartition(".")[2]]
    return f'<item id="{id_}" href="{file}" media-type="{media_type}"{properties}/>\n'


def _navigation(publication: Publication) -> str:
    def line(page: Page, below: Sequence[Page]) -> str:
        nested = f"<ol>{''.join(line(inner, ()) for inner in below)}</ol>" if below else ""
        return f'<li><a href="{page.file}">{_text(page.title)}</a>{nested}</li>\n'

    lines = "".join(line(part.page, part.below) for part in publication.parts)
    title = _text(publication.contents_title)
    body = f'<nav epub:type="toc" id="toc"><h1>{title}</h1><ol>\n{lines}</ol></nav>'
    return _xhtml(publication.contents_title, body, publication.language)


def _ncx(publication: Publication) -> str:
    places = {page: place for place, page in enumerate(publication.pages)}

    def point(page: Page, below: Sequence[Page]) -> str:
        nested = "".join(point(inner, ()) for inner in below)
        place = places[page]
        return (
            f'<navPoint id="point-{place}" playOrder="{place}"><navLabel><text>{_text(page.title)}'
            f'</text></navLabel><content src="{page.file}"/>{nested}</navPoint>\n'
        )

    points = "".join(point(part.page, part.below) for part in publication.parts)
    depth = 2 if any(part.below for part in publication.parts) else 1
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" \
xml:lang="{publication.language}">
<head><meta name="dtb:uid" content="{_text(publication.identifier)}"/>\
<meta name="dtb:depth" content="{depth}"/></head>
<docTitle><text>{_text(publication.title)}</text></docTitle>
<navMap>
{points}</navMap>
</ncx>
"""
