"""What EPUBCheck asks of a file of our kind, by the rules of EPUB 3.3 (numbers are its sections)."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import html5lib

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_MEDIA_TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".ncx": "application/x-dtbncx+xml",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}


def problems_of(data: bytes) -> list[str]:
    """Every breach of a rule, as a sentence; an empty list is a valid file."""
    return list(_Checker(data).problems())


class _Checker:
    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = self._archive.namelist()

    def _tree(self, name: str) -> ET.Element:
        return ET.fromstring(self._archive.read(name))  # noqa: S314 - our own file

    def problems(self) -> Iterator[str]:
        yield from self._container()
        for name in self._names:
            if name.endswith((".xhtml", ".opf", ".ncx", ".svg", ".xml")):
                try:
                    self._tree(name)
                except ET.ParseError as error:
                    yield f"{name} is not well-formed: {error}"
                    return
        container = self._tree("META-INF/container.xml")
        roots = [root.get("full-path") or "" for root in container.iter(f"{_CONTAINER}rootfile")]
        if len(roots) != 1 or roots[0] not in self._names:
            yield f"container names {roots} (4.2.6.3.1)"
            return
        self._folder = posixpath.dirname(roots[0])
        package = self._tree(roots[0])
        yield from self._metadata(package)
        yield from self._manifest(package, roots[0])
        yield from self._spine(package)
        yield from self._contents(package)
        for name in self._names:
            if name.endswith(".xhtml"):
                yield from self._page(name)

    def _container(self) -> Iterator[str]:
        first = self._archive.infolist()[0]
        if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra:
            yield "mimetype is not the first entry, stored, without extra field (4.2.4)"
        elif self._archive.read("mimetype") != b"application/epub+zip":
            yield "mimetype has other content (4.2.4)"
        yield from (f"{n} stands twice" for n, c in Counter(self._names).items() if c > 1)

    def _metadata(self, package: ET.Element) -> Iterator[str]:
        if package.get("version") != "3.0":
            yield "version is not 3.0 (5.4)"
        named = [e for e in package.iter(f"{_DC}identifier") if e.get("id")]
        if [e.get("id") for e in named] != [package.get("unique-identifier")]:
            yield "unique-identifier names no identifier (5.4)"
        for element in ("identifier", "title", "language"):
            if not "".join(e.text or "" for e in package.iter(f"{_DC}{element}")).strip():
                yield f"dc:{element} is missing (5.5.3)"
        moments = [
            e.text or ""
            for e in package.iter(f"{_OPF}meta")
            if e.get("property") == "dcterms:modified"
        ]
        if len(moments) != 1 or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moments[0]):
            yield f"dcterms:modified is {moments} (5.5.5)"

    def _manifest(self, package: ET.Element, root: str) -> Iterator[str]:
        items = list(package.iter(f"{_OPF}item"))
        for key in ("id", "href"):
            counts = Counter(item.get(key) for item in items)
            yield from (
                f"{key} {value} stands twice (5.6.2)" for value, c in counts.items() if c > 1
            )
        named = {posixpath.join(self._folder, item.get("href") or "") for item in items}
        there = {name for name in self._names if name.startswith(f"{self._folder}/")} - {root}
        yield from (f"manifest and archive differ in {name} (5.6.1)" for name in named ^ there)
        for item in items:
            suffix = posixpath.splitext(item.get("href") or "")[1]
            if item.get("media-type") != _MEDIA_TYPES.get(suffix):
                yield f"{item.get('href')} has media type {item.get('media-type')} (3.2)"
            if not re.fullmatch(r"[A-Za-z_][\w.-]*", item.get("id") or ""):
                yield f"id {item.get('id')} is no XML name"
        if [item.get("properties") for item in items].count("nav") != 1:
            yield "not exactly one contents page (5.6.2.1)"

    def _spine(self, package: ET.Element) -> Iterator[str]:
        items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
        spine = next(package.iter(f"{_OPF}spine"))
        order = [reference.get("idref") for reference in spine]
        if not order or len(set(order)) != len(order):
            yield "spine is empty or names a page twice (5.7)"
        pages = {i for i, item in items.items() if item.get("media-type") == _MEDIA_TYPES[".xhtml"]}
        yield from (f"spine names {idref}, no page (5.7.2)" for idref in set(order) - pages)
        yield from (f"page {idref} cannot be reached (5.7.2)" for idref in pages - set(order))
        ncx = items.get(spine.get("toc"))
        if ncx is None or ncx.get("media-type") != _MEDIA_TYPES[".ncx"]:
            yield "spine names no contents for EPUB 2 (5.9.3)"

    def _contents(self, package: ET.Element) -> Iterator[str]:
        items = {item.get("id"): item.get("href") or "" for item in package.iter(f"{_OPF}item")}
        order = [items.get(e.get("idref"), "") for e in next(package.iter(f"{_OPF}spine"))]
        nav = self._tree(posixpath.join(self._folder, "nav.xhtml"))
        lists = [e for e in nav.iter(f"{_XHTML}nav") if e.get(_EPUB_TYPE) == "toc"]
        if len(lists) != 1 or [e.tag for e in lists[0]][-1] != f"{_XHTML}ol":
            yield "no table of contents with one list (7.4)"
            return
        lines = list(lists[0].iter(f"{_XHTML}li"))
        for line in lines:
            if [e.tag for e in line] not in ([f"{_XHTML}a"], [f"{_XHTML}a", f"{_XHTML}ol"]):
                yield "a line of the contents is not a link and what stands below it (7.4.2)"
        yield from (
            "an empty list in the contents (7.4.2)" for e in nav.iter(f"{_XHTML}ol") if not len(e)
        )
        links = ["".join(a.itertext()) for a in nav.iter(f"{_XHTML}a")]
        if not all(link.strip() for link in links):
            yield "a line of the contents without words (7.4.2)"
        targets = [a.get("href") or "" for a in nav.iter(f"{_XHTML}a")]
        if targets != [name for name in order if name in targets]:
            yield "contents are not in the order of reading (7.4.2)"
        yield from self._old_contents(package, list(zip(links, targets, strict=True)))

    def _old_contents(self, package: ET.Element, expected: list[tuple[str, str]]) -> Iterator[str]:
        ncx = self._tree(posixpath.join(self._folder, "toc.ncx"))
        uid = next((e.get("content") for e in ncx.iter() if e.get("name") == "dtb:uid"), None)
        if uid != next(package.iter(f"{_DC}identifier")).text:
            yield "dtb:uid is not the identifier"
        points = list(ncx.iter(f"{_NCX}navPoint"))
        shown = [
            (
                "".join(next(point.iter(f"{_NCX}text")).itertext()),
                next(point.iter(f"{_NCX}content")).get("src") or "",
            )
            for point in points
        ]
        if shown != expected:
            yield "toc.ncx and nav.xhtml differ"
        if [point.get("playOrder") for point in points] != [
            str(n) for n in range(1, len(points) + 1)
        ]:
            yield "playOrder does not count from 1"

    def _page(self, name: str) -> Iterator[str]:
        text = self._archive.read(name).decode()
        page = self._tree(name)
        if not text.startswith('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'):
            yield f"{name}: no declaration"
        if not (page.findtext(f"{_XHTML}head/{_XHTML}title") or "").strip():
            yield f"{name}: no title"
        if page.get("lang") != page.get(_LANG) or not page.get("lang"):
            yield f"{name}: no language"
        if _outline(page) != _outline(html5lib.parse(text, treebuilder="etree")):
            yield f"{name}: HTML reads another tree, so an element stands where it may not"
        ids = Counter(e.get("id") for e in page.iter() if e.get("id"))
        yield from (f"{name}: id {i} stands twice" for i, count in ids.items() if count > 1)
        for element in page.iter():
            yield from (f"{name}: {problem}" for problem in self._element(name, element))

    def _element(self, name: str, element: ET.Element) -> Iterator[str]:
        tag = element.tag.removeprefix(_XHTML)
        if tag.startswith("{") or tag in {"script", "iframe", "center", "font"}:
            yield f"element {tag}"
        yield from (f"attribute {key}" for key in element.attrib if key.startswith("on"))
        if tag == "img" and not element.get("alt"):
            yield "an image without words"
        target = element.get("src") or element.get("href")
        if target is None:
            return
        if re.match(r"[a-z]+:", target):
            if element.get("src") or not target.startswith(("https:", "http:", "mailto:", "tel:")):
                yield f"remote {target} (3.6)"
            return
        path, _, anchor = target.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        if file not in self._names:
            yield f"{target} leads nowhere"
        elif anchor and unquote(anchor) not in {e.get("id") for e in self._tree(file).iter()}:
            yield f"{target} leads to no place in its page"


def _outline(tree: ET.Element) -> list[str]:
    """The tags in order with their depth, but for the `tbody` that HTML adds by itself."""

    def walk(element: ET.Element, depth: int) -> Iterator[str]:
        tag = str(element.tag).removeprefix(_XHTML)
        inner = depth if tag == "tbody" else depth + 1
        if tag != "tbody":
            yield f"{depth} {tag}"
        for child in element:
            yield from walk(child, inner)

    return list(walk(tree, 0))
