"""What Word writes by other means than letters, and lists and lines that only stand right in Word."""

import pytest
import yaml

from tests.publisher.importing.office_files import _NS, paragraph, run, write_docx
from tests.publisher.importing.projects import import_project, imported_from

CENTRE, BOLD, LARGE = '<w:jc w:val="center"/>', "<w:b/>", '<w:sz w:val="44"/>'
LEVELS = "".join(
    f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>'
    for depth, (shape, text) in enumerate(
        [("japaneseCounting", "%1、"), ("decimal", "%2."), ("decimal", "%3)"), ("bullet", "●")]
    )
)
NUMBERING = (
    f'<w:numbering {_NS}><w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
).encode()
FACTS = "2021年5月10日，某甲公司与某乙公司签订合同，约定货到付款，某甲公司仅支付了一部分货款，余款经多次催要未付。"


def p(text, inner="", properties=""):
    return paragraph(run(text, inner), properties)


def item(text, depth):
    return p(text, "", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>')


def control(inner, properties):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def sign(font, code):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def page_number(shown):
    marks = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    ]
    return f"{marks[0]}<w:r><w:instrText> PAGE </w:instrText></w:r>{marks[1]}{run(shown)}{marks[2]}"


def case(facts, end=""):
    return (
        p("某灯具公司诉某工程公司买卖合同纠纷案", LARGE, CENTRE) + p("一、基本案情", BOLD) + p(FACTS) + facts
        + p("二、裁判结果", BOLD) + p("判决某工程公司支付货款。") + p("三、典型意义", BOLD) + p("企业应当保存送货单。") + end
    )  # fmt: skip


def article(title, *parts):
    return p(title, LARGE, CENTRE) + "".join(parts)


