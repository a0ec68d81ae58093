"""Word, Excel and PowerPoint packages: every part with words, properties, and what is hidden."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path

from district.zip_failures import ZIP_FAILURES
from publisher.documents.words import CannotRead, DocumentWords, name_in_property

LARGEST_TOGETHER = 100 * 1024 * 1024
MOST_PARTS = 2_000
_BREAKS = re.compile(
    r"</(?:w:p|a:p|si|row|c|w:tr|w:tc|text|is|Relationship|[a-z]+:[a-zA-Z]*)>|<w:(?:br|tab)/>"
)
_PARAGRAPHS = re.compile(r"</(?:w:p|a:p|si|row|w:tr|is|v|t)>|<w:(?:br|tab|cr)/>|<a:br/>")
_TAG = re.compile(r"<[^<>]*>")
_PROPERTY = re.compile(
    r"<(?:[a-zA-Z]+:)?(creator|lastModifiedBy|Manager|Company|title|subject|keywords|description)\b[^<>]*>([^<>]*)<"
)
_LABELS = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "Manager": "经理",
    "Company": "单位",
    "title": "标题",
    "subject": "主题",
    "keywords": "关键词",
    "description": "备注",
}
_PLACES = (
    ("document", "正文"),
    ("header", "页眉"),
    ("footer", "页脚"),
    ("footnotes", "脚注"),
    ("endnotes", "尾注"),
    ("comments", "批注"),
    ("sharedStrings", "单元格"),
    ("sheet", "工作表"),
    ("slide", "幻灯片"),
    ("notesSlide", "备注"),
    ("core", "文档属性"),
    ("app", "文档属性"),
    ("custom", "文档属性"),
)


def read_office(file: Path) -> DocumentWords:
    """Raises CannotRead for what is no package, has a password, or grows too large when unpacked."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = _xml_parts(package)
            names = package.namelist()
    except ZIP_FAILURES as error:
        raise CannotRead("文件损坏或有密码，读不出文字") from error
    texts = [(_place(name), words) for name, xml in parts.items() if (words := _words(xml)).strip()]
    return DocumentWords(tuple(texts), tuple(dict.fromkeys(_hidden(parts, names))))


def _xml_parts(package: zipfile.ZipFile) -> dict[str, str]:
    infos = [info for info in package.infolist() if info.filename.endswith((".xml", ".rels"))]
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST_TOGETHER:
        raise CannotRead("文件解开后太大")
    found = {}
    for info in infos:
        with package.open(info) as stream:
            data = stream.read(LARGEST_TOGETHER)
        found[info.filename] = data.decode(
            "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace"
        )
    return found


def _words(xml: str) -> str:
    """The words between the tags: runs of one paragraph together, paragraphs apart."""
    return re.sub(r"\n{2,}", "\n", unescape(_TAG.sub("", _PARAGRAPHS.sub("\n", xml))))


def _place(name: str) -> str:
    stem = name.rpartition("/")[2].partition(".")[0].rstrip("0123456789")
    return next((label for key, label in _PLACES if stem == key), name)


def _hidden(parts: dict[str, str], names: list[str]) -> list[str]:
    found = []
    for name, xml in parts.items():
        if re.search(r"<w:(?:ins|del|moveFrom|moveTo) ", xml):
            found.append("有没有接受的修订")
        if "comments" in name and re.search(r"<(?:w:comment|comment|p:cm|p188:cm)\b", xml):
            found.append("有批注")
        if re.search(r"<w:vanish\s*/>", xml) and "styles" not in name:
            found.append("有隐藏的文字")
        found += [
            f"有隐藏的工作表“{unescape(m[1])}”"
            for m in re.finditer(
                r'<sheet [^<>]*name="([^"]*)"[^<>]*state="(?:hidden|veryHidden)"', xml
            )
        ]
        if re.search(r'<p:sld [^<>]*show="0"', xml):
            found.append("有隐藏的幻灯片")
        if name.startswith("docProps/"):
            for key, value in _PROPERTY.findall(xml):
                wrong = name_in_property(_LABELS[key], unescape(value))
                if wrong:
                    found.append(wrong)
    if any("embeddings/" in name or name.endswith("vbaProject.bin") for name in names):
        found.append("有嵌入的文件或宏，检查看不到里面")
    return found
