"""Shapes that published documents have and the other tests do not: posters, line breaks, guiding cases."""

import pytest
import yaml

from tests.publisher.importing.office_files import _NS, paragraph, run, write_docx
from tests.publisher.importing.projects import import_project, imported_from

BOLD, CENTRE, BREAK = "<w:b/>", '<w:jc w:val="center"/>', "<w:r><w:br/></w:r>"
TITLE = "某布料公司诉某服装公司买卖合同纠纷案"
SECTIONS = {
    "基本案情": "某服装公司与某布料公司签订买卖合同，约定货款三十万元，交货后三十日内付清，某服装公司仅支付十万元。",
    "裁判结果": "判决某服装公司于判决生效之日起十日内支付货款二十万元及逾期付款损失。",
    "裁判理由": "法院经审理认为，依法成立的合同受法律保护，某服装公司应当支付剩余货款。",
    "典型意义": "企业应当保存送货单和对账单，及时催收，避免超过诉讼时效。",
}
ORDINALS = "一二三四"


def p(text, inner="", properties=""):
    return paragraph(run(text, inner), properties)


def sections():
    return "".join(p(name, BOLD) + p(words) for name, words in SECTIONS.items())


def lines(mark=""):
    named = zip(ORDINALS, SECTIONS.items(), strict=True)
    return [f"{number}、{name}{mark}{words}" for number, (name, words) in named]


HEAD = p(TITLE, '<w:sz w:val="44"/>', CENTRE)
POSTER = HEAD + paragraph(
    f"<w:r><w:pict><w:txbxContent>{sections()}</w:txbxContent></w:pict></w:r>"
)
NOTE_BOX = HEAD + paragraph(
    f"<w:r><w:pict><w:txbxContent>{p('内部资料')}</w:txbxContent></w:pict></w:r>"
)
ONE_PARAGRAPH = HEAD + paragraph(
    BREAK.join(run(name, BOLD) + BREAK + run(f"　　{words}") for name, words in SECTIONS.items())
)
GUIDING = (
    p("指导案例 24 号") + p(TITLE, "", CENTRE) + p("关键词　民事/买卖合同/货款", BOLD) + p("裁判要点", BOLD)
    + p(SECTIONS["典型意义"]) + p("相关法条", BOLD) + p("《中华人民共和国民法典》第五百七十七条") + sections()
)  # fmt: skip
SEVERAL = p("全区法院破产审判典型案例", '<w:sz w:val="44"/>', CENTRE) + "".join(
    p(f"{number}、某{name}公司破产清算案")
    + "".join(
        p(f"（{part}）{heading}") + p(words)
        for part, (heading, words) in zip(ORDINALS, SECTIONS.items(), strict=True)
    )
    for number, name in (("一", "机械"), ("二", "纺织"))
)
WORD = {
    "poster": POSTER, "note-box": NOTE_BOX + sections(), "one-paragraph": ONE_PARAGRAPH,
    "guiding": GUIDING, "several": SEVERAL,
}  # fmt: skip


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Rows of the report by original, and a draft's text."""
    base = tmp_path_factory.mktemp("published")
    folders, originals = import_project(base / "project"), base / "originals"
    originals.mkdir()
    for name, body in WORD.items():
        write_docx(
            originals / f"{name}.docx", f"<w:document {_NS}><w:body>{body}</w:body></w:document>"
        )
    (originals / "gbk.txt").write_bytes("\r\n".join([TITLE, "", *lines("\r\n　　")]).encode("gbk"))
    (originals / "utf16.txt").write_text("\n".join([TITLE, *lines("：")]), "utf-16")
    breaks = "<br>".join(line.replace("：", "<br>　　", 1) for line in lines("："))
    page = f"<meta charset=gb2312><title>{TITLE}-某法院</title><table><td id=zoom>{breaks}</table>"
    (originals / "breaks.html").write_bytes(page.encode("gb18030"))
    return imported_from(folders, originals)


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        *(
            (one, [TITLE])
            for one in ("poster", "note-box", "one-paragraph", "gbk", "utf16", "breaks")
        ),
        ("guiding", [TITLE]),
        ("several", ["某机械公司破产清算案", "某纺织公司破产清算案"]),
    ],
)
def test_each_shape_becomes_cases_with_their_sections(imported, name, titles):
    heads = [yaml.safe_load(text.split("---\n")[1]) for _row, text in imported[name]]
    assert [head["title"] for head in heads] == titles
    for row, text in imported[name]:
        assert row["path"].startswith("cases_library/")
        for section, words in SECTIONS.items():
            assert words in text
            if name != "guiding":  # its form has 裁判要点 in place of 典型意义
                assert f"\n## {section}\n\n{words}" in text


def test_what_was_decided_about_a_shape_is_told(imported):
    told = {name: "".join(rows[0][0]["told"] or ()) for name, rows in imported.items()}
    assert "正文写在文本框里" in told["poster"]
    assert "“内部资料”" in told["note-box"]
    assert "keywords: [民事, 买卖合同, 货款]" in imported["guiding"][0][1]
