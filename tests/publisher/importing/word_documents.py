"""Ten Word files of an office, no two in one format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tests.publisher.importing.office_files import (
    _NS,
    STYLES,
    TABLE,
    TEXTS,
    document,
    paragraph,
    picture,
    run,
    tracked,
    write_docx,
)

GOODS = ("铝材", "轴承", "茶叶", "家具", "瓷砖", "冷柜", "童鞋", "绿化苗木")
CENTRE = '<w:jc w:val="center"/>'
SECTIONS = (
    ("基本案情", "案情是"),
    ("裁判结果", "判决按"),
    ("裁判理由", "本院认为"),
    ("典型意义", "提示企业"),
)


@dataclass(frozen=True)
class WordFile:
    """`titles`: of what it becomes; `words`: a phrase of its own that stands in its page."""

    path: Path
    titles: tuple[str, ...]
    words: str


def _whole(body: str) -> str:
    return f"<w:document {_NS}><w:body>{body}<w:sectPr/></w:body></w:document>"


def _collection() -> tuple[str, tuple[str, ...]]:
    """Two cases in one document."""
    names = ("某机械公司破产清算案", "某纺织公司破产清算案")
    parts = [paragraph(run("全区法院破产审判典型案例", '<w:sz w:val="44"/>'), CENTRE)]
    for number, name in zip("一二", names, strict=True):
        parts.append(paragraph(run(f"{number}、{name}")))
        for at, (heading, words) in zip("一二三四", SECTIONS, strict=True):
            parts += [
                paragraph(run(f"（{at}）{heading}")),
                paragraph(
                    run(f"{words}{name[:-5]}的设备由管理人公开变卖，债权人会议表决通过了分配方案。")
                ),
            ]
        parts.append(tracked())
    return _whole("".join(parts)), names


def _article() -> tuple[str, str]:
    title = "企业印章谁来管怎样管"
    parts = [paragraph(run(title, '<w:b/><w:sz w:val="44"/>'), CENTRE)]
    for heading in ("为什么要管好印章", "印章交给谁保管", "盖错了章怎么补救"):
        parts += [
            paragraph(run(heading), '<w:pStyle w:val="2"/>'),
            paragraph(run(f"{heading}，看用印登记簿：谁申请、谁批准、盖在哪份合同上，逐笔写明。")),
        ]
    return _whole("".join((*parts, tracked(), TABLE, picture()))), title


def word_files(folder: Path) -> list[WordFile]:
    """Headings by style, bold, brackets, numbers, run-in words, size, outline and numbering; a document
    of two cases; an article, the last. In each a name stands in a tracked deletion alone."""
    made = []
    for number, (text, style) in enumerate(zip(TEXTS, STYLES, strict=True)):
        goods = GOODS[number]
        sections = tuple((n, w.replace("某商贸公司", f"某{goods}公司")) for n, w in text.sections)
        path = folder / f"{number + 1:02d} {text.title}.docx"
        body = document(replace(text, sections=sections), style)
        write_docx(path, body, wps=number % 3 == 0)
        made.append(WordFile(path, (text.title,), f"某{goods}公司与某服装公司"))
    body, names = _collection()
    several = write_docx(folder / "09 破产审判典型案例.docx", body)
    made.append(WordFile(several, names, "某纺织公司的设备由管理人公开变卖"))
    body, title = _article()
    made.append(WordFile(write_docx(folder / "10 印章.docx", body), (title,), "看用印登记簿"))
    return made