CHART = "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/chart'/></a:graphic></wp:inline></w:drawing></w:r>"
CONTENTS = control(
    p("目录", BOLD) + paragraph(run("一、基本案情") + "<w:r><w:tab/></w:r>" + run("1")),
    '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>',
)
ROWS = {
    "items-deep-alone": (
        case(item("应当支付报酬；", 1) + item("第一笔；", 2) + item("应当交付成果。", 1)),
        "\n\n1. 应当支付报酬；\n\n    1. 第一笔；\n\n2. 应当交付成果。\n\n## 裁判结果", "",
    ),
    "items-too-deep": (
        case(item("应当支付报酬；", 1) + item("送货单", 3)), "\n\n1. 应当支付报酬；\n\n    - 送货单\n\n", "",
    ),
    "contents": (case(CONTENTS), f"\n\n{FACTS}\n\n## 裁判结果", "目录没有带入"),
    "prompt": (
        case(paragraph(control(run("单击此处输入文字"), "<w:showingPlcHdr/>") + run("余款未付。"))), "\n\n余款未付。\n\n", "",
    ),
    "filled-control": (
        case(paragraph(run("案号：") + control(run("（2022）示0102民初88号"), "") + run("。"))), "案号：（2022）示0102民初88号。", "",
    ),
    "page-number": (case("", p("—") + paragraph(page_number("17"))), "企业应当保存送货单。\n\n—\n", ""),
    "page-within-words": (case(paragraph(run("见第") + page_number("3") + run("页。"))), "见第3页。", ""),
    "signs": (
        case(paragraph(sign("Wingdings", "F0D8") + run("逾期") + sign("Symbol", "F0B3") + run("30日；") + sign("Wingdings", "F0FE") + run("已验收"))),
        "\n\n逾期≥30日；☑已验收\n\n", "",
    ),
    "unknown-sign": (case(paragraph(run("见") + sign("Webdings", "F041") + run("处"))), "见处", "有 1 个符号认不出"),
    "raised": (
        case(paragraph(run("土地100m") + run("2", '<w:vertAlign w:val="superscript"/>') + run("，H") + run("2", '<w:vertAlign w:val="subscript"/>') + run("O"))),
        "土地100m²，H₂O", "",
    ),
    "chart": (case(paragraph(CHART)), FACTS, "有 1 个图表没有带入"),
    "questions": (
        article("小微企业用工问答", p("编者按：以下为常见问题。"), *(p(f"{n}.问题{n}？", BOLD) + p(f"答：说明{n}。") for n in (1, 2, 3))),
        "\n\n## 1.问题1？\n\n答：说明1。\n\n## 2.问题2？\n\n答：说明2。\n\n## 3.问题3？\n\n", "",
    ),
    "rule": (
        article("企业合规指引", p("第一章　总则", BOLD, CENTRE), p("第一条　企业应当 守法。"), p("第二章　培训", BOLD, CENTRE), p("第二条　每年一次。")),
        "\n\n第一条 企业应当守法。\n\n## 第二章 培训\n\n第二条 每年一次。\n", "",
    ),
    "white-paper": (
        article("涉企审判白皮书", p("前  言", "", CENTRE), p(FACTS), p("一、基本情况", BOLD), p(FACTS)),
        f"\n\n## 前言\n\n{FACTS}\n\n## 一、基本情况\n\n", "",
    ),
    "day-below-title": (case("").replace(p("一、基本案情", BOLD), p("（2022年6月18日）", "", CENTRE) + p("一、基本案情", BOLD)), "---\n\n## 基本案情\n\n2021年5月10日", ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """By name: the row of the report and the draft."""
    base = tmp_path_factory.mktemp("signs")
    folders, originals = import_project(base / "project"), base / "originals"
    originals.mkdir()
    for name, body in (ROWS | TYPES | GUIDE | CLAIM).items():
        whole = f"<w:document {_NS}><w:body>{body[0]}</w:body></w:document>"
        write_docx(originals / f"{name}.docx", whole, parts={"word/numbering.xml": NUMBERING})
    return {name: rows[0] for name, rows in imported_from(folders, originals).items()}


@pytest.mark.parametrize("name", ROWS)
def test_what_only_word_shows_is_written_or_told(imported, name):
    row, text = imported[name]
    _body, wanted, told = ROWS[name]
    assert wanted in text
    assert "单击此处" not in text
    assert "目录" not in text
    assert any(told in line for line in row["told"])


TYPES = {
    "news": (article("示例区法院召开法企座谈会", p(FACTS)), "动态"),
    "reported": (article("法院送法进园区", p(f"本报讯（记者 李明）{FACTS}")), "动态"),
    "paper": (article("2022年行政审判白皮书", p(FACTS)), "白皮书"),
    "method": (article("买卖合同纠纷案件的审理思路和裁判方法", p(FACTS)), "类案裁判方法"),
    "plain": (article("印章怎样管", p(FACTS)), "普法文章"),
}


@pytest.mark.parametrize("name", TYPES)
def test_the_type_of_an_article_is_told_by_its_words(imported, name):
    assert header(imported[name][1])["type"] == TYPES[name][1]


GUIDE_TABLE = "".join(
    f"<w:tr><w:tc>{p(a)}</w:tc><w:tc>{p(b)}</w:tc></w:tr>"
    for a, b in (
        ("受理条件", "没有债务的企业"), ("申请材料", "申请书"), ("办理流程", "公告、审核"), ("办理时限", "3个工作日"),
        ("收费标准", "不收费"), ("咨询电话", "区政务服务中心"),
    )
)  # fmt: skip
GUIDE = {"guide": (p("简易注销办事指南", LARGE, CENTRE) + f"<w:tbl>{GUIDE_TABLE}</w:tbl>",)}


def test_the_lines_of_a_guide_fill_its_keys(imported):
    said = header(imported["guide"][1])
    keys = ("audience", "time_limit", "fee", "contact")
    assert [said[key] for key in keys] == [
        "没有债务的企业", "3个工作日", "不收费", "区政务服务中心",
    ]  # fmt: skip


CLAIM = {
    "claim": (
        article("劳动者拒绝超时加班案")
        + "".join(
            p(name, BOLD) + p(words)
            for name, words in (
                ("基本案情", "张某入职某快递公司。"), ("申请人请求", "请求裁决支付赔偿金。"),
                ("处理结果", "仲裁委员会裁决支付。"), ("案例分析", "劳动法有规定。"),
            )
        ),
    )
}  # fmt: skip


def test_a_published_case_of_arbitration_lacks_no_section(imported):
    row, text = imported["claim"]
    assert row["missing"] == []
    assert "\n## 办理过程\n\n请求裁决支付赔偿金。\n" in text


def header(text):
    return yaml.safe_load(text.split("---\n")[1])
