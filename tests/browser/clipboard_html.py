"""One text as three programs hand it over: a .docx, and the HTML that Word and WPS put on the clipboard.

Written by our own code after the shapes of those programs: paragraphs with `mso-list` whose marks stand
in spans that other programs are to ignore, conditional comments, notes behind a rule, o:p everywhere.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.publisher.importing.office_files import _NS, paragraph, run, write_docx

# What a text is made of: ("h", level, words) · ("p", [(words, is bold)], note or "") · ("item", list,
# depth, mark as Word shows it, words) · ("table", rows of (words, across, down) or None where merged).
TEXT = (
    ("h", 1, "一、基本案情"),
    ("p", [("2023年3月，某公司与", False), ("某服装公司", True), ("签订*协议*，", False), ("约定|供货", False)], ""),
    ("p", [("双方协商一致", False)], "参见本院当年的白皮书"),
    ("item", "dot", 0, "\uf0d8", "合同原件"),
    ("item", "dot", 1, "\uf06c", "附件一"),
    ("item", "number", 0, "1.", "送货单"),
    ("item", "number", 0, "2.", "对账单"),
    ("item", "letter", 1, "a)", "三月的"),
    ("item", "letter", 1, "b)", "四月的"),
    ("h", 2, "（一）证据"),
    ("item", "chinese", 0, "一、", "公司应当在三十日内支付全部货款，并承担逾期付款的违约责任以及诉讼费用、保全费用。"),
    (
        "table",
        [
            [("货物", 2, 1), ("金额", 1, 1)],
            [("布料", 1, 2), ("第一批", 1, 1), ("三万元", 1, 1)],
            [None, ("第二批", 1, 1), ("两万元", 1, 1)],
        ],
    ),
    ("p", [("1. 不是列表", False)], "第二条注"),
    ("h", 1, "二、裁判结果"),
    ("p", [("支付货款。", False)], ""),
)  # fmt: skip

_LEVELS = {"dot": ("bullet", "\uf0d8"), "number": ("decimal", "%1."), "letter": ("lowerLetter", "%2)"),
           "chinese": ("chineseCounting", "%1、")}  # fmt: skip
_KEYS = {name: number for number, name in enumerate(_LEVELS, 1)}


def docx(path: Path) -> Path:
    """The text as a Word file."""
    body, notes = [], []
    for kind, *rest in TEXT:
        if kind == "h":
            level, words = rest
            body.append(paragraph(run(words), f'<w:pStyle w:val="h{level}"/>'))
        elif kind == "p":
            runs, note = rest
            made = "".join(run(words, "<w:b/>" if bold else "") for words, bold in runs)
            if note:
                notes.append(note)
                made += f'<w:r><w:footnoteReference w:id="{len(notes)}"/></w:r>'
            body.append(paragraph(made))
        elif kind == "item":
            key, depth, _, words = rest
            number = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{_KEYS[key]}"/>'
            body.append(paragraph(run(words), f"<w:numPr>{number}</w:numPr>"))
        else:
            body.append(_word_table(rest[0]))
    numbering = f"<w:numbering {_NS}>"
    for name, (shape, text) in _LEVELS.items():
        levels = f'<w:lvl><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>' * 2
        numbering += f'<w:abstractNum w:abstractNumId="{_KEYS[name]}">{levels}</w:abstractNum>'
    for key in _KEYS.values():
        numbering += f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="h{n}"><w:name w:val="heading {n}"/></w:style>'
        for n in (1, 2)
    )
    noted = "".join(
        f'<w:footnote w:id="{n}">{paragraph(run(words))}</w:footnote>'
        for n, words in enumerate(notes, 1)
    )
    parts = {
        "word/numbering.xml": f"{numbering}</w:numbering>".encode(),
        "word/styles.xml": f"<w:styles {_NS}>{styles}</w:styles>".encode(),
        "word/footnotes.xml": f"<w:footnotes {_NS}>{noted}</w:footnotes>".encode(),
        "word/comments.xml": b"",
        "word/header1.xml": b"",
    }
    whole = f"<w:document {_NS}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    return write_docx(path, whole, parts=parts)


def _word_table(rows: list[list[tuple[str, int, int] | None]]) -> str:
    made = ""
    for row in rows:
        made += "<w:tr>"
        for cell in row:
            words, across, down = cell or ("", 1, 0)
            merge = {0: "<w:vMerge/>", 1: ""}.get(down, '<w:vMerge w:val="restart"/>')
            look = f'<w:tcPr><w:gridSpan w:val="{across}"/>{merge}</w:tcPr>'
            made += f"<w:tc>{look}{paragraph(run(words))}</w:tc>"
        made += "</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


def word_html() -> str:
    """As Word puts it on the clipboard."""
    return _html(
        style="<!-- p.MsoNormal, li.MsoNormal {mso-style-name:正文; font-size:10.5pt;}\n"
        "@list l0 {mso-list-id:1;}\n@list l1:level1 {mso-level-number-format:bullet;} -->",
        before="<![if !supportLists]>",
        behind="<![endif]>",
        words=lambda text, bold: (
            f"<b><span lang=ZH-CN style='font-family:宋体'>{text}</span></b>"
            if bold
            else f"<span lang=ZH-CN style='font-family:宋体;mso-ascii-font-family:Calibri'>{text}</span>"
        ),
        end="<span lang=EN-US><o:p></o:p></span>",
        paragraph_class="MsoListParagraph",
    )


def wps_html() -> str:
    """As WPS does."""
    return _html(
        style="@font-face{font-family:宋体;} p.MsoNormal{mso-style-name:正文;font-size:10.5000pt;} "
        'span.15{font-weight:bold;} @list l0:level1{mso-level-text:"%1、";}',
        before='<![if !supportLists]><span style="font-family:宋体;font-size:10.5000pt;" >',
        behind="</span><![endif]>",
        words=lambda text, bold: (
            '<span class="15" ><span style="mso-spacerun:\'yes\';font-size:'
            f'10.5000pt;" >{text}</span></span>'
            if bold
            else f"<span style=\"mso-spacerun:'yes';font-family:宋体;font-size:10.5000pt;\" >"
            f'<font face="宋体" >{text}</font></span>'
        ),
        end="<span style=\"mso-spacerun:'yes';\" ><o:p></o:p></span>",
        paragraph_class="MsoNormal",
    )


def _html(style, before, behind, words, end, paragraph_class):  # type: ignore[no-untyped-def]
    body, notes = "", []
    for kind, *rest in TEXT:
        if kind == "h":
            body += f"<h{rest[0]}><b>{words(escape(rest[1]), False)}</b>{end}</h{rest[0]}>\n"
        elif kind == "p":
            runs, note = rest
            made = "\n".join(words(escape(text), bold) for text, bold in runs)
            if note:
                notes.append(note)
                n = len(notes)
                made += (
                    f'<a style="mso-footnote-id:ftn{n}" href="#_ftn{n}" name="_ftnref{n}" title="">'
                    f"<span class=MsoFootnoteReference><span style='mso-special-character:footnote'>"
                    f"<![if !supportFootnotes]>[{n}]<![endif]></span></span></a>"
                )
            body += f"<p class=MsoNormal style='text-indent:21.0pt'>{made}{end}</p>\n"
        elif kind == "item":
            key, depth, mark, text = rest
            body += (
                f'<p class={paragraph_class} style="margin-left:21.0pt;text-indent:-21.0pt;'
                f'mso-list:l{_KEYS[key]} level{depth + 1} lfo{_KEYS[key]};" >{before}'
                f'<span style="mso-list:Ignore;" >{escape(mark)}<span style="font:7.0pt &quot;Times '
                f'New Roman&quot;">&nbsp;&nbsp; </span></span>{behind}{words(escape(text), False)}{end}</p>\n'
            )
        else:
            body += "<table class=MsoNormalTable border=1 cellspacing=0>"
            for row in rest[0]:
                body += "<tr>"
                for cell in row:
                    if cell is not None:
                        text, across, down = cell
                        spans = f"colspan={across}" if across > 1 else ""
                        spans += f" rowspan={down}" if down > 1 else ""
                        inner = f"<p class=MsoNormal>{words(escape(text), False)}{end}</p>"
                        body += f"<td width=142 valign=top {spans}>{inner}</td>"
                body += "</tr>"
            body += "</table>\n"
    body += (
        "<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width='33%'>"
    )
    for n, note in enumerate(notes, 1):
        body += (
            f"<div style='mso-element:footnote' id=ftn{n}><p class=MsoFootnoteText>"
            f'<a style="mso-footnote-id:ftn{n}" href="#_ftnref{n}" name="_ftn{n}" title="">'
            f"<span class=MsoFootnoteReference>[{n}]</span></a>{words(escape(note), False)}{end}</p></div>"
        )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">'
        f"<head><meta charset=utf-8><style>{style}</style></head><body lang=ZH-CN><!--StartFragment-->"
        f"{body}</div><!--EndFragment--></body></html>"
    )
