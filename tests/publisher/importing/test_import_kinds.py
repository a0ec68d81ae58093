"""What documents of offices have besides sections: heads, contents, forms in tables, pages around a text.

Every row is one kind, in a text of our own: the file, and what an editor finds in the drafts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
import typst
import yaml

from publisher.booklet.fonts import find_fonts
from tests.publisher.importing.office_files import _NS, paragraph, run, write_docx
from tests.publisher.importing.projects import import_project, imported_from

BOLD = "<w:b/>"
LARGE = '<w:b/><w:sz w:val="44"/>'
CENTRED = '<w:jc w:val="center"/>'
RIGHT = '<w:jc w:val="right"/>'
FACTS = "青禾公司向云岭商行供应茶叶，货款八万元，云岭商行收货后没有付清余款。"
JUDGED = "远山区人民法院经审理认为，合同合法有效。判决云岭商行支付余款三万元。"
MEANING = "企业应当保存送货单，及时对账，避免超过诉讼时效后才主张权利。"


@dataclass(frozen=True)
class Wanted:
    """`head`: values of the first draft's front matter; `has`, `lacks`: words of all drafts together;
    `told`: words of the report."""

    titles: tuple[str, ...]
    types: tuple[str, ...] = ("裁判案例",)
    head: dict[str, object] = field(default_factory=dict)
    unsaid: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def p(words: str, inner: str = "", properties: str = "") -> str:
    return paragraph(run(words, inner), properties)


def word(*parts: str) -> bytes | str:
    return f"<w:document {_NS}><w:body>{''.join(parts)}</w:body></w:document>"


def table(*rows: tuple[str, ...]) -> str:
    cells = (
        "".join(f"<w:tc>{''.join(map(p, cell.split('/')))}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def case(title: str, *, brackets: bool = True, facts: str = FACTS) -> str:
    shown = "【{}】" if brackets else "{}"
    names = (("基本案情", facts), ("裁判结果", JUDGED), ("典型意义", MEANING))
    return title + "".join(p(shown.format(n), BOLD) + p(w) for n, w in names)


def page(body: str, head: str = "", around: str = "{}") -> str:
    return (
        f'<html><head><meta charset="utf-8">{head}</head><body>{around.format(body)}</body></html>'
    )


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def pdf(*lines: str) -> bytes:
    font = find_fonts().serif
    setup = f'#set page(height: 12cm, header: [远山区人民法院])\n#set text(font: "{font}")\n'
    return typst.compile((setup + "\n\n".join(lines)).encode())


LONG = "为了保护经营者的合法权益，法院依法审理各类案件，及时公布裁判规则，方便企业查询和参照。"

DOCUMENTS: dict[str, tuple[str, str | bytes, Wanted]] = {
    "a table of contents doubles no case, and a title goes on in the next centred line": (
        "docx",
        word(
            p("远山区涉企典型案例", LARGE, CENTRED), p(LONG), p("目 录", "", CENTRED),
            p("案例1 青禾公司诉云岭商行买卖合同纠纷案"), p("案例2 北川公司诉南溪厂承揽合同纠纷案"),
            p("案例一", BOLD, CENTRED), p("青禾公司诉云岭商行", BOLD, CENTRED),
            case(p("买卖合同纠纷案", BOLD, CENTRED)),
            p("案例二", BOLD, CENTRED), case(p("北川公司诉南溪厂承揽合同纠纷案", BOLD, CENTRED)),
        ),
        Wanted(
            ("青禾公司诉云岭商行买卖合同纠纷案", "北川公司诉南溪厂承揽合同纠纷案"),
            ("裁判案例", "裁判案例"),
            lacks=("### ", "案例1"),
            told=("目录有 2 行", "第一个案例之前的"),
        ),
    ),
    "numbers, names of groups and cited judgments are no part of a case": (
        "docx",
        word(
            p("远山区典型案例", LARGE, CENTRED), p("一、民事案件（1件）", BOLD),
            case(p("1.青禾公司诉云岭商行买卖合同纠纷案（远山区人民法院（2023）京0199民初12号民事判决）", BOLD)),
            p("二、行政案件（1件）", BOLD), case(p("2.北川公司诉某局行政处罚案", BOLD)),
        ),
        Wanted(
            ("青禾公司诉云岭商行买卖合同纠纷案", "北川公司诉某局行政处罚案"),
            ("裁判案例", "裁判案例"),
            head={"case_number": "（2023）京0199民初12号", "stage": "一审", "cause": "买卖合同纠纷"},
            lacks=("行政案件（1件）",),
        ),
    ),
    "below a red head stands the title; who signed and when is taken from the end": (
        "docx",
        word(
            p("远山区人民政府文件", '<w:b/><w:sz w:val="72"/>', CENTRED), p("远政发〔2024〕6号", "", CENTRED),
            p("远山区人民政府关于印发", '<w:sz w:val="44"/>', CENTRED),
            p("企业服务若干措施的通知", '<w:sz w:val="44"/>', CENTRED),
            p("各镇人民政府，区直各单位："), p(LONG), p("远山区人民政府", "", RIGHT),
            p("二〇二四年三月六日", "", RIGHT), p("一、服务事项", BOLD), p(LONG),
        ),
        Wanted(
            ("远山区人民政府关于印发企业服务若干措施的通知",),
            ("普法文章",),
            head={"source": {"name": "远山区人民政府"}, "published": "2024-03-06"},
            has=("远政发〔2024〕6号", "## 一、服务事项"),
            lacks=("政府文件",),
        ),
    ),
    "a notice without a title has that of what it passes on": (
        "txt",
        f"区直各单位:\n现将《远山区企业服务工作方案》印发给你们，请认真执行。\n{LONG}\n",
        Wanted(("远山区企业服务工作方案",), ("普法文章",)),
    ),
    "a form filled in a table becomes sections": (
        "docx",
        word(
            p("典型案例报送表", LARGE, CENTRED),
            table(
                ("案例名称", "青禾公司诉云岭商行买卖合同纠纷案"), ("报送单位", "远山区人民法院"),
                ("基 本 案 情", f"{FACTS}/{LONG}"), ("裁判结果", JUDGED), ("典型意义", MEANING),
            ),
        ),
        Wanted(
            ("青禾公司诉云岭商行买卖合同纠纷案",),
            head={"source": {"name": "远山区人民法院"}},
            has=(f"## 基本案情\n\n{FACTS}\n\n{LONG}\n\n## 裁判结果\n\n{JUDGED}",),
            lacks=("|", "案例名称"),
        ),
    ),
    "a judgment at the end of the facts becomes its own section": (
        "docx",
        word(p("青禾公司诉云岭商行买卖合同纠纷案", LARGE, CENTRED), p("基本案情", BOLD), p(FACTS + JUDGED), p("典型意义", BOLD), p(MEANING)),
        Wanted(
            ("青禾公司诉云岭商行买卖合同纠纷案",),
            has=(f"## 基本案情\n\n{FACTS}\n\n## 裁判结果\n\n{JUDGED}\n",),
            lacks=("\n【待填】\n",),
            told=("没有「裁判结果」的标题",),
        ),
    ),
    "what is no judgment stays where it is": (
        "docx",
        word(p("青禾公司诉云岭商行买卖合同纠纷案", LARGE, CENTRED), p("基本案情", BOLD), p(JUDGED), p("典型意义", BOLD), p(MEANING)),
        Wanted(("青禾公司诉云岭商行买卖合同纠纷案",), has=(f"## 基本案情\n\n{JUDGED}\n\n## 裁判结果\n\n【待填】",)),
    ),
    "a digest of rules stays one text with all its words": (
        "docx",
        word(
            p("指导案例要点汇编", LARGE, CENTRED), p("民事部分", BOLD, CENTRED), p("一、合同案件（2件）", BOLD),
            *(
                p(f"指导案例{n}号：{t}") + p("【关键词】", BOLD) + p(k) + p("【裁判要点】", BOLD) + p(LONG)
                for n, t, k in ((901, "甲诉乙借款案", "民事；借款"), (902, "丙诉丁租赁案", "民事；租赁"))
            ),
        ),
        Wanted(
            ("指导案例要点汇编",), ("普法文章",), unsaid=("keywords",),
            has=("民事；借款", "民事；租赁", "**民事部分**"), lacks=("\n【待填】\n",),
        ),
    ),
    "keywords keep the blanks between them, and facts of two names are one heading": (
        "docx",
        word(
            p("青禾公司合同诈骗立案监督案", LARGE, CENTRED), p("【关键词】", BOLD), p("合同诈骗 立案监督 检察建议"),
            p("基本案情及检察履职：" + FACTS + "远山区人民检察院审查后认为属于民事纠纷，通知撤案。"),
            p("典型意义：" + MEANING),
        ),
        Wanted(
            ("青禾公司合同诈骗立案监督案",), ("检察案例",),
            head={"keywords": ["合同诈骗", "立案监督", "检察建议"], "source": {"name": "远山区人民检察院"}},
            has=("## 检察机关履职过程\n\n远山区人民检察院审查",),
        ),
    ),
    "a penalty told under the headings of courts is one of an authority": (
        "docx",
        word(
            p("安全生产执法典型案例", LARGE, CENTRED),
            *(
                p(f"案例{n}：") + p(f"【案例名称】{t}") + p("【关键词】安全生产、培训")
                + p("【基本案情】执法人员到该厂检查。经查，该厂没有培训新员工。")
                + p("【处理结果】责令改正，罚款一万元。") + p("【典型意义】" + MEANING)
                for n, t in (("一", "某五金厂未培训员工案"), ("二", "某纸箱厂未培训员工案"))
            ),
        ),
        Wanted(
            ("某五金厂未培训员工案", "某纸箱厂未培训员工案"), ("行政执法案例", "行政执法案例"),
            head={"keywords": ["安全生产", "培训"]},
            has=("## 违法事实\n\n经查，该厂没有培训新员工。",),
        ),
    ),
    "the words of a text decide between forms with the same headings": (
        "docx",
        word(
            p("遗嘱保管公证案", LARGE, CENTRED), p("远山区公证处 张三", "", CENTRED),
            *(p(n, BOLD) + p(f"公证员{w}。") for n, w in (
                ("一、案情概况", "受理申请"), ("二、办理过程", "核实财产"), ("三、办理结果", "出具证书"), ("四、案例点评", "提示风险"))),
        ),
        Wanted(("遗嘱保管公证案",), ("公证案例",), head={"source": {"name": "远山区公证处"}}, lacks=("张三", "\n【待填】\n")),
    ),
    "a name in the facts is neither the source nor the cause nor the month": (
        "docx",
        word(
            case(
                p("某食品公司诉某商行产品责任纠纷案", LARGE, CENTRED),
                facts="经云岭市北川区市场监督管理局核查，商品没有标签。2019年3月法院曾就买卖合同纠纷作出判决。",
            )
        ),
        Wanted(
            ("某食品公司诉某商行产品责任纠纷案",),
            head={"cause": "产品责任纠纷", "source": {"name": "远山区人民法院"}},
            unsaid=("decided",),
        ),
    ),
    "a bold line that ends with a full stop is a heading when it has a number": (
        "docx",
        word(p("劳动争议审判白皮书", LARGE, CENTRED), p("一、案件的基本情况。", BOLD), p(LONG), p("二、对策和建议。", BOLD), p(LONG)),
        Wanted(("劳动争议审判白皮书",), ("白皮书",), has=("## 一、案件的基本情况。\n", "## 二、对策和建议。\n")),
    ),
    "a page laid out in tables is read without what stands around the text": (
        "html",
        page(
            "起诉应当向法院递交起诉状。<br>" + f"{LONG}<br><br>　　{LONG}<br>",
            "<title>立案须知_远山法院网</title><meta name=Keywords content='政务公开,起诉状'>",
            "<table><tr><td>加入收藏 / 设为首页</td></tr></table><table><tr><td>首页</td><td>机构</td></tr></table>"
            "<table><tr><td><p>栏目导航</p></td><td><table><tr><td><b>立案须知</b></td></tr>"
            "<tr><td>发布时间：2021-03-04 10:00 来源：远山区人民法院</td></tr><tr><td>{}</td></tr>"
            "<tr><td>【关闭窗口】</td></tr></table></td></tr></table><p>版权所有 远山法院</p>",
        ),
        Wanted(
            ("立案须知",), ("普法文章",),
            head={"published": "2021-03-04", "source": {"name": "远山区人民法院"}, "keywords": ["起诉状"]},
            lacks=("首页", "栏目导航", "关闭窗口", "版权所有"),
        ),
    ),
    "the title of a page stands outside of its text, with a subtitle in it": (
        "html",
        page(
            f"<div class=TRS_Editor>{paragraphs('——以合同为例', LONG, LONG, '上一篇：通知', '分享到：')}</div>",
            "<meta name=ArticleTitle content='违约金规则 适用方法'>",
            "<div class=nav>首页</div>{}",
        ),
        Wanted(("违约金规则 适用方法——以合同为例",), ("普法文章",), lacks=("上一篇", "分享到", "首页")),
    ),
    "half a title in a line of its own is no further case, nor further contents": (
        "docx",
        word(
            p("商事调解案事例汇编", LARGE, CENTRED), p(LONG), p("目 录", "", CENTRED),
            p("1.联动化解展会纠纷——远山区的探索"), p("2.线上解纷——云岭镇的做法"),
            *(p(t, BOLD) + p(s, "", CENTRED) + p(LONG) for t, s in (("1.联动化解展会纠纷", "——远山区的探索"), ("2.线上解纷", "——云岭镇的做法"))),
        ),
        Wanted(("商事调解案事例汇编",), ("普法文章",), lacks=("目 录", "目录"), told=("目录有 2 行",)),
    ),
    "a list of titles at the end waits for nothing": (
        "html",
        page(paragraphs(LONG, "<b>一、青禾公司诉云岭商行案</b>", "<b>二、北川公司诉南溪厂案</b>"), "<meta name=ArticleTitle content='远山区法院发布案例名单'>"),
        Wanted(("远山区法院发布案例名单",), ("普法文章",), has=("**二、北川公司诉南溪厂案**",), lacks=("\n【待填】\n",)),
    ),
    "a title may begin with a year, an office above 关于 belongs to it, a date alone is when": (
        "docx",
        word(
            p("远山区人民政府办公室文件", '<w:sz w:val="72"/>', CENTRED), p("远山区人民政府办公室", '<w:sz w:val="44"/>', CENTRED),
            p("关于2024年企业服务工作的通知", '<w:sz w:val="44"/>', CENTRED), p(LONG), p("2024年5月6日", "", RIGHT),
        ),
        Wanted(
            ("远山区人民政府办公室关于2024年企业服务工作的通知",), ("普法文章",),
            head={"published": "2024-05-06", "source": {"name": "远山区人民政府办公室"}},
        ),
    ),
    "a year begins a title": (
        "docx",
        word(p("2023年远山区法院典型案例", LARGE, CENTRED), p(LONG)),
        Wanted(("2023年远山区法院典型案例",), ("普法文章",)),
    ),
    "an essay with two sections of a form is no case of it": (
        "docx",
        word(p("提高商事调解成功率的思考", LARGE, CENTRED), *(p(n, BOLD) + p(LONG) for n in ("一、基本案情", "二、调解过程", "三、几点思考"))),
        Wanted(("提高商事调解成功率的思考",), ("普法文章",), has=("## 三、几点思考",)),
    ),
    "a result is found in the section before, and headings count by how they end": (
        "docx",
        word(
            p("青禾公司与云岭商行买卖合同纠纷调解案", LARGE, CENTRED), p("【纠纷案情】", BOLD), p(FACTS),
            p("【主要做法】", BOLD), p("商会调解员分别听取意见。双方最终达成调解协议，分期付款。"),
            p("【调解员说法】", BOLD), p(MEANING),
        ),
        Wanted(
            ("青禾公司与云岭商行买卖合同纠纷调解案",), ("调解案例",),
            has=("## 调解结果\n\n双方最终达成调解协议，分期付款。\n\n## 案例点评\n",), lacks=("\n【待填】\n",),
        ),
    ),
    "lines far from the edge of a text file are its title": (
        "txt",
        f"          远山区优化营商环境\n            工作方案\n\n　　{LONG}\n　　一、总体要求\n　　{LONG}\n",
        Wanted(("远山区优化营商环境工作方案",), ("普法文章",), has=("## 一、总体要求",)),
    ),
    "what runs along the edge of every page is no text": (
        "pdf",
        pdf("企业合规指引", *([LONG] * 14)),
        Wanted(("企业合规指引",), ("普法文章",), lacks=("人民法院",)),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Rows of the report and drafts of each document."""
    base = tmp_path_factory.mktemp("kinds")
    folders, originals = import_project(base / "project"), base / "originals"
    originals.mkdir()
    for number, (ending, content, _) in enumerate(DOCUMENTS.values()):
        file = originals / f"{number:02d}.{ending}"
        if ending == "docx":
            write_docx(
                file, str(content), parts={"word/comments.xml": b"", "word/header1.xml": b""}
            )
        else:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
    rows = imported_from(folders, originals)
    return {name: rows[f"{n:02d}"] for n, name in enumerate(DOCUMENTS)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_kind_becomes_what_an_editor_expects(imported, name):
    wanted, rows = DOCUMENTS[name][2], imported[name]
    heads = [yaml.safe_load(text.split("---\n")[1]) for _, text in rows]
    assert tuple(head["title"] for head in heads) == wanted.titles
    assert tuple(head["type"] for head in heads) == wanted.types
    said = {key: str(v) if key == "published" else v for key, v in heads[0].items()}
    assert {key: said[key] for key in wanted.head} == wanted.head
    for key in wanted.unsaid:
        line = re.search(rf"^{key}: .*$", rows[0][1], re.MULTILINE)
        assert line
        assert "【待填】" in line[0]
    bodies = "".join(text.split("\n---\n", 1)[1] for _, text in rows)
    assert [w for w in wanted.has if w not in bodies] == []
    assert [w for w in wanted.lacks if w in bodies] == []
    told = "".join(line for row, _ in rows for line in row["told"])
    assert [w for w in wanted.told if w not in told] == []
    assert [f for row, _ in rows for f in row["findings"] if " N" not in f] == []
