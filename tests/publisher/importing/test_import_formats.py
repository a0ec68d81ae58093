"""Other formats, several cases in one file, sheets beside, second runs, files of bad will."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner
from openpyxl import Workbook

from district.import_formats import load_import_formats
from fabu import cli
from publisher.booklet.fonts import find_fonts
from publisher.importing.headings import bare
from publisher.importing.original import CannotImport
from publisher.importing.plain_text import decoded
from publisher.importing.reading import read_original
from tests.publisher.importing.office_files import (
    _NS,
    TEXTS,
    document,
    paragraph,
    run,
    write_docx,
)
from tests.publisher.importing.projects import NOW, import_project

KNOWN = load_import_formats().known_headings
COURT = TEXTS[0]
PLAIN = f"{COURT.title}\n来源：远山区人民法院　发布时间：2024年5月6日\n" + "".join(
    f"{name}：{words}\n" for name, words in COURT.sections
)
TRADITIONAL = (
    "某貿易公司與某製造公司買賣合同糾紛案，雙方對貨款數額發生爭議，法院經審理認為應當依約履行。"
)


@pytest.fixture
def imported(tmp_path, monkeypatch):
    """Imports files of a folder; gives the results by original and the project."""
    folders = import_project(tmp_path / "project")
    monkeypatch.chdir(folders.root)
    monkeypatch.setattr("publisher.importing.cli.build_moment", lambda: NOW)
    originals = tmp_path / "originals"
    originals.mkdir()

    def go(*options: str):
        result = CliRunner().invoke(cli, ["import", str(originals), *options])
        reports = sorted((folders.root / "var/imports").glob("*/report.json"))
        return result, json.loads(reports[-1].read_text(encoding="utf-8"))

    go.folders, go.originals = folders, originals
    return go


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_text_of_any_encoding_is_read(imported, codec):
    (imported.originals / "one.txt").write_bytes(PLAIN.encode(codec))
    _, results = imported()
    assert results[0]["title"] == COURT.title
    assert results[0]["case_type"] == "court"
    draft = (imported.folders.root / results[0]["path"]).read_text(encoding="utf-8")
    assert results[0]["findings"] == []
    assert "published: 2024-05-06" in draft
    assert "source: {name: 远山区人民法院}" in draft
    assert "\nunit:" not in draft
    assert "发布时间：" not in draft.partition("\n---\n")[2]


def test_big5_is_told_from_gb18030():
    assert decoded(TRADITIONAL.encode("big5")) == TRADITIONAL
    assert decoded(PLAIN.encode("gb18030")) == PLAIN


def test_main_text_of_a_saved_page_is_found_without_menus(imported):
    body = "".join(f"<p><strong>{n}</strong></p><p>{w}</p>" for n, w in COURT.sections)
    page = (
        "<!-- saved from url=(0042)http://www.example.gov.cn/art/2024/5/6/art_1.html -->"
        '<html><head><meta charset="gb2312"><meta name="PubDate" content="2024-05-06 10:00">'
        f'<meta name="ArticleTitle" content="{COURT.title}"><title>{COURT.title}_某市法院网</title></head><body>'
        '<div class="nav"><ul><li>首页</li><li>机构概况</li></ul></div>'
        f'<h1>{COURT.title}</h1><div class="TRS_Editor">{body}'
        "<table><tr><td rowspan=2>货物</td><td>一</td></tr><tr><td>二</td></tr></table></div>"
        '<div class="footer">主办单位：某某</div></body></html>'
    )
    (imported.originals / "saved.html").write_bytes(page.encode("gb18030"))
    _, results = imported()
    draft = (imported.folders.root / results[0]["path"]).read_text(encoding="utf-8")
    assert results[0]["url"] == "http://www.example.gov.cn/art/2024/5/6/art_1.html"
    assert [p for p in ("首页", "主办单位") if p in draft] == []
    assert "| 货物 | 一 |" in draft
    assert "| 货物 | 二 |" in draft
    assert "## 裁判结果" in draft
    assert "published: 2024-05-06" in draft


def test_markdown_keeps_its_lists_and_becomes_sections(imported):
    text = f"# {COURT.title}\n\n## 案情回顾\n\n- 甲\n- 乙\n\n## 法院裁判\n\n判决支付。\n\n## 法官说法\n\n留存凭证。\n"
    (imported.originals / "one.md").write_text(text, encoding="utf-8")
    _, results = imported()
    draft = (imported.folders.root / results[0]["path"]).read_text(encoding="utf-8")
    assert "## 基本案情\n\n- 甲\n- 乙\n" in draft


def test_ten_cases_in_one_document_become_ten_drafts(imported):
    parts = [paragraph(run("十大典型案例"))]
    for number, word in enumerate(("甲", "乙", "丙"), start=1):
        parts.append(paragraph(run(f"案例{'一二三'[number - 1]}：{word}公司买卖合同纠纷案")))
        parts += [
            paragraph(run(t)) for n, w in COURT.sections for t in (f"【{n}】", f"{word}：{w}")
        ]
    write_docx(
        imported.originals / "ten.docx",
        f"<w:document {_NS}><w:body>{''.join(parts)}</w:body></w:document>",
    )
    _, results = imported()
    assert [r["title"] for r in results] == [f"{w}公司买卖合同纠纷案" for w in "甲乙丙"]
    assert len({r["path"] for r in results}) == 3


def test_the_sheet_beside_wins_over_the_text(imported):
    (imported.originals / "one.txt").write_text(PLAIN, encoding="utf-8")
    book = Workbook()
    book.active.append(["文件名", "标题", "编号", "领域", "关键词", "案由"])
    book.active.append(
        ["one.txt", "表格里的标题案", "from-the-sheet", "劳动用工", "甲词、乙词", "劳动合同纠纷"]
    )
    book.save(imported.originals / "metadata.xlsx")
    _, results = imported()
    assert results[0]["path"] == "cases_library/2024/from-the-sheet.md"
    values = {p["key"]: (p["value"], p["origin"], p["confidence"]) for p in results[0]["proposals"]}
    assert values["title"][:2] == ("表格里的标题案", "metadata.xlsx 第 2 行")
    assert values["areas"] == (["劳动用工"], "metadata.xlsx 第 2 行", "确定")
    assert values["keywords"][0] == ["甲词", "乙词"]


def test_a_second_run_updates_what_nobody_touched_and_names_the_rest(imported):
    for name in ("one", "two"):
        (imported.originals / f"{name}.txt").write_text(
            PLAIN.replace("某商贸", name), encoding="utf-8"
        )
    _, first = imported()
    assert [r["outcome"] for r in first] == ["新建", "新建"]
    touched = imported.folders.root / first[1]["path"]
    touched.write_text(touched.read_text(encoding="utf-8") + "\n编辑加的一句。\n", encoding="utf-8")
    for file in imported.originals.iterdir():
        file.write_text(
            file.read_text(encoding="utf-8").replace("供货一批", "供货两批"), encoding="utf-8"
        )
    _, second = imported()
    assert [r["outcome"] for r in second] == ["更新", "有人改过，没有动"]
    assert "供货两批" in (imported.folders.root / first[0]["path"]).read_text(encoding="utf-8")
    assert "编辑加的一句" in touched.read_text(encoding="utf-8")
    assert next(r["outcome"] for r in imported()[1]) == "没有变化"


def test_a_trial_writes_no_draft(imported):
    (imported.originals / "one.txt").write_text(PLAIN, encoding="utf-8")
    _, results = imported("--dry-run")
    assert results[0]["outcome"] == "试运行，没有写"
    assert list(imported.folders.cases.rglob("*.md")) == []


def test_names_are_proposed_to_be_masked_and_twins_are_told(imported):
    words = PLAIN.replace("某服装公司签订协议", "张伟（身份证号11010519491231002X）签订协议")
    (imported.originals / "one.txt").write_text(words, encoding="utf-8")
    (imported.originals / "two.txt").write_text(words, encoding="utf-8")
    _, results = imported()
    assert "-" in results[0]["redaction"]
    assert any("N101" in f or "N" in f.split()[1] for f in results[0]["findings"])
    assert results[1]["duplicates"]


def test_own_words_of_a_batch_come_from_a_map(imported, tmp_path):
    words = PLAIN.replace("案情回顾", "来龙去脉")
    (imported.originals / "one.txt").write_text(words, encoding="utf-8")
    own = tmp_path / "map.yml"
    own.write_text("formats: {court: {sections: {基本案情: [来龙去脉]}}}\n", encoding="utf-8")
    _, results = imported("--map", str(own))
    assert "来龙去脉" in results[0]["headings"]
    assert results[0]["missing"] == []


def test_kind_and_type_of_the_command_win(imported):
    (imported.originals / "one.txt").write_text(
        "公章怎么管\n公章由专人保管，外带要登记，盖章之前看三处。\n", encoding="utf-8"
    )
    _, results = imported("--kind", "article")
    assert results[0]["path"].startswith("content/articles/")
    result, _ = imported("--type", "没有这种")
    assert result.exit_code == 2
    assert "可选：裁判案例" in result.output


def test_doc_needs_libreoffice_and_says_so(imported, monkeypatch, tmp_path):
    (imported.originals / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    monkeypatch.setattr("publisher.importing.reading.shutil.which", lambda name: None)
    result, results = imported()
    assert result.exit_code == 1
    assert "LibreOffice" in results[0]["told"][0]
    docx = write_docx(tmp_path / "made.docx", document(COURT, "bold"))
    office = tmp_path / "soffice"
    office.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\ncp "{docx}" "$2/original.docx"\n'
    )
    office.chmod(office.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("publisher.importing.reading.shutil.which", lambda name: str(office))
    _, results = imported()
    assert results[0]["case_type"] == "court"


def _bomb(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 200_000_000)
    return target.getvalue()


HOSTILE = {
    "no package": lambda _: b"PK\x03\x04 not at all",
    "empty": lambda _: b"",
    "bomb": _bomb,
    "entities": lambda path: write_docx(
        path / "e.docx", '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document/>'
    ).read_bytes(),
    "deep": lambda path: write_docx(
        path / "d.docx",
        f"<w:document {_NS}><w:body>{'<w:sdt>' * 5000}{'</w:sdt>' * 5000}</w:body></w:document>",
    ).read_bytes(),
    "wide": lambda path: write_docx(
        path / "w.docx",
        f'<w:document {_NS}><w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr></w:tc></w:tr></w:tbl></w:body></w:document>',
    ).read_bytes(),
    "not closed": lambda path: write_docx(path / "n.docx", "<w:document><w:body>").read_bytes(),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_files_of_bad_will_are_refused_in_one_sentence(make, tmp_path):
    file = tmp_path / "hostile.docx"
    file.write_bytes(make(tmp_path))
    with pytest.raises(CannotImport, match=r"[\u4e00-\u9fff]"):
        read_original(file, KNOWN)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("一、基本案情：", "基本案情"),
        ("【典型意义】", "典型意义"),
        ("（二）裁判结果", "裁判结果"),
        ("1. 基本案情", "基本案情"),
    ],
)
def test_numbers_and_brackets_are_no_part_of_a_name(written, name):
    assert bare(written) == name


def test_pdf_with_a_text_layer_becomes_paragraphs_and_sections(imported, tmp_path):
    lines = "\n\n".join(
        [COURT.title, *(part for n, w in COURT.sections for part in (f"【{n}】", w * 2))]
    )
    font = find_fonts().serif
    made = typst.compile(f'#set text(font: "{font}")\n{lines}\n'.encode())
    (imported.originals / "one.pdf").write_bytes(made)
    _, results = imported()
    assert results[0]["case_type"] == "court"
    assert results[0]["missing"] == []
    assert "PDF" in results[0]["told"][0]


def test_a_district_extends_the_table_without_losing_the_nation_s(tmp_path):
    (tmp_path / "import.yml").write_text(
        "formats: {court: {sections: {基本案情: !append [来龙去脉]}}}\n", encoding="utf-8"
    )
    court = load_import_formats(tmp_path).formats["court"]
    found = [court.section_of(name) for name in ("来龙去脉", "案情回顾", "法官说法", "没有的")]
    assert found == ["基本案情", "基本案情", "典型意义", None]


def test_picture_with_a_query_is_taken_and_an_endless_name_is_none(tmp_path):
    (tmp_path / "a.png").write_bytes(b"x")
    words = "某公司与某商行买卖合同纠纷，双方对货款数额有争议。" * 8
    page = tmp_path / "a.html"
    images = f'<img src="a.png?v=1"><img src="{"长" * 400}.png">'
    page.write_text(f"<body><p>{words}</p>{images}</body>", encoding="utf-8")
    original = read_original(page, KNOWN)
    assert list(original.pictures) == ["a.png?v=1"]
    assert any("没有带入" in told for told in original.told)


def test_file_that_cannot_be_read_holds_up_no_other(imported, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (imported.originals / name).write_text(PLAIN, encoding="utf-8")
    real = Path.read_bytes

    def refuse(self):
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    told, results = imported()
    assert "无法读取" in told.output
    assert [bool(one["path"]) for one in results] == [False, True]
