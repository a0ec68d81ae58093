"""Right citations are never told, wrong ones always, by the law of their day."""

from datetime import date

import pytest

from law.citation import read
from law.judging import Period, Status, counterparts, judge
from law.registry import load_registry

REGISTRY = load_registry()
TODAY = date(2026, 11, 20)


def month(text: str) -> Period:
    year, number = map(int, text.split("-"))
    return Period(date(year, number, 1), date(year, number, 28), by_court=True)


def judged(text: str, period: Period, today: date = TODAY) -> list[Status]:
    return [
        judge(citation, place, REGISTRY, period, today).status
        for citation in read(text, REGISTRY, day=period.last).citations
        for place in citation.places or (None,)
    ]


def statuses(text: str, today: date = TODAY) -> set[str]:
    return {status.value for status in judged(text, Period.of_day(today), today)}


@pytest.mark.parametrize(
    "text",
    [
        "《中华人民共和国民法典》第五百七十七条",
        "民法典第五百七十七条、第五百七十九条和第五百八十四条",
        "《最高人民法院关于适用《中华人民共和国民法典》合同编通则若干问题的解释》第六十九条",
        "《中华人民共和国劳动合同法》第十四条第二款第（三）项",
        "《民事诉讼法》第六十七条第一款、第一百七十七条第一款第一项",
        "《保障农民工工资支付条例》第三十条",
        "《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》（法释〔2020〕26号）第五十四条",
        "《民法典》第146条第1款",
        "《劳动法》第七十二条至第七十四条",
        "《企业破产法》第一百三十六条",
        "《保障中小企业款项支付条例》第三十七条",
        "《工伤保险条例》第六十七条；《女职工劳动保护特别规定》第九条",
        "《最高人民法院关于适用〈中华人民共和国公司法〉若干问题的规定（三）》第二十八条",
        "《刑法》第二百八十七条之一第一款",
        "《劳动合同法》第三十八条第三项",
        "《商标法》（2026年修订）第七十四条",
    ],
)
def test_right_citations_of_todays_law(text):
    assert statuses(text) == {"现行"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("《民法典》第一千二百六十一条", "条号超出"),
        ("《公司法》第二百六十七条", "条号超出"),
        ("《公司法》（2018年修正）第二百一十九条", "条号超出"),
        ("《刑法》第二百七十六条之五", "条号超出"),
        ("《民法典》第9998、9999条", "条号超出"),
        ("《物业管理条例》第九百条", "条号超出"),
        ("《商标法》第八十条", "条号超出"),
        ("《民法典》第五百七十七条第五款", "款项超出"),
        ("《劳动合同法》第三十八条第九项", "款项超出"),
        ("《合同法》第六十条", "已废止"),
        ("《外资企业法》第八条", "已废止"),
        ("《经济合同法》第七条", "已废止"),
        ("《企业诚信法》第三条", "未收录"),
        ("《公司法》（2018年修正）第二百一十八条", "旧法"),
        ("《证券法》（2014年修正）第二百三十一条", "旧法"),
        ("修订前的《公司法》第二百一十八条", "旧法"),
    ],
)
def test_what_is_not_todays_law_is_told(text, status):
    assert statuses(text) == {status}


@pytest.mark.parametrize(
    ("decided", "text", "status"),
    [
        ("2018-06", "《证券法》第二百三十一条", Status.FORMER),
        ("2019-05", "《公司法》第二十条", Status.FORMER),
        ("2019-05", "《公司法》第二百一十九条", Status.BEYOND),
        ("2024-08", "《公司法》第二百六十六条", Status.CURRENT),
        ("2024-08", "《公司法》第二百六十七条", Status.BEYOND),
        ("2024-06", "《公司法》第二百六十六条", Status.BEYOND),
        ("2020-01", "《民法典》第五百七十七条", Status.NOT_YET),
        ("2021-01", "《民法典》第五百七十七条", Status.CURRENT),
        ("2020-12", "《合同法》第六十条", Status.FORMER),
        ("2021-01", "《合同法》第六十条", Status.REPEALED),
        ("2026-08", "《环境保护法》第六条", Status.FORMER),
        ("2026-09", "《环境保护法》第六条", Status.REPEALED),
        ("2026-01", "《网络安全法》第八十一条", Status.CURRENT),
        ("2025-12", "《网络安全法》第八十一条", Status.BEYOND),
    ],
)
def test_a_court_is_judged_by_the_law_of_its_month(decided, text, status):
    assert judged(text, month(decided)) == [status]


def test_a_court_may_apply_the_former_company_law_to_former_facts():
    """公司法时间效力规定 art. 1: an article that the new text lacks may be one of the former."""
    assert judged("《公司法》第二百一十八条", month("2025-03")) == [Status.CURRENT]


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("《公司法》（2018年修正）第十六条", ["第十五条"]),
        ("《公司法》（2018年修正）第二十条", ["第二十一条", "第二十三条"]),
        ("《网络安全法》（2016年）第二十一条", ["第二十三条"]),
        ("《合同法》第六十条", ["第五百零九条"]),
        ("《担保法》第十八条", ["第六百八十八条"]),
        ("《民事诉讼法》（2021年修正）第一百九十四条", ["第一百九十八条"]),
        ("《民事诉讼法》（2021年修正）第六十七条", []),
    ],
)
def test_where_a_former_article_stands_today(text, now):
    (citation,) = read(text, REGISTRY).citations
    (place,) = citation.places
    found = judge(citation, place, REGISTRY, Period.of_day(TODAY), TODAY)
    assert [str(target) for target in counterparts(found, place, REGISTRY, TODAY)] == now
