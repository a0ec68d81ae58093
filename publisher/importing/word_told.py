"""What an editor is told of a Word document: what was left out, what has to be looked at."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from publisher.importing.original import Original, line_of_text
from publisher.importing.package import Package
from publisher.importing.word_signs import is_page_number
from publisher.importing.word_styles import W

_FACTS = {"title": "title"}


def tell(package: Package, count: Counter[str], boxes: list[str], original: Original) -> None:
    """Add to `original` what was left out and what has to be looked at; never the words of what a
    reviewer took out. `count`: how often each thing was met."""
    told = original.told
    if count["ins"]:
        told.append(f"有 {count['ins']} 处修订的插入，已按接受处理")
    if count["del"]:
        told.append(
            f"有 {count['del']} 处修订的删除（共 {count['deleted characters']} 字），没有带入"
        )
    comments = package.xml("word/comments.xml")
    number = len(list(comments.iter(f"{W}comment"))) if comments is not None else 0
    if number:
        told.append(f"有 {number} 条批注，没有带入")
    if count["hidden"]:
        told.append(f"有 {count['hidden']} 处隐藏的文字，没有带入")
    told += [f"文本框里的文字没有带入正文，请核对：“{words}”" for words in boxes]
    if count["merged"]:
        told.append(f"有 {count['merged']} 个表格含合并的单元格，已在每一格重复写出，请核对")
    if count["tables in tables"]:
        told.append("表格里还有表格，已并成一格里的文字，请核对")
    if count["lost pictures"]:
        told.append(f"有 {count['lost pictures']} 张图片只是链接，文件里没有，请补上")
    if count["objects"]:
        told.append(f"有 {count['objects']} 个嵌入的对象（如 Excel 表），没有带入")
    if count["charts"]:
        told.append(f"有 {count['charts']} 个图表没有带入，请在 Word 里另存成图片，再插入")
    if count["signs"]:
        told.append(f"有 {count['signs']} 个符号认不出，没有带入，请对照原件补上")
    if count["contents"]:
        told.append("目录没有带入")
    for name in package.names:
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            root = package.xml(name)
            words = (
                line_of_text("".join(p.text or "" for p in root.iter(f"{W}t")))
                if root is not None
                else ""
            )
            if words and is_page_number(words):
                continue
            if words:
                told.append(f"{'页眉' if 'header' in name else '页脚'}没有带入：“{words}”")
    core = package.xml("docProps/core.xml")
    for part in core if core is not None else ():
        name = etree.QName(part).localname
        if name in _FACTS and (part.text or "").strip():
            original.facts[_FACTS[name]] = (str(part.text).strip(), "文档属性")
