import pytest

from law.citation import citations
from law.references import Article
from law.registry import load_registry

REGISTRY = load_registry()
PRC = "中华人民共和国"


def found(text: str) -> list[tuple[str, str]]:
    return [(c.law, c.articles_text) for c in citations(text, REGISTRY)]


@pytest.mark.parametrize(
    ("text", "law", "articles"),
    [
        ("依照《中华人民共和国民法典》第五百七十七条", "民法典", "第五百七十七条"),
        ("依照《民法典》第577条", "民法典", "第577条"),
        ("依照民法典第五百七十七条", "民法典", "第五百七十七条"),
        ("依照民法典合同编第五百七十七条", "民法典", "第五百七十七条"),
        ("依照《民法典》合同编第五百七十七条", "民法典", "第五百七十七条"),
        ("《劳动合同法》第十条、第八十二条", "劳动合同法", "第十条、第八十二条"),
        ("《公司法》第二十三条第三款", "公司法", "第二十三条第三款"),
        ("《公司法》第二十三条第一款和第三款", "公司法", "第二十三条第一款和第三款"),
        ("《劳动合同法》第三十九条第（二）项", "劳动合同法", "第三十九条第（二）项"),
        ("《劳动合同法》第三十九条第二项、第三项", "劳动合同法", "第三十九条第二项、第三项"),
        ("《劳动合同法》第46条第1款第(2)项", "劳动合同法", "第46条第1款第(2)项"),
        ("《刑法》第二百八十七条之一第一款", "刑法", "第二百八十七条之一第一款"),
        ("《劳动合同法》第四十六条至第四十八条", "劳动合同法", "第四十六条至第四十八条"),
        (
            "《劳动合同法》第十条，第十一条以及第十二条",
            "劳动合同法",
            "第十条，第十一条以及第十二条",
        ),
        ("《公司法》（2018年修正）第十六条", "公司法", "第十六条"),
        ("个保法第十三条", "个人信息保护法", "第十三条"),
        ("依照民诉法第一百三十九条", "民事诉讼法", "第一百三十九条"),
    ],
)
def test_form_of_citation(text, law, articles):
    assert found(text + "的规定。") == [(PRC + law, articles)]


@pytest.mark.parametrize(
    "text",
    [
        "双方合同第十五条约定了违约金。",
        "根据公司章程第八条。",
        "《考勤管理办法》第三条规定迟到扣款。",
        "送达《催告函》和《解除合同通知书》。",
        "《民法典》施行后。合同第五条另有约定。",
        "《民法典》规定了违约责任，但合同第五条另有约定。",
        "依照本意见第三条。",
        "第三，条件成就。",
        "",
    ],
)
def test_what_is_no_citation_of_an_article(text):
    assert [articles for _, articles in found(text) if articles] == []


def test_name_left_out_within_a_sentence_is_the_last_one():
    text = "《劳动合同法》第十条规定要签合同，第八十二条规定了后果。第三条是另一回事。"
    assert found(text) == [(PRC + "劳动合同法", "第十条"), (PRC + "劳动合同法", "第八十二条")]


def test_name_abbreviated_by_the_text_itself():
    text = (
        "《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》（以下简称“新解释”）第十九条。"
        "依照新解释第二十条。"
    )
    law = "最高人民法院关于审理劳动争议案件适用法律问题的解释（二）"
    assert found(text) == [(law, "第十九条"), (law, "第二十条")]


def test_title_within_a_title():
    for inner in ("〈中华人民共和国公司法〉", "《中华人民共和国公司法》"):
        (citation,) = found(f"《最高人民法院关于适用{inner}时间效力的若干规定》第一条")
        assert citation == (
            "最高人民法院关于适用〈中华人民共和国公司法〉时间效力的若干规定",
            "第一条",
        )


def test_longest_name_wins():
    assert found("依照民法典合同编通则解释第三条") == [
        ("最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释", "第三条")
    ]


def test_numbers_of_articles():
    (citation,) = citations("《刑法》第二百八十七条之一、第303条和第三百零八条之二", REGISTRY)
    assert citation.articles == (Article(287, 1), Article(303), Article(308, 2))


def test_lines_count_from_the_first_line():
    text = "甲。\n\n《民法典》第一条。\n《民法典》第二条、\n乙《公司法》。"
    assert [c.line for c in citations(text, REGISTRY, first_line=20)] == [22, 23, 24]


def test_year_names_the_version():
    assert [
        c.year for c in citations("《公司法》（2018年修正）第一条，《公司法》第二条", REGISTRY)
    ] == [2018, None]
