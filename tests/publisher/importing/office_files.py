"""Word documents made by code: the formats that are published most, in the heading styles of offices."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image

DELETED = "王小二住址幸福路九号"
COMMENT = "此处真名李四喜请隐去"
HIDDEN = "内部掌握不公开"
INSERTED = "经释明后双方同意"
NOTE = "参见本院当年的审判白皮书"

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
STYLES = ("style", "bold", "brackets", "chapter", "run_in", "size", "outline", "numbered")
CHINESE = "一二三四五六七八九十"


@dataclass(frozen=True)
class Text:
    """A published text: its format, title, and sections as the format calls them."""

    key: str
    title: str
    sections: tuple[tuple[str, str], ...]
    expected: tuple[str, ...]


def _body(subject: str) -> str:
    return (
        f"2023年3月，某商贸公司与某服装公司签订协议，约定{subject}。履行过程中双方就数量、质量和付款发生分歧，"
        "多次协商没有结果。"
    )


TEXTS = (
    Text(
        "court",
        "某商贸公司诉某服装公司买卖合同纠纷案",
        (
            ("案情回顾", _body("供货一批")),
            ("法院裁判", _body("支付货款")),
            ("法官说法", _body("留存凭证")),
        ),
        ("基本案情", "裁判结果", "典型意义"),
    ),
    Text(
        "guiding",
        "某科技公司诉某网络公司买卖合同纠纷案",
        (
            ("裁判要点", _body("按约交付")),
            ("相关法条", "《中华人民共和国民法典》第五百七十七条"),
            ("基本案情", _body("交付设备")),
            ("裁判结果", _body("继续履行")),
            ("裁判理由", _body("违约责任")),
        ),
        ("裁判要点", "相关法条", "基本案情", "裁判结果", "裁判理由"),
    ),
    Text(
        "procuratorial",
        "某建材公司申请买卖合同纠纷民事监督案",
        (
            ("简要案情", _body("供应建材")),
            ("检察机关履职情况", _body("调查核实")),
            ("指导意义", _body("依法监督")),
        ),
        ("基本案情", "检察机关履职过程", "典型意义"),
    ),
    Text(
        "arbitration",
        "员工未签劳动合同索要双倍工资劳动合同纠纷案",
        (
            ("基本案情", _body("用工期限")),
            ("申请人请求", _body("支付工资")),
            ("审理情况", _body("开庭审理")),
            ("仲裁结果", _body("支付差额")),
            ("案例分析", _body("书面合同")),
        ),
        ("案情简介", "办理过程", "处理结果", "案例点评"),
    ),
    Text(
        "mediation",
        "某餐饮公司与房东房屋租赁合同纠纷调解案",
        (
            ("纠纷起因", _body("租金减免")),
            ("调解经过", _body("分别谈话")),
            ("调解结果", _body("分期支付")),
            ("经验启示", _body("换位思考")),
        ),
        ("案情简介", "调解过程", "调解结果", "案例点评"),
    ),
    Text(
        "lawyer",
        "某制造公司承揽合同纠纷代理案",
        (
            ("案情简介", _body("加工定作")),
            ("案件焦点", _body("验收标准")),
            ("代理思路", _body("收集证据")),
            ("案件结果", _body("胜诉回款")),
            ("法律依据", "《中华人民共和国民法典》第七百七十条"),
            ("律师点评", _body("约定标准")),
        ),
        ("案情简介", "争议焦点", "律师代理思路", "案件结果概述", "相关法律规定", "案例评析"),
    ),
    Text(
        "enforcement",
        "某食品公司虚假宣传行政处罚案",
        (
            ("案件来源", _body("群众举报")),
            ("查处情况", _body("现场检查")),
            ("处罚结果", _body("罚款整改")),
            ("以案释法", _body("如实宣传")),
        ),
        ("基本情况", "违法事实", "处罚依据与结果", "普法提示"),
    ),
    Text(
        "policy",
        "《优化营商环境若干措施》解读",
        (
            ("起草背景", _body("优化环境")),
            ("主要举措", _body("减少材料")),
            ("支持对象", _body("小微企业")),
            ("申请流程", _body("网上申请")),
        ),
        ("背景依据", "主要内容", "适用范围", "办理要点"),
    ),
)


def run(text: str, inner: str = "") -> str:
    return f'<w:r><w:rPr>{inner}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def heading(name: str, number: int, style: str) -> str:
    """A heading as `style` writes it; run-in headings are written with their text."""
    if style == "style":
        return paragraph(run(name), '<w:pStyle w:val="2"/>')
    if style == "bold":
        return paragraph(run(name, "<w:b/>"))
    if style == "brackets":
        return paragraph(run(f"【{name}】"))
    if style == "chapter":
        return paragraph(run(f"{CHINESE[number]}、{name}"))
    if style == "size":
        return paragraph(run(name, '<w:sz w:val="36"/>'))
    if style == "outline":
        return paragraph(run(f"（{CHINESE[number]}）{name}"), '<w:outlineLvl w:val="1"/>')
    return paragraph(run(name), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>')


TABLE = (
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>{a}</w:p></w:tc><w:tc><w:p>{b}</w:p></w:tc></w:tr>'
    '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p>{c}</w:p></w:tc><w:tc><w:p>{d}</w:p></w:tc><w:tc><w:p>{e}</w:p></w:tc></w:tr>'
    "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p>{f}</w:p></w:tc><w:tc><w:p>{g}</w:p></w:tc></w:tr></w:tbl>"
).format(
    **{
        key: run(word)
        for key, word in zip(
            "abcdefg", ("货物", "金额", "布料", "第一批", "三万元", "第二批", "两万元"), strict=True
        )
    }
)
TABLE_ROWS = ("| 货物 | 货物 | 金额 |", "| 布料 | 第一批 | 三万元 |", "| 布料 | 第二批 | 两万元 |")


def tracked() -> str:
    """A paragraph with an insertion, a deletion, a comment, hidden words and a footnote."""
    return paragraph(
        run("调解时，")
        + f'<w:ins w:id="1" w:author="张三丰">{run(INSERTED)}</w:ins>'
        + f'<w:del w:id="2" w:author="张三丰"><w:r><w:delText>{DELETED}</w:delText></w:r></w:del>'
        + '<w:commentRangeStart w:id="5"/>'
        + run("，并当场签字。")
        + '<w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r>'
        + run(HIDDEN, "<w:vanish/>")
        + '<w:r><w:footnoteReference w:id="3"/></w:r>'
    )


def picture() -> str:
    return paragraph(
        '<w:r><w:drawing><wp:inline><a:blip r:embed="rId9"/></wp:inline></w:drawing></w:r>'
    )


def document(text: Text, style: str, *, extras: bool = True) -> str:
    """word/document.xml of a text."""
    parts = [paragraph(run(text.title, '<w:b/><w:sz w:val="44"/>'), '<w:jc w:val="center"/>')]
    for number, (name, words) in enumerate(text.sections):
        if style == "run_in":
            parts.append(paragraph(run(f"{name}：", "<w:b/>") + run(words)))
        else:
            parts += [heading(name, number, style), paragraph(run(words))]
        if number == 0 and extras:
            parts += [tracked(), TABLE, picture()]
    return f"<w:document {_NS}><w:body>{''.join(parts)}<w:sectPr/></w:body></w:document>"


def styles(wps: bool) -> str:
    """WPS calls its styles by numbers and Chinese names."""
    name = "标题 2" if wps else "heading 2"
    return (
        f'<w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
        f'<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="{"正文" if wps else "Normal"}"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="2"><w:name w:val="{name}"/><w:basedOn w:val="1"/></w:style></w:styles>'
    )


NUMBERING = (
    f'<w:numbering {_NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def image(kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "#1d4f91").save(target, kind)
    return target.getvalue()


def write_docx(
    path: Path, body: str, *, wps: bool = False, parts: dict[str, bytes] | None = None
) -> Path:
    """A whole package around `body`."""
    files: dict[str, bytes] = {
        "[Content_Types].xml": (
            b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            b'<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
            b'<Override PartName="/word/document.xml" ContentType='
            b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
            b' Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": body.encode(),
        "word/styles.xml": styles(wps).encode(),
        "word/numbering.xml": NUMBERING.encode(),
        "word/comments.xml": f'<w:comments {_NS}><w:comment w:id="5" w:author="李四">{paragraph(run(COMMENT))}</w:comment></w:comments>'.encode(),
        "word/footnotes.xml": f'<w:footnotes {_NS}><w:footnote w:id="3">{paragraph(run(NOTE))}</w:footnote></w:footnotes>'.encode(),
        "word/header1.xml": f"<w:hdr {_NS}>{paragraph(run('内部材料'))}</w:hdr>".encode(),
        "word/media/image1.png": image(),
        "word/_rels/document.xml.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId9" Type="image" Target="media/image1.png"/></Relationships>'
        ),
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return path


def every_document(folder: Path) -> list[tuple[Path, Text, str]]:
    """Each text in each heading style, every third as WPS writes it."""
    made = []
    for number, (text, style) in enumerate((t, s) for t in TEXTS for s in STYLES):
        path = folder / f"{number:02d}-{text.key}-{style}.docx"
        write_docx(path, document(text, style), wps=number % 3 == 0)
        made.append((path, text, style))
    return made
