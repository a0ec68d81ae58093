"""Texts of laws as files have them: a collection in Markdown, a .docx of the database, pasted text."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest

from district import FabuError
from law.texts.files import LARGEST, UnreadableFile, files_below, lines_of
from law.texts.pack import file_of
from law.texts.reading import MOST_LINES, read_lines
from law.texts.wording import LawText

MARKDOWN = """# 中华人民共和国示例法

1999年3月1日第九届全国人民代表大会通过

2020年5月28日第十三届全国人民代表大会修订　自2021年1月1日起施行

<!-- INFO END -->

## 第一编　总　则

### 第一章　基本规定

**第一条**　为了示例，制定本法。

第二条规定的事项，依照本法。

**第二条**　有下列情形之一的，适用本法：

（一）甲；

（二）乙：

1.乙之一；

2.乙之二。

前款规定不影响第三条的适用。

**第二条之一**　插入的条文。

## 附　则

**第三条**　本法自2021年1月1日起施行。

附件一

第九条 这里不是条文。
"""

DATABASE = [
    "中华人民共和国示例法",
    "（1999年3月1日第九届全国人民代表大会通过　2020年5月28日第十三届全国人民代表大会修订）",
    "目　　录",
    "第一编　总　　则",
    "第一章　基本规定",
    "附　　则",
    "第一编　总　　则",
    "第一章　基本规定",
    "第一条　为了示例，制定本法。",
    "第二条规定的事项，依照本法。",
    "第二条　有下列情形之一的，适用本法：",
    "（一）甲；",
    "（二）乙：",
    "1.乙之一；",
    "2.乙之二。",
    "前款规定不影响第三条的适用。",
    "第二条之一　插入的条文。",
    "附　　则",
    "第三条　本法自2021年1月1日起施行。",
]


def word_file(path: Path, paragraphs: list[str]) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    return path


def read_of(draft):
    return [(a.number, a.lines, a.headings) for a in draft.articles]


EXPECTED = [
    ((1, 0), ("为了示例，制定本法。", "第二条规定的事项，依照本法。"), ("第一编　总则", "第一章　基本规定")),
    (
        (2, 0),
        ("有下列情形之一的，适用本法：", "（一）甲；", "（二）乙：", "1.乙之一；", "2.乙之二。",
         "前款规定不影响第三条的适用。"),
        ("第一编　总则", "第一章　基本规定"),
    ),
    ((2, 1), ("插入的条文。",), ("第一编　总则", "第一章　基本规定")),
    ((3, 0), ("本法自2021年1月1日起施行。",), ("附则",)),
]  # fmt: skip


def test_a_markdown_collection_a_word_file_and_pasted_text_read_alike(tmp_path: Path) -> None:
    word = word_file(tmp_path / "示例法_20200528.docx", DATABASE)
    plain = tmp_path / "示例法.txt"
    plain.write_text("\n".join(DATABASE), encoding="gb18030")
    assert read_of(read_lines(MARKDOWN.splitlines())) == EXPECTED
    assert read_of(read_lines(lines_of(word))) == EXPECTED
    assert read_of(read_lines(lines_of(plain))) == EXPECTED


def test_the_days_of_a_text_are_those_of_its_acts_not_the_one_on_which_it_begins() -> None:
    draft = read_lines(MARKDOWN.splitlines())
    assert draft.days == (date(1999, 3, 1), date(2020, 5, 28))
    assert draft.titles[0] == "中华人民共和国示例法"


def test_paragraphs_and_items_are_counted_as_laws_count_them() -> None:
    by_number = {a.number: a.items for a in read_lines(MARKDOWN.splitlines()).articles}
    assert by_number == {(1, 0): (0, 0), (2, 0): (2, 0), (2, 1): (0,), (3, 0): (0,)}


def test_what_the_pack_writes_reads_back_the_same() -> None:
    articles = read_lines(MARKDOWN.splitlines()).articles
    text = LawText("中华人民共和国示例法", articles, "2026-11-20", "示例法.md")
    draft = read_lines(file_of(text, "2020-05-28").splitlines())
    assert read_of(draft) == EXPECTED
    assert draft.front == {
        "title": "中华人民共和国示例法",
        "version": "2020-05-28",
        "as_of": "2026-11-20",
        "source": "示例法.md",
    }


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="太长"):
        read_lines(["第一条　甲"] * (MOST_LINES + 1))
    with pytest.raises(ValueError, match="太长"):
        read_lines(["甲" * 30_000])


def packed(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)
    return path


def test_a_word_file_that_is_none_or_grows_without_end_is_one_sentence(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "a.docx", "word/document.xml", b" " * (LARGEST + 10))
    doctype = packed(
        tmp_path / "b.docx",
        "word/document.xml",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
    )
    other = packed(tmp_path / "c.docx", "mimetype", b"")
    text = tmp_path / "d.docx"
    text.write_text("不是压缩文件", encoding="utf-8")
    cut = tmp_path / "e.docx"
    whole = word_file(tmp_path / "f.docx", DATABASE).read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    broken = packed(tmp_path / "g.docx", "word/document.xml", b"<x>")
    for file, message in (
        (bomb, "解压后太大"),
        (doctype, "文档类型声明"),
        (other, "完好"),
        (text, "完好"),
        (cut, "完好"),
        (broken, "完好"),
    ):
        with pytest.raises(UnreadableFile, match=message):
            lines_of(file)


def test_other_files_say_what_to_do_with_them(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "b.txt").write_bytes(b"\xff\xff\xff\xfe\x00")
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    for name, message in (("a.doc", "另存为 .docx"), ("b.txt", "另存为 UTF-8"), ("c.pdf", "只读")):
        with pytest.raises(UnreadableFile, match=message):
            lines_of(tmp_path / name)


def test_a_folder_gives_its_texts_and_nothing_hidden_linked_or_about_itself(tmp_path: Path) -> None:
    for name in ("一/公司法.md", "README.md", ".git/x.md", "b.docx", "c.pdf"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "b.docx")
    assert [f.name for f in files_below(tmp_path)] == ["b.docx", "公司法.md"]
    with pytest.raises(FabuError, match="没有"):
        files_below(tmp_path / "none")
