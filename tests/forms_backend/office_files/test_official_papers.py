"""公文: parts, numbers and measures of GB/T 9704-2012."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from forms_backend.office_files.official_document import (
    Appendix,
    Form,
    Grid,
    Heading,
    Issue,
    Paper,
    Text,
    chinese_ordinal,
    numbered,
)
from forms_backend.office_files.official_layout import official_file
from tests.forms_backend.office_files.gb9704 import problems

NOW = datetime(2026, 12, 2, 8, tzinfo=UTC)
GRID = Grid("各单位情况", ("单位", "件数"), (("区法院", "3"), ("合计", "3")), (60, 40), True)
PAPER = Paper(
    Form.REPORT,
    "关于2026年11月涉企投诉咨询办理情况的报告",
    "中共示例区委政法委员会",
    date(2026, 12, 2),
    (
        Heading(1, "总体情况"), Text("本期收件3件。"), GRID,
        Heading(1, "主要做法"), Heading(2, "一件一策"), Text("逐件研究。"),
        Heading(3, "先易后难"), Heading(4, "限时"), Heading(2, "跟踪问效"),
    ),
    mark="中共示例区委政法委员会文件",
    reference="示政法〔2026〕74号",
    signer="张某某",
    recipient="示例市委政法委",
    appendices=(Appendix("超期件", (GRID,)), Appendix("销号件", (Text("没有。"),))),
    issue=Issue(("区委办公室", "区人大常委会办公室"), "中共示例区委政法委员会办公室", date(2026, 12, 2)),
)  # fmt: skip


def read(paper: Paper):
    return Document(io.BytesIO(official_file(paper, NOW)))


def texts(paper: Paper) -> list[str]:
    return [p.text for p in read(paper).paragraphs if p.text.strip()]


@pytest.mark.parametrize("mark", ["中共示例区委政法委员会文件", ""])
@pytest.mark.parametrize("form", Form)
def test_every_kind_of_paper_has_the_measures_of_the_standard(form: Form, mark: str) -> None:
    content = official_file(replace(PAPER, form=form, mark=mark), NOW)
    assert problems(content) == []
    assert content == official_file(replace(PAPER, form=form, mark=mark), NOW)


BREAKS = [
    ('w:top="2098"', 'w:top="1440"', "页边 top"),
    ('w:left="1587"', 'w:left="1800"', "页边 left"),
    ('w:linePitch="579"', 'w:linePitch="580"', "每面不是 22 行"),
    ("w:eastAsia=\"黑体\"", "w:eastAsia=\"微软雅黑\"", "字体 微软雅黑"),
    ('w:val="44"', 'w:val="36"', "2 号小标宋"),
    ("二、主要做法", "三、主要做法", "序号不连续"),
    ("楷体_GB2312", "黑体", "应用楷体_GB2312"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "says"), BREAKS)
def test_the_checker_finds_a_wrong_measure(right: str, wrong: str, says: str) -> None:
    source = zipfile.ZipFile(io.BytesIO(official_file(PAPER, NOW)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/styles.xml":
                content = content.replace(b'w:spacing w:val="-5"', b'w:spacing w:val="-1"')
            if name == "word/document.xml":
                assert right in content.decode(), right
                content = content.decode().replace(right, wrong).encode()
            changed.writestr(name, content)
    found = problems(target.getvalue())
    assert any(says in one for one in found)
    assert "每行不是 28 字" in found


def test_headings_are_numbered_by_their_place() -> None:
    shown = [b.text for b in numbered(PAPER.blocks) if isinstance(b, Heading)]
    assert shown == [
        "一、总体情况", "二、主要做法", "（一）一件一策", "1.先易后难", "（1）限时", "（二）跟踪问效",
    ]  # fmt: skip
    assert [chinese_ordinal(n) for n in (1, 10, 11, 20, 25)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十五",
    ]
    with pytest.raises(ValueError, match="widths"):
        Grid("x", ("a", "b"), (), (50, 40))


def test_what_stands_where_on_a_report_with_a_red_head() -> None:
    found = texts(PAPER)
    assert found[:5] == [
        "中共示例区委政法委员会文件",
        "示政法〔2026〕74号\t签发人：张某某",
        PAPER.title,
        "示例市委政法委：",
        "一、总体情况",
    ]
    assert "附件：1. 超期件" in found
    assert "　　　2. 销号件" in found
    at = found.index(PAPER.sender)
    assert found[at + 1] == "2026年12月2日"
    assert found[at + 2 :][:2] == ["附件1", "超期件"]
    document = read(PAPER)
    assert document.paragraphs[0].runs[0].font.color.rgb == RGBColor(255, 0, 0)
    foot = document.paragraphs[-3:-1]
    assert [p.text for p in foot] == [
        "抄送：区委办公室，区人大常委会办公室。",
        "中共示例区委政法委员会办公室\t2026年12月2日印发",
    ]
    xml = "".join(p._p.xml for p in foot)
    # Two lines of 24 pt end 35 mm above the edge of the paper.
    assert re.findall(r'w:y="(\d+)"', xml) == [str(round((297 - 35) / 25.4 * 1440) - 2 * 480)] * 2
    assert re.findall(r'<w:(?:top|bottom) w:val="single" w:sz="(\d)"', xml) == ["8", "6", "8"]


def test_without_a_red_head_nothing_is_red_and_the_number_stands_below_the_title() -> None:
    plain = replace(PAPER, mark="", issue=Issue(), appendices=())
    assert texts(plain)[:3] == ["签发人：张某某", PAPER.title, PAPER.reference]
    assert "FF0000" not in read(plain)._element.xml
    assert "w:framePr" not in read(plain)._element.xml


def test_a_letter_carries_its_number_on_the_right_and_no_printer() -> None:
    letter = read(replace(PAPER, form=Form.LETTER, mark=PAPER.sender))
    number = next(p for p in letter.paragraphs if p.text == PAPER.reference)
    assert number.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert letter._element.xml.count("<w:framePr") == 1
    assert "印发" not in letter.paragraphs[-2].text
    assert "thickThinSmallGap" in letter.paragraphs[0]._p.xml


def test_room_for_a_seal_and_the_sender_over_the_date() -> None:
    document = read(replace(PAPER, sealed=True, appendices=(), issue=Issue()))
    *_, sender, dated = document.paragraphs
    assert [p._p.pPr.ind.get(qn("w:rightChars")) for p in (sender, dated)] == ["400", "400"]
    above = document.paragraphs[-5:-2]
    assert [p.text for p in above] == ["", "", ""]
    assert all(p.paragraph_format.keep_with_next for p in above)
    assert document.styles["Normal"].paragraph_format.line_spacing == Pt(28.95)
