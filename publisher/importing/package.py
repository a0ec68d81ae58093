"""Parts of a Word or Excel package, read within limits: a stranger's file costs what it is worth."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from lxml import etree

from district.zip_failures import ZIP_FAILURES
from publisher.importing.links import web_address
from publisher.importing.original import CannotImport

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_XML = 30 * 1024 * 1024
LARGEST_TOGETHER = 150 * 1024 * 1024
MOST_PARTS = 2_000
MOST_ELEMENTS = 600_000

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class Package:
    """The parts of one file. Raises CannotImport for what is no package, locked or too large."""

    def __init__(self, file: Path) -> None:
        if file.stat().st_size > LARGEST_FILE:
            raise CannotImport(f"文件超过 {LARGEST_FILE // 1024 // 1024} MB")
        try:
            self._zip = zipfile.ZipFile(file)
            infos = self._zip.infolist()
        except ZIP_FAILURES as error:
            raise CannotImport("文件损坏或有密码，读不出文字") from error
        self._infos = {info.filename: info for info in infos}
        if len(infos) > MOST_PARTS or len(self._infos) != len(infos):
            raise CannotImport("文件的内部结构不正常，没有读取")
        if sum(info.file_size for info in infos) > LARGEST_TOGETHER:
            raise CannotImport("文件解开后太大")
        self._left = LARGEST_TOGETHER

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._infos)

    def bytes_of(self, name: str, largest: int = LARGEST_XML) -> bytes:
        """The part `name`, empty when there is none; what it unpacks to is counted, not believed."""
        if name not in self._infos:
            return b""
        largest = min(largest, self._left)
        try:
            with self._zip.open(self._infos[name]) as stream:
                data = stream.read(largest + 1)
        except ZIP_FAILURES as error:
            raise CannotImport("文件损坏或有密码，读不出文字") from error
        if len(data) > largest:
            raise CannotImport("文件解开后太大")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The root of the part `name`, or None; entities are never resolved, nothing is fetched."""
        data = self.bytes_of(name)
        return safe_xml(data) if data.strip() else None

    def relations(self, part: str) -> dict[str, str]:
        """Relation id → name of the part that it leads to; those that lead outside are left out."""
        path = PurePosixPath(part)
        root = self.xml(f"{path.parent}/_rels/{path.name}.rels")
        found = {}
        for relation in root if root is not None else ():
            target = relation.get("Target") or ""
            if relation.get("TargetMode") == "External" or not relation.get("Id"):
                continue
            base = [] if target.startswith("/") else list(path.parent.parts)
            for piece in target.split("/"):
                if piece == "..":
                    base = base[:-1]
                elif piece not in ("", "."):
                    base.append(piece)
            found[str(relation.get("Id"))] = "/".join(base)
        return found

    def links(self, part: str) -> dict[str, str]:
        """Relation id → the address on the web that it leads to; others are left out."""
        path = PurePosixPath(part)
        root = self.xml(f"{path.parent}/_rels/{path.name}.rels")
        found = {}
        for relation in root if root is not None else ():
            is_outside = relation.get("TargetMode") == "External"
            is_link = (relation.get("Type") or "").endswith("/hyperlink")
            address = web_address(relation.get("Target") or "") if is_outside and is_link else ""
            if address and relation.get("Id"):
                found[str(relation.get("Id"))] = address
        return found


def safe_xml(data: bytes) -> etree._Element:
    """Raises CannotImport for XML that is broken, declares entities, or is too deep or too long."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise CannotImport("文件里有外部定义（DTD），没有读取")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise CannotImport("文件损坏，读不出文字") from error
    if root.getroottree().docinfo.doctype:
        raise CannotImport("文件里有外部定义（DTD），没有读取")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise CannotImport("文件太长，请分成几个文件")
    return root
