"""metadata.xlsx beside the documents: one row a document, its first row names the columns."""

from __future__ import annotations

import re
from pathlib import Path

from publisher.importing.original import CannotImport, line_of_text
from publisher.importing.package import Package

COLUMNS = {
    "文件": "file", "文件名": "file", "原文件": "file", "标题": "title", "题目": "title",
    "发布时间": "published", "发布日期": "published", "日期": "published", "来源": "source",
    "发布单位": "source", "案号": "case_number", "法院": "court", "办案单位": "court", "承办单位": "court",
    "案由": "cause", "领域": "areas", "行业": "industries", "关键词": "keywords", "摘要": "summary",
    "网址": "url", "原网址": "url", "链接": "url", "编号": "id", "id": "id", "类型": "type", "案例类型": "type",
    "办结时间": "decided", "办结年月": "decided", "裁判时间": "decided",
}  # fmt: skip
MOST_ROWS = 5_000
_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_sheet(file: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """File name without folder → key → (value, where it stands). Raises CannotImport for a sheet that
    cannot be read or has no column of file names."""
    with Package(file) as package:
        shared = package.xml("xl/sharedStrings.xml")
        strings = [
            "".join(t.text or "" for t in item.iter(f"{_M}t"))
            for item in (shared.iter(f"{_M}si") if shared is not None else ())
        ]
        names = sorted(n for n in package.names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n))
        root = package.xml(names[0]) if names else None
    rows = []
    for row in root.iter(f"{_M}row") if root is not None else ():
        rows.append({_column(c.get("r", "")): _value(c, strings) for c in row.iter(f"{_M}c")})
        if len(rows) > MOST_ROWS:
            raise CannotImport(f"表格超过 {MOST_ROWS} 行")
    header = {
        place: COLUMNS.get(line_of_text(name)) for place, name in (rows[0] if rows else {}).items()
    }
    if "file" not in header.values():
        raise CannotImport("第一行没有“文件名”这一列，不知道哪一行是哪个文件")
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for number, row in enumerate(rows[1:], start=2):
        cells = {header[p]: line_of_text(v) for p, v in row.items() if header.get(p) and v.strip()}
        name = cells.pop("file", "")
        if name:
            found[name] = {str(k): (v, f"{file.name} 第 {number} 行") for k, v in cells.items()}
    return found


def _column(reference: str) -> str:
    return reference.rstrip("0123456789")


def _value(cell, strings: list[str]) -> str:  # type: ignore[no-untyped-def]
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_M}t"))
    value = cell.findtext(f"{_M}v") or ""
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    return value
